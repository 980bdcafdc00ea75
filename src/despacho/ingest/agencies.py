"""Which news agency a report is by, from its byline and its dateline; an agency is no author."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

# "Madrid, 4 mar (EFE).-", "BOGOTÁ (AP) —", "(Reuters) -": within the first words of the text.
_DATELINE = re.compile(r"\(([^()\n]{2,40})\)\s*\.?\s*[-–—]")
_DATELINE_WITHIN = 120
# "Con información de EFE y Reuters", as the last words.
_ENDS = re.compile(
    r"(?:con información de|with information from|with reporting by)\s+([^.\n]{2,80})\.?\s*\Z", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:,|/|\||;|\s+(?:y|e|and)\s+|\s-\s)\s*")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    raw = tomllib.loads((files("despacho.ingest") / "agencies.toml").read_text(encoding="utf-8"))
    return {name: one["name"] for one in raw["agency"] for name in one["names"]}


def agencies_of(authors: Iterable[str], text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors that are people, and the agencies that sign the report, each once."""
    names, people, found = _names(), list[str](), list[str]()
    for author in authors:
        parts = [names.get(part.strip()) for part in _BETWEEN.split(author)]
        if all(parts):
            found += [part for part in parts if part]
        else:
            people.append(author)
    for match in (_DATELINE.search(text[:_DATELINE_WITHIN]), _ENDS.search(text[-200:])):
        if match:
            found += [names[part.strip()] for part in _BETWEEN.split(match[1]) if part.strip() in names]
    return tuple(people), tuple(dict.fromkeys(found))
