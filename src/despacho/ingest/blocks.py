"""Blocks of a page that are no part of the report - advertisements, links to other reports, notices -, dropped and counted."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_MARKS = " \t\r\n\xa0.:;,|-–—•·»«>*[]#→▶"
_TEXT_TAGS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "td", "dt", "dd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of block: what it begins with, what it wholly is, and the examples that test it."""

    name: str
    begins: tuple[str, ...]
    whole: frozenset[str]
    drops: tuple[str, ...]
    keeps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """All kinds, in order, and the length beyond which a block is a paragraph of the report."""

    longest: int
    kinds: tuple[Kind, ...]

    def of(self, block: str) -> str | None:
        """The kind of a block, None where it belongs to the report."""
        bare = block.strip(_MARKS).casefold()
        for kind in self.kinds:
            if bare in kind.whole or (len(block) <= self.longest and bare.startswith(kind.begins)):
                return kind.name
        return None


@lru_cache(maxsize=1)
def load_kinds() -> Kinds:
    """The kinds of ``blocks.toml``."""
    raw: Mapping[str, Any] = tomllib.loads((files("despacho.ingest") / "blocks.toml").read_text(encoding="utf-8"))
    return Kinds(
        longest=int(raw["longest"]),
        kinds=tuple(
            Kind(
                name=name,
                begins=tuple(one.casefold() for one in kind["begins"]),
                whole=frozenset(one.casefold() for one in kind["whole"]),
                drops=tuple(kind["drops"]),
                keeps=tuple(kind["keeps"]),
            )
            for name, kind in raw["kinds"].items()
        ),
    )


def reported(text: str) -> tuple[str, Counter[str]]:
    """The text without blocks (lines) that are no part of the report, and how many of each kind were dropped."""
    kinds, kept, dropped = load_kinds(), list[str](), Counter[str]()
    for block in text.split("\n"):
        kind = kinds.of(block) if block.strip() else None
        if kind is None:
            kept.append(block)
        else:
            dropped[kind] += 1
    return "\n".join(kept).strip("\n"), dropped


def boilerplate_blocks(tree: Any, text: str) -> int:
    """How many blocks with words a page has that did not get into its text: menus, teasers, footers."""
    lost = 0
    for element in tree.iter(*_TEXT_TAGS):
        if len(words := (element.text or "").strip()) > 1 and words not in text:
            lost += 1
    return lost
