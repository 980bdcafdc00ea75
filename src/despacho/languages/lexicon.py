"""The event lexicon of a language, read from its TOML files (format: docs/lexicon.md)."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from despacho.languages.grammar import Frames, load_grammar
from despacho.languages.morphology import Morphology, load_morphology
from despacho.model import DataError

ALLOWED = frozenset(
    ["id", "pos", "mode", "frame", "lemmas", "recipient", "actor", "with", "with_slot", "without", "subject_with", "subject_without", "clause", "needs", "weak", "content", "example", "counter", "examples", "counters", "note"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One lemma entry of a rule: words before the head, the head lemma, words after it, and whether it is pronominal."""

    head: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    pronominal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the lexicon: which words carry the type and how the participants hang on them."""

    id: str
    event_type: str
    pos: str
    mode: str | None
    frame: str
    actor_slots: tuple[str, ...]
    recipient_slots: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    with_lemmas: frozenset[str] = frozenset()
    with_slot: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    subject_with: frozenset[str] = frozenset()
    subject_without: frozenset[str] = frozenset()
    clause: bool | None = None
    needs: tuple[str, ...] = ()
    weak: bool = False
    content: bool = False
    examples: tuple[Mapping[str, Any], ...] = ()
    counters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All rules of a language, indexed by part of speech and head lemma; ``digest`` names the state of the data."""

    lang: str
    rules: tuple[Rule, ...]
    index: Mapping[str, Mapping[str, tuple[tuple[Pattern, Rule], ...]]] = field(repr=False)
    digest: str = ""


def parse_pattern(entry: str, pos: str, morphology: Morphology) -> Pattern:
    """The pattern of a lemma entry such as "negarse", "romper relaciones", "toque de queda"."""
    words = tuple(entry.split())
    if pos == "verb":
        at, head, pronominal = morphology.verb_pattern(words)
    else:
        at = morphology.noun_pattern(words) if pos == "noun" else 0
        head, pronominal = words[at], False
    return Pattern(head=head, before=words[:at], after=words[at + 1 :], pronominal=pronominal)


def _strings(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise DataError(f"{where}: {key} must be a list of strings")
    return tuple(value)


def _rule(entry: Mapping[str, Any], event_type: str, where: str, *, lang: str) -> Rule:
    unknown = sorted(set(entry) - ALLOWED)
    if unknown:
        raise DataError(f"{where}: unknown key {unknown[0]!r}; allowed keys: {', '.join(sorted(ALLOWED))}")
    for key in ("id", "pos", "frame", "lemmas"):
        if key not in entry:
            raise DataError(f"{where}: key {key!r} is missing")
    pos, frame, frames = entry["pos"], entry["frame"], load_grammar(lang).frames
    actor, recipient = _frame(pos, frame, where, frames=frames)
    morphology = load_morphology(lang)
    example = entry.get("example")
    return Rule(
        id=f"{event_type}.{entry['id']}",
        event_type=event_type,
        pos=pos,
        mode=entry.get("mode"),
        frame=frame,
        actor_slots=_strings(entry, "actor", where) if "actor" in entry else actor,
        recipient_slots=_strings(entry, "recipient", where) if "recipient" in entry else recipient,
        patterns=tuple(
            parse_pattern(spelling, pos, morphology)
            for lemma in _strings(entry, "lemmas", where)
            for spelling in morphology.spellings(lemma)
        ),
        with_lemmas=frozenset(_strings(entry, "with", where)),
        with_slot=_strings(entry, "with_slot", where),
        without=frozenset(_strings(entry, "without", where)),
        subject_with=frozenset(_strings(entry, "subject_with", where)),
        subject_without=frozenset(_strings(entry, "subject_without", where)),
        clause=entry.get("clause"),
        needs=_strings(entry, "needs", where),
        weak=bool(entry.get("weak", False)),
        content=bool(entry.get("content", False)),
        examples=(*([example] if isinstance(example, dict) else example or []), *entry.get("examples", [])),
        counters=(*_strings(entry, "counter", where), *_strings(entry, "counters", where)),
    )


def _frame(pos: str, frame: str, where: str, *, frames: Frames) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if pos not in frames or frame not in frames[pos]:
        raise DataError(f"{where}: pos {pos!r} has no frame {frame!r}; frames: {', '.join(frames.get(pos, frames['verb']))}")
    return frames[pos][frame]


def rules_of(text: str, event_type: str, where: str, *, lang: str) -> tuple[Rule, ...]:
    """The rules of one TOML text; DataError says file, rule and key of what is wrong."""
    try:
        entries = tomllib.loads(text).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{where}: {error}") from error
    return tuple(_rule(entry, event_type, f"{where}, rule {k} ({entry.get('id', '?')})", lang=lang) for k, entry in enumerate(entries, 1))


def _index(rules: Iterable[Rule]) -> dict[str, dict[str, tuple[tuple[Pattern, Rule], ...]]]:
    table: dict[str, defaultdict[str, list[tuple[Pattern, Rule]]]] = {pos: defaultdict(list) for pos in ("verb", "noun", "adj")}
    for rule in rules:
        for pattern in rule.patterns:
            table[rule.pos][pattern.head].append((pattern, rule))
    return {pos: {lemma: tuple(hits) for lemma, hits in by_lemma.items()} for pos, by_lemma in table.items()}


def load_lexicon(lang: str, folder: Traversable | None = None) -> Lexicon:
    """The event lexicon of ``lang``: every TOML file of its ``events`` folder, in alphabetical order."""
    folder = folder or files("despacho.languages") / lang / "events"
    rules: list[Rule] = []
    digest = hashlib.sha256()
    for path in sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name):
        text = path.read_text(encoding="utf-8")
        digest.update(text.encode())
        rules.extend(rules_of(text, path.name.removesuffix(".toml"), path.name, lang=lang))
    return Lexicon(lang=lang, rules=tuple(rules), index=_index(rules), digest=digest.hexdigest()[:12])
