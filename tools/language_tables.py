"""The data files of a language as a pattern for another: which keys belong to every language, and what an empty file looks like.

A table whose keys are mostly the same in the two model languages is part of the format ("slots", "sector.GOV"); one whose keys differ is
keyed by words ("locutions", "participles") and belongs to the language as a whole.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANGUAGES = Path(__file__).resolve().parents[1] / "src" / "despacho" / "languages"
MODELS = ("en", "es")
"""The languages whose files say what a language has; new ones are made from the first."""
TABLES = (
    "grammar.toml", "attribution.toml", "status.toml", "time.toml", "roles.toml", "layout.toml", "places.toml", "support_verbs.toml", "blame.toml",
    "modes.toml", "contexts.toml", "topics.toml", "participles.toml",
)  # fmt: skip
SHARED = 0.4
"""Share of common keys from which on a table's keys are part of the format: tables of words have at most 0.13, the others at least 0.55."""
CODES = frozenset({"modes.default", "contexts.implied", "roles.inherit.default", "layout.short_words"})
"""Keys that hold codes of the codebook or numbers: no words, the same in every language."""
RELATIONS = frozenset({"subj", "obj", "iobj", "adj", "poss", "compound", "support"})
"""Slots of a frame that are no prepositions."""
WORD_LISTS = ("lemmas", "words", "forms")
"""The keys of an entry of an array table that hold its words."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of a TOML file: a key ("key"), a header ("table", "entry"), or a note that stands by itself ("note")."""

    kind: str
    path: tuple[str, ...]
    comments: tuple[str, ...]
    value: Any = None


def load(lang: str, name: str, *, folder: Path = LANGUAGES) -> dict[str, Any]:
    """The tables of one file of a language."""
    return tomllib.loads((folder / lang / name).read_text(encoding="utf-8"))


def is_entries(value: Any) -> bool:
    """Whether the value is an array of tables ([[verb]])."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def is_format(one: Any, other: Any) -> bool:
    """Whether the keys of two tables of the same name belong to the format and not to the languages."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    keys = set(one) | set(other)
    return bool(keys) and len(set(one) & set(other)) / len(keys) >= SHARED


def at(table: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value at ``path``, None where there is none."""
    node: Any = table
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def units(text: str) -> Iterator[Unit]:
    """The pieces of a TOML text in order, each with the comments right above it."""
    header: tuple[str, ...] = ()
    comments: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("#"):
            comments.append(line)
        elif not line.strip():
            if comments:
                yield Unit("note", (), tuple(comments))
            comments = []
        elif line.startswith("["):
            header = tuple(line.strip("[] ").replace('"', "").split("."))
            yield Unit("entry" if line.startswith("[[") else "table", header, tuple(comments))
            comments = []
        else:
            key, value = _assignment(line, lines)
            yield Unit("key", (*header, key), tuple(comments), value)
            comments = []
    if comments:
        yield Unit("note", (), tuple(comments))


def _assignment(line: str, rest: Iterator[str]) -> tuple[str, Any]:
    """The key and the value that begin in ``line``; what belongs to them is taken from the lines that follow."""
    text = line
    while True:
        try:
            return next(iter(tomllib.loads(text).items()))
        except tomllib.TOMLDecodeError:
            text += "\n" + next(rest)


def comments_of(text: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the file says of each key and table."""
    return {unit.path: unit.comments for unit in units(text) if unit.comments and unit.path}


def written(value: Any) -> str:
    """The value in TOML, on one line."""
    if isinstance(value, dict):
        inside = ", ".join(f"{key_of(k)} = {written(v)}" for k, v in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(value, ensure_ascii=False)


def key_of(key: str) -> str:
    """The key in TOML: in quotes where it must be."""
    return key if key and all(c.isascii() and (c.isalnum() or c in "-_") for c in key) else json.dumps(key, ensure_ascii=False)


def shown(value: Any, count: int = 3, width: int = 150) -> str:
    """A few of the words of a value, to show what belongs there; "" where it has none."""
    if value in ([], {}, ""):
        return ""
    if isinstance(value, dict):
        some: Any = {k: (v[:count] if isinstance(v, list) else v) for k, v in list(value.items())[:count]}
    else:
        some = value[:count] if isinstance(value, list) and not is_entries(value) else value
    text = written(some)
    return text if len(text) <= width else text[: width - 2] + " …"


def emptied(value: Any, twin: Any, path: tuple[str, ...]) -> Any:
    """The value without its words: lists and tables of words empty, strings "", switches off; codes and relations stay.

    ``twin`` is the value of the other model language, ``path`` begins with the file's name without ".toml".
    """
    if any(".".join(path[:k]) in CODES for k in range(1, len(path) + 1)):
        return value
    if isinstance(value, dict):
        return {k: emptied(v, twin.get(k), (*path, k)) for k, v in value.items()} if is_format(value, twin) else {}
    if isinstance(value, list):
        return [slot for slot in value if slot in RELATIONS] if path[:2] == ("grammar", "frames") else []
    if isinstance(value, bool):
        return False
    return "" if isinstance(value, str) else value
