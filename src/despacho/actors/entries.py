"""ActorEntry: one name of one actor, as the tables hold it, and the closed vocabularies of its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = (
    "country",
    "demonym",
    "prefix",
    "capital",
    "seat",
    "igo",
    "ministry",
    "legislature",
    "court",
    "central_bank",
    "security",
    "police",
    "military",
    "subnational",
    "party",
    "armed_group",
    "criminal_group",
    "media",
    "union",
    "church",
    "ngo",
    "firm",
    "education",
    "movement",
    "state_body",
    "admin1",
)
SECTORS = (
    *("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "CRM", "BUS", "LAB", "AGR", "CVL"),
    *("EDU", "ELI", "JRN", "MED", "REF", "REL", "SOC", "IGO", "PRE", "UNK"),
)
SUPRANATIONAL = ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC", "KOS")
LANG = re.compile(r"any|[a-z]{2}")
"""The language of a name: ISO 639-1, or "any"."""
FLAGS = {
    "ambiguous": "the name also means something else that the news names; needs evidence",
    "default": "ambiguous, but this is the usual reading",
    "word": "also an ordinary word: not read so at the start of a sentence unless tagged as a name",
    "place": "also a place",
    "region": "demonym or name of a part of the country",
    "people": "a people rather than a state",
    "nocountry": "looks like a nationality but stands for no single country",
    "weak": "may describe where rather than who",
    "generic": "an institution that most countries have: the country comes from the words beside it or from the article",
    "state": "state-owned or state-run",
    "historical": "of a state or body that no longer exists under this name",
    "dependency": "a territory whose code is that of the state that owns it",
    "lower": "may be written in lower case",
    "exact": "counts only with these capitals (acronyms) or these accents (words)",
    "cue": "an ordinary word: counts only just behind a noun that says its kind (diario, partido, grupo) or in quotes behind one",
    "own": "counts only in articles of its language",
    "bare": "counts only where no noun or numeral follows (los 27, not los 27 años)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """A name that stands for an actor.

    ``name`` is the form as the press writes it, ``canonical`` the actor's own name. ``kind`` is one of KINDS, ``country`` ISO
    3166-1 alpha-3 or one of SUPRANATIONAL ("" where the name stands for none), ``sector`` and ``other_sectors`` of SECTORS,
    ``lang`` as LANG has it, ``flags`` of FLAGS. The codes hold from ``since`` to ``until`` (ISO dates or their beginnings; "" is open);
    ``governed`` lists the spells in which a party led or shared its country's government, "2004-04/2011-12" separated by commas;
    "never" if there were none, "" if not known.
    """

    name: str
    kind: str
    country: str
    sector: str
    other_sectors: tuple[str, ...] = ()
    entity_id: str
    wikidata_id: str = ""
    canonical: str
    lang: str = "any"
    flags: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    governed: str = ""

    def holds(self, day: str | None) -> bool:
        """Whether the codes hold on ``day`` (ISO date, or its beginning); without a day only open-ended codes do."""
        if day is None:
            return not self.until
        return _within(day, since=self.since, until=self.until)

    def governs(self, day: str | None) -> bool | None:
        """Whether the party governed on ``day``; None when the tables do not say. Without a day: whether it governs now."""
        if not self.governed:
            return None
        if self.governed == "never":
            return False
        spells = [spell.partition("/") for spell in self.governed.split(",")]
        if day is None:
            return any(not end for _, _, end in spells)
        return any(_within(day, since=start, until=end) for start, _, end in spells)

    def sector_on(self, day: str | None) -> str:
        """The sector that the actor has on ``day``: a party is GOV in government and OPP out of it, PTY where that is not known."""
        if self.sector != "PTY":
            return self.sector
        governs = False if "OPP" in self.other_sectors else self.governs(day)
        return self.sector if governs is None else "GOV" if governs else "OPP"


def _within(day: str, *, since: str, until: str) -> bool:
    """Whether ``day`` lies in the spell; a partial date counts as the whole month or year."""
    after_start = not since or day[: len(since)] >= since[: len(day)]
    before_end = not until or day[: len(until)] <= until[: len(day)]
    return after_start and before_end


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryInfo:
    """What the tables know of a country: its code, its names and its capital in Spanish and English ("" if none)."""

    code: str
    name_es: str
    name_en: str
    capital_es: str
    capital_en: str
    entity_id: str
    wikidata_id: str
