"""The parser that evaluation scripts read with: the shipped pipeline, or the one named in DESPACHO_PARSER."""

from __future__ import annotations

import os
from collections.abc import Callable

from despacho.model import Article, Document
from despacho.reading.reader import load_reader


def parser(lang: str = "es") -> Callable[[str], Document]:
    """From a text to its parse."""
    reader = load_reader(lang, os.environ.get("DESPACHO_PARSER"))
    return lambda text: reader.read(Article(id="evaluation", text=text, lang=lang))
