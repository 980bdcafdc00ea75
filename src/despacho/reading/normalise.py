"""Text as the parser's treebanks know it, with every character where it was: offsets never change."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from despacho.languages.wordlists import word_table

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞＂❝❞"), '"') | dict.fromkeys(map(ord, "‘’‚‛‹›′´`＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_BLANKS = dict.fromkeys(
    map(ord, "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"),
    " ",
)
# Nothing to see: zero-width characters and byte-order marks become blanks only at the edge of a word, see _invisible.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
_LINES = {ord("\r"): "\n", ord("\x85"): "\n", 0x2028: "\n", 0x2029: "\n"}
_TABLE = _QUOTES | _DASHES | _BLANKS | _LINES

_WORD = re.compile(r"[^\W\d_]+")
# A line that goes on in lower case after no stop is one paragraph wrapped by hand.
_SOFT_BREAK = re.compile(r"(?<=[\w,;\-)\"'])[ ]*\n[ ]*(?=[a-záéíóúñü(\"'0-9])")
_MIN_CAPITAL_WORDS = 3
_LONGEST_ACRONYM = 5


def normalise(text: str, *, lang: str = "es") -> str:
    """``text`` with straight quotes, plain hyphens and blanks, lines in capitals in sentence case; same length.

    Quotes: “ ” « » become ", ‘ ’ become '. Dashes become -. Tabs and no-break spaces become blanks, every line break
    a line feed, and a break inside a sentence a blank. A soft hyphen or zero-width character becomes a blank beside a
    blank and otherwise stays, as nothing else keeps the offsets. In English an em dash stays one, and acronyms keep
    their capitals (US, NATO).
    """
    plain = straighten(text, lang=lang)
    wrapped = _SOFT_BREAK.sub(lambda match: " " * len(match.group()), plain) if "\n" in plain else plain
    return _sentence_case(wrapped, keep=acronyms(lang))


def straighten(text: str, *, lang: str = "es") -> str:
    """The part of ``normalise`` that looks at single characters: quotes, dashes, blanks; same length."""
    return _INVISIBLE.sub(_invisible, text.translate(_table(lang)))


@lru_cache(maxsize=8)
def _table(lang: str) -> dict[int, str]:
    """What each character becomes; a language whose layout.toml has ``kept_dashes`` keeps those as one long dash."""
    if not (files("despacho.languages") / lang / "layout.toml").is_file():
        return _TABLE
    return _TABLE | {ord(dash): "—" for dash in word_table(lang, "layout").get("kept_dashes", ())}


def _invisible(match: re.Match[str]) -> str:
    before = match.string[: match.start()][-1:]
    after = match.string[match.end() :][:1]
    return match.group() if before.isalnum() and after.isalnum() else " "


@lru_cache(maxsize=8)
def acronyms(lang: str) -> dict[str, str]:
    """Lower-case word to the acronym that it is in a line of capitals; empty where the language has no list."""
    path = files("despacho.languages") / lang / "acronyms.txt"
    words = path.read_text(encoding="utf-8").split() if path.is_file() else []
    return {word.lower(): word for word in words}


def _sentence_case(text: str, *, keep: dict[str, str]) -> str:
    lines = text.split("\n")
    shouted = [_is_shouted(line) for line in lines]
    if not any(shouted):
        return text
    seen = _forms(line for line, loud in zip(lines, shouted, strict=True) if not loud) | keep
    return "\n".join(_quieter(line, seen) if loud else line for line, loud in zip(lines, shouted, strict=True))


def _is_shouted(line: str) -> bool:
    """Whether ``line`` is written in capitals: several words, and hardly a small letter."""
    if line.islower() or not any(c.isupper() for c in line):
        return False
    words = [word for word in _WORD.findall(line) if len(word) > 1]
    capital = sum(word.isupper() for word in words)
    return (
        capital >= _MIN_CAPITAL_WORDS
        and capital >= 0.8 * len(words)
        and any(len(word) > _LONGEST_ACRONYM for word in words)
    )


def _forms(lines: Iterator[str]) -> dict[str, str]:
    """Lower-case word to the way the rest of the text writes it inside a sentence (Madrid, OTAN, acuerdo)."""
    seen: dict[str, str] = {}
    for line in lines:
        for match in _WORD.finditer(line):
            before = line[: match.start()].rstrip(" \"'(¿¡-")
            if before and before[-1] not in ".:?!":
                seen.setdefault(match.group().lower(), match.group())
    return seen


def _quieter(line: str, seen: dict[str, str]) -> str:
    """``line`` in sentence case: words as ``seen``, others small, the first of each sentence with a capital."""
    out: list[str] = []
    position, opening = 0, True
    for match in _WORD.finditer(line):
        gap = line[position : match.start()]
        opening = opening or any(c in ".?!" for c in gap)
        out += [gap, _cased(match.group(), seen, opening=opening)]
        position, opening = match.end(), False
    return "".join(out) + line[position:]


def _cased(word: str, seen: dict[str, str], *, opening: bool) -> str:
    small = seen.get(word.lower(), word.lower() if word.isupper() else word)
    # EFE, ONU and the like are not told apart from short words without a lexicon: two or three consonants are.
    if small == word.lower() and not _has_vowel(small) and len(small) > 1:
        small = word
    large = small[:1].upper() + small[1:] if opening else small
    return large if len(large) == len(word) else word


def _has_vowel(word: str) -> bool:
    bare = unicodedata.normalize("NFD", word)
    return any(c in "aeiouy" for c in bare)
