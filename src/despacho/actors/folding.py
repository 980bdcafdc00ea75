"""Folding: how a name in a table and words in a text come to the same key."""

from __future__ import annotations

import re

_ACCENTED = "áàâäãåăāąçćčďéèêëěēęíìîïīıñńňóòôöõøōőřśšşșťțţúùûüūůűýÿźžżłđğ"
_PLAIN = "aaaaaaaaacccdeeeeeeeiiiiiinnnoooooooorsssstttuuuuuuuyyzzzldg"
_FOLD = str.maketrans(dict(zip(_ACCENTED, _PLAIN, strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})
_RUN = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?")


def fold(text: str) -> str:
    """``text`` in lower case without accents; "Irán" and "IRAN" fold alike."""
    folded = text.lower()
    return folded if folded.isascii() else folded.translate(_FOLD)


def runs(text: str) -> list[str]:
    """The runs of letters and digits in ``text`` as written; a dotted acronym is one run ("O.N.U." gives "ONU")."""
    if text.isalnum():
        return [text]
    if "." in text and " " not in text and _DOTTED.fullmatch(text):
        return [text.replace(".", "")]
    if "." in text:
        text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    return _RUN.findall(text)


def key_of(name: str) -> str:
    """The key of ``name`` in the index: its folded runs, one blank between ("Quai d'Orsay" gives "quai d orsay")."""
    return fold(" ".join(runs(name)))
