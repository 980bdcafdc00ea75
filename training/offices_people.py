"""Who is who across the sources, and the arithmetic of partial dates."""

from __future__ import annotations

import re
from collections import defaultdict

from despacho.actors.offices_names import name_key
from offices_names import spellings
from offices_sources import Row

# Two rows of one surname and country further apart than this are two persons.
SAME_SURNAME_DAYS = 5000


def low(partial: str) -> str:
    """First possible day of a partial date."""
    return partial + "-01-01"[len(partial) - 4 :] if partial else "0000-00-00"


def high(partial: str) -> str:
    return partial + "-12-31"[len(partial) - 4 :] if partial else "9999-99-99"


def days(iso: str) -> int:
    year, month, day = (int(part) for part in iso.split("-"))
    return year * 365 + month * 30 + day


class People:
    """Who is who across the sources: by Wikidata id, else by country and any full spelling of the name."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str], str] = {}
        self.by_made: dict[tuple[str, str], str] = {}
        self.by_wikidata: dict[str, str] = {}
        self.wikidata: dict[str, str] = {}
        self.name: dict[str, str] = {}
        self.aliases: dict[str, dict[str, None]] = defaultdict(dict)
        self.last: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)

    def person(self, row: Row) -> str:
        """The id of the person of ``row``, made when new."""
        full = [n for n in (row.person, *row.aliases) if " " in n and not n.startswith("~")] or [row.person]
        made = spellings(row.person.partition("#")[0], row.country)
        keys = [(row.country, name_key(n)) for n in full]
        likely = [(row.country, name_key(n)) for n in made if " " in n and "~" not in n]
        crowned = bool(re.search(r" [IVX]+$", row.person))
        everywhere = (
            ("*", name_key(row.person))
            if row.tag == "hand" or crowned or row.country in ("UNO", "EUR", "IGO")
            else None
        )
        found = self.by_wikidata.get(row.wikidata_id, "") if row.wikidata_id else ""
        if row.tag == "hand":
            found = self.by_key.get(("*", name_key(row.person)), "")
        else:
            named = next((self.by_key[k] for k in keys if self.by_key.get(k)), "")
            found = named if named and not self.wikidata.get(named) else found or named
            found = found or next((self.by_made[k] for k in keys if self.by_made.get(k)), "")
            found = found or next((self.by_key[k] for k in likely if self.by_key.get(k)), "")
            found = found or (self.by_key.get(everywhere, "") if everywhere else "")
        if found and row.wikidata_id and self.wikidata.get(found, row.wikidata_id) != row.wikidata_id:
            found = self.by_wikidata.get(row.wikidata_id, "")
        if not found and " " not in row.person and row.tag == "reign":
            named = [
                p
                for p, day in self.last[row.country, name_key(row.person)].items()
                if abs(day - days(low(row.start))) < SAME_SURNAME_DAYS
            ]
            found = named[0] if len(named) == 1 else ""
        person_id = found or f"{row.person}|{row.country}|{row.wikidata_id}"
        self._learn(person_id, row, keys, made)
        for key in likely:
            self.by_made[key] = person_id if self.by_made.get(key, person_id) == person_id else ""
        if everywhere:
            self.by_key.setdefault(everywhere, person_id)
            for name in (n for n in row.aliases if re.search(r" [IVX]+$", n)):
                self.by_key.setdefault(("*", name_key(name)), person_id)
        return person_id

    def _learn(self, person_id: str, row: Row, keys: list[tuple[str, str]], made: list[str]) -> None:
        self.name.setdefault(person_id, row.person.partition("#")[0])
        if row.wikidata_id:
            self.by_wikidata.setdefault(row.wikidata_id, person_id)
            self.wikidata.setdefault(person_id, row.wikidata_id)
        for key in keys:
            # A spelling that two persons share tells neither.
            self.by_key[key] = person_id if self.by_key.get(key, person_id) == person_id else ""
        for name in (*row.aliases, row.person.partition("#")[0], *made):
            self.aliases[person_id].setdefault(name if " " in name or "-" not in name else f"~{name.lstrip('~')}")
            if " " not in name or name.startswith("~"):
                self.last[row.country, name_key(name.lstrip("~"))].setdefault(person_id, days(low(row.start)))
