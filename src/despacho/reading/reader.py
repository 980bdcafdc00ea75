"""The reader: articles to parsed documents, with the pipeline shipped in the package or any installed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from itertools import islice
from typing import TYPE_CHECKING

from despacho.languages.conventions import load_conventions
from despacho.model import Article, Document, ParserError
from despacho.model.document import DEFAULT_LANGUAGE
from despacho.reading.layout import is_heading, lead_ins, line_kind, paragraphs
from despacho.reading.normalise import normalise
from despacho.reading.ops import with_fast_products
from despacho.reading.parse import Piece, to_document

if TYPE_CHECKING:
    from spacy.language import Language

PARAGRAPHS = 32
"""How many paragraphs are parsed at a time: more are no faster and take more memory."""
BATCH = 16
"""Articles whose paragraphs are parsed together; more does not make the parser faster (see `make bench`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A loaded pipeline for one language; ``model`` is its name and version."""

    lang: str
    model: str
    nlp: Language

    def read(self, article: Article) -> Document:
        """The parse of one article."""
        return next(self.read_many([article]))

    def read_many(self, articles: Iterable[Article]) -> Iterator[Document]:
        """The parses of articles, in order."""
        queue = iter(articles)
        while batch := list(islice(queue, BATCH)):
            yield from self._read_batch(batch)

    def _read_batch(self, batch: list[Article]) -> Iterator[Document]:
        lead = lead_ins(self.lang)
        adapt = load_conventions(self.lang)
        spans = [list(_pieces(article.text, lead)) for article in batch]
        clean = [normalise(article.text, lang=self.lang) for article in batch]
        texts = [text[s:e] for text, ranges in zip(clean, spans, strict=True) for s, e, _ in ranges]
        docs = iter(self.nlp.pipe(texts, batch_size=PARAGRAPHS))
        kind = line_kind(self.lang)
        for article, ranges in zip(batch, spans, strict=True):
            pieces = []
            for start, end, is_lead in ranges:
                line = article.text[start:end]
                what = "boilerplate" if is_lead else kind(line)
                pieces.append(Piece(doc=next(docs), offset=start, kind="heading" if what == "prose" and is_heading(line) else what))
            yield adapt(to_document(article if article.lang else replace(article, lang=self.lang), pieces, kind))


def _pieces(text: str, lead: Callable[[str], int]) -> Iterator[tuple[int, int, bool]]:
    """Offsets of what is parsed as one piece: paragraphs, with datelines and labels (flagged true) cut off."""
    for start, end in paragraphs(text):
        cut = start + lead(text[start:end])
        if cut > start:
            yield start, start + len(text[start:cut].rstrip()), True
        yield cut, end, False


def load_reader(lang: str = DEFAULT_LANGUAGE, parser: str | None = None, *, own: bool = False) -> Reader:
    """The reader of ``lang``: the shipped pipeline, or the installed spaCy pipeline named ``parser``.

    ``own``: a pipeline of another language is left aside for the shipped one.
    """
    import spacy

    import despacho.reading.tokenizer
    import despacho.reading.tokenizer_en  # noqa: F401  these register what the shipped pipelines name

    try:
        if parser:
            nlp = spacy.load(parser)
        if not parser or (own and nlp.lang not in (lang, "xx")):
            parser = None
            with as_file(files("despacho.languages") / lang / "model") as path:
                nlp = with_fast_products(spacy.load(path))
    except OSError as error:
        name = parser or f"the shipped pipeline of {lang!r}"
        raise ParserError(f"cannot load {name}: {error}; install it with pip or leave --parser out") from error
    if "parser" not in nlp.pipe_names:
        raise ParserError(f"{parser}: the pipeline has no dependency parser; use one with Universal Dependencies labels")
    labels = set(nlp.get_pipe("parser").labels)  # type: ignore[attr-defined]
    if not {"nsubj", "obj", "obl"} <= labels:
        raise ParserError(f"{parser}: the parser does not use Universal Dependencies labels (nsubj, obj, obl are missing)")
    return Reader(lang=lang, model=f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}", nlp=nlp)
