"""Build the actor tables of ``src/despacho/actors`` from public sources and the hand-written additions.

    python training/build_actors.py SOURCES [--check]

SOURCES is a folder with the source data sets (datasets-country-codes, country-list-es, geonames-admin1, ucdp-actor); see
``manifest.toml`` for where each comes from. ``--check`` writes nothing and fails when a table on disk differs.

Additions (``src/despacho/actors/additions``). ``countries.tsv`` has one country a row, and three columns a language (``pt``,
``capital_pt``, ``demonym_pt``); every other file holds lines

    !kind=party country=ESP sector=PTY           what the rows below have in common, until the next line of this sort
    Partido Popular|PP*<TAB>governed=1996-05/2004-04,2011-12/2018-06

Names are separated by ``|``, the first is the canonical one. Marks behind a name: ``*`` ambiguous, ``+`` ambiguous but the usual
reading, ``~`` also an ordinary word, ``^`` may be in lower case, ``=`` counts only as written, ``?`` ordinary word that
needs a noun of its kind before it, ``%`` not before a noun; then ``@es``, ``@en`` or another code
for the language. ``names/<lang>.tsv`` adds names of one language to actors that the other files have: a known name, its country, the new names. ``each=yes`` makes every name of the row an actor of its own,
``inflect=yes`` gives adjectives their four forms. A row's own ``key=value`` pairs replace the common ones; ``flags=`` and ``other=`` are lists separated by ``;``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from despacho.actors.entries import FLAGS, KINDS, LANG, SECTORS, ActorEntry  # noqa: E402
from despacho.actors.extra import DATE, SPELLS  # noqa: E402
from despacho.actors.folding import key_of, runs  # noqa: E402
from despacho.actors.tables import COLUMNS, TABLES  # noqa: E402

HERE = ROOT / "src/despacho/actors"
ADDITIONS = HERE / "additions"
MARKS = {
    "*": ("ambiguous",),
    "+": ("ambiguous", "default"),
    "~": ("word",),
    "^": ("lower",),
    "=": ("exact",),
    "?": ("ambiguous", "cue"),
    "%": ("bare",),
}
INHERITED = ("place", "state", "historical", "dependency", "people")
"""Flags that belong to an actor whatever its name."""
ROW_KEYS = (
    "kind",
    "country",
    "sector",
    "other",
    "flags",
    "wd",
    "since",
    "until",
    "governed",
    "id",
    "lang",
    "each",
    "inflect",
)
TABLE_OF = {
    "country": "countries",
    "demonym": "demonyms",
    "prefix": "demonyms",
    "capital": "capitals",
    "seat": "seats",
    "party": "parties",
    "armed_group": "armed",
    "criminal_group": "armed",
    "media": "media",
    "admin1": "admin1",
    **dict.fromkeys(("igo", "ngo", "movement", "church", "union", "firm", "education"), "organisations"),
    **dict.fromkeys(
        (
            "ministry",
            "legislature",
            "court",
            "central_bank",
            "security",
            "police",
            "military",
            "subnational",
            "state_body",
        ),
        "institutions",
    ),
}


class BuildError(Exception):
    """A line of an addition is malformed: file, line, what is allowed."""


def slug(country: str, canonical: str) -> str:
    """Our own stable id of an entity: "esp-partido-popular"."""
    return f"{country or 'x'} {key_of(canonical)}".lower().replace(" ", "-")


def split_marks(raw: str) -> tuple[str, tuple[str, ...], str]:
    """A name as the additions write it: the name, its flags and its language ("" when not said)."""
    name, flags, lang = raw.strip(), [], ""
    while name and (name[-1] in MARKS or re.fullmatch(r"@[a-z]{2}", name[-3:])):
        if name[-1] in MARKS:
            flags.extend(MARKS[name[-1]])
            name = name[:-1]
        else:
            name, lang = name[:-3], name[-2:]
    return name, tuple(dict.fromkeys(flags)), lang


# --- hand-written rows ---------------------------------------------------------------------------------------------------------


def read_rows(path: Path) -> Iterator[ActorEntry]:
    """The entries of one addition file."""
    common: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}: line {number}"
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("!"):
            common = _pairs(line[1:], where=where)
            continue
        names, _, own = line.partition("\t")
        yield from _row_entries(names, common | _pairs(own, where=where), where=where)


def _pairs(text: str, *, where: str) -> dict[str, str]:
    pairs = dict(part.partition("=")[::2] for part in text.split())
    for key in pairs:
        if key not in ROW_KEYS:
            raise BuildError(f"{where}: unknown key {key!r}; allowed are {', '.join(ROW_KEYS)}")
    return pairs


def _row_entries(names: str, row: dict[str, str], *, where: str) -> Iterator[ActorEntry]:
    parsed = [split_marks(raw) for raw in names.split("|")]
    if "inflect" in row:
        parsed = [(form, flags, lang) for name, flags, lang in parsed for form in inflect(name)]
    if "each" in row:
        alone = {key: cell for key, cell in row.items() if key not in ("each", "id")}
        for raw in names.split("|"):
            yield from _row_entries(raw, alone, where=where)
        return
    canonical = parsed[0][0]
    common_flags = [flag for flag in row.get("flags", "").split(";") if flag]
    for name, marks, lang in parsed:
        entry = ActorEntry(
            name=name,
            kind=row.get("kind", ""),
            country=row.get("country", ""),
            sector=row.get("sector", ""),
            other_sectors=tuple(part for part in row.get("other", "").split(";") if part),
            entity_id=row.get("id") or slug(row.get("country", ""), canonical),
            wikidata_id=row.get("wd", ""),
            canonical=canonical,
            lang=lang or row.get("lang", "any"),
            flags=tuple(dict.fromkeys((*common_flags, *marks))),
            since=row.get("since", ""),
            until=row.get("until", ""),
            governed=row.get("governed", ""),
        )
        check(entry, where=where)
        yield entry


def check(entry: ActorEntry, *, where: str) -> None:
    """Raise BuildError unless every field of ``entry`` keeps to its closed vocabulary."""
    problems = [
        (not key_of(entry.name), f"name {entry.name!r} has no letters"),
        (entry.kind not in KINDS, f"kind {entry.kind!r}"),
        (entry.sector not in ("", *SECTORS), f"sector {entry.sector!r}"),
        (any(s not in SECTORS for s in entry.other_sectors), f"other {entry.other_sectors}"),
        (any(f not in FLAGS for f in entry.flags), f"flags {entry.flags}"),
        (not LANG.fullmatch(entry.lang), f"lang {entry.lang!r}"),
        (not re.fullmatch(r"([A-Z]{3})?", entry.country), f"country {entry.country!r}"),
        (bool(entry.wikidata_id) and not re.fullmatch(r"Q\d+", entry.wikidata_id), f"wd {entry.wikidata_id!r}"),
        (bool(entry.governed) and not SPELLS.fullmatch(entry.governed), f"governed {entry.governed!r}"),
        (
            not all(DATE.fullmatch(day) for day in (entry.since, entry.until) if day),
            f"since {entry.since!r} until {entry.until!r}",
        ),
        (any("\t" in str(getattr(entry, c)) for c in COLUMNS), "tab in a cell"),
    ]
    for wrong, what in problems:
        if wrong:
            raise BuildError(f"{where}: not allowed: {what}")


def read_names(path: Path, entries: Sequence[ActorEntry]) -> Iterator[ActorEntry]:
    """Further names, in the language that the file is called after, of actors in ``entries``, with the codes and spells of those."""
    known: dict[tuple[str, str], str] = {}
    rows: dict[str, dict[tuple[str, ...], ActorEntry]] = {}
    for entry in entries:
        if entry.kind in ("demonym", "prefix") or (entry.kind == "admin1" and (key_of(entry.name), entry.country) in known):
            continue
        known.setdefault((key_of(entry.name), entry.country), entry.entity_id)
        rows.setdefault(entry.entity_id, {}).setdefault((entry.kind, entry.country, entry.sector, entry.since), entry)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"names/{path.name}: line {number}"
        if not line.strip() or line.startswith("#"):
            continue
        name, country, further = line.split("\t")
        entity = known.get((key_of(name), country))
        if entity is None:
            raise BuildError(f"{where}: no actor {name!r} of {country!r}; the first name must stand in another file")
        for raw, row in ((raw, row) for raw in further.split("|") for row in rows[entity].values()):
            new, marks, _ = split_marks(raw)
            kept = tuple(flag for flag in row.flags if flag in INHERITED)
            entry = replace(row, name=new, lang=path.stem, flags=tuple(dict.fromkeys((*kept, *marks, "own"))))
            check(entry, where=where)
            yield entry


# --- countries -----------------------------------------------------------------------------------------------------------------


def inflect(lemma: str) -> list[str]:
    """The masculine and feminine, singular and plural of a Spanish adjective of nationality; "galo/galos" lists its forms."""
    if "/" in lemma:
        return lemma.split("/")
    if lemma.endswith("o"):
        return [lemma, lemma[:-1] + "a", lemma + "s", lemma[:-1] + "as"]
    for accented, plain in (("és", "es"), ("án", "an"), ("ón", "on"), ("ín", "in")):
        if lemma.endswith(accented):
            stem = lemma[: -len(accented)] + plain
            return [lemma, stem + "a", stem + "es", stem + "as"]
    if lemma.endswith(("í", "ú")):
        return [lemma, lemma + "es", lemma + "s"]
    if lemma.endswith(("ol", "or", "uz", "ul")):
        plural = lemma[:-1] + "ces" if lemma.endswith("z") else lemma + "es"
        return [lemma, lemma + "a", plural, lemma + "as"]
    if lemma.endswith(("a", "e", "i", "u", "é", "á")):
        return [lemma, lemma + "s"]
    if lemma.endswith(("s", "z")):
        return [lemma]
    return [lemma, lemma + "es"]


def _names(cell: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [] if cell in ("", "-") else [split_marks(raw) for raw in cell.split("|")]


def read_countries(path: Path, wikidata: dict[str, str]) -> Iterator[ActorEntry]:
    """Names, capitals and demonyms of every country; ``wikidata`` gives the item of an ISO code."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    columns = header.split("\t")
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise BuildError(f"{path.name}: line {number}: {len(cells)} cells for {len(columns)} columns")
        row = dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
        for entry in _country_entries(row, wikidata):
            check(entry, where=f"{path.name}: line {number}")
            yield entry


