"""What the finding of places knows beside the gazetteer: words around names, nationalities and their countries."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from despacho.gazetteer import place_key
from despacho.languages.wordlists import word_table

_UNCLEAR = frozenset({"region", "weak", "nocountry"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The word lists of languages/<lang>/places.toml as sets."""

    sets: Mapping[str, frozenset[str]]

    def has(self, key: str, word: str) -> bool:
        """Whether ``word`` (a lemma or a small-letter form) is in the list ``key``."""
        return word in self.sets.get(key, ())


def load_words(lang: str) -> PlaceWords:
    """The lists of one language."""
    return PlaceWords(sets={key: frozenset(words) for key, words in word_table(lang, "places").items()})


def load_demonyms() -> Mapping[str, str]:
    """Country of each nationality in small letters and as written ("libanesa": LBN), ambiguous and regional ones left out."""
    found: dict[str, str] = {}
    lines = files("despacho.actors").joinpath("demonyms.tsv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        flags = frozenset((row["flags"] or "").split(";"))
        if row["kind"] != "demonym" or not row["country"] or flags & _UNCLEAR:
            continue
        if "ambiguous" not in flags or "default" in flags:
            found.setdefault(row["name"].lower(), row["country"])
            found.setdefault(place_key(row["name"]), row["country"])
    return found
