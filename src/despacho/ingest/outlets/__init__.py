"""Outlets: who publishes at an address, in which language and where, whose house it is; TOML, ours and the user's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from despacho.model import DataError

OWNERS = ("state", "public", "private", "party", "church", "igo", "ngo")
"""Kinds of owner: ``state`` is run by a government, ``public`` is paid by it or by fees and edited apart from it."""
_STRINGS = ("id", "name", "lang", "country", "zone", "owner")
_LISTS = ("domains", "feeds", "sitemaps")
_SELECTORS = ("text", "drop", "valid_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """Where the text of an outlet's pages stands (XPath), until when that is believed."""

    text: str = ""
    drop: tuple[str, ...] = ()
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet; "" or empty where something is not known."""

    id: str
    name: str
    domains: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    lang: str = ""
    country: str = ""
    zone: str = ""
    owner: str = ""
    selectors: Selectors | None = None

    def selectors_on(self, day: date) -> Selectors | None:
        """The selectors where they are still valid on a day: pages change, and old selectors cut off text."""
        return self.selectors if self.selectors is not None and day <= self.selectors.valid_until else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """All outlets, by id and by the addresses at which they publish."""

    by_id: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet] = field(default_factory=dict)

    def at(self, url: str | None) -> Outlet | None:
        """The outlet that publishes at an address: the longest domain (with path) that fits it."""
        try:
            parts = urlsplit(url or "")
            host = (parts.hostname or "").lower()
        except ValueError:
            return None
        steps = [step for step in parts.path.split("/") if step][:2]
        labels = host.split(".")
        for start in range(len(labels) - 1):
            domain = ".".join(labels[start:])
            for count in range(len(steps), -1, -1):
                found = self.by_domain.get("/".join((domain, *steps[:count])))
                if found is not None:
                    return found
        return None


def load_outlets(path: Path | None = None) -> Outlets:
    """The shipped outlets and those of the user's file, which replace ours of the same id; DataError where it is wrong."""
    by_id = dict(_shipped())
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: the outlets cannot be read: {error}") from error
        by_id |= {one.id: one for one in outlets_of(text, name=str(path))}
    by_domain = {domain.removeprefix("www."): one for one in by_id.values() for domain in one.domains}
    return Outlets(by_id=by_id, by_domain=by_domain)


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Outlet]:
    found: dict[str, Outlet] = {}
    for path in sorted(files("despacho.ingest.outlets").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            for one in outlets_of(path.read_text(encoding="utf-8"), name=path.name):
                if one.id in found:
                    raise DataError(f"{path.name}: the outlet {one.id!r} is there twice")
                found[one.id] = one
    return found


def outlets_of(text: str, *, name: str) -> Iterator[Outlet]:
    """The outlets of a TOML text; DataError says file, outlet and key."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: not TOML: {error}") from error
    blocks = raw.get("outlet")
    if set(raw) != {"outlet"} or not isinstance(blocks, list):
        raise DataError(f"{name}: an outlets file has [[outlet]] blocks and nothing else")
    for number, block in enumerate(blocks, 1):
        yield _outlet(block, where=f"{name}: outlet {block.get('id', number)!r}")


def _outlet(block: Mapping[str, Any], *, where: str) -> Outlet:
    allowed = (*_STRINGS, *_LISTS, "selectors")
    if unknown := sorted(set(block) - set(allowed)):
        raise DataError(f"{where}: unknown key {unknown[0]!r}; allowed: {', '.join(allowed)}")
    for key in ("id", "name", "domains"):
        if not block.get(key):
            raise DataError(f"{where}: the key {key!r} is missing")
    for key in _STRINGS:
        if not isinstance(block.get(key, ""), str):
            raise DataError(f"{where}: {key} must be a string")
    for key in _LISTS:
        if not isinstance(block.get(key, []), list) or not all(isinstance(one, str) for one in block.get(key, [])):
            raise DataError(f"{where}: {key} must be a list of strings")
    if block.get("owner", "") not in ("", *OWNERS):
        raise DataError(f"{where}: unknown owner {block['owner']!r}; allowed: {', '.join(OWNERS)}")
    if zone := block.get("zone", ""):
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise DataError(f"{where}: unknown zone {zone!r}; give an IANA name such as America/Bogota") from error
    values: dict[str, Any] = {key: block[key] for key in _STRINGS if key in block}
    values |= {key: tuple(block[key]) for key in _LISTS if key in block}
    return Outlet(
        **values,
        selectors=_selectors(block["selectors"], where=where) if "selectors" in block else None,
    )


def _selectors(block: Any, *, where: str) -> Selectors:
    from lxml import etree

    if not isinstance(block, dict) or set(block) - set(_SELECTORS) or type(block.get("valid_until")) is not date:
        raise DataError(f"{where}: selectors have text and drop (XPath) and valid_until (a date such as 2027-06-30)")
    given = block.get("drop", [])
    drop = tuple(given if isinstance(given, list) else [given])
    for path in (*drop, *([block["text"]] if block.get("text") else [])):
        try:
            etree.XPath(path)
        except (etree.XPathError, TypeError, ValueError) as error:
            raise DataError(f"{where}: {path!r} is no XPath: {error}") from error
    return Selectors(text=block.get("text", ""), drop=drop, valid_until=block["valid_until"])
