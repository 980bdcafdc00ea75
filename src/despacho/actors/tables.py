"""Tables: the actors that the package knows, and those that a user adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from despacho.actors.entries import ActorEntry, CountryInfo
from despacho.actors.extra import read_extra
from despacho.actors.folding import key_of
from despacho.actors.index import NameIndex, build_index
from despacho.actors.matcher import ActorMention, match
from despacho.model import DataError, Document

# The order is that of the candidates of one name: a country comes before its namesakes.
TABLES = (
    "countries",
    "demonyms",
    "capitals",
    "seats",
    "organisations",
    "institutions",
    "parties",
    "armed",
    "media",
    "admin1",
)
COLUMNS = (
    "name",
    "kind",
    "country",
    "sector",
    "other_sectors",
    "entity_id",
    "wikidata_id",
    "canonical",
    "lang",
    "flags",
    "since",
    "until",
    "governed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTables:
    """All entries in the order of the tables (a user's first), their index, and the countries by code."""

    entries: tuple[ActorEntry, ...]
    index: NameIndex
    countries: Mapping[str, CountryInfo]

    def match(self, document: Document) -> tuple[ActorMention, ...]:
        """The mentions of actors in ``document``, in the order of the text; see ``ActorMention``."""
        return match(document, self.index)

    def lookup(self, name: str) -> tuple[ActorEntry, ...]:
        """The entries that go by ``name``, whatever its capitals and accents."""
        return self.index.entries.get(key_of(name), ())

    def demonym(self, word: str) -> tuple[str, ...]:
        """The country codes that ``word`` may say as an adjective or noun of nationality, the likeliest first."""
        codes = (entry.country for entry in self.lookup(word) if entry.kind == "demonym" and entry.country)
        return tuple(dict.fromkeys(codes))

    def country_info(self, code: str) -> CountryInfo | None:
        """Names and capital of the country with this code, None where the tables have no such country."""
        return self.countries.get(code)


def load_actors(extra: Path | None = None) -> ActorTables:
    """The shipped tables, with the user's entries of ``extra`` (TOML or CSV) before them; DataError says what is wrong there."""
    own = read_extra(extra) if extra is not None else ()
    entries = list(own)
    for table in TABLES:
        entries.extend(_read_table(table))
    return ActorTables(entries=tuple(entries), index=build_index(entries), countries=_countries(entries))


def _read_table(table: str) -> list[ActorEntry]:
    text = files("despacho.actors").joinpath(f"{table}.tsv").read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    if tuple(header.split("\t")) != COLUMNS:
        raise DataError(
            f"actors/{table}.tsv: line 1: columns must be {', '.join(COLUMNS)}; run training/build_actors.py"
        )
    splits: dict[str, tuple[str, ...]] = {"": ()}
    return [_entry(line.split("\t"), splits) for line in lines]


def _entry(cells: list[str], splits: dict[str, tuple[str, ...]]) -> ActorEntry:
    """``splits`` keeps the tuples of lists seen before, so that equal lists share one."""
    name, kind, country, sector, others, entity_id, wikidata_id, canonical, lang, flags, since, until, governed = cells
    for joined in (others, flags):
        if joined not in splits:
            splits[joined] = tuple(joined.split(";"))
    return ActorEntry(
        name=name,
        kind=kind,
        country=country,
        sector=sector,
        other_sectors=splits[others],
        entity_id=entity_id,
        wikidata_id=wikidata_id,
        canonical=canonical,
        lang=lang,
        flags=splits[flags],
        since=since,
        until=until,
        governed=governed,
    )


def _countries(entries: list[ActorEntry]) -> dict[str, CountryInfo]:
    """Countries by code: the first Spanish and English names of each that is not historical or a dependency."""
    names: dict[str, dict[tuple[str, str], ActorEntry]] = {}
    for entry in entries:
        if entry.kind not in ("country", "capital") or "historical" in entry.flags or "dependency" in entry.flags:
            continue
        for lang in ("es", "en") if entry.lang == "any" else (entry.lang,):
            names.setdefault(entry.country, {}).setdefault((entry.kind, lang), entry)
    return {
        code: _info(code, found)
        for code, found in names.items()
        if ("country", "es") in found or ("country", "en") in found
    }


def _info(code: str, found: Mapping[tuple[str, str], ActorEntry]) -> CountryInfo:
    def name(kind: str, lang: str) -> str:
        entry = found.get((kind, lang))
        return entry.name if entry else ""

    country = next(entry for (kind, _), entry in found.items() if kind == "country")
    return CountryInfo(
        code=code,
        name_es=name("country", "es"),
        name_en=name("country", "en"),
        capital_es=name("capital", "es"),
        capital_en=name("capital", "en"),
        entity_id=country.entity_id,
        wikidata_id=country.wikidata_id,
    )
