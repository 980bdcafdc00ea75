"""Actors that a user adds: a TOML or CSV file read into entries, or an error that says where and what to do."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from despacho.actors.entries import FLAGS, KINDS, LANG, SECTORS, SUPRANATIONAL, ActorEntry
from despacho.actors.folding import key_of
from despacho.model import DataError

REQUIRED = ("name", "kind", "country", "sector")
OPTIONAL = (
    "other_sectors",
    "entity_id",
    "wikidata_id",
    "canonical",
    "lang",
    "flags",
    "since",
    "until",
    "governed",
    "aliases",
)
_LISTS = ("other_sectors", "flags", "aliases")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SPELLS = re.compile(r"never|\d{4}(-\d{2}){0,2}/(\d{4}(-\d{2}){0,2})?(,\d{4}(-\d{2}){0,2}/(\d{4}(-\d{2}){0,2})?)*")


def read_extra(path: Path) -> tuple[ActorEntry, ...]:
    """The entries of a user's file: ``[[actor]]`` blocks (.toml) or rows with a header (.csv); one entry a name and alias.

    Required keys are REQUIRED, others OPTIONAL; in CSV, lists are separated by ``;``.
    """
    if path.suffix not in (".toml", ".csv"):
        raise DataError(f"{path}: actors are read from .toml or .csv files")
    try:
        rows = _toml_rows(path) if path.suffix == ".toml" else _csv_rows(path)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    return tuple(entry for where, row in rows for entry in _entries(row, where=where))


def _toml_rows(path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    text = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not valid TOML: {error}") from error
    unknown = sorted(set(data) - {"actor"})
    if unknown:
        raise DataError(f"{path}: unknown key {unknown[0]!r}; write [[actor]] blocks with {_allowed()}")
    blocks = data.get("actor", [])
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[actor]]"]
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise DataError(f"{path}: 'actor' must be a list of [[actor]] blocks")
    numbers = lines if len(lines) == len(blocks) else [1] * len(blocks)
    return [(f"{path}: line {number}", block) for number, block in zip(numbers, blocks, strict=True)]


def _csv_rows(path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        try:
            reader = csv.DictReader(handle, strict=True)
            return [
                (f"{path}: line {reader.line_num}", _cells(row, where=f"{path}: line {reader.line_num}"))
                for row in reader
            ]
        except csv.Error as error:
            raise DataError(f"{path}: not valid CSV: {error}") from error


def _cells(row: Mapping[str | None, Any], *, where: str) -> dict[str, Any]:
    """A CSV row as a TOML block would be: lists split, empty cells left out."""
    if None in row:
        raise DataError(f"{where}: more cells than the header has")
    filled = {str(key): cell.strip() for key, cell in row.items() if cell and cell.strip()}
    lists = {key: [part.strip() for part in filled[key].split(";")] for key in _LISTS if key in filled}
    blank_country = {"country": ""} if "country" in row and "country" not in filled else {}
    return blank_country | filled | lists


def _allowed() -> str:
    return f"{', '.join(REQUIRED)} (required), {', '.join(OPTIONAL)}"


def _entries(row: Mapping[str, Any], *, where: str) -> list[ActorEntry]:
    _check_keys(row, where=where)
    _check_values(row, where=where)
    canonical = row.get("canonical", row["name"])
    slug = f"{row['country'] or 'x'}-{key_of(canonical)}".lower().replace(" ", "-")
    return [
        ActorEntry(
            name=name,
            kind=row["kind"],
            country=row["country"],
            sector=row["sector"],
            other_sectors=tuple(row.get("other_sectors", ())),
            entity_id=row.get("entity_id", slug),
            wikidata_id=row.get("wikidata_id", ""),
            canonical=canonical,
            lang=row.get("lang", "any"),
            flags=tuple(row.get("flags", ())),
            since=row.get("since", ""),
            until=row.get("until", ""),
            governed=row.get("governed", ""),
        )
        for name in dict.fromkeys([row["name"], *row.get("aliases", ())])
    ]


def _check_keys(row: Mapping[str, Any], *, where: str) -> None:
    for key in row:
        if key not in REQUIRED and key not in OPTIONAL:
            raise DataError(f"{where}: unknown key {key!r}; allowed are {_allowed()}")
    for key in REQUIRED:
        if key not in row:
            raise DataError(f"{where}: key {key!r} is missing; allowed are {_allowed()}")
    for key, cell in row.items():
        if key in _LISTS:
            if not isinstance(cell, list) or not all(isinstance(part, str) for part in cell):
                raise DataError(f"{where}: {key}: must be a list of strings")
        elif not isinstance(cell, str):
            raise DataError(f"{where}: {key}: must be a string")


def _check_values(row: Mapping[str, Any], *, where: str) -> None:
    _one_of(row["kind"], KINDS, where=f"{where}: kind")
    _one_of(row["sector"], ("", *SECTORS), where=f"{where}: sector")
    if not LANG.fullmatch(row.get("lang", "any")):
        raise DataError(f"{where}: lang: {row['lang']!r} is neither an ISO 639-1 code such as 'es' nor 'any'")
    for sector in row.get("other_sectors", ()):
        _one_of(sector, SECTORS, where=f"{where}: other_sectors")
    for flag in row.get("flags", ()):
        _one_of(flag, tuple(FLAGS), where=f"{where}: flags")
    if not re.fullmatch(r"([A-Z]{3})?", row["country"]):
        codes = ", ".join(SUPRANATIONAL)
        raise DataError(
            f"{where}: country: {row['country']!r} is not an ISO 3166-1 alpha-3 code, one of {codes}, or empty"
        )
    if not all(key_of(name) for name in (row["name"], *row.get("aliases", ()))):
        raise DataError(f"{where}: name: needs letters or digits")
    date, spells = "an ISO date", "'never' or spells like 2004-04/2011-12"
    for key, pattern, wanted in (("since", DATE, date), ("until", DATE, date), ("governed", SPELLS, spells)):
        if row.get(key) and not pattern.fullmatch(row[key]):
            raise DataError(f"{where}: {key}: {row[key]!r} is not {wanted}")


def _one_of(found: str, allowed: tuple[str, ...] | list[str], *, where: str) -> None:
    if found not in allowed:
        raise DataError(f"{where}: {found!r} is not one of {', '.join(part for part in allowed if part)}")
