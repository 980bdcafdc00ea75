"""One set of conventions for Spanish treebanks that differ (AnCora of 2021, CESS, GSD, PUD).

``harmonise`` changes the words of a sentence in place. It irons out differences of tagging, and it puts back
relations that the coder needs and the older releases lack: nsubj:pass, csubj:pass, aux:pass, obl:agent, obl:arg,
iobj for le/les, acl:relcl.
"""

from __future__ import annotations

import re

from despacho.languages.es.verbs import repair_lemma
from training.conllu import Word

# Subtypes that occur in one treebank only, as the plain relation that the others use.
_RELATIONS = {
    "flat:name": "flat",
    "flat:foreign": "flat",
    "compound:prt": "expl:pv",
    "obl:tmod": "obl",
    "obl:npmod": "obl",
    "nmod:tmod": "nmod",
    "nmod:npmod": "nmod",
    "cc:preconj": "cc",
    "det:predet": "det",
    "det:numgov": "det",
    "dislocated": "obl",
    "goeswith": "flat",
    "reparandum": "dep",
}
_CLAUSES = ("acl", "acl:relcl", "ccomp", "advcl")
_PARTICIPIAL = ("acl", "acl:relcl", "amod", "advcl", "conj", "xcomp", "root")
_NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "SYM", "X")
_YEAR = re.compile(r"[12]\d{3}")
_DIGITS = {"NumForm": "Digit", "NumType": "Card"}
_REFLEXIVE = {"Case": "Acc", "Person": "3", "PrepCase": "Npr", "PronType": "Prs", "Reflex": "Yes"}


class Tree:
    """The words of a sentence with their dependants (fixed at construction)."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.by_number = {word.number: word for word in words}
        self.dependants: dict[int, list[Word]] = {}
        for word in words:
            self.dependants.setdefault(word.head, []).append(word)

    def below(self, word: Word) -> list[Word]:
        """The dependants of ``word``."""
        return self.dependants.get(word.number, [])

    def case_of(self, word: Word) -> str:
        """The lemma of the first case marker before ``word``, or an empty string."""
        cases = [w.lemma for w in self.below(word) if w.relation == "case" and w.number < word.number]
        return cases[0] if cases else ""


def harmonise(words: list[Word]) -> None:
    """Bring ``words`` to the project's conventions, in place."""
    tree = Tree(words)
    for word in words:
        word.relation = _RELATIONS.get(word.relation, word.relation)
    for word in words:
        _retag(word)
        _relative_que(word, tree)
    for word in words:
        _passive(word, tree)
    for word in words:
        _relative_clause(word, tree)
        _objects(word, tree)
        _lift_out_of_determiner(word, tree)


def _retag(word: Word) -> None:
    lower = word.form.lower()
    if word.upos == "PROPN":
        word.feats = {}
        if word.form[:1].isupper():
            word.lemma = word.form
    elif word.upos in ("VERB", "AUX"):
        word.lemma = repair_lemma(lower, word.lemma)
    elif word.upos == "PRON":
        _retag_pronoun(word, lower)
    elif word.form[:1].isdigit() and (word.upos == "NUM" or _YEAR.fullmatch(word.form)):
        word.upos, word.feats, word.lemma = "NUM", dict(_DIGITS), word.form
    elif word.upos == "NUM":
        word.feats.pop("NumForm", None)
    _retag_function_word(word, lower)


def _retag_pronoun(word: Word, lower: str) -> None:
    if lower == "se":
        word.lemma = "él"
        if word.feats.get("Case") == "Acc,Dat":
            word.feats = dict(_REFLEXIVE)
    elif lower == "lo":
        word.lemma = "él"
    elif lower == "que":
        word.feats = {"PronType": "Int,Rel"}


def _retag_function_word(word: Word, lower: str) -> None:
    if lower in ("su", "sus"):
        number = "Plur" if lower == "sus" else "Sing"
        word.upos, word.lemma = "DET", "su"
        word.feats = {"Number": number, "Person": "3", "Poss": "Yes", "PronType": "Prs"}
    elif lower == "%":
        word.upos = "SYM"
    elif (lower == "como" and word.upos in ("ADP", "CCONJ", "ADV")) or (
        lower == "que" and word.upos in ("ADP", "CCONJ", "DET")
    ):
        word.upos, word.feats = "SCONJ", {}


def _relative_que(word: Word, tree: Tree) -> None:
    """GSD has the relative ``que`` as a marker; AnCora and PUD as a pronoun with its part in the clause."""
    head = tree.by_number.get(word.head)
    if word.form.lower() != "que" or word.relation != "mark" or head is None or head.relation != "acl:relcl":
        return
    taken = {sister.relation.split(":")[0] for sister in tree.below(head)}
    word.upos, word.feats, word.lemma = "PRON", {"PronType": "Int,Rel"}, "que"
    word.relation = next((name for name in ("nsubj", "obj") if name not in taken), "obl")


def _passive(word: Word, tree: Tree) -> None:
    """Mark the passive with ``ser`` and its agent: *fue detenido por la policía*, *los heridos por la explosión*."""
    if word.feats.get("VerbForm") != "Part" or word.upos not in ("VERB", "ADJ", "AUX"):
        return
    below = tree.below(word)
    passive = False
    for other in below:
        if other.upos == "AUX" and other.lemma == "ser" and other.relation in ("aux", "aux:pass"):
            other.relation, passive = "aux:pass", True
    if passive:
        for other in below:
            if other.relation in ("nsubj", "csubj"):
                other.relation += ":pass"
    perfect = any(other.lemma == "haber" and other.relation == "aux" for other in below)
    if not passive and (perfect or word.relation not in _PARTICIPIAL):
        return
    for other in below:
        if other.relation not in ("obj", "obl", "obl:arg") or tree.case_of(other) != "por":
            continue
        if passive or other.relation == "obj" or other.upos == "PROPN":
            other.relation = "obl:agent"


def _relative_clause(word: Word, tree: Tree) -> None:
    if word.relation != "acl":
        return
    stack = list(tree.below(word))
    while stack:
        other = stack.pop()
        if "Rel" in other.feats.get("PronType", "") and other.number < word.number and other.upos != "SCONJ":
            word.relation = "acl:relcl"
            return
        if other.relation not in _CLAUSES:
            stack.extend(tree.below(other))


def _objects(word: Word, tree: Tree) -> None:
    """Split AnCora's wide ``obj``: le/les are iobj, prepositional complements are obl:arg, personal ``a`` stays."""
    if word.upos == "PRON" and word.relation in ("obj", "obl:arg") and word.form.lower() in ("le", "les"):
        word.relation = "iobj"
    elif word.relation == "obj" and word.upos in _NOMINAL:
        case = tree.case_of(word)
        fixed = any(w.relation in ("advmod", "fixed") and w.number < word.number for w in tree.below(word))
        if case and case not in ("a", "al", "como", "entre") and not fixed:
            word.relation = "obl:arg"


def _lift_out_of_determiner(word: Word, tree: Tree) -> None:
    """*sus cinco miembros*: AnCora hangs one determiner on the other; both belong to the noun."""
    head = tree.by_number.get(word.head)
    if head is None or abs(word.number - head.number) > 2 or not head.head:
        return
    on_determiner = head.upos == "DET" and head.relation == "det" and word.relation in ("nummod", "det", "amod")
    on_number = (
        head.upos == "NUM" and head.relation == "nummod" and word.relation == "det" and word.number < head.number
    )
    if on_determiner or on_number:
        word.head = head.head
