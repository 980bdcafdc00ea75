"""What `despacho watch` watches: a TOML file of feeds, sitemaps and outlets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from despacho.ingest.outlets import Outlets
from despacho.ingest.web.guard import Refused, target_of
from despacho.model import DataError

EVERY_MINUTES = 15.0
"""Between two looks at a source: most feeds are cached for five to thirty minutes."""
_KEYS = ("out", "every_minutes", "outlets", "feed", "sitemap")
_SOURCE_KEYS = ("url", "outlet", "every_minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One feed or sitemap: where, whose (an outlet's id, "" where unknown), how often it is looked at."""

    url: str
    outlet: str
    every_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sources, each once, and the collection that the file names."""

    sources: tuple[Watched, ...]
    out: Path | None


def load_plan(path: Path, outlets: Outlets) -> Plan:
    """The plan of a TOML file; DataError says what is wrong with which key. ``out`` is relative to the file."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not TOML: {error}") from error
    if unknown := sorted(set(raw) - set(_KEYS)):
        raise DataError(f"{path}: unknown key {unknown[0]!r}; allowed: {', '.join(_KEYS)}")
    every = _seconds(raw, where=str(path), default=EVERY_MINUTES * 60)
    found: dict[str, Watched] = {}
    for name in raw.get("outlets", []):
        for one in _of_outlet(name, outlets, every=every, where=str(path)):
            found[one.url] = one
    for kind in ("feed", "sitemap"):
        for number, block in enumerate(raw.get(kind, []), 1):
            one = _source(block, outlets, every=every, where=f"{path}: {kind} {number}")
            found[one.url] = one
    if not found:
        raise DataError(
            f"{path}: nothing to watch; give [[feed]] or [[sitemap]] blocks with a url, or a list of outlets"
        )
    out = raw.get("out")
    if out is not None and not isinstance(out, str):
        raise DataError(f"{path}: out must be a file name")
    return Plan(sources=tuple(found.values()), out=path.parent / out if out else None)


def _of_outlet(name: Any, outlets: Outlets, *, every: float, where: str) -> list[Watched]:
    outlet = outlets.by_id.get(name) if isinstance(name, str) else None
    if outlet is None:
        raise DataError(f"{where}: unknown outlet {name!r}; --outlets adds your own")
    urls = (*outlet.feeds, *outlet.sitemaps)
    if not urls:
        raise DataError(f"{where}: no feed of the outlet {name!r} is known; give it in a [[feed]] block")
    return [Watched(url=url, outlet=outlet.id, every_seconds=every) for url in urls]


def _source(block: Any, outlets: Outlets, *, every: float, where: str) -> Watched:
    if not isinstance(block, dict) or set(block) - set(_SOURCE_KEYS):
        raise DataError(f"{where}: allowed keys: {', '.join(_SOURCE_KEYS)}")
    outlet = block.get("outlet", "")
    if outlet and outlet not in outlets.by_id:
        raise DataError(f"{where}: unknown outlet {outlet!r}; --outlets adds your own")
    try:
        target_of(str(block.get("url") or ""))
    except Refused as refused:
        raise DataError(f"{where}: the key 'url' must be an http(s) address: {refused.detail}") from refused
    return Watched(url=block["url"], outlet=outlet, every_seconds=_seconds(block, where=where, default=every))


def _seconds(block: Mapping[str, Any], *, where: str, default: float) -> float:
    minutes = block.get("every_minutes", default / 60)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 < minutes <= 7 * 24 * 60:
        raise DataError(f"{where}: every_minutes must be a number above 0, at most a week")
    return float(minutes) * 60
