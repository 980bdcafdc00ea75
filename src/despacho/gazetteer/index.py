"""The gazetteer's index: two sorted text files that are searched as they lie, so that loading costs next to nothing."""

from __future__ import annotations

import tomllib
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from typing import Literal, cast

from despacho.gazetteer.folding import place_key
from despacho.model import DataError

PlaceKind = Literal[
    "country", "capital", "admin1", "city", "site",
    "sea", "gulf", "strait", "island", "mountains", "river", "border", "disputed", "area", "world",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry:
    """A place of the world.

    ``country`` is ISO 3166-1 alpha-3 or KOS, "" where several; ``admin1`` the name of the first-level division, "" if none;
    ``lat`` and ``lon`` are decimal degrees WGS84 (of a country or division: a point inside); ``geonames_id`` is None for
    places that were added by hand; ``population`` is 0 when unknown. ``alternate`` is true where the name asked for is
    neither the place's Spanish nor its English nor its local name.
    """

    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    geonames_id: int | None
    population: int
    kind: PlaceKind
    known: bool = False
    alternate: bool = False


class Gazetteer:
    """Places by name, in any case and without regard to accents.

    ``places`` holds one tab-separated line per place, ``names`` one line per key, sorted: the key and the numbers of its
    places, the likeliest first, "~" before a number where the name is an alternate one. Lines are parsed when asked for.
    """

    def __init__(self, names: bytes, places: bytes) -> None:
        self._names = names
        self._places = places
        self._name_starts = _line_starts(names)
        self._place_starts = _line_starts(places)
        self._initials = self._by_initial()

    def __len__(self) -> int:
        """How many places there are."""
        return len(self._place_starts) - 1

    def lookup(self, name: str) -> tuple[PlaceEntry, ...]:
        """The places of this name, the likeliest without context first; empty if there is none."""
        return self.lookup_key(place_key(name))

    def lookup_key(self, key: str) -> tuple[PlaceEntry, ...]:
        """As ``lookup``, for a name that has been folded already."""
        refs = self._refs(key)
        return tuple(self._entry(ref) for ref in refs.split(" ")) if refs else ()

    def country(self, code: str) -> PlaceEntry | None:
        """The entry of a country by its code; None if it has none."""
        found = self._refs(f"iso {code.lower()}")
        return self._entry(found.split(" ")[0]) if found else None

    def capital_of(self, code: str) -> PlaceEntry | None:
        """The capital of a country by the country's code; None if it is not known."""
        found = self._refs(f"capital {code.lower()}")
        return self._entry(found.split(" ")[0]) if found else None

    def knows(self, key: str) -> bool:
        """Whether a folded name is in the gazetteer."""
        return bool(self._refs(key))

    def _refs(self, key: str) -> str:
        wanted = key.encode() + b"\t"
        low, high = self._initials.get(wanted[:2], (0, 0))
        names, starts, size = self._names, self._name_starts, len(wanted)
        at = bisect_left(range(low, high), wanted, key=lambda i: names[starts[i] : starts[i] + size]) + low
        start = starts[at]
        if names[start : start + size] != wanted:
            return ""
        return names[start + size : starts[at + 1] - 1].decode()

    def _by_initial(self) -> dict[bytes, tuple[int, int]]:
        """The range of lines of each pair of first letters: halves the steps of a search."""
        found: dict[bytes, tuple[int, int]] = {}
        names, starts, at, end = self._names, self._name_starts, 0, len(self._name_starts) - 1
        while at < end:
            pair = names[starts[at] : starts[at] + 2]
            after = bisect_left(range(at, end), True, key=lambda i: names[starts[i] : starts[i] + 2] > pair) + at
            found[pair] = (at, after)
            at = after
        return found

    def _entry(self, ref: str) -> PlaceEntry:
        row = int(ref.lstrip("~"))
        line = self._places[self._place_starts[row] : self._place_starts[row + 1] - 1].decode()
        name, country, admin1, lat, lon, geonames_id, population, kind, known = line.split("\t")
        return PlaceEntry(
            name=name,
            country=country,
            admin1=admin1,
            lat=float(lat),
            lon=float(lon),
            geonames_id=int(geonames_id) if geonames_id else None,
            population=int(population),
            kind=cast("PlaceKind", kind),
            known=known == "*",
            alternate=ref[0] == "~",
        )


def _line_starts(blob: bytes) -> array[int]:
    lengths = (len(line) + 1 for line in blob.split(b"\n")[:-1])
    return array("I", accumulate(lengths, initial=0))


def load_gazetteer() -> Gazetteer:
    """The shipped gazetteer; DataError where its files are missing."""
    folder = files("despacho.gazetteer")
    try:
        names, places = (folder.joinpath(name).read_bytes() for name in ("names.tsv", "places.tsv"))
    except FileNotFoundError as error:
        raise DataError(
            f"the gazetteer is not built: {error.filename} is missing; run tools/build_gazetteer.py"
        ) from error
    return Gazetteer(names, places)


def region_starters() -> frozenset[str]:
    """Small-letter words that begin a name of regions.toml or a site ("franja", "mar", "estrecho", "paso"), folded."""
    text = files("despacho.gazetteer").joinpath("starters.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def manifest() -> dict[str, dict[str, str | int]]:
    """What each file of the gazetteer was made from: source, licence, date, rows, sha256."""
    return tomllib.loads(files("despacho.gazetteer").joinpath("manifest.toml").read_text(encoding="utf-8"))
