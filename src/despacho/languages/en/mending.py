"""Mends of what English parsers often take for something else, by what the rest of the parse shows.

English tells a past from a participle, and a verb from a noun, by place alone; a parser that slips on a word hangs its clause upside down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from despacho.languages.lexicon import load_lexicon
from despacho.languages.wordlists import word_table

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
AFTER = frozenset({"nmod", "flat", "appos", "conj", "acl", "acl:relcl", "compound", "nmod:poss"})
"""What hangs on a noun from behind and stays there when its verb is found."""


@dataclass(slots=True)
class Columns:
    """The columns of a document while they change."""

    lowers: tuple[str, ...]
    lemmas: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    feats: list[Mapping[str, str]]

    def children(self, token: int) -> list[int]:
        """The dependents of ``token``, near by: no phrase that changes is longer."""
        around = range(max(token - 60, 0), min(token + 60, len(self.heads)))
        return [i for i in around if self.heads[i] == token and i != token]

    def has(self, token: int, *deps: str) -> bool:
        """Whether a dependent of ``token`` bears one of ``deps``."""
        return any(self.deps[c] in deps for c in self.children(token))


def mend(columns: Columns, token: int) -> None:
    """Put right what stands at ``token``."""
    if columns.pos[token] == "VERB":
        _lemma(columns, token)
        _verb_before_name(columns, token)
        _verb_behind_subject(columns, token)
    elif columns.pos[token] == "ADJ" and columns.deps[token] == "amod":
        _coordinated_adjectives(columns, token)


# --- lemmas -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def known_verbs() -> frozenset[str]:
    """The verbs that the English lexicon and the list of reporting verbs name."""
    rules = {pattern.head for rule in load_lexicon("en").rules if rule.pos == "verb" for pattern in rule.patterns}
    return frozenset(rules | {lemma for entry in word_table("en", "attribution")["verb"] for lemma in entry["lemmas"]})


def _lemma(columns: Columns, token: int) -> None:
    """A form that the lemmatiser left as it is ("urging") gets the known verb that it belongs to."""
    form = columns.lowers[token]
    if columns.lemmas[token] != form or form in known_verbs() or not form.endswith(("ing", "ed", "s")):
        return
    found = next((stem for stem in stems(form) if stem in known_verbs()), None)
    if found is not None:
        columns.lemmas[token] = found


def stems(form: str) -> list[str]:
    """What an inflected verb may be a form of ("barred": barre, barr, bar)."""
    stem = next((form.removesuffix(e) for e in ("ing", "ed", "es", "s") if form.endswith(e)), form)
    doubled = [stem[:-1]] if len(stem) > 2 and stem[-1:] == stem[-2:-1] else []
    y = [stem[:-1] + "y"] if stem.endswith("i") else []
    return [*y, stem + "e", stem, *doubled]


# --- verbs --------------------------------------------------------------------------------------------------------------


def _verb_before_name(columns: Columns, verb: int) -> None:
    """As in "said | Russia bombed Ukraine", with "bombed" taken for an adjective of the name that is its object."""
    noun = columns.heads[verb]
    if columns.deps[verb] != "amod" or not verb < noun or columns.pos[noun] not in NOMINAL:
        return
    own = columns.has(verb, "nsubj")
    if not own and (not columns.has(noun, "nsubj") or columns.has(noun, "cop")):
        return
    _above(columns, verb, noun, "obj")
    for child in columns.children(noun):
        if child != verb and (child < verb or columns.deps[child] not in AFTER) and columns.deps[child] not in ("det", "amod", "nummod", "case"):
            columns.heads[child] = verb
    columns.feats[verb] = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"}


def _verb_behind_subject(columns: Columns, verb: int) -> None:
    """As in "France | called on Israel", with the finite verb taken for a participle of its subject."""
    noun = columns.heads[verb]
    if columns.deps[verb] != "acl" or columns.feats[verb].get("VerbForm") != "Fin" or not noun < verb:
        return
    if columns.pos[noun] not in NOMINAL or columns.deps[noun] not in ("root", "ccomp", "parataxis", "conj", "advcl") or columns.has(verb, "nsubj", "mark"):
        return
    _above(columns, verb, noun, "nsubj")
    for child in columns.children(noun):
        if child > verb or columns.deps[child] in ("mark", "cc"):
            columns.heads[child] = verb


def _above(columns: Columns, verb: int, noun: int, dep: str) -> None:
    """``verb`` takes the place of ``noun`` in the tree, and ``noun`` becomes its ``dep``."""
    head = columns.heads[noun]
    columns.heads[verb], columns.deps[verb] = (verb if head == noun else head), columns.deps[noun]
    columns.heads[noun], columns.deps[noun] = verb, dep


# --- adjectives -----------------------------------------------------------------------------------------------------------


def _coordinated_adjectives(columns: Columns, second: int) -> None:
    """As in "German and French ministers": the second adjective belongs to the first, not to the noun."""
    if second < 2 or columns.deps[second - 1] != "cc":
        return
    first = second - 2
    if columns.pos[first] in ("ADJ", "PROPN") and columns.heads[first] == columns.heads[second] and columns.deps[first] in ("amod", "compound"):
        columns.heads[second], columns.deps[second] = first, "conj"
        columns.heads[second - 1] = second
