"""Choosing among namesakes: what stands beside the name, the article's countries, population, kind of place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log10

from despacho.gazetteer import PlaceEntry, place_key

_KIND = {"country": 16.0, "capital": 1.0, "admin1": 8.0, "city": 0.0, "site": 8.0, "world": 15.0, "disputed": 15.0}
_REGION = 8.5
_PEOPLE = 1.5
"""What ten times as many people count."""
_HOME = 2.8
"""What it counts at most that the article speaks of a place's country: enough against three times the people, not against a
world city (Florencia in the Caquetá, but Madrid in Spain). Measured on tests/unit/resolve/places_table.tsv."""
_NEAR = 2.5
"""What it counts that the article names the division of a place."""
_FAMED = 0.7
"""What it counts that the press has a name for the place (Vitoria)."""
_BESIDE = 40.0
_SMALL = 50_000
"""People from which a namesake is a rival."""
_CLEAR = 500_000
"""People from which a name without a rival of its size tells which country an article speaks of."""
_WHOLE = 100_000
"""People from which a place may be meant instead of a capital of the same name abroad."""
_GREAT_DIVISION = 3_000_000
"""People from which a division may be meant instead of a country of the same name (Georgia)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside a name: a country ("Feira (Portugal)"), a division (folded name), "admin1" or "city" by the noun before."""

    country: str = ""
    division: str = ""
    kind: str = ""


def clear_country(candidates: Sequence[PlaceEntry]) -> str:
    """The country that a name speaks for without context, "" where it could be somewhere else."""
    if not candidates:
        return ""
    first = candidates[0]
    if len({c.country for c in candidates if not c.alternate}) <= 1:
        return first.country if first.kind != "city" or first.population >= _WHOLE else ""
    rivals = [c for c in candidates[1:] if c.country != first.country and c.kind != "site"]
    if first.kind in ("country", "capital", "disputed"):
        least = _GREAT_DIVISION if first.kind == "country" else _WHOLE
        return "" if any(c.population >= least for c in rivals) else first.country
    if first.population >= _CLEAR and all(c.population < _SMALL for c in rivals):
        return first.country
    return ""


def choose_place(
    candidates: Sequence[PlaceEntry], *, beside: Beside, home: Mapping[str, float], divisions: AbstractSet[str]
) -> PlaceEntry | None:
    """The likeliest of ``candidates``; None if there is none.

    ``home`` weighs the countries that the article speaks of, ``divisions`` are the first-level divisions that it names (folded).
    """
    if not candidates:
        return None
    if beside.country:
        inside = [c for c in candidates if c.country == beside.country]
        candidates = inside or candidates
    scores: list[float] = []
    ceiling = _prior(candidates[0])
    for candidate in candidates:
        prior = min(_prior(candidate), ceiling)  # the order of the gazetteer has the last word (Granada)
        near = _NEAR if divisions and candidate.kind == "city" and place_key(candidate.admin1) in divisions else 0.0
        scores.append(prior + near + _context(candidate, candidates[0], beside=beside, home=home))
    best = max(range(len(scores)), key=lambda i: (scores[i], -i))
    return candidates[best]


def _prior(entry: PlaceEntry) -> float:
    people = _PEOPLE * log10(entry.population + 10) if entry.kind in ("city", "capital") else 0.0
    return (
        _KIND.get(entry.kind, _REGION) + people - (3.0 if entry.alternate else 0.0) + (_FAMED if entry.known else 0.0)
    )


def _context(entry: PlaceEntry, first: PlaceEntry, *, beside: Beside, home: Mapping[str, float]) -> float:
    score = 0.0
    if beside.division and place_key(entry.admin1) == beside.division:
        score += _BESIDE
    if beside.kind and _is_kind(entry, beside.kind):
        score += 6.0
    here = home.get(entry.country, 0.0)
    if not here or not entry.country:
        return score
    if first.kind == "country" and first.country != entry.country:
        own = home.get(first.country, 0.0)
        great = entry.kind == "admin1" and entry.population >= _GREAT_DIVISION
        return score + (20.0 if great and not own and here >= 2 else 0.0)
    if first.kind == "capital" and first.country != entry.country and entry.population < _WHOLE:
        return score
    return score + _HOME * (here / max(home.values()))


def _is_kind(entry: PlaceEntry, kind: str) -> bool:
    return entry.kind == "admin1" if kind == "admin1" else entry.kind in ("city", "capital")


def weigh(countries: Counter[str]) -> Mapping[str, float]:
    """Weights of the countries that an article names, as counted."""
    return {country: float(count) for country, count in sorted(countries.items()) if country}
