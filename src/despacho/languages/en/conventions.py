"""English parses (labels of UD EWT and GUM) in the conventions that the grammar reads.

Relations: subtypes for what has no preposition fall to the plain label; a possessive pronoun is a determiner, a noun with 's a
complement with the case "'s"; a title before a name heads it, as the noun with its apposition does elsewhere. Verbs: a form in
-ing is a gerund; modals carry the tense that they give to their verb; "going to", "is to" are auxiliaries; the bare infinitive of
a headline ("Putin to visit Hanoi") is its main verb in the future; a past that the tagger took for a participle is a past.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from despacho.languages.en.columns import Columns
from despacho.languages.en.mending import mend
from despacho.languages.wordlists import word_table
from despacho.model import Document

PLAIN = {
    "obl:unmarked": "obl", "obl:tmod": "obl", "obl:npmod": "obl", "nmod:unmarked": "nmod", "nmod:tmod": "nmod", "nmod:npmod": "nmod",
    "nmod:desc": "compound", "nsubj:outer": "nsubj", "csubj:outer": "csubj", "det:predet": "det", "cc:preconj": "cc",
    "advcl:relcl": "advcl", "acl:attr": "amod",
}  # fmt: skip
"""Subtypes that the grammar does not tell apart."""
MODALS = {
    "will": ("Ind", "Fut"), "shall": ("Ind", "Fut"), "would": ("Cnd", ""), "could": ("Cnd", ""), "might": ("Cnd", ""),
    "may": ("Ind", "Pres"), "can": ("Ind", "Pres"), "must": ("Ind", "Pres"), "should": ("Ind", "Pres"),
}  # fmt: skip
"""Mood and tense that a modal gives to its verb; a treebank gives it none."""
FORMS = {"'ll": "will", "’ll": "will", "wo": "will", "sha": "shall", "ca": "can", "'d": "would", "’d": "would"}
NUMBERED = {"is": "Sing", "was": "Sing", "has": "Sing", "does": "Sing", "are": "Plur", "were": "Plur", "have": "Plur", "do": "Plur"}
"""Forms that show a number."""
TITLE_LINKS = frozenset({"nmod:desc", "compound", "amod", "flat"})
NAMES = frozenset({"PROPN", "X"})
SENTENCE = 60
"""Tokens within which a sentence's full stop is looked for."""


def adapt(document: Document) -> Document:
    """``document`` with relations, heads and features in the grammar's conventions; tokens and offsets stay."""
    columns = Columns(
        document.forms, document.lowers, list(document.lemmas), list(document.pos), list(document.deps), list(document.heads), list(document.feats)
    )
    titles = frozenset(word_table("en", "roles")["persons"]["singular"])
    size = range(len(columns.heads))
    for token in size:
        _verb(columns, token)
    for token in size:
        mend(columns, token)
    for token in size:
        _title(columns, token, titles)
        _periphrasis(columns, token)
    for sentence in document.sentences:
        _headline(columns, sentence.first, sentence.last)
    for token in size:
        _relation(columns, token)
    return _rebuilt(document, columns)


def _rebuilt(document: Document, columns: Columns) -> Document:
    children: list[list[int]] = [[] for _ in columns.heads]
    for token, head in enumerate(columns.heads):
        if head != token:
            children[head].append(token)
    return replace(
        document,
        lemmas=tuple(columns.lemmas),
        pos=tuple(columns.pos),
        deps=tuple(columns.deps),
        heads=tuple(columns.heads),
        feats=tuple(columns.feats),
        children=tuple(map(tuple, children)),
        # A nationality is no person ("Kenyan soldiers"), whatever the entity recogniser makes of its capital.
        ents=tuple("" if ent == "PER" and pos == "ADJ" else ent for ent, pos in zip(document.ents, columns.pos, strict=True)),
    )


# --- relations ----------------------------------------------------------------------------------------------------------


def _relation(columns: Columns, token: int) -> None:
    dep = columns.deps[token]
    if dep == "nmod:poss":
        pronoun = columns.pos[token] in ("PRON", "DET")
        columns.deps[token] = "det" if pronoun else "nmod"
        if pronoun:
            columns.pos[token] = "DET"
            columns.feats[token] = {**columns.feats[token], "Poss": "Yes"}
    else:
        columns.deps[token] = PLAIN.get(dep, dep)