def _country_entries(row: dict[str, str], wikidata: dict[str, str]) -> Iterator[ActorEntry]:
    own, _, owner = row["code"].partition(">")
    code = owner or own
    status = _status(own, code)
    base = {
        "country": code,
        "entity_id": f"country-{own.lower()}",
        "wikidata_id": wikidata.get(own, ""),
        "canonical": _names(row["es"])[0][0],
    }
    sector, others = ("GOV", ("PRE",)) if own in ("ESH", "KOS") and own == "ESH" else ("GOV", ())
    for lang in (column for column in row if re.fullmatch("[a-z]{2}", column)):
        for kind, cell in (("country", row[lang]), ("capital", row.get(f"capital_{lang}", ""))):
            extra = () if kind == "country" and "dependency" not in status else ("place",)
            for name, marks, _ in _names(cell):
                flags = tuple(dict.fromkeys((*extra, *status, *marks)))
                yield ActorEntry(
                    name=name, kind=kind, sector=sector, other_sectors=others, lang=lang, flags=flags, **base
                )
    for lang, cell in ((column[-2:], cell) for column, cell in row.items() if column.startswith("demonym_")):
        for name, marks, _ in _names(cell):
            for form in FORMS.get(lang, _as_written)(name):
                yield ActorEntry(name=form, kind="demonym", sector="GOV", lang=lang, flags=(*status, *marks), **base)
    for name, marks, _ in _names(row["prefix"]):
        yield ActorEntry(name=name, kind="prefix", sector="GOV", lang="es", flags=(*status, *marks), **base)


