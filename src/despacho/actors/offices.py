"""Offices and who held them when: holders by date, persons by name, and the persons named in a parsed article.

The table ``offices.tsv`` is written by ``training/build_offices.py`` (see ``offices_manifest.toml``). Dates are ISO and may be
partial (YYYY, YYYY-MM); an empty start or end is open. Where the table cannot tell, the answer is None or "", never a guess.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from despacho.actors.offices_match import NameIndex, PersonMention, match_persons
from despacho.actors.offices_names import fold, skeleton
from despacho.model import DataError, Document

_COLUMNS = [
    "office", "country", "body", "person", "aliases", "from", "to", "person_id", "sector", "prominence", "provenance",
]  # fmt: skip
_LAST_DAY = "9999-12-31"
# Sectors that end with the office: whoever leaves it is ELI.
_STATE = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", "SPY", "IGO", "PTY", "ELI", ""})
_BODIES = frozenset({"UNO", "EUR", "IGO", "NGO"})
_HEADS = frozenset({"head_of_state", "head_of_government"})
# What somebody is beside an office of state, which says more of them while they hold it.
_PARTISAN = frozenset({"party_leader", "opposition_leader", "legislator", "candidate"})
__all__ = ["OfficeTable", "PersonMention", "Tenure", "load_offices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person in one office. ``office`` "none" is a person of politics without office, with the sector they stand for.

    ``body`` tells apart the offices of a country that has several of a kind (party, region, city, organisation), "" for the
    one of the country. ``prominence``: 3 head of a big country or organisation, 2 known abroad, 1 minor.
    ``person_id`` is the Wikidata id where known, else "p:" and the name.
    """

    office: str
    country: str
    body: str
    person: str
    person_id: str
    start: str
    end: str
    sector: str
    prominence: int
    provenance: str

    @property
    def wikidata_id(self) -> str:
        """Wikidata id of the person, "" when unknown."""
        return self.person_id if self.person_id.startswith("Q") else ""

    def covers(self, date: str) -> bool:
        """Whether the whole of ``date`` may lie within the tenure."""
        return _low(self.start) <= _high(date) and _high(self.end) >= _low(date)


def _low(partial: str) -> str:
    return partial + "-01-01"[len(partial) - 4 :] if partial else "0000-00-00"


def _high(partial: str) -> str:
    return partial + "-12-31"[len(partial) - 4 :] if partial else "9999-99-99"


def _only(rows: Sequence[Tenure], low: str, high: str) -> Tenure | None:
    """The one tenure that surely holds from ``low`` to ``high``; None when none does or another may."""
    sure = [r for r in rows if (not r.start or _high(r.start) <= low) and (not r.end or _low(r.end) >= high)]
    if not sure:
        return None
    best = max(sure, key=lambda r: _low(r.start))
    for row in rows:
        apart = (
            row.person_id == best.person_id
            or _low(row.start) >= high
            or (row.end and _low(row.end) <= _high(best.start))
        )
        if not apart and _low(row.start) <= high and _high(row.end) > low:
            return None
    return best


