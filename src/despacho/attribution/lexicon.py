"""The language's data on sources and status, ready for look-up by lemma and by word."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from despacho.languages.morphology import Morphology, load_morphology
from despacho.model import DataError

# Types whose act is done by speaking, PLOVER codebook section 2.
VERBAL = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE")
_VERB_KEYS = frozenset(
    (
        "id",
        "lemmas",
        "que",
        "quote",
        "noun",
        "preps",
        "clause_only",
        "factive",
        "denies",
        "accuses",
        "opens",
        "infinitive",
        "without",
        "closed",
        "example",
        "counter",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """What one verb can report: the union of the entries that list its lemma.

    ``que`` takes a content clause, ``quote`` stands after or inside the words it reports, ``closed`` only
    right after closing marks, ``noun`` takes an object
    noun as content, ``preps`` prepositions of a content phrase, ``clause_preps`` those that need a clause in it,
    ``denies`` tells the content as not so, ``accuses`` holds it against somebody, ``writes`` may name a document,
    ``without`` prepositions of another meaning;
    ``infinitive`` takes a plain infinitive as content ("negó mantener contactos"; a perfect one always is);
    ``plain`` and ``reflexive`` say whether it reports without and with "se".
    """

    que: bool = False
    quote: bool = False
    closed: bool = False
    noun: bool = False
    preps: frozenset[str] = frozenset()
    clause_preps: frozenset[str] = frozenset()
    denies: bool = False
    accuses: bool = False
    writes: bool = False
    without: frozenset[str] = frozenset()
    infinitive: bool = False
    plain: bool = False
    reflexive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preposition:
    """Words that put a source before its act ("según", "a juicio de"), longest first in look-ups.

    ``possessive``: the source is the possessive inside the words ("a su juicio"); ``named``: only before a person, a body or
    a text ("citing officials", not "citing its neutrality").
    """

    words: tuple[str, ...]
    takes_verb: bool = False
    opinion: bool = False
    possessive: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The data of one language. ``lemmas`` and ``words`` hold the named sets of both files, ``acts`` the words
    of the event lexicon that name an act of a verbal type.
    """

    verbs: Mapping[str, Reporting]
    prepositions: Mapping[str, tuple[Preposition, ...]]
    lemmas: Mapping[str, frozenset[str]]
    words: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    acts: frozenset[str]


def _merge(old: Reporting, entry: Mapping[str, Any], *, reflexive: bool) -> Reporting:
    preps = frozenset(entry.get("preps", ()))
    clause_only = entry.get("clause_only", False)
    return Reporting(
        que=old.que or entry.get("que", False),
        quote=old.quote or (entry.get("quote", False) and not entry.get("closed", False)),
        closed=old.closed or entry.get("closed", False),
        noun=old.noun or entry.get("noun", False),
        preps=old.preps | (frozenset() if clause_only else preps),
        clause_preps=old.clause_preps | preps,
        denies=old.denies or entry.get("denies", False),
        accuses=old.accuses or entry.get("accuses", False),
        writes=old.writes or entry.get("opens") == "write",
        without=old.without | frozenset(entry.get("without", ())),
        infinitive=old.infinitive or (entry.get("que", False) and entry.get("infinitive", True)),
        plain=old.plain or not reflexive,
        reflexive=old.reflexive or reflexive,
    )


def _verbs(entries: Iterable[Mapping[str, Any]], name: str, *, morphology: Morphology) -> Mapping[str, Reporting]:
    verbs: dict[str, Reporting] = {}
    for entry in entries:
        unknown = sorted(set(entry) - _VERB_KEYS)
        if unknown:
            message = (
                f"{name}: verb {entry.get('id', '?')!r} has unknown key {unknown[0]!r}; allowed: {sorted(_VERB_KEYS)}"
            )
            raise DataError(message)
        for lemma in entry["lemmas"]:
            # A reflexive is looked up by its bare verb: taggers disagree on where "se" goes.
            bare = morphology.bare(lemma)
            verbs[bare] = _merge(verbs.get(bare, Reporting()), entry, reflexive=bare != lemma)
    return verbs


def _prepositions(entries: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[Preposition, ...]]:
    found: dict[str, list[Preposition]] = {}
    for entry in entries:
        for phrase in entry["words"]:
            words = tuple(phrase.split())
            flags = {flag: entry.get(flag, False) for flag in ("takes_verb", "opinion", "possessive", "named")}
            row = Preposition(words=words, **flags)
            found.setdefault(words[0], []).append(row)
    return {first: tuple(sorted(rows, key=lambda row: -len(row.words))) for first, rows in found.items()}


def by_first(phrases: Iterable[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rows, key=lambda row: (-len(row), row))) for first, rows in found.items()}


def _name(table: str, entry: Mapping[str, Any]) -> str:
    key = entry.get("kind") or entry.get("role") or ""
    return f"{table}.{key}" if key else table


def read_tables(language: str, name: str) -> Mapping[str, Any]:
    """The TOML file ``name`` of ``language`` as plain tables; DataError when it is not TOML."""
    path = files("despacho.languages") / language / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"languages/{language}/{name}: {error}"
        raise DataError(message) from error


def _acts(language: str, evaluative: frozenset[str]) -> frozenset[str]:
    """Single verbs and nouns that the event lexicon lists under the verbal types, without those that only judge or oblige."""
    lemmas: set[str] = set()
    folder = files("despacho.languages") / language / "events"
    for event_type in VERBAL:
        if not (folder / f"{event_type}.toml").is_file():
            continue
        for rule in read_tables(language, f"events/{event_type}.toml").get("rule", ()):
            if rule["pos"] == "verb" and rule.get("actor") != []:
                lemmas.update(lemma for lemma in rule["lemmas"] if " " not in lemma)
    return frozenset(map(load_morphology(language).bare, lemmas)) - evaluative


@lru_cache(maxsize=8)
def load_lexicon(language: str) -> Lexicon:
    """The data of ``language`` (ISO 639-1), read once; DataError names the file and the key that are wrong."""
    attribution = read_tables(language, "attribution.toml")
    status = read_tables(language, "status.toml")
    morphology = load_morphology(language)
    lemmas: dict[str, set[str]] = {}
    words: dict[str, list[str]] = {}
    for tables in (attribution, status):
        for table, entries in tables.items():
            if table in ("verb", "preposition"):
                continue
            for entry in entries:
                name = _name(table, entry)
                lemmas.setdefault(name, set()).update(
                    map(morphology.bare, entry.get("lemmas", ()))
                )
                words.setdefault(name, []).extend(entry.get("words", ()))
    return Lexicon(
        verbs=_verbs(attribution["verb"], f"languages/{language}/attribution.toml", morphology=morphology),
        prepositions=_prepositions(attribution["preposition"]),
        lemmas={name: frozenset(found) for name, found in lemmas.items()},
        words={name: by_first(found) for name, found in words.items()},
        acts=_acts(language, frozenset(lemmas["evaluative"])),
    )