def _status(own: str, code: str) -> tuple[str, ...]:
    if own in (code, "XKX"):
        return ()
    return ("historical",) if own in ("DDR", "ZAR", "CSK", "SUN", "YUG") else ("dependency",)


def _english_forms(name: str) -> list[str]:
    if name.endswith(("ese", "sh", "ch", "ic", "s", "man", "Dutch")):
        return [name]
    return [name, name + "s"]


def _as_written(name: str) -> list[str]:
    return [name]


FORMS = {"es": inflect, "en": _english_forms}
"""The forms of an adjective of nationality; a language that is not here has all of them written in its column, between "|"."""


# --- sources -------------------------------------------------------------------------------------------------------------------


def wikidata_ids(sources: Path) -> dict[str, str]:
    """Wikidata item by ISO 3166-1 alpha-3 code."""
    with (sources / "datasets-country-codes/data/country-codes.csv").open(encoding="utf-8", newline="") as handle:
        found = {row["ISO3166-1-Alpha-3"]: row["wikidata_id"].rpartition("/")[2] for row in csv.DictReader(handle)}
    return found | {
        "NAM": "Q1030",
        "XKX": "Q1246",
        "YUG": "Q37024",
        "SUN": "Q15180",
        "DDR": "Q16957",
        "CSK": "Q33946",
        "ZAR": "Q6500954",
    }


