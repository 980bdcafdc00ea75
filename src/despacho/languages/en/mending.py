"""Mends of what English parsers often take for something else, by what the rest of the parse shows.

English tells a past from a participle, and a verb from a noun, by place alone; a parser that slips on a word hangs its clause upside down.
"""

from __future__ import annotations

from despacho.languages.en.columns import Columns
from despacho.languages.en.lemmas import REPAIRED, repair_lemma
from despacho.languages.en.mending_nouns import mend_noun
from despacho.languages.wordlists import word_set

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
AFTER = frozenset({"nmod", "flat", "appos", "conj", "acl", "acl:relcl", "compound", "nmod:poss"})
"""What hangs on a noun from behind and stays there when its verb is found."""
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


def mend(columns: Columns, token: int) -> None:
    """Put right what stands at ``token``."""
    _word(columns, token)
    mend_noun(columns, token)
    if columns.pos[token] == "VERB":
        _verb_before_name(columns, token)
        _verb_behind_subject(columns, token)
        _controlled(columns, token)
        _content_of_noun(columns, token)
        _before_speaker(columns, token)
        _active_subject(columns, token)
    elif columns.lowers[token] in DAYS:
        _day_of_subject(columns, token)
    elif columns.pos[token] == "PRON" and columns.deps[token] == "mark":
        columns.pos[token] = "SCONJ"
    elif columns.pos[token] == "ADJ" and columns.deps[token] == "amod":
        _coordinated_adjectives(columns, token)


# --- words --------------------------------------------------------------------------------------------------------------


def _word(columns: Columns, token: int) -> None:
    """The lemma by the form where the lemmatiser left an impossible one; a capitalised part of a name as a name."""
    pos, lower = columns.pos[token], columns.lowers[token]
    if pos in REPAIRED and lower.isalpha():
        plural = columns.feats[token].get("Number") == "Plur"
        columns.lemmas[token] = repair_lemma(lower, columns.lemmas[token], upos=pos, plural=plural)
    head = columns.heads[token]
    named = head == token + 1 and columns.pos[head] == "PROPN" and columns.deps[token] in ("amod", "compound")
    if named and pos in ("VERB", "ADJ") and columns.forms[token].istitle() and lower.endswith("ed"):  # United Nations
        columns.pos[token], columns.deps[token], columns.lemmas[token] = "PROPN", "compound", lower
        columns.feats[token] = {"Number": "Sing"}


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


def _controlled(columns: Columns, verb: int) -> None:
    """As in "ordered the minister | to be arrested", with the infinitive taken for the noun's: it is the content of the order."""
    noun = columns.heads[verb]
    above = columns.heads[noun]
    if columns.deps[verb] != "acl" or columns.feats[verb].get("VerbForm") != "Inf" or columns.deps[noun] not in ("obj", "iobj"):
        return
    if columns.lemmas[above] in word_set("en", "grammar", "verbs", "ordering") and above < noun:
        columns.heads[verb], columns.deps[verb] = above, "xcomp"


def _active_subject(columns: Columns, verb: int) -> None:
    """A finite form without an auxiliary is active, whatever its subject is called ("France | called on Israel")."""
    if columns.feats[verb].get("VerbForm") == "Fin" and not columns.has(verb, "aux", "aux:pass"):
        for child in columns.children(verb):
            if columns.deps[child] == "nsubj:pass":
                columns.deps[child] = "nsubj"


def _before_speaker(columns: Columns, verb: int) -> None:
    """As in "planes attacked the base, | killing two, | officials said": what stands before the speaker belongs to what is said."""
    children = columns.children(verb)
    told = next((c for c in children if c < verb and columns.deps[c] == "ccomp"), None)
    speaker = next((c for c in children if c < verb and columns.deps[c].startswith("nsubj")), None)
    if told is None or speaker is None or not told < speaker:
        return
    for child in children:
        if told < child < speaker and columns.deps[child] in ("advcl", "obl", "conj", "parataxis", "obl:unmarked"):
            columns.heads[child] = told


def _day_of_subject(columns: Columns, day: int) -> None:
    """As in "the ministry on Tuesday accused": the day between subject and verb is the verb's."""
    noun = columns.heads[day]
    verb = columns.heads[noun]
    between = columns.deps[noun] in SUBJECTS and noun < day < verb
    if between and columns.deps[day].startswith(("nmod", "obl", "appos", "flat")):
        columns.heads[day], columns.deps[day] = verb, "obl"


def _content_of_noun(columns: Columns, verb: int) -> None:
    """As in "allegations | that he had financed the rebels": a clause that lacks nothing is the noun's content, not a relative."""
    if columns.deps[verb] != "acl:relcl" or not (columns.has(verb, "nsubj") and columns.has(verb, "obj", "ccomp")):
        return
    that = next((c for c in columns.children(verb) if columns.lowers[c] == "that" and columns.deps[c] == "mark"), None)
    if that is not None:
        columns.deps[verb] = "acl"


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
