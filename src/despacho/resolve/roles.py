"""Role nouns of a language: what a common noun says about the sector of whoever it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from despacho.grammar.words import grammar_of
from despacho.languages.wordlists import word_table
from despacho.model import Document

T = TypeVar("T")
ACCENTS = str.maketrans("áéíóúü", "aeiouu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The role table of a language; keys are lemmas."""

    sector: Mapping[str, str]
    inherit: frozenset[str]
    inherit_default: str
    alone: Mapping[str, str]
    counting: frozenset[str]
    singular: frozenset[str]
    adjectives: Mapping[str, str]
    codes: Mapping[str, str]
    both_quantifiers: frozenset[str]
    both_nouns: frozenset[str]
    families: Mapping[str, frozenset[str]]
    places: Mapping[str, str]
    unlocated: frozenset[str]
    abroad: frozenset[str]
    envoys: frozenset[str]
    agents: Mapping[str, str]
    former: frozenset[str]
    near: frozenset[str]
    ranks: frozenset[str]
    backers: frozenset[str]
    culprits: frozenset[str]
    candidates: frozenset[str]
    sources: frozenset[str]
    ministerial: frozenset[str]
    state_nouns: frozenset[str]
    organs: frozenset[str]
    members: frozenset[str]
    others: frozenset[str]
    counterparts: frozenset[str]
    sides: frozenset[str]
    remainder: frozenset[str]
    acting: frozenset[str]
    acting_by_force: frozenset[str]
    group_nouns: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    bodies: Mapping[str, str]
    offices: Mapping[str, str]
    regions: Mapping[str, frozenset[str]]
    fixed: Mapping[str, tuple[str, str]]
    phrases: Mapping[str, Mapping[str, tuple[str, str]]]
    short_names: Mapping[str, str]
    leading: frozenset[str]
    joint: Mapping[str, Mapping[str, tuple[str, ...]]]

    def is_role(self, lemma: str) -> bool:
        """Whether the noun names somebody by role."""
        return lemma in self.sector or lemma in self.inherit or lemma in self.places or lemma in self.counting

    def alike(self, one: str, other: str) -> bool:
        """Whether two role nouns may name the same person."""
        return one == other or bool(self.families.get(one, frozenset()) & self.families.get(other, frozenset()))

    def same_body(self, one: str, other: str) -> bool:
        """Whether two nouns may name the same body ("embajada", "legación")."""
        return one in self.bodies and self.bodies[one] == self.bodies.get(other)


def fold_accents(word: str) -> str:
    """The word without accents: the press drops them ("Ejercito")."""
    return word if word.isascii() else word.translate(ACCENTS)


def clean_lemma(document: Document, token: int) -> str:
    """The lemma of a role noun without accents; "ex-" forms are written together."""
    lemma = fold_accents(document.lemmas[token])
    for split, whole in grammar_of(document).names["prefixes"].items():
        if lemma.startswith(split):
            return lemma.replace(split, whole, 1)
    return lemma


def _phrases(table: Mapping[str, list[str]]) -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for words, codes in table.items():
        head, _, modifier = fold_accents(words).partition(" ")
        found.setdefault(head, {})[modifier] = (codes[0], codes[1])
    return found


def _joint(table: Mapping[str, list[str]]) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for words, sectors in table.items():
        head, _, modifier = fold_accents(words).partition(" ")
        found.setdefault(head, {})[modifier] = tuple(sectors)
    return found


def _in_both_genders(words: Mapping[str, T], endings: Mapping[str, str]) -> dict[str, T]:
    """The words and their feminines by the endings of the language: names keep them as they are written ("Comunidad Autónoma")."""
    feminines = {
        word.removesuffix(ending) + other: value
        for ending, other in endings.items()
        for word, value in words.items()
        if word.endswith(ending)
    }
    return feminines | dict(words)


def _nouns(table: Mapping[str, Any], section: str) -> frozenset[str]:
    return frozenset(map(fold_accents, table.get(section, {}).get("nouns", ())))


@lru_cache(maxsize=4)
def load_roles(lang: str) -> Roles:
    """The roles of ``lang`` from its roles.toml."""
    table = word_table(lang, "roles")
    families: dict[str, set[str]] = {}
    fold = fold_accents
    for family, nouns in table["same"].items():
        for noun in nouns:
            families.setdefault(fold(noun), set()).add(family)
    trades = {fold(noun): sector for sector, nouns in table.get("trades", {}).items() for noun in nouns}
    return Roles(
        sector={fold(noun): sector for sector, entry in table["sector"].items() for noun in entry["nouns"]} | trades,
        inherit=frozenset(map(fold, table["inherit"]["nouns"])),
        inherit_default=table["inherit"]["default"],
        alone={fold(noun): sector for sector, nouns in table["people"].items() for noun in nouns},
        counting=frozenset(map(fold, table["counting"]["nouns"])),
        singular=frozenset(map(fold, table["persons"]["singular"])) | trades.keys(),
        adjectives=_in_both_genders({fold(word): sector for word, sector in table["adjectives"].items()}, table.get("gender", {})),
        codes={fold(word): code for word, code in table["codes"].items()},
        both_quantifiers=frozenset(table["both"]["quantifiers"]),
        both_nouns=frozenset(map(fold, table["both"]["nouns"])),
        families={noun: frozenset(names) for noun, names in families.items()},
        places={fold(noun): sector for sector, nouns in table["place"].items() for noun in nouns},
        unlocated=frozenset(map(fold, table["unlocated"]["nouns"])),
        envoys=_nouns(table, "envoys"),
        abroad=_nouns(table, "abroad"),
        agents={
            fold(w): table["adjectives"][w]
            for words in table["acting"].values()
            for w in words
            if w in table["adjectives"]
        },
        near=_nouns(table, "near"),
        ranks=_nouns(table, "ranks"),
        backers=_nouns(table, "backers"),
        culprits=_nouns(table, "culprits"),
        candidates=_nouns(table, "candidates"),
        sources=_nouns(table, "sources"),
        former=frozenset(table["former"]["words"]),
        ministerial=_nouns(table, "ministerial"),
        state_nouns=_nouns(table, "states"),
        organs=frozenset(map(fold, table["international"]["organs"])),
        members=frozenset(map(fold, table["international"]["members"])),
        others=_nouns(table, "others"),
        acting=frozenset(map(fold, table["acting"]["always"])),
        acting_by_force=frozenset(map(fold, table["acting"]["force"])),
        counterparts=frozenset(map(fold, table["others"]["counterparts"])),
        sides=frozenset(map(fold, table["others"]["sides"])),
        remainder=_nouns(table, "remainder"),
        group_nouns=frozenset(map(fold, table["groups"])),
        groups={fold(noun): frozenset(sectors) for noun, sectors in table["groups"].items()},
        bodies={fold(noun): body for body, nouns in table["bodies"].items() for noun in nouns},
        offices={fold(noun): office for noun, office in table["offices"].items()},
        regions={fold(word): frozenset(codes) for word, codes in table["regions"].items()},
        fixed={fold(noun): (codes[0], codes[1]) for noun, codes in table["fixed"].items()},
        joint=_joint(table.get("joint", {})),
        leading=frozenset(map(fold, table.get("leading", {}).get("words", ()))),
        short_names={fold(name): code for name, code in table.get("short_names", {}).items()},
        phrases={
            head: _in_both_genders(modifiers, table.get("gender", {})) for head, modifiers in _phrases(table["phrases"]).items()
        },
    )
