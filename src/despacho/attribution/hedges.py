"""Acts told as possible: modals, the conditional of rumour, presunto and al parecer, beliefs, unconfirmed reports."""

from __future__ import annotations

from despacho.attribution.chain import is_complement, predicate, same_group
from despacho.attribution.denials import negator_of
from despacho.attribution.lexicon import Lexicon
from despacho.attribution.reports import case_of
from despacho.attribution.tense import finite_part, is_conditional, verb_tense
from despacho.attribution.trees import ancestors, match_words, sentence_range
from despacho.grammar.words import grammar_of
from despacho.model import Document, Trigger

# In these the modal is how the act is done ("Bosnia debe", "Rusia puede atacar"): it does not hedge it.
_SPOKEN = frozenset(("REQUEST", "THREATEN", "ACCUSE"))


def possible_cue(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words that hedge the act, or None."""
    return (
        _adjective(document, trigger, lexicon)
        or _alleged_agent(document, trigger, lexicon)
        or _modal(document, trigger, lexicon)
        or _conditional(document, trigger, lexicon)
        or _adverb(document, trigger, lexicon)
        or _weighed(document, trigger, lexicon)
        or _governed(document, trigger, lexicon)
        or _unconfirmed(document, trigger, lexicon)
    )


def _adjective(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "el presunto asesinato", and "su presunta participación en la destrucción"."""
    head = trigger.head
    if document.pos[head] in ("VERB", "AUX"):
        return None
    for _ in range(3):
        for child in document.children[head]:
            listed = {document.lemmas[child], document.lowers[child]} & lexicon.lemmas["hedge_adjective"]
            if listed and document.deps[child] in ("amod", "det"):
                return child, child + 1
        parent = document.heads[head]
        if document.deps[head] != "nmod" or document.pos[parent] != "NOUN":
            return None
        head = parent
    return None


def _alleged_agent(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "asaltado por presuntos milicianos": who did it is only presumed."""
    if trigger.event_type == "ACCUSE":
        # "buscado por su presunta participación": there "por" names the charge.
        return None
    for agent in document.children[trigger.head]:
        if document.deps[agent] == "obl:agent":
            for child in document.children[agent]:
                if {document.lemmas[child], document.lowers[child]} & lexicon.lemmas["hedge_adjective"]:
                    return child, child + 1
    return None


def _modal(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    if trigger.event_type in _SPOKEN:
        return None
    head, supposing = predicate(document, trigger, lexicon), grammar_of(document).speech["supposing"]
    for verb in (*same_group(document, head), *range(trigger.first, trigger.last)):
        for i in (verb, *document.children[verb]):
            if document.lemmas[i] in lexicon.lemmas["modal"] and _hedges(document, i, head):
                return i, i + 1
            if f"{document.lemmas[i]} {' '.join(document.lowers[i + 1 : i + 2])}" in supposing and i < head:
                # "debe de haber huido" supposes; "debe huir" obliges.
                return i, i + 2
    return None


def _hedges(document: Document, modal: int, head: int) -> bool:
    feats = document.feats[modal]
    if feats.get("VerbForm") != "Fin" or (modal > head and modal not in document.children[head]):
        return False
    perfect = any(document.lemmas[c] in grammar_of(document).verbs.perfect for c in document.children[head])
    return perfect or feats.get("Tense") in ("Pres", "Fut") or feats.get("Mood") in ("Cnd", "Sub")


def _conditional(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "habría ordenado" always; "ordenaría" where no past report stands over it (that is a future in the past)."""
    head = predicate(document, trigger, lexicon)
    if trigger.event_type in _SPOKEN or document.pos[head] not in ("VERB", "AUX"):
        return _conditional_support(document, trigger)
    finite = finite_part(document, head)
    if not is_conditional(document, finite):
        return _rumoured_above(document, head)
    perfect = document.lemmas[finite] in grammar_of(document).verbs.perfect
    if perfect or not under_past_report(document, head):
        return finite, finite + 1
    return None


def _conditional_support(document: Document, trigger: Trigger) -> tuple[int, int] | None:
    """As in "habría presentado su renuncia": the rumour stands on the verb of a noun event."""
    head = trigger.head
    if document.pos[head] != "NOUN" or document.deps[head] not in ("obj", "nsubj", "nsubj:pass"):
        return None
    verb = document.heads[head]
    finite = finite_part(document, verb)
    if finite != verb and document.lemmas[finite] in grammar_of(document).verbs.perfect and document.feats[finite].get("Mood") == "Cnd":
        return finite, finite + 1
    return None


def _rumoured_above(document: Document, head: int) -> tuple[int, int] | None:
    """As in "quien habría comunicado que su país no financiará": the rumour covers what it tells."""
    for child, parent in ancestors(document, head):
        if document.deps[child] not in ("ccomp", "xcomp", "conj", "obl:arg", "advcl"):
            return None
        finite = finite_part(document, parent)
        if finite != parent and document.lemmas[finite] in grammar_of(document).verbs.perfect and document.feats[finite].get("Mood") == "Cnd":
            return finite, finite + 1
    return None


def under_past_report(document: Document, head: int) -> bool:
    """Whether a verb in the past governs the clause of ``head`` ("dijo que viajaría")."""
    for child, parent in ancestors(document, head):
        if document.deps[child] in ("ccomp", "parataxis") and verb_tense(document, parent) == "past":
            return True
    return False


def _adverb(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    first, last = sentence_range(document, trigger.head)
    words = lexicon.words["hedge"]
    for i in range(first, last):
        n = match_words(document, i, words)
        if n and not trigger.first <= i < trigger.last and _over(document, i, n, trigger):
            return i, i + n
    return None


def _over(document: Document, i: int, n: int, trigger: Trigger) -> bool:
    """Whether an adverb covers the trigger: it hangs on it or on a verb of its chain, or opens the sentence."""
    head = document.heads[i] if document.heads[i] >= i + n or document.heads[i] < i else document.heads[i + n - 1]
    if head in same_group(document, trigger.head) or head in range(trigger.first, trigger.last):
        return True
    if document.deps[trigger.head] in ("obj", "nsubj", "acl", "amod") and head == document.heads[trigger.head]:
        return True
    first, _ = sentence_range(document, i)
    return i == first and (document.deps[trigger.head] in ("root", "ccomp") or trigger.head in document.children[head])


def _weighed(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "estudia atacar": an infinitive that somebody weighs."""
    for top in same_group(document, trigger.head):
        parent = document.heads[top]
        if is_complement(document, top) and document.lemmas[parent] in lexicon.lemmas["weighing"]:
            return (parent, parent + 1) if parent < top and not trigger.first <= parent < trigger.last else None
    return None


def _governed(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "se cree que ...", "la posibilidad de que ...", "parece que ...", "sospecha que ..."."""
    for child, parent in ancestors(document, trigger.head):
        dep = document.deps[child]
        if dep in ("acl:relcl", "parataxis", "nsubj") or trigger.first <= parent < trigger.last:
            return None
        lemma = document.lemmas[parent]
        if (
            document.pos[parent] == "NOUN"
            and lemma in lexicon.lemmas["hedge_noun"]
            and dep in ("acl", "ccomp", "advcl", "nmod")
            and child > parent
        ):
            return parent, parent + 1
        if document.pos[parent] in ("VERB", "AUX") and dep in ("ccomp", "csubj", "xcomp"):
            impersonal = lemma in lexicon.lemmas["belief"] and any(
                document.lowers[c] == grammar_of(document).forms.reflexive for c in document.children[parent]
            )
            doubts = lemma in lexicon.lemmas["doubt_verb"] and case_of(document, child) not in grammar_of(document).slots.locative
            if child > parent and (impersonal or doubts):
                return parent, parent + 1
            if lemma in lexicon.lemmas["ruled_out"] and negator_of(document, parent, lexicon) is not None:
                return parent, parent + 1
    return None


def _unconfirmed(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The sentence says of itself that it has not been confirmed."""
    if document.pos[trigger.head] not in ("VERB", "AUX", "NOUN"):
        return None
    first, last = sentence_range(document, trigger.head)
    for i in range(max(first, trigger.last), last):
        if document.lemmas[i] in lexicon.lemmas["unconfirmed"] and document.feats[i].get("VerbForm") in ("Part", "Inf"):
            subject = range(max(first, i - 8), i)
            told = any(document.lemmas[j] in grammar_of(document).speech["news_nouns"] for j in subject)
            if told and any(document.lowers[j] in grammar_of(document).speech["not"] for j in subject):
                return i, i + 1
    return None