def source_names(sources: Path) -> Iterator[tuple[str, str, str]]:
    """(alpha-3, name, language) of every country in the Spanish and English lists and the UN's short names."""
    with (sources / "datasets-country-codes/data/country-codes.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        for column, lang in (
            ("UNTERM Spanish Short", "es"),
            ("UNTERM English Short", "en"),
            ("CLDR display name", "en"),
        ):
            name = re.sub(r"\s*\(.*|\s*\*+|^(?:the|la|el) ", "", row[column]).strip()
            if name:
                yield row["ISO3166-1-Alpha-3"], name, lang
    alpha3 = {row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"] for row in rows}
    for folder, lang in (("es", "es"), ("es_419", "es"), ("es_VE", "es"), ("en", "en")):
        listed = json.loads((sources / f"country-list-es/{folder}/country.json").read_text(encoding="utf-8"))
        for alpha2, name in sorted(listed.items()):
            if alpha2 in alpha3 and "(" not in name and "," not in name:
                yield alpha3[alpha2], name, lang


def more_country_names(entries: list[ActorEntry], sources: Path) -> Iterator[ActorEntry]:
    """Names in the sources that the additions lack, on the entity that the additions have."""
    first = {entry.entity_id: entry for entry in reversed(entries) if entry.kind == "country"}
    known = {key_of(entry.name) for entry in entries if entry.kind in ("country", "capital")}
    for code, name, lang in source_names(sources):
        entity = first.get(f"country-{code.lower()}")
        if entity is None or key_of(name) in known or " - " in name:
            continue
        known.add(key_of(name))
        flags = tuple(flag for flag in entity.flags if flag in ("dependency", "place"))
        yield ActorEntry(
            name=name,
            kind="country",
            country=entity.country,
            sector=entity.sector,
            other_sectors=entity.other_sectors,
            entity_id=entity.entity_id,
            wikidata_id=entity.wikidata_id,
            canonical=entity.canonical,
            lang=lang,
            flags=flags,
        )


LATIN_AMERICA = {
    "AR": "ARG", "BO": "BOL", "BR": "BRA", "CL": "CHL", "CO": "COL", "CR": "CRI", "CU": "CUB", "DO": "DOM", "EC": "ECU",
    "GT": "GTM", "HN": "HND", "HT": "HTI", "MX": "MEX", "NI": "NIC", "PA": "PAN", "PE": "PER", "PY": "PRY", "SV": "SLV",
    "UY": "URY", "VE": "VEN", "US": "USA",
}  # fmt: skip
_DIVISION = re.compile(
    r"^(?:Provincia (?:de |del )?|Departamento (?:de |del )?|Departement de |Estado (?:de |do )?|Región (?:de(?:l| la)? )?"
    r"|Gobierno Regional de )|(?: Province| Department| Region)$"
)


def divisions(sources: Path, known: dict[str, set[str]]) -> Iterator[ActorEntry]:
    """First-level divisions of Latin America and the United States; ``known`` holds the codes of every key known already.

    A name that any other entry has, or that is also a first name or an ordinary word, is ambiguous.
    """
    doubtful = set((ADDITIONS / "ambiguous_divisions.txt").read_text(encoding="utf-8").splitlines())
    rows = (sources / "geonames-admin1/admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines()
    seen: dict[str, set[str]] = {}
    listed: list[tuple[str, str, str]] = []
    for row in rows:
        code, name, _, _ = row.split("\t")
        country = LATIN_AMERICA.get(code[:2])
        short = _DIVISION.sub("", name).strip()
        if country and short and key_of(short) and f"!{key_of(short)}" not in doubtful:
            listed.append((country, short, name))
            seen.setdefault(key_of(short), set()).add(country)
    for country, short, name in listed:
        key = key_of(short)
        if country in known.get(key, set()):
            continue
        shared = len(seen[key]) > 1 or key in known or key in doubtful or key.startswith(("san ", "santa ", "santo "))
        flags = ("place", "ambiguous") if shared else ("place",)
        for surface in dict.fromkeys((short, name)):
            yield ActorEntry(
                name=surface, kind="admin1", country=country, sector="GOV", entity_id=slug(country, f"admin1 {short}"),
                canonical=short, flags=flags if surface == short else ("place",),
            )  # fmt: skip


_NO_GROUP = re.compile(
    r"government|faction|forces of|supporters|republic of|civilians|n/a|insurgents|military|protest|mafia|command\b|farmers|tribe"
    r"|^(?:al |el )?(?:right|left|opposition)|population|residents|pastoralists|police|army officers",
    re.IGNORECASE,
)


def ucdp_groups(sources: Path, entries: list[ActorEntry]) -> Iterator[ActorEntry]:
    """Formally organised non-state groups of the UCDP Actor Dataset that no other entry names, with the country they fought in.

    Three countries or more make a transnational group (IMG). Acronyms of up to four letters are ambiguous and count as written.
    """
    known = {key_of(entry.name) for entry in entries}
    codes = {key_of(entry.name): entry.country for entry in reversed(entries) if entry.kind == "country"}
    with (sources / "ucdp-actor/ucdp-actor-221.csv").open(encoding="utf-8-sig", newline="") as handle:
        groups = [row for row in csv.DictReader(handle) if row["Org"] == "1"]
    for group in groups:
        places = [key_of(re.sub(r"\s*\(.*?\)", "", place)) for place in re.split(r", (?![^(]*\))", group["Location"])]
        country = "IMG" if len(places) > 2 else codes.get(places[0], "")
        names = [group["NameData"], group["NameOrigFull"], group["NameOrigFullEng"]]
        fresh = [n.strip() for n in dict.fromkeys(names) if _usable(n) and key_of(n) not in known]
        if not country or not fresh or any(key_of(name) in known for name in names):
            continue
        canonical = max(fresh, key=len)
        for name in fresh:
            known.add(key_of(name))
            short = name.isupper() and len(name) == 4
            yield ActorEntry(
                name=name, kind="armed_group", country=country, sector="REB", entity_id=f"ucdp-{group['ActorId']}",
                canonical=canonical, lang="any", flags=("ambiguous", "exact") if short else (),
            )  # fmt: skip


def _usable(name: str) -> bool:
    """Whether a UCDP name can be looked for in a text."""
    single_word = " " not in name.strip() and "-" not in name and not name.isupper()
    return (
        bool(key_of(name)) and (len(name) > 3 or not name.isupper()) and not single_word and not _NO_GROUP.search(name)
    )


# --- output --------------------------------------------------------------------------------------------------------------------


def collect(sources: Path) -> list[ActorEntry]:
    """All entries, hand-written before generated, each (name, entity, codes) once."""
    entries = list(read_countries(ADDITIONS / "countries.tsv", wikidata_ids(sources)))
    entries += list(more_country_names(entries, sources))
    for path in sorted(ADDITIONS.glob("*.tsv")):
        if path.name != "countries.tsv":
            entries += list(read_rows(path))
    known: dict[str, set[str]] = {}
    for entry in entries:
        if "own" not in entry.flags:
            known.setdefault(key_of(entry.name), set()).add(entry.country)
    entries += list(divisions(sources, known))
    entries += list(ucdp_groups(sources, [entry for entry in entries if "own" not in entry.flags]))
    for path in sorted(ADDITIONS.glob("names/*.tsv")):
        entries += list(read_names(path, entries))
    canonical = {entry.entity_id: entry.canonical for entry in reversed(entries)}
    return [replace(entry, canonical=canonical[entry.entity_id]) for entry in unique(entries)]


def unique(entries: Iterable[ActorEntry]) -> Iterator[ActorEntry]:
    """The entries without those that say the same of a name with the same key; "Farc" is found where "FARC" is.

    A name that is spelt alike in both languages belongs to any.
    """
    listed = list(entries)
    acronyms = {(entry.name, entry.entity_id) for entry in listed if entry.name.isupper()}
    langs: dict[tuple[str, str, str], set[str]] = {}
    for entry in listed:
        langs.setdefault((entry.name, entry.kind, entry.entity_id), set()).add(entry.lang)
    seen: set[tuple[str, ...]] = set()
    for entry in listed:
        if (
            len(entry.name) > 3
            and entry.name.istitle()
            and not entry.name.isupper()
            and (entry.name.upper(), entry.entity_id) in acronyms
        ):
            continue
        shared = len(langs[entry.name, entry.kind, entry.entity_id]) > 1
        kept = replace(entry, lang="any") if shared else entry
        mark = (key_of(kept.name), _shape(kept), kept.kind, kept.country, kept.entity_id, kept.since, kept.lang)
        if mark not in seen:
            seen.add(mark)
            yield kept


def _shape(entry: ActorEntry) -> str:
    """Which words of the name have which capitals: "al Qaeda" is matched where "Al Qaeda" is not."""
    return "".join("A" if run.isupper() else "a" if run.islower() else "Aa" for run in runs(entry.name))


def render(entries: Iterable[ActorEntry]) -> str:
    """A table as TSV."""
    lines = ["\t".join(COLUMNS)]
    for entry in entries:
        cells = (getattr(entry, column) for column in COLUMNS)
        lines.append("\t".join(";".join(cell) if isinstance(cell, tuple) else cell for cell in cells))
    return "\n".join(lines) + "\n"


MANIFEST = HERE / "manifest.toml"
SOURCES = {
    "demonyms": ("additions by hand; Wikidata ids from datasets/country-codes", "own; PDDL-1.0"),
    "capitals": ("additions by hand; Wikidata ids from datasets/country-codes", "own; PDDL-1.0"),
    "countries": ("additions by hand; datasets/country-codes; umpirsky/country-list", "own; PDDL-1.0; MIT"),
    "admin1": ("GeoNames admin1CodesASCII; Spanish names by hand", "CC-BY-4.0; own"),
    "armed": ("additions by hand; UCDP Actor Dataset 22.1", "own; CC-BY-4.0"),
}
DATES = {"countries": "2026-11", "admin1": "2026-11", "armed": "2022-06"}


def manifest(tables: dict[str, str]) -> str:
    """The manifest of ``tables`` (name to text): source, licence, date, rows and sha256 digest of each."""
    blocks = ["# Written by training/build_actors.py; what each actor table was made from.\n"]
    for name in TABLES:
        source, licence = SOURCES.get(name, ("additions by hand", "own"))
        digest = hashlib.sha256(tables[name].encode()).hexdigest()
        blocks.append(
            f'[{name}]\nfile = "{name}.tsv"\nsource = "{source}"\nlicence = "{licence}"\ndate = "{DATES.get(name, "2026-11")}"\n'
            f'rows = {tables[name].count(chr(10)) - 1}\nsha256 = "{digest}"\n'
        )
    return "\n".join(blocks)


def main() -> int:
    """Build, or check what is built; 0 when all is well."""
    parser = argparse.ArgumentParser(description="Build the actor tables.")
    parser.add_argument("sources", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    grouped: dict[str, list[ActorEntry]] = {name: [] for name in TABLES}
    for entry in collect(arguments.sources):
        grouped[TABLE_OF[entry.kind]].append(entry)
    tables = {name: render(entries) for name, entries in grouped.items()}
    outputs = {HERE / f"{name}.tsv": text for name, text in tables.items()} | {MANIFEST: manifest(tables)}
    if arguments.check:
        stale = [path.name for path, text in outputs.items() if not path.exists() or path.read_text("utf-8") != text]
        print(f"stale: {', '.join(stale)}" if stale else "up to date")
        return 1 if stale else 0
    for path, text in outputs.items():
        path.write_text(text, encoding="utf-8")
    print({name: len(entries) for name, entries in grouped.items()})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
