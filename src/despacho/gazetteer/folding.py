"""Folding: how a name in the gazetteer and words in a text come to the same key."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e"}
    | dict.fromkeys("'’‘ʻʼʾʿ´`", "")
)
_RUN = re.compile(r"[^\W_]+")


def place_key(name: str) -> str:
    """``name`` in lower case without accents and apostrophes, one blank between its runs of letters and digits.

    "El Cairo", "EL CAIRO" and "el cairo" fold alike, so do "Nagorno-Karabaj" and "Nagorno Karabaj".
    """
    if name.isascii() and name.isalpha():
        return name.lower()
    lower = name.lower().translate(_PLAIN)
    if not lower.isascii():
        decomposed = unicodedata.normalize("NFKD", lower)
        lower = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_RUN.findall(lower))
