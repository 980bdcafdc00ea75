"""Small questions about a dependency tree, asked in token indices of a Document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from despacho.grammar.words import grammar_of
from despacho.model import Document

SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
RELATIVE = ("acl:relcl", "acl")
SKIPPED = (",", "-", "–", "—", "―")
STOPS = (",", ".", ";", "?", "!", "(", ":", "…")
_NAME_PARTS = ("flat", "flat:name", "fixed", "compound")


def subtree(document: Document, head: int) -> tuple[int, int]:
    """The half-open token range from the leftmost to the rightmost descendant of ``head``."""
    first = last = head
    stack = list(document.children[head])
    while stack:
        i = stack.pop()
        first = min(first, i)
        last = max(last, i)
        stack.extend(document.children[i])
    return first, last + 1


def sentence_range(document: Document, i: int) -> tuple[int, int]:
    """The half-open token range of the sentence of token ``i``."""
    sentence = document.sentences[document.sentence_of[i]]
    return sentence.first, sentence.last


def ancestors(document: Document, i: int) -> Iterator[tuple[int, int]]:
    """Pairs (child, head) from ``i`` up to the root."""
    heads = document.heads
    for _ in range(200):
        head = heads[i]
        if head == i:
            return
        yield i, head
        i = head


def is_finite(document: Document, i: int) -> bool:
    """Whether token ``i`` is a finite verb, or a verb form whose auxiliary is finite."""
    if document.pos[i] not in ("VERB", "AUX", "NOUN", "ADJ"):
        return False
    if document.pos[i] in ("VERB", "AUX") and document.feats[i].get("VerbForm") == "Fin":
        return True
    return any(
        document.deps[c].startswith(("aux", "cop")) and document.feats[c].get("VerbForm") == "Fin"
        for c in document.children[i]
    )


def is_finite_token(document: Document, i: int) -> bool:
    """Whether token ``i`` itself is a finite verb or auxiliary."""
    return document.pos[i] in ("VERB", "AUX") and document.feats[i].get("VerbForm") == "Fin"


def subject_of(document: Document, verb: int) -> int | None:
    """The head of the subject nearest to ``verb``, or None when it is elided; a relative stands for its antecedent."""
    found = [
        c for c in document.children[verb] if document.deps[c] in ("nsubj", "nsubj:pass") and _agrees(document, c, verb)
    ]
    if not found:
        return None
    nearest = min(found, key=lambda c: abs(c - verb))
    return _antecedent(document, nearest, verb)


def _agrees(document: Document, subject: int, verb: int) -> bool:
    """Whether place and number allow the subject: not beyond "que", not a plural noun with a singular verb."""
    content = grammar_of(document).forms.content
    if subject > verb and document.deps[verb] != "conj":
        opens = [i for i in range(verb + 1, subject) if document.lowers[i] in content]
        if opens:
            return not any(document.pos[i] == "SCONJ" for i in opens)
    if document.feats[subject].get("Number") != "Plur" or document.pos[subject] != "NOUN":
        return True
    finite = [verb, *(c for c in document.children[verb] if document.deps[c].startswith("aux"))]
    return not any(
        document.feats[i].get("VerbForm") == "Fin" and document.feats[i].get("Number") == "Sing" for i in finite
    )


def _antecedent(document: Document, subject: int, verb: int) -> int:
    if document.lowers[subject] not in grammar_of(document).forms.relatives or document.pos[subject] not in ("PRON", "SCONJ"):
        return subject
    for child, head in ancestors(document, verb):
        if document.deps[child] in ("acl:relcl", "acl") and head < subject:
            return head
    return subject


def is_passive(document: Document, verb: int) -> bool:
    """Whether ``verb`` stands in the passive with "ser"."""
    return any(
        document.deps[c] in ("aux:pass", "nsubj:pass") and document.lowers[c] != grammar_of(document).forms.reflexive for c in document.children[verb]
    )


def is_impersonal(document: Document, verb: int) -> bool:
    """Whether "se" stands for an unnamed subject: "se informó", "se espera que"."""
    return any(
        document.lowers[c] == grammar_of(document).forms.reflexive and document.deps[c] in ("expl:impers", "expl:pass") for c in document.children[verb]
    )


def shared_subject(document: Document, verb: int) -> int | None:
    """The subject of ``verb`` or of the verb that it is coordinated with or governed by."""
    asked = verb
    for _ in range(4):
        found = subject_of(document, verb)
        if found is not None:
            return found if verb == asked or not _single_for_many(document, found, asked) else None
        head = document.heads[verb]
        if (
            document.deps[head] == "root"
            and document.pos[head] in ("NOUN", "PROPN")
            and head < verb
            and _unjoined(document, verb)
        ):
            # A tree that takes the subject for the main predicate hangs the verb on it.
            return head
        loose = document.feats[verb].get("VerbForm") in ("Inf", "Ger") and document.deps[verb] == "advcl"
        if not (loose or document.deps[verb] in ("conj", "xcomp")) or document.heads[verb] == verb:
            return None
        verb = document.heads[verb]
    return None


def _unjoined(document: Document, verb: int) -> bool:
    """Whether a conjunct has no conjunction of its own."""
    return document.deps[verb] == "conj" and not any(document.deps[c] == "cc" for c in document.children[verb])


def _single_for_many(document: Document, subject: int, verb: int) -> bool:
    """Whether one person would have to be the subject of a plural verb."""
    if document.ents[subject] != "PER" or any(document.deps[c] == "conj" for c in document.children[subject]):
        return False
    return document.feats[verb].get("Number") == "Plur" and document.feats[verb].get("VerbForm") == "Fin"


def tells_anew(document: Document, verb: int) -> bool:
    """Whether a verb of saying opens a clause of its own, and does not follow its content: ", and officials said", ", who said"."""
    first, _ = sentence_range(document, verb)
    start = next((i for i in range(verb - 1, first, -1) if document.forms[i] in STOPS), first)
    grammar = grammar_of(document)
    opening = grammar.speech["joins"] | grammar.forms.relatives
    return not opening.isdisjoint(document.lowers[start + 1 : start + 2]) or document.forms[start] == ";"


def with_particle(document: Document, verb: int) -> str:
    """The lemma of a verb with its particle ("point out"), wherever the particle stands; the lemma alone without one."""
    particle = next((document.lowers[c] for c in document.children[verb] if document.deps[c] == "compound:prt"), "")
    return f"{document.lemmas[verb]} {particle}" if particle else document.lemmas[verb]


def has_child(document: Document, i: int, deps: tuple[str, ...]) -> bool:
    """Whether a child of ``i`` bears one of ``deps``."""
    return any(document.deps[c] in deps for c in document.children[i])


def match_words(document: Document, i: int, table: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
    """How many tokens from ``i`` spell one of the phrases of ``table`` (0: none)."""
    lowers = document.lowers
    for words in table.get(lowers[i], ()):
        n = len(words)
        if lowers[i : i + n] == words:
            return n
    # "del" and "al" are single tokens that open with their preposition.
    for words in table.get(grammar_of(document).speech["opens_with"].get(lowers[i], ""), ()):
        n = len(words)
        if lowers[i + 1 : i + n] == words[1:]:
            return n
    return 0


def name_range(document: Document, head: int) -> tuple[int, int]:
    """The proper name headed by ``head``: the token, its flat parts, and an article that belongs to it ("La Tarde")."""
    last = head
    before = document.lowers[head - 1] in grammar_of(document).names["the"] and document.forms[head - 1].istitle()
    first = (
        head - 1
        if before and document.heads[head - 1] == head and head - 1 > sentence_range(document, head)[0]
        else head
    )
    stack = [head]
    while stack:
        i = stack.pop()
        for child in document.children[i]:
            if document.deps[child] in _NAME_PARTS and child > head:
                last = max(last, child)
                stack.append(child)
    return first, last + 1
