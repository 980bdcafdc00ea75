"""Index: the names of the tables by key, with the prefixes that let a text be matched in one pass."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from despacho.actors.entries import ActorEntry
from despacho.actors.folding import key_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """Words around a name that decide whether it is one (cues.toml): stance words, and introducing nouns by kind."""

    stance: frozenset[str]
    introduces: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIndex:
    """Names by key: ``entries`` of each key, ``prefixes`` of all keys by whole words, ``compounds`` first halves of fused words.

    ``cues`` are the words around a name that decide whether it is one.
    """

    entries: Mapping[str, tuple[ActorEntry, ...]]
    prefixes: frozenset[str]
    compounds: Mapping[str, tuple[ActorEntry, ...]]
    cues: Cues


def build_index(entries: Iterable[ActorEntry]) -> NameIndex:
    """The index of ``entries``; candidates of one name stay in the order of ``entries``, plain ones before ambiguous ones."""
    by_key: dict[str, list[ActorEntry]] = {}
    compounds: dict[str, list[ActorEntry]] = {}
    for entry in entries:
        key = key_of(entry.name)
        by_key.setdefault(key, []).append(entry)
        if entry.kind == "prefix":
            compounds.setdefault(key, []).append(entry)
    prefixes: set[str] = set()
    for key in by_key:
        end = key.find(" ")
        while end != -1:
            prefixes.add(key[:end])
            end = key.find(" ", end + 1)
    return NameIndex(
        entries={key: _ranked(found) for key, found in by_key.items()},
        prefixes=frozenset(prefixes),
        compounds={key: tuple(found) for key, found in compounds.items()},
        cues=_cues(),
    )


def _ranked(found: list[ActorEntry]) -> tuple[ActorEntry, ...]:
    return tuple(sorted(found, key=_doubt)) if len(found) > 1 else (found[0],)


def _doubt(entry: ActorEntry) -> int:
    """0 for a name that means one thing, 1 for the usual reading of an ambiguous one, 2 for its other readings."""
    if "ambiguous" not in entry.flags:
        return 0
    return 1 if "default" in entry.flags else 2


def _cues() -> Cues:
    data = tomllib.loads(files("despacho.actors").joinpath("cues.toml").read_text(encoding="utf-8"))
    return Cues(
        stance=frozenset(data["stance"]),
        introduces={kind: frozenset(words) for kind, words in data["introduces"].items()},
    )
