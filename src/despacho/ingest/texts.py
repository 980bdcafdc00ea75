"""Plain text in: one file, one article, its characters untouched so that offsets refer to the file."""

from __future__ import annotations

import codecs

from despacho.ingest.fields import Limits, Unfit, checked_text
from despacho.model import Article

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_article(data: bytes, *, article_id: str, limits: Limits) -> Article:
    """The article of a text file (UTF-8, with or without a byte order mark, which is no part of the text)."""
    return Article(id=article_id, text=checked_text(decoded(data), limits=limits), lang=limits.lang)


def decoded(data: bytes) -> str:
    """The characters of UTF-8 bytes; Unfit says at which byte they stop being UTF-8."""
    if data.startswith(_WIDE):
        raise Unfit("not_utf8", "the file is UTF-16; save it as UTF-8")
    if b"\x00" in data:
        raise Unfit("binary", f"byte {data.index(0)} is NUL; this is not a text file")
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unfit(
            "not_utf8",
            f"byte {error.start} ({data[error.start]:#04x}) is not UTF-8; save the file as UTF-8 "
            "(for Latin-1: iconv -f ISO-8859-1 -t UTF-8)",
        ) from error
