"""Mends of noun phrases that English parsers often hang or tag wrongly."""

from __future__ import annotations

from functools import lru_cache

from despacho.languages.en.columns import Columns
from despacho.languages.wordlists import word_table

ARTICLES = frozenset({"a", "an", "the"})
NOUN_PLACES = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod", "iobj"})
"""What a noun hangs by; a verb does not."""
COMPARED = frozenset({"more", "less", "fewer"})
INSIDE_NAMES = frozenset({"flat", "compound", "appos", "nmod:desc"})


def mend_noun(columns: Columns, token: int) -> None:
    """Put right the noun phrase at ``token``."""
    lower = columns.lowers[token]
    if lower == "than":
        _more_than(columns, token)
    elif lower == "who":
        _whose_clause(columns, token)
    elif columns.pos[token] == "VERB":
        _with_article(columns, token)


def _with_article(columns: Columns, token: int) -> None:
    """As in "rejected a second government | offer", "the | injured": a word with an article is a noun."""
    if columns.deps[token] not in NOUN_PLACES or columns.lowers[token].endswith("ing") or columns.has(token, "nsubj", "aux", "aux:pass", "cop"):
        return
    if any(columns.lowers[c] in ARTICLES and columns.deps[c] == "det" and c < token for c in columns.children(token)):
        columns.pos[token], columns.feats[token] = "NOUN", {"Number": "Sing"}
        if columns.lowers[token].endswith("ed"):
            columns.lemmas[token] = columns.lowers[token]


def _more_than(columns: Columns, than: int) -> None:
    """As in "killed | more than a dozen demonstrators": the comparison belongs to the number, the noun is the verb's object."""
    noun, more = columns.heads[than], than - 1
    if columns.deps[than] != "case" or columns.lowers[more] not in COMPARED or not than < noun:
        return
    number = next((c for c in columns.children(noun) if columns.deps[c] == "nummod"), noun if columns.pos[noun] == "NUM" else None)
    if number is None:
        return
    if columns.heads[noun] == more:  # "killed more | than 30": the noun stands where the comparison stood
        above = columns.heads[more]
        columns.heads[noun], columns.deps[noun] = (noun if above == more else above), columns.deps[more]
    verb = columns.heads[noun]
    if columns.below(number, more) or columns.below(noun, more):
        return
    columns.heads[than], columns.deps[than] = more, "fixed"
    columns.heads[more], columns.deps[more] = number, "advmod"
    if columns.deps[noun] == "obl" and columns.pos[verb] == "VERB" and verb < more and not columns.has(verb, "obj"):
        columns.deps[noun] = "obj"


def _whose_clause(columns: Columns, who: int) -> None:
    """As in "hours of talks with President Milosevic, | who refused": a clause with "who" hangs on the person before it."""
    verb = columns.heads[who]
    far = columns.heads[verb]
    near = who - (2 if columns.lowers[who - 1] == "," else 1)
    if columns.deps[verb] != "acl:relcl" or near < 0 or far == near or columns.pos[far] != "NOUN" or columns.lemmas[far] in _persons():
        return
    while columns.deps[near] in INSIDE_NAMES and far < columns.heads[near] < near:
        near = columns.heads[near]
    if near > far and not columns.below(near, verb) and (columns.pos[near] == "PROPN" or columns.lemmas[near] in _persons()):
        columns.heads[verb] = near


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    """Nouns for people and for what people make up."""
    roles = word_table("en", "roles")
    return frozenset(n for sector in roles["sector"].values() for n in sector["nouns"]) | frozenset(roles["inherit"]["nouns"])
