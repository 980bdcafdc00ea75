"""Keys of person names: one spelling for accents, case and the transliterations of the press."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Applied in order to the accent-free, lower-case name. They merge the spellings that the same name has in Spanish and
# English newspapers (Khatami / Jatami, Shara / Chara, Zelenskyy / Zelenski, Qaddafi / Kadafi, Serguéi / Sergey).
_RULES: tuple[tuple[str, str], ...] = (
    ("gue", "ge"), ("gui", "gi"), ("kh", "j"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"),
    ("tsch", "ch"), ("sch", "ch"), ("tch", "ch"), ("sh", "ch"), ("zh", "y"), ("ck", "k"), ("qu", "k"), ("q", "k"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("iy", "i"), ("yi", "i"), ("yy", "i"), ("y", "i"), ("w", "v"), ("tz", "z"),
)  # fmt: skip
_DOUBLED: tuple[tuple[str, str], ...] = tuple((c + c, c) for c in "abcdefghjklmnopqrstuvz")  # "ii" stays: Juan Pablo II
_STROKED: tuple[tuple[str, str], ...] = (
    ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ı", "i"), ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ð", "d"), ("þ", "t"),
    ("–", " "), ("—", " "), ("‑", " "),
)  # fmt: skip
_BREAKS = str.maketrans(dict.fromkeys("-.,_", " ") | dict.fromkeys("'`\"()"))


def fold(text: str) -> str:
    """``text`` in lower case and plain ASCII; hyphens and full stops become spaces, apostrophes and accents go."""
    text = text.lower()
    if not text.isascii():
        for old, new in _STROKED:
            text = text.replace(old, new)
        text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode("ascii")
    return text.translate(_BREAKS)


def skeleton(folded: str) -> str:
    """The spelling-free key of a folded name (or of many folded names at once, one a line)."""
    for old, new in _RULES:
        folded = folded.replace(old, new)
    for old, new in _DOUBLED:
        folded = folded.replace(old, new)
    return folded


@lru_cache(maxsize=65536)
def plain_words(form: str) -> tuple[str, ...]:
    """The words of a token or a name without accents and case: ``plain_words("Al-Assad") == ("al", "assad")``."""
    return tuple(fold(form).split())


@lru_cache(maxsize=65536)
def name_words(form: str) -> tuple[str, ...]:
    """The key of every word in a token or a name: ``name_words("Al-Assad") == ("al", "asad")``."""
    return tuple(skeleton(fold(form)).split())


def name_key(name: str) -> str:
    """The key of a whole name, one space between words."""
    return " ".join(name_words(name))
