"""The patterns of a language's time.toml, compiled into one trie over tokens: linear matching, longest match first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from despacho.model import DataError

Slots = dict[str, int | str]
Label = tuple[str, int | str]

_PATTERN_KEYS = frozenset({"id", "rule", "forms", "fixed", "examples"})
_CLOCK = re.compile(r"([01]?\d|2[0-4])[.:h]([0-5]\d)")
_NUMERIC = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}([-/.])\d{1,2}\1\d{4}")
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(º|°|\.º|er|st|nd|rd|th)?")
_DAYS = re.compile(r"([1-9]|[12]\d|3[01])([-./])([1-9]|[12]\d|3[01])")
_ROMAN = re.compile(r"[xvi]{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One entry of time.toml: its id, the rule that reads the slots, and constant slots."""

    id: str
    rule: str
    fixed: Mapping[str, int | str]
    rank: int


@dataclass(slots=True)
class _Node:
    edges: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)
    accept: tuple[Pattern, int, int] | None = None
    """The pattern that ends here, and how many elements at its start and end are only what stands around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Tokens ``first``..``last`` (half-open) that a pattern covers, with the values of its slots."""

    pattern: Pattern
    first: int
    last: int
    slots: Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A language's time expressions: trie, labels of every known word, and the word lists that the parse is read with.

    ``lower_only``: days and months that a capital makes part of a name; ``proper``: classes whose words need a capital.
    """

    root: _Node
    labels: Mapping[str, tuple[Label, ...]]
    words: Mapping[str, frozenset[str]]
    lower_only: frozenset[str]
    proper: frozenset[str]
    examples: tuple[tuple[str, Mapping[str, Any]], ...]

    def labels_of(self, lower: str) -> tuple[Label, ...]:
        """The classes and literals that a token can stand for."""
        if lower[:1].isdigit():
            return digit_labels(lower) + self.labels.get(lower, ())
        return self.labels.get(lower, ())


def digit_labels(lower: str) -> tuple[Label, ...]:
    """What a token that begins with a digit can be: day (ordinal_day with its ending), number, year, short_year, clock time,
    whole date, pair of days."""
    found: list[Label] = []
    if lower.isdecimal() and lower.isascii():
        value = int(lower)
        found += [("number", value)] if 0 < value < 1000 else []
        found += [("year", value)] if 1500 <= value < 2100 and len(lower) == 4 else []
        found += [("short_year", value)] if len(lower) == 2 else []
    if day := _DAY.fullmatch(lower):
        found += [("day", int(day[1])), ("digit_day", int(day[1]))]
        found += [("ordinal_day", int(day[1]))] if day[2] else []
    elif lower.endswith(".") and (day := _DAY.fullmatch(lower[:-1])):
        found.append(("day", int(day[1])))
    if _CLOCK.fullmatch(lower):
        found.append(("clock", lower))
    if _NUMERIC.fullmatch(lower):
        found.append(("numeric", lower))
    elif _DAYS.fullmatch(lower):
        found.append(("day", lower))
    return tuple(found)


def _variants(form: str) -> Iterator[tuple[str, ...]]:
    """The form with every choice of its optional elements."""
    elements = [(e[:-1], True) if e.endswith("?") and len(e) > 1 else (e, False) for e in form.split()]
    for chosen in product(*[((e,), ()) if optional else ((e,),) for e, optional in elements]):
        yield tuple(e for part in chosen for e in part)


def _edge(element: str) -> tuple[list[str], str]:
    """The labels that an element accepts and the slot that it fills ("" for none)."""
    if element.startswith("{"):
        slot, _, name = element[1:-1].partition(":")
        return [name or slot], slot
    return ["=" + word for word in element.split("|")], ""


def _insert(root: _Node, elements: Sequence[str], pattern: Pattern) -> None:
    skip, tail = (sum(e.startswith(mark) for e in elements) for mark in "<>")
    nodes = [root]
    for element in elements:
        labels, slot = _edge(element.lstrip("<>"))
        step = _Node()
        for node in nodes:
            for label in labels:
                node.edges.setdefault(label, []).append((slot, step))
        nodes = [step]
    nodes[0].accept = (pattern, skip, tail)


def _merge(node: _Node, *, done: set[int]) -> None:
    """Join edges with the same label and slot, so that matching visits every state once."""
    if id(node) in done:
        return
    done.add(id(node))
    for label, edges in node.edges.items():
        by_slot: dict[str, list[_Node]] = {}
        for slot, child in edges:
            by_slot.setdefault(slot, []).append(child)
        node.edges[label] = [(slot, _joined(children)) for slot, children in by_slot.items()]
        for _, child in node.edges[label]:
            _merge(child, done=done)


def _joined(children: list[_Node]) -> _Node:
    if len(children) == 1:
        return children[0]
    whole = _Node()
    for child in children:
        for label, edges in child.edges.items():
            whole.edges.setdefault(label, []).extend(edges)
        if child.accept and (whole.accept is None or child.accept[0].rank < whole.accept[0].rank):
            whole.accept = child.accept
    return whole


def _labels(classes: Mapping[str, Mapping[str, int | str]], literals: Sequence[str]) -> dict[str, tuple[Label, ...]]:
    found: dict[str, list[Label]] = {}
    for name, words in classes.items():
        for word, value in words.items():
            found.setdefault(word, []).append((name, value))
    for word in literals:
        found.setdefault(word, []).append(("=" + word, word))
    return {word: tuple(values) for word, values in found.items()}


def _check(entry: Mapping[str, Any], path: str) -> None:
    if unknown := sorted(set(entry) - _PATTERN_KEYS):
        allowed = ", ".join(sorted(_PATTERN_KEYS))
        message = f"{path}: pattern {entry.get('id', '?')!r}: unknown key {unknown[0]!r}; allowed: {allowed}"
        raise DataError(message)
    if missing := sorted({"id", "rule", "forms"} - set(entry)):
        message = f"{path}: pattern {entry.get('id', '?')!r}: missing key {missing[0]!r}"
        raise DataError(message)


@cache
def load_grammar(lang: str) -> Grammar | None:
    """The compiled time.toml of a language, None where the language has none."""
    source = files("despacho.languages").joinpath(lang, "time.toml")
    if not source.is_file():
        return None
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    root, literals = _Node(), dict[str, None]()
    for rank, entry in enumerate(data["pattern"]):
        _check(entry, f"languages/{lang}/time.toml")
        pattern = Pattern(id=entry["id"], rule=entry["rule"], fixed=entry.get("fixed", {}), rank=rank)
        for elements in dict.fromkeys(v for form in entry["forms"] for v in _variants(form)):
            _insert(root, elements, pattern)
            literals |= {w[1:]: None for e in elements for w in _edge(e.lstrip("<>"))[0] if w[0] == "="}
    _merge(root, done=set())
    words = {f"{group}.{name}": frozenset(v) for group in ("prepositions", "verbs") for name, v in data[group].items()}
    proper = frozenset(data.get("proper", ()))
    return Grammar(
        root=root,
        labels=_labels(data["classes"], list(literals)),
        words=words,
        lower_only=frozenset() if proper else frozenset(data["classes"]["month"]) | frozenset(data["classes"]["weekday"]),
        proper=proper,
        examples=tuple((entry["id"], example) for entry in data["pattern"] for example in entry.get("examples", ())),
    )


def match_at(grammar: Grammar, columns: Sequence[tuple[Label, ...]], start: int) -> Match | None:
    """The longest match that begins at token ``start`` (context included); ``columns`` holds the labels of each token."""
    best: tuple[int, int, _Node, Slots] | None = None
    stack: list[tuple[_Node, int, Slots]] = [(grammar.root, start, {})]
    while stack:
        node, i, slots = stack.pop()
        if node.accept and (best is None or (i, -node.accept[0].rank) > (best[0], -best[1])):
            best = (i, node.accept[0].rank, node, slots)
        if i >= len(columns):
            continue
        for label, value in columns[i]:
            for slot, child in node.edges.get(label, ()):
                stack.append((child, i + 1, {**slots, slot: value} if slot else slots))
    if best is None or best[2].accept is None:
        return None
    last, _, node, slots = best
    pattern, skip, tail = node.accept  # type: ignore[misc]
    return Match(pattern=pattern, first=start + skip, last=last - tail, slots={**pattern.fixed, **slots})
