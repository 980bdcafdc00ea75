"""The grammar words of a language, read from its grammar.toml: prepositions by what they link, particles, auxiliaries, frames.

Code asks for what a word does (``slots.genitive``), never for the word. What a field means stands beside it in
``languages/es/grammar.toml``; every language names every field, an empty list where it has no such words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

from despacho.model import DataError

Words = frozenset[str]
Frames = Mapping[str, Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]]
Section = TypeVar("Section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Small words by what they are."""

    contractions: Mapping[str, str]
    locutions: Mapping[str, str]
    locution_ends: Words
    adpositions: Words
    relatives: Words
    ambiguous_relative: str
    content: Words
    reflexive: str
    reflexives: Words
    articles: Words
    definite: Words
    definite_plural: Words
    tight: Words
    clitics: Words
    object_pronouns: Words
    negations: Words
    whose: str
    conjunctions: Words
    demonstratives: Words
    first_person: Words
    contracted: Mapping[str, str]
    agent: str
    undergoer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotWords:
    """Prepositions (or slots) by what they link a phrase to its head as."""

    genitive: Words
    genitive_contractions: Words
    agent: Words
    address: Words
    company: Words
    between: Words
    against: Words
    facing: tuple[str, ...]
    locative: Words
    object: Words
    person_object: Words
    blamed: Words
    ascribed: Words
    charge: Words
    harmed: Words
    harm_of: Words
    controllers: tuple[str, ...]
    complement: Words
    aimed: Words
    inner: Words
    inner_object: Words
    hung: Words
    stray: Words
    unowned: Words
    ungoverned: Words
    owner: Words
    stops: Words
    origin: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbWords:
    """Verbs, and words about verbs, that the grammar knows by lemma."""

    object_control: Words
    ordering: Words
    holders: Words
    perfect: Words
    passive: Words
    going: Words
    modals: Words
    afterwards: Words
    coming: Words
    content_marks: Words
    not_content_marks: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NounWords:
    """Nouns that lend their complements or their carrier to an event noun."""

    process: Words
    victims: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Which constructions a language has."""

    inverted_subjects: bool
    object_controls: bool
    zero_relatives: bool
    gerunds_modify: bool
    late_agents: bool
    compounds: bool
    particles: bool
    tight_last: bool
    fronted_content: bool
    questions_open: bool
    present_to_come: bool
    open_patterns: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """All grammar words of one language."""

    lang: str
    forms: Forms
    slots: SlotWords
    verbs: VerbWords
    nouns: NounWords
    switches: Switches
    names: Mapping[str, Any]
    speech: Mapping[str, Any]
    places: Mapping[str, Any]
    times: Mapping[str, Any]
    frames: Frames
    synonyms: Mapping[str, str]


_SECTIONS = {"forms": Forms, "slots": SlotWords, "verbs": VerbWords, "nouns": NounWords, "switches": Switches}
_LOOSE = ("names", "speech", "places", "times")
"""Tables of lists that one stage reads each; a key is checked where it is asked for."""


def _value(raw: Any, kind: str, where: str) -> Any:
    if kind == "Words" and isinstance(raw, list):
        return frozenset(raw)
    if kind.startswith("tuple") and isinstance(raw, list):
        return tuple(raw)
    expected = {"str": str, "bool": bool}.get(kind, dict)
    if not isinstance(raw, expected):
        raise DataError(f"{where}: is not what it should be ({kind})")
    return raw


def _section(kind: type[Section], table: Mapping[str, Any], where: str) -> Section:
    wanted = {f.name: str(f.type) for f in fields(kind)}  # type: ignore[arg-type]
    if odd := sorted(set(table) ^ set(wanted)):
        state = "is missing" if odd[0] in wanted else f"is unknown; keys: {', '.join(wanted)}"
        raise DataError(f"{where}: key {odd[0]!r} {state}")
    return kind(**{name: _value(table[name], of, f"{where}, {name}") for name, of in wanted.items()})


def _frames(table: Mapping[str, Any], where: str) -> Frames:
    found = {}
    for pos in ("verb", "noun"):
        if pos not in table:
            raise DataError(f"{where}: [frames.{pos}] is missing")
        found[pos] = {name: (tuple(entry["actor"]), tuple(entry["recipient"])) for name, entry in table[pos].items()}
    nominal = {name: frame for name, frame in found["noun"].items() if name not in found["verb"]}
    return {**found, "adj": {**found["verb"], **nominal}}


def _loose(table: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: _words(value) for key, value in table.items()}


def _words(value: Any) -> Any:
    """A list as a set; a list under ``starts`` as a tuple, for str.startswith."""
    if isinstance(value, dict) and set(value) == {"starts"}:
        return tuple(value["starts"])
    return frozenset(tuple(v) if isinstance(v, list) else v for v in value) if isinstance(value, list) else value


@lru_cache(maxsize=8)
def load_grammar(lang: str) -> Grammar:
    """The grammar words of ``lang``; DataError names the file and the key that is missing, unknown or of the wrong kind."""
    where = f"languages/{lang}/grammar.toml"
    path = files("despacho.languages") / lang / "grammar.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{where}: {error}") from error
    if missing := [name for name in (*_SECTIONS, *_LOOSE, "frames", "synonyms") if name not in data]:
        raise DataError(f"{where}: table [{missing[0]}] is missing")
    sections: dict[str, Any] = {name: _section(kind, data[name], f"{where}, [{name}]") for name, kind in _SECTIONS.items()}
    sections |= {name: _loose(data[name]) for name in _LOOSE}
    return Grammar(lang=lang, frames=_frames(data["frames"], where), synonyms=data["synonyms"], **sections)
