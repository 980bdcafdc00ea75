"""Acts announced, expected or ordered but not yet done."""

from __future__ import annotations

from despacho.attribution.chain import conjuncts, mood, predicate, same_group
from despacho.attribution.hedges import under_past_report
from despacho.attribution.lexicon import Lexicon
from despacho.attribution.reports import case_of
from despacho.attribution.tense import finite_part, verb_tense
from despacho.attribution.trees import ancestors, match_words, sentence_range, subtree
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger

# A future or announced act of these types is the promise or the stance itself, which is made now.
_MADE_NOW = frozenset(("AGREE", "CONCEDE", "THREATEN"))
_STANCE = frozenset(("REQUEST", "REJECT", "SUPPORT"))


def future_cue(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words that put the act in the future, or None."""
    if trigger.event_type in _MADE_NOW:
        return None
    return (
        _tense(document, trigger, lexicon) or _expected(document, trigger, lexicon) or _noun(document, trigger, lexicon)
    )


def _tense(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    head = predicate(document, trigger, lexicon)
    if document.pos[head] not in ("VERB", "AUX"):
        return None
    if trigger.event_type in _STANCE and not _speaks(document, trigger, head, lexicon):
        return None
    if trigger.event_type == "REJECT" and any(
        document.lowers[i] in lexicon.words["negator"] for i in range(trigger.first, trigger.last)
    ):
        # "bajo ninguna circunstancia será admitido": the refusal is made now.
        return None
    for verb in same_group(document, head):
        tense = verb_tense(document, verb)
        if tense == "future" or (tense == "conditional" and under_past_report(document, verb)):
            finite = finite_part(document, verb)
            return finite, finite + 1
    return None


def _speaks(document: Document, trigger: Trigger, head: int, lexicon: Lexicon) -> bool:
    """Whether the stance is taken by a verb of speech ("pedirá"); "deberá" and "convendría" are said now."""
    judged = any(document.lemmas[i] in lexicon.lemmas["evaluative"] for i in (head, *range(trigger.first, trigger.last)))
    return not judged and document.lemmas[head] in lexicon.lemmas["speech_verb"] | lexicon.acts


def ordered_cue(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The verb that orders or plans the act: "ordenó crear", "instruyó para que suspendiera", "planea expulsar"."""
    head = predicate(document, trigger, lexicon)
    if document.pos[head] not in ("VERB", "AUX") or trigger.event_type in _MADE_NOW | _STANCE | {"ACCUSE"}:
        return None
    if head > 0 and mood(document, head) == "Inf" and match_words(document, head - 1, lexicon.words["plan_verb"]):
        return head - 1, head
    for top in conjuncts(document, head):
        form = mood(document, top)
        parent = document.heads[top]
        lemmas = lexicon.lemmas["order_verb"] | (lexicon.lemmas["plan_verb"] if form == "Inf" else frozenset())
        if (
            form not in ("Inf", "Sub")
            or parent == top
            or document.deps[top] not in ("xcomp", "ccomp", "advcl", "obj", "csubj", "acl", "obl")
        ):
            continue
        if document.lemmas[parent] in lemmas:
            return parent, parent + 1
    return None


def _expected(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    for child, parent in ancestors(document, predicate(document, trigger, lexicon)):
        if document.deps[child] not in ("ccomp", "csubj", "xcomp", "conj", "nsubj"):
            return None
        first, _ = sentence_range(document, parent)
        for i in range(max(first, parent - 2), parent + 1):
            n = match_words(document, i, lexicon.words["expectation"])
            if n and i <= parent < i + n:
                return i, i + n
    return None


def _noun(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "la inminente expulsión", "anunció el envío de tropas", "órdenes de captura"."""
    head = trigger.head
    if document.pos[head] not in ("NOUN", "PROPN"):
        return None
    n = match_words(document, trigger.first, lexicon.words["warrant_noun"])
    if n and trigger.event_type not in ("REQUEST", "ACCUSE"):
        return trigger.first, trigger.first + n
    for child in document.children[head]:
        if document.lemmas[child] in lexicon.lemmas["future_adjective"] and document.deps[child] == "amod":
            return child, child + 1
    if trigger.event_type in _STANCE or trigger.event_type == "ACCUSE":
        return None
    return (
        _announced(document, head, lexicon)
        or _dated_ahead(document, head, lexicon)
        or _relative_ahead(document, head, lexicon)
        or _called_for(document, head, lexicon)
    )


def _relative_ahead(document: Document, noun: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "la marcha que realizarán": what will be held is still to come; between commas it only goes on."""
    for child in document.children[noun]:
        first = subtree(document, child)[0]
        if document.deps[child] != "acl:relcl" or document.forms[first - 1] == "," or document.forms[first] == ",":
            continue
        if document.lemmas[child] in lexicon.lemmas["carrier"] and verb_tense(document, child) == "future":
            finite = finite_part(document, child)
            return finite, finite + 1
    return None


def _called_for(document: Document, noun: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "la huelga convocada para el lunes"."""
    for child in document.children[noun]:
        called = document.deps[child] in ("acl", "amod") and document.lowers[child] in lexicon.words["called"]
        if called and any(case_of(document, grand) in grammar_of(document).speech["called_for"] for grand in document.children[child]):
            return child, child + 1
    return None


def _announced(document: Document, noun: int, lexicon: Lexicon) -> tuple[int, int] | None:
    if document.lemmas[noun] in lexicon.lemmas["performative"] | lexicon.lemmas["past_news"]:
        return None
    parent = document.heads[noun]
    dep = "nmod" if document.pos[parent] == "NOUN" else "obj"
    if document.deps[noun] == dep and document.lemmas[parent] in lexicon.lemmas["announce_verb"]:
        return parent, parent + 1
    return None


def _dated_ahead(document: Document, noun: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """A time still to come inside the noun phrase: "la imposición, a partir del día 24, de ..."."""
    first, last = subtree(document, noun)
    for i in range(max(first, noun), last):
        n = match_words(document, i, lexicon.words["future_time"])
        if n and not _in_other_clause(document, i, noun):
            return i, i + n
    return None


def _in_other_clause(document: Document, i: int, noun: int) -> bool:
    """Whether a clause or participle stands between a word and the noun: "acciones que serán realizadas mañana"."""
    between = False
    for child, head in ancestors(document, i):
        between = between or document.pos[child] in ("VERB", "AUX") or document.deps[child].startswith("acl")
        if head == noun:
            return between
    return False