def _title(columns: Columns, token: int, titles: frozenset[str]) -> None:
    """A title right before a name ("Foreign Minister | Ivan Petrov") heads the phrase, the name hangs on it."""
    name = columns.heads[token]
    if (
        name != token + 1
        or columns.deps[token] not in TITLE_LINKS
        or columns.lowers[token] not in titles
        or columns.pos[name] not in NAMES
        or columns.pos[token] not in ("NOUN", "PROPN")
    ):
        return
    head, dep = columns.heads[name], columns.deps[name]
    columns.heads[token], columns.deps[token] = (token if head == name else head), dep
    for child in columns.children(name):
        if child < token or columns.deps[child] not in ("flat", "appos", "compound"):
            columns.heads[child] = token
    columns.heads[name], columns.deps[name] = token, "flat"
    columns.pos[token] = "NOUN"


# --- verbs --------------------------------------------------------------------------------------------------------------


def _verb(columns: Columns, token: int) -> None:
    feats = columns.feats[token]
    if columns.pos[token] == "AUX" and (modal := FORMS.get(columns.lowers[token], columns.lowers[token])) in MODALS:
        if columns.lowers[token] in ("'d", "’d") and columns.lemmas[token] == "have":
            return
        mood, tense = MODALS[modal]
        columns.lemmas[token] = modal
        columns.feats[token] = {**feats, "VerbForm": "Fin", "Mood": mood, **({"Tense": tense} if tense else {})}
    elif feats.get("VerbForm") == "Part" and feats.get("Tense") == "Pres":
        columns.feats[token] = {"VerbForm": "Ger"}
    elif feats.get("VerbForm") == "Fin":
        columns.feats[token] = _agreeing(columns, token)
    elif feats.get("VerbForm") == "Part" and columns.pos[token] == "VERB" and _is_past(columns, token):
        columns.feats[token] = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"}


def _agreeing(columns: Columns, verb: int) -> Mapping[str, str]:
    """The features of a finite form with the number that it shows, and the first person where its subject is one: the rest is guesswork."""
    feats = {key: value for key, value in columns.feats[verb].items() if key not in ("Number", "Person")}
    clause = columns.heads[verb] if columns.deps[verb].startswith(("aux", "cop")) else verb
    speakers = [c for c in columns.children(clause) if columns.deps[c].startswith("nsubj") and columns.lowers[c] in ("i", "we")]
    if speakers:
        feats["Person"] = "1"
    if columns.lowers[verb] in NUMBERED:
        feats["Number"] = NUMBERED[columns.lowers[verb]]
    return feats


def _is_past(columns: Columns, verb: int) -> bool:
    """Whether a participle without an auxiliary is a past: it has a subject that acts, or goes on from a finite verb with an object."""
    children = columns.children(verb)
    deps = {columns.deps[c] for c in children}
    head = columns.heads[verb]
    if head == verb and deps & {"nsubj", "nsubj:pass"} and not deps & {"aux", "aux:pass", "obl:agent"} and _is_prose(columns, verb):
        return True  # no clause of prose is without a finite verb: "Angry guerrillas rampaged through the towns."
    if deps & {"aux", "aux:pass", "nsubj:pass", "obl:agent"}:
        return False
    if "nsubj" in deps:
        return True
    if columns.deps[verb] == "acl" and columns.heads[head] == head and head < verb:
        if deps & {"obj", "ccomp", "xcomp"}:
            return True  # "France rejected the plan" with its subject as the root
        return _is_prose(columns, head) and not _has_finite(columns, head, verb)  # "Guei, the general, apologized for it."
    if columns.deps[verb] != "conj" or head > verb or columns.pos[head] != "VERB":
        return False
    helped = any(columns.deps[c].startswith("aux") for c in columns.children(head))
    form = columns.feats[head].get("VerbForm")
    if form == "Inf" and not helped and columns.deps[head] == "xcomp":
        columns.heads[verb] = columns.heads[head]  # "agreed to send aid and called for an end": with "agreed"
        return True
    return form == "Fin" and not helped


