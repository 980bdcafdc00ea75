"""Which languages can be coded: those whose folder holds all that the stages read."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

NEEDED = (
    "grammar.toml", "morphology.py", "events", "attribution.toml", "status.toml", "time.toml", "roles.toml", "layout.toml", "places.toml",
    "support_verbs.toml", "blame.toml", "modes.toml", "contexts.toml", "topics.toml", "participles.toml",
)  # fmt: skip
"""What a language cannot do without; ``selector.json`` and ``carry.json`` are trained later, see selection and resolve.carry."""


@lru_cache(maxsize=2)
def complete_languages() -> tuple[str, ...]:
    """The languages with all word lists and rules, in alphabetical order, with or without a parser of their own."""
    folders = [path for path in files("despacho.languages").iterdir() if path.is_dir()]
    return tuple(sorted(path.name for path in folders if all((path / name).is_file() or (path / name).is_dir() for name in NEEDED)))


@lru_cache(maxsize=2)
def parsed_languages() -> tuple[str, ...]:
    """The complete languages that have a parser in the package."""
    return tuple(lang for lang in complete_languages() if (files("despacho.languages") / lang / "model").is_dir())


def supported_languages(*, parser: str | None = None) -> tuple[str, ...]:
    """The languages that can be coded: with the shipped parsers, or with the one that the user names."""
    return complete_languages() if parser else parsed_languages()
