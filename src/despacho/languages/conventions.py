"""How a language's treebank labels come to the conventions that the grammar reads.

Universal Dependencies leave treebanks room: how a gerund is tagged, which subtype an unmarked phrase has, whether a
possessive is a determiner. The grammar reads one choice, that of the Spanish treebanks (docs/languages.md has the list); a
language whose treebank chose otherwise has ``languages/<lang>/conventions.py`` with ``adapt``, from document to document.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import cast

from despacho.model import Document

Adapt = Callable[[Document], Document]


def _as_it_is(document: Document) -> Document:
    return document


@lru_cache(maxsize=8)
def load_conventions(lang: str) -> Adapt:
    """What turns a parse in ``lang`` into the conventions of the grammar; nothing to do where the language has no such file."""
    if not (files("despacho.languages") / lang / "conventions.py").is_file():
        return _as_it_is
    return cast("Adapt", import_module(f"despacho.languages.{lang}.conventions").adapt)