def _is_prose(columns: Columns, root: int) -> bool:
    """Whether the sentence ends with a full stop: headlines leave their auxiliaries out, sentences do not."""
    last = root
    while last + 1 < len(columns.heads) and columns.lowers[last] != "." and last - root < SENTENCE:
        last += 1
    return columns.lowers[last] == "." and (columns.heads[last] == root or columns.heads[columns.heads[last]] == root)


def _has_finite(columns: Columns, noun: int, verb: int) -> bool:
    """Whether a finite verb other than that of a relative clause hangs on the noun or on ``verb``."""
    return any(
        columns.feats[c].get("VerbForm") == "Fin" and columns.deps[c] not in ("acl:relcl", "acl", "advcl", "aux", "cop")
        for c in (*columns.children(noun), *columns.children(verb))
    )


def _periphrasis(columns: Columns, verb: int) -> None:
    """As in "is going to visit", "is to visit": the infinitive is the verb, the words before it its auxiliaries in the future."""
    if _is_to(columns, verb):
        return
    lemma, going = columns.lemmas[verb], columns.lemmas[verb] == "go" and columns.feats[verb].get("VerbForm") == "Ger"
    if not going and not (lemma == "be" and columns.deps[verb] not in ("aux", "aux:pass", "cop")):
        return
    children = columns.children(verb)
    main = next(
        (c for c in children if columns.deps[c] == "xcomp" and c > verb and columns.feats[c].get("VerbForm") == "Inf"), None
    )
    if main is None or not any(columns.lowers[c] == "to" for c in columns.children(main)):
        return
    if going and not any(columns.lemmas[c] == "be" for c in children):
        return
    head = columns.heads[verb]
    columns.heads[main], columns.deps[main] = (main if head == verb else head), columns.deps[verb]
    for child in children:
        if child != main:
            columns.heads[child] = main
    columns.heads[verb], columns.deps[verb] = main, "aux"
    past = any(columns.feats[c].get("Tense") == "Past" for c in (verb, *children) if columns.lemmas[c] == "be")
    columns.feats[verb] = {"VerbForm": "Fin", "Mood": "Cnd"} if past else {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
    for child in children:
        if columns.lemmas[child] == "be" and columns.deps[child] == "aux":
            columns.feats[child] = columns.feats[verb]


def _is_to(columns: Columns, verb: int) -> bool:
    """As in "is to visit" with the copula on the infinitive: the copula becomes an auxiliary of the future."""
    if columns.feats[verb].get("VerbForm") != "Inf":
        return False
    children = columns.children(verb)
    to = next((c for c in children if columns.lowers[c] == "to" and columns.deps[c] == "mark"), None)
    copula = next((c for c in children if columns.deps[c] == "cop" and to is not None and c < to), None)
    if copula is None:
        return False
    columns.deps[copula] = "aux"
    past = columns.feats[copula].get("Tense") == "Past"
    columns.feats[copula] = {"VerbForm": "Fin", "Mood": "Cnd"} if past else {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
    return True


def _headline(columns: Columns, first: int, last: int) -> None:
    """As in "Putin to visit Hanoi": no finite verb, and the main noun has an infinitive right behind its name."""
    root = next((i for i in range(first, last) if columns.heads[i] == i), None)
    if root is None or columns.pos[root] not in ("PROPN", "NOUN"):
        return
    verb = next(
        (
            c
            for c in columns.children(root)
            if columns.deps[c] == "acl" and columns.feats[c].get("VerbForm") == "Inf" and c > root
        ),
        None,
    )
    if verb is None or columns.lowers[verb - 1] != "to" or any(columns.feats[i].get("VerbForm") == "Fin" for i in range(first, verb)):
        return
    columns.heads[verb], columns.deps[verb] = verb, "root"
    columns.heads[root], columns.deps[root] = verb, "nsubj"
    columns.feats[verb] = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"}
    for child in columns.children(root):
        if child > verb:
            columns.heads[child] = verb