class OfficeTable:
    """The table in memory: plain dictionaries from keys to line numbers; tenures are made when asked for."""

    def __init__(
        self, text: str, *, presidential: Mapping[str, str], words: Mapping[str, Sequence[str]], names: str = ""
    ) -> None:
        lines = text.rstrip("\n").split("\n")
        if lines[0].split("\t") != _COLUMNS:
            raise DataError(f"offices.tsv: line 1: columns must be {' '.join(_COLUMNS)}")
        self._rows = [line.split("\t") for line in lines[1:]]
        self._presidential = presidential
        self._of_office: dict[tuple[str, str, str], list[int]] = {}
        self._of_person: dict[str, list[int]] = {}
        for i, row in enumerate(self._rows):
            self._of_office.setdefault((row[0], row[1], fold(row[2]) if row[2] else ""), []).append(i)
            self._of_person.setdefault(row[7], []).append(i)
        self.names = NameIndex(titles=frozenset(words["titles"]), particles=frozenset(words["particles"]))
        if names:
            self.names.load(names, prominence=self._prominence())
        else:
            self._index_names()

    def _prominence(self) -> dict[str, int]:
        """Of every person the highest of all rows."""
        rows = self._rows
        return {person_id: max([int(rows[i][9]) for i in lines]) for person_id, lines in self._of_person.items()}

    def _index_names(self) -> None:
        """The names of every person, which stand on the person's first line; ``offices_names.tsv`` holds them ready made."""
        firsts = [(person_id, self._rows[lines[0]]) for person_id, lines in self._of_person.items()]
        folded = fold("\n".join(f"{row[3]};{row[4]}" for _, row in firsts))
        keyed = zip(firsts, folded.split("\n"), skeleton(folded).split("\n"), strict=True)
        for (person_id, _), plain, keys in keyed:
            prominence = max(int(self._rows[i][9]) for i in self._of_person[person_id])
            self.names.add_all(plain.split(";"), keys.split(";"), person_id, prominence=prominence)

    def _tenure(self, i: int) -> Tenure:
        row = self._rows[i]
        return Tenure(
            office=row[0], country=row[1], body=row[2], person=row[3], start=row[5], end=row[6], person_id=row[7],
            sector=row[8], prominence=int(row[9]), provenance=row[10],
        )  # fmt: skip

    def holder(
        self, office: str, country: str, date: str | None, *, body: str = "", latest: bool = False
    ) -> Tenure | None:
        """Who held ``office`` of ``country`` throughout ``date``; None when unknown or not one.

        ``date`` None answers None, or with ``latest`` the last known holder whose tenure is open. Two titles are understood
        beside the offices: "president" and "prime_minister" (the first is Spain's head of government).
        """
        office = _office_of_title(office, country)
        rows = [self._tenure(i) for i in self._of_office.get((office, country, fold(body)), ())]
        if date is None:
            open_rows = [r for r in rows if not r.end]
            return open_rows[0] if latest and len(open_rows) == 1 else None
        found = _only(rows, _low(date), _high(date))
        since = self._presidential.get(country) if office == "head_of_government" and found is None else None
        if since is not None and _low(date) >= since:
            return self.holder("head_of_state", country, date)
        return found

    def persons(self, name: str) -> tuple[Tenure, ...]:
        """The most prominent tenure of every person with this full name, surname or other spelling."""
        ids = self.names.ids(name)
        return tuple(max(self.tenures_of(p), key=lambda t: t.prominence) for p in ids)

    def tenures_of(self, person_id: str) -> tuple[Tenure, ...]:
        """All tenures of a person, earliest first."""
        rows = [self._tenure(i) for i in self._of_person.get(person_id, ())]
        return tuple(sorted(rows, key=lambda t: (_low(t.start), t.office)))

    def sector_at(self, person_id: str, date: str | None, *, latest: bool = False) -> tuple[str, str, str]:
        """(country, sector, status) of a person at ``date``; status is "in_office", "former", "future" or "none".

        A former holder without office is ELI; one who is not yet in office has sector "" unless a row says what they were.
        Without a date only what holds at every time is told, or with ``latest`` what held last.
        """
        rows = self.tenures_of(person_id)
        if date is None and latest:
            date = _LAST_DAY
        if not rows:
            return ("", "", "none")
        if date is None:
            return _undated(rows)
        held = [t for t in rows if t.office != "none"]
        now = [t for t in held if t.covers(date)]
        if now:
            best = max(now, key=_weight)
            return (best.country, best.sector, "in_office")
        stated = [t for t in rows if t.office == "none" and t.covers(date)]
        past = [t for t in held if _high(t.end) < _low(date)]
        dated = [t for t in stated if t.start]
        if stated and (dated or not past):
            best = max(dated or stated, key=lambda t: _low(t.start))
            return (best.country, best.sector, "none")
        if past:
            # Who has left an international organisation belongs to a country again, where the table knows it.
            best = max(past, key=lambda t: (t.country not in _BODIES, t.prominence, _high(t.end)))
            return (best.country, "ELI", "former")
        return (rows[0].country, "", "future")

    def famous(self, candidates: Sequence[str], date: str | None) -> str | None:
        """The one candidate who heads a big country or organisation at ``date``, else the one who is known abroad then.

        None when none or several are: the surname alone does not tell who is meant.
        """
        if date is None:
            return None
        for least in (3, 2):
            known = [p for p in candidates if self._is_known(p, date, least=least)]
            if known:
                return known[0] if len(known) == 1 else None
        return None

    def _is_known(self, person_id: str, date: str, *, least: int) -> bool:
        rows = self.tenures_of(person_id)
        return any(t.prominence >= least and (t.start or t.end) and t.covers(date) for t in rows)

    def match_persons(self, document: Document) -> tuple[PersonMention, ...]:
        """Persons of the table that the article names, in the order of the text, never overlapping."""
        return match_persons(document, self.names)


def _office_of_title(title: str, country: str) -> str:
    if title == "president":
        return "head_of_government" if country == "ESP" else "head_of_state"
    return "head_of_government" if title == "prime_minister" else title


def _weight(tenure: Tenure) -> tuple[bool, bool, int, str]:
    """What a person is above all, of all they are at a time: head of state or government, then holder of another office of state."""
    return tenure.office in _HEADS, tenure.office not in _PARTISAN, tenure.prominence, _low(tenure.start)


def _undated(rows: Sequence[Tenure]) -> tuple[str, str, str]:
    """What holds of a person at every time: the country, and the sector where no office of a state could change it."""
    countries = {t.country for t in rows}
    sectors = {t.sector for t in rows}
    country = rows[0].country if len(countries) == 1 else ""
    lasting = country and len(sectors) == 1 and not sectors & _STATE
    return (country, rows[0].sector if lasting else "", "none")


def load_offices() -> OfficeTable:
    """The package's table of offices and persons."""
    folder = files("despacho.actors")
    systems = tomllib.loads((folder / "offices_systems.toml").read_text(encoding="utf-8"))
    text = (folder / "offices.tsv").read_text(encoding="utf-8")
    names = (folder / "offices_names.tsv").read_text(encoding="utf-8")
    return OfficeTable(text, presidential=systems["presidential"], words=systems["names"], names=names)
