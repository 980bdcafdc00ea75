"""Loading: a language's parts, read once."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from despacho import __version__
from despacho.actors.offices import load_offices
from despacho.actors.tables import load_actors
from despacho.codebook import load_codebook
from despacho.languages.lexicon import load_lexicon
from despacho.model import Coder
from despacho.model.document import DEFAULT_LANGUAGE
from despacho.pipeline.one import Pipeline
from despacho.resolve import load_places
from despacho.selection import load_selector


def _ruleset(lang: str) -> str:
    """A digest of all language data that coding depends on: lexicon, word lists, selector."""
    folder = files("despacho.languages") / lang
    paths = [p for p in (*folder.iterdir(), *(folder / "events").iterdir()) if p.name.endswith((".toml", ".json", ".txt", ".tsv"))]
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def load_pipeline(
    *, lang: str = DEFAULT_LANGUAGE, parser: str | None = None, actors: Path | None = None, own: bool = False
) -> Pipeline:
    """The pipeline of ``lang``; ``parser`` names an installed spaCy pipeline, ``actors`` a file of the user's own actors.

    ``own``: a ``parser`` of another language is left aside for the shipped one.
    """
    from despacho.reading.reader import load_reader

    reader = load_reader(lang, parser, own=own)
    lexicon = load_lexicon(lang)
    return Pipeline(
        lang=lang,
        reader=reader,
        lexicon=lexicon,
        codebook=load_codebook(),
        actors=load_actors(actors),
        offices=load_offices(),
        places=load_places(lang),
        selector=load_selector(lang),
        coder=Coder(name="rules", version=__version__, ruleset=f"{lang}-{_ruleset(lang)}", model=reader.model),
    )
