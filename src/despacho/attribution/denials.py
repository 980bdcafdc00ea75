"""Acts told as not having happened: negation and its scope, denial verbs, denied claims."""

from __future__ import annotations

from despacho.attribution.chain import is_complement, predicate, same_group
from despacho.attribution.denying import denied_range
from despacho.attribution.lexicon import Lexicon
from despacho.attribution.trees import ancestors, match_words, sentence_range, subtree
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger

_CLAUSAL = ("ccomp", "xcomp", "csubj", "acl", "advcl", "obj", "obl", "obl:arg", "nmod")
_BEFORE = 6
NOT_YET = 5
"""How many tokens before a verb the words that leave it undone begin ("unable so far to | reach")."""


def denial_cue(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words that deny the act, or None."""
    return (
        _itself(document, trigger, lexicon)
        or _negation(document, trigger, lexicon)
        or _avoided(document, trigger, lexicon)
        or _denied_content(document, trigger, lexicon)
        or _denied_behind(document, trigger, lexicon)
        or _done_to_nobody(document, trigger)
        or _negative_raising(document, trigger, lexicon)
        or _not_yet(document, trigger, lexicon)
    )


def _itself(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The trigger is the denial: "extremo que X desmintió", "un disparate"."""
    if trigger.event_type == "REJECT" or refuses(document, trigger, lexicon):
        return None
    factual = trigger.event_type not in ("ACCUSE", "REQUEST", "THREATEN", "AGREE", "SUPPORT", "CONCEDE")
    for i in range(trigger.first, trigger.last):
        verbal = document.pos[i] == "VERB" and document.lemmas[i] in lexicon.lemmas["denial_verb"]
        if factual and (verbal or document.lemmas[i] in lexicon.lemmas["denial_phrase"]):
            return i, i + 1
    return None


def refuses(document: Document, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether a denial verb has a thing refused as its object: "negó el visado"."""
    return any(
        document.lemmas[c] in lexicon.lemmas["refused"]
        for i in (trigger.head, *range(trigger.first, trigger.last))
        for c in (i, *document.children[i])
        if document.deps[c] == "obj"
    )


def negator_of(document: Document, head: int, lexicon: Lexicon) -> int | None:
    """A negating word that hangs on ``head`` before it ("no", "nunca", "ningún"), unless lifted ("no solo")."""
    words = lexicon.words["negator"]
    for child in document.children[head]:
        if child < head and document.deps[child] in ("nsubj", "nsubj:pass"):
            # "ningún soldado disparó"
            none = next((c for c in document.children[child] if document.lowers[c] in words and c < child), None)
            if none is not None and document.deps[none] == "det":
                return none
        if child < head and document.lowers[child] in words:
            after = document.lowers[child + 1]
            # "no fue más que una contraofensiva": it was one.
            pairs = zip(document.lowers[child:head], document.lowers[child + 1 : head], strict=False)
            only = not grammar_of(document).speech["only"].isdisjoint(map(" ".join, pairs))
            if after not in lexicon.words["not_negating"] and not only:
                return child
    return None


def _linear_negator(document: Document, head: int, lexicon: Lexicon) -> int | None:
    """As in "no" right before a verb group, for trees that hang it elsewhere."""
    for i in range(head - 1, max(head - _BEFORE, -1), -1):
        if document.pos[i] not in ("AUX", "PRON", "ADV") and document.deps[i] not in ("aux", "expl:pv", "obj", "iobj"):
            return None
        if (
            document.lowers[i] in grammar_of(document).speech["plain_negators"]
            and document.lowers[i + 1] not in lexicon.words["not_negating"]
        ):
            return i
    return None


def _negation(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    start = predicate(document, trigger, lexicon)
    if any(document.lowers[i] in grammar_of(document).speech["own_negators"] for i in range(trigger.first, trigger.last)):
        # "no quiso negociar ni aceptar": the second has a negation of its own.
        return None
    for head in same_group(document, start):
        if head != start and document.pos[head] not in ("VERB", "AUX"):
            continue
        if head != start and document.deps[start] == "conj":
            # Joined by "y" a verb is not denied with the first; "ni" is a negation of its own.
            break
        found = negator_of(document, head, lexicon)
        if found is None and document.pos[head] in ("VERB", "AUX"):
            found = _linear_negator(document, head, lexicon)
        if found is not None and not trigger.first <= found < trigger.last and not _lifted(document, head, lexicon):
            return found, found + 1
    own = negator_of(document, trigger.head, lexicon)
    if own is not None and not trigger.first <= own < trigger.last:
        return own, own + 1
    return _without(document, trigger)


def _lifted(document: Document, verb: int, lexicon: Lexicon) -> bool:
    """Whether the verb or a limit in time lifts the negation: "no tardó en ...", "no volvieron a verse hasta noviembre"."""
    return document.lemmas[verb] in lexicon.lemmas["affirming"] or any(
        document.lowers[c] in grammar_of(document).speech["until"]
        for child in document.children[verb]
        if child > verb
        for c in document.children[child]
    )


def _without(document: Document, trigger: Trigger) -> tuple[int, int] | None:
    """As in "sin atacar", "sin la retirada"."""
    for child in document.children[trigger.head]:
        if document.lowers[child] in grammar_of(document).speech["without"] and child < trigger.first and document.deps[child] in ("mark", "case"):
            return child, child + 1
    return None


def _avoided(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "evitó condenar", "se abstuvo de atacar": the infinitive is what was not done."""
    for top in same_group(document, trigger.head):
        parent = document.heads[top]
        if is_complement(document, top) and document.lemmas[parent] in lexicon.lemmas["avoided"]:
            return (parent, parent + 1) if parent < top and not trigger.first <= parent < trigger.last else None
    return None


def _denied_content(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The act stands in what somebody denies: "negó que ...", "rechazó las acusaciones de haber ..."."""
    for child, head in ancestors(document, trigger.head):
        lemma = document.lemmas[head]
        if trigger.first <= head < trigger.last or document.deps[child] == "acl:relcl":
            return None
        if (
            document.deps[child] == "conj"
            and document.feats[child].get("VerbForm") == "Fin"
            and document.pos[head] == "VERB"
        ):
            return None
        if child < head:
            continue
        if (
            lemma in lexicon.lemmas["denial_verb"]
            and document.pos[head] == "VERB"
            and _denies(document, child, trigger, lexicon)
            and negator_of(document, head, lexicon) is None
        ):
            return head, head + 1
        if (lemma in lexicon.lemmas["claim_noun"] and child != trigger.head) or lemma in lexicon.lemmas["claim_noun"]:
            rejecting = document.heads[head]
            if document.lemmas[rejecting] in lexicon.lemmas["rejecting_verb"] and document.deps[head] in (
                "obj",
                "nsubj:pass",
            ):
                return rejecting, rejecting + 1
    return None


def _denied_behind(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "denies having attacked", "denied that ...", however the tree hangs it."""
    head = trigger.head
    for verb in range(sentence_range(document, head)[0], trigger.first):
        scope = denied_range(document, verb, lexicon)
        if scope is None or not scope[0] <= head < scope[1]:
            continue
        top = head
        while scope[0] <= document.heads[top] < scope[1] and document.heads[top] != top:
            if document.deps[top] in ("acl:relcl", "advcl"):
                return None
            top = document.heads[top]
        return verb, verb + 1
    return None


def _done_to_nobody(document: Document, trigger: Trigger) -> tuple[int, int] | None:
    """As in "received no money", "apologised to no one", "not one deputy voted for it"."""
    words, no_limit = grammar_of(document).speech["negating_objects"], grammar_of(document).speech["no_limit"]
    if not words or document.pos[trigger.head] != "VERB" or trigger.event_type in ("REJECT", "REQUEST"):
        return None
    for child in document.children[trigger.head]:
        if document.deps[child] not in ("obj", "obl", "nsubj", "nsubj:pass"):
            continue
        first = next((c for c in document.children[child] if c < child and document.deps[c] not in ("case", "punct")), child)
        if document.lowers[first] in words and not no_limit.intersection(document.lowers[first + 1 : first + 2]):
            return first, first + 1
    return None


def _denies(document: Document, child: int, trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether the edge to a denial verb is its content: a clause, or a noun that names the act and not a thing refused."""
    if document.deps[child] in ("ccomp", "xcomp", "csubj"):
        return _reaches(document, trigger.head, child)
    if document.deps[child] != "obj" or (child != trigger.head and not _names_act(document, child, trigger)):
        return False
    stance = trigger.event_type in ("ACCUSE", "REQUEST", "AGREE", "SUPPORT")
    return document.lemmas[child] not in lexicon.lemmas["refused"] and not stance


def _reaches(document: Document, head: int, top: int) -> bool:
    """Whether ``head`` is said with ``top``: no relative or adverbial clause between them."""
    while head != top:
        if document.deps[head] in ("acl:relcl", "acl", "advcl", "parataxis") or document.heads[head] == head:
            return False
        head = document.heads[head]
    return True


def _names_act(document: Document, child: int, trigger: Trigger) -> bool:
    first, last = subtree(document, child)
    return (
        first <= trigger.head < last and document.heads[trigger.head] == child and document.deps[trigger.head] == "nmod"
    )


def _negative_raising(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "no hubo ataques", "no logró tomar", "no hay pruebas de que ..."."""
    head = trigger.head
    for child, parent in ancestors(document, head):
        dep = document.deps[child]
        if dep not in _CLAUSAL or trigger.first <= parent < trigger.last:
            return None
        if document.lemmas[parent] in lexicon.lemmas["negative_raising"] and _raises(document, child, parent):
            found = negator_of(document, parent, lexicon)
            if found is None:
                found = _linear_negator(document, parent, lexicon)
            if found is not None and not trigger.first <= found < trigger.last:
                return found, found + 1
        if document.pos[parent] not in ("NOUN", "VERB", "AUX", "ADJ") or (
            document.pos[parent] == "VERB" and document.lemmas[parent] not in lexicon.lemmas["negative_raising"]
        ):
            return None
    return None


def _not_yet(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "has yet to withdraw": words right before the verb that say it has not been done."""
    head = trigger.head
    words = lexicon.words.get("not_yet", {})
    if document.pos[head] not in ("VERB", "AUX"):
        return None
    for i in range(max(head - NOT_YET, 0), head):
        n = match_words(document, i, words) if words else 0
        if n and all(document.pos[j] in ("PART", "AUX", "ADV") for j in range(i + n, head)):
            return i, i + n
    return None


def _raises(document: Document, child: int, parent: int) -> bool:
    if document.pos[child] in ("NOUN", "PROPN"):
        return document.lemmas[parent] in grammar_of(document).speech["existing"] and document.deps[child] in ("obj", "nsubj")
    return child > parent
