"""The characters of a page: by its byte order mark, what the server says, what the page says, or a guess."""

from __future__ import annotations

import codecs
import re

from despacho.ingest.fields import Unfit

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; the HTML standard asks for the first 1024
# The encodings of the web's standard that Python knows. Others are no texts ("hex"), take quadratic time ("punycode") or let
# a page hide markup ("utf-7").
_ALLOWED = re.compile(
    r"utf8|cp125[0-8]|iso8859\d{1,2}|latin1|ascii|koi8[ru]|cp866|cp874|gbk|gb2312|gb18030|big5|eucjp|eucjis2004|shiftjis|sjis"
    r"|cp932|euckr|cp949|iso2022jp|mac(?:roman|cyrillic)|tis620|utf16(?:le|be)?\Z"
)
_FEW_ZEROS = 0.001  # of all bytes: a fault of the site and no other kind of file
_GUESS = "guess"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded_page(data: bytes, *, charset: str | None = None) -> str:
    """The characters of a page; Unfit("binary") where they are none."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    if (zeros := data.count(0)) > len(data) * _FEW_ZEROS:
        raise Unfit("binary", f"byte {data.index(0)} is NUL; this is not a page")
    if zeros:  # browsers show such a page too
        data = data.replace(b"\x00", b" ")
    declared = _DECLARED.search(data[:_DECLARED_WITHIN]) or _XML.match(data[:_DECLARED_WITHIN])
    for label in (charset, declared[1].decode("ascii") if declared else None, "utf-8", _GUESS):
        codec = _codec(_guessed(data) if label == _GUESS else label)
        if codec is not None:
            try:
                return data.decode(codec)
            except UnicodeError:
                continue
    return data.decode("cp1252", "replace")  # what browsers take when nothing fits


def _codec(name: str | None) -> str | None:
    """Python's codec for a charset as the web means it, None where it is none of the web's."""
    try:
        codec = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    plain = codec.replace("-", "").replace("_", "")
    if not _ALLOWED.match(plain) or plain.startswith("utf16"):  # UTF-16 without its mark would hold NUL bytes
        return None
    # By the web's standard Latin-1 and ASCII mean Windows-1252, whose quotes pages with these labels hold.
    return "cp1252" if plain in ("iso88591", "latin1", "ascii") else codec


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:20_000]).best()
    return best.encoding if best is not None else None
