"""Acts under a condition, a purpose, a wish, a demand or a question."""

from __future__ import annotations

from despacho.attribution.chain import conjuncts, marks, predicate, same_group
from despacho.attribution.lexicon import VERBAL, Lexicon
from despacho.attribution.tense import finite_part, verb_tense
from despacho.attribution.trees import ancestors, is_finite_token, match_words, sentence_range, subtree
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document, Trigger

_SOFT = frozenset(("ASSAULT", "COERCE", "PROTEST", "SANCTION"))
# Said with their condition, these are made now: a promise, a demand, a threat.
_ON_CONDITION = frozenset(("THREATEN", "AGREE", "CONCEDE", "REQUEST"))
_INSIDE = ("xcomp", "ccomp", "csubj", "advcl", "acl", "obl", "obl:arg", "conj")


def hypothetical_cue(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words that put the act under a condition, purpose, wish or demand, or None."""
    if _is_presupposed(document, trigger, lexicon):
        return None
    for head in conjuncts(document, _clause_head(document, trigger, lexicon)):
        found = (
            _shared_condition(document, head, lexicon)
            or _until_then(document, head, lexicon)
            or _wished(document, head, lexicon)
            or _purpose(document, head, lexicon)
            or _governed(document, head, trigger, lexicon)
        )
        if found is not None and not trigger.first <= found[0] < trigger.last:
            return found
    return _main_of_condition(document, trigger, lexicon) or _question(document, trigger)


def condition_cue(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The "si" right over the act's own verb, or None."""
    if document.pos[trigger.head] not in ("VERB", "AUX"):
        return None
    found = _shared_condition(document, trigger.head, lexicon)
    return found if found is not None and not trigger.first <= found[0] < trigger.last else None


def _is_presupposed(document: Document, trigger: Trigger, lexicon: Lexicon) -> bool:
    """A noun or participle stands for an act that is there, unless a verb of bringing about governs it."""
    head = trigger.head
    if document.pos[head] in ("VERB", "AUX") and document.feats[head].get("VerbForm") != "Part":
        return False
    if document.pos[head] in ("VERB", "AUX"):
        return document.deps[head] in ("acl", "amod", "acl:relcl") and not any(
            document.deps[c].startswith("aux") for c in document.children[head]
        )
    return _brought_about(document, head, lexicon) is None and predicate(document, trigger, lexicon) == head


def _brought_about(document: Document, noun: int, lexicon: Lexicon) -> int | None:
    """The verb of bringing about whose object the noun is: "lograr la liberación", "evitar un ataque"."""
    for top in conjuncts(document, noun):
        verb = document.heads[top]
        if document.deps[top] in ("obj", "obl:arg") and document.lemmas[verb] in lexicon.lemmas["bringing_about"]:
            return verb
    return None


def _clause_head(document: Document, trigger: Trigger, lexicon: Lexicon) -> int:
    head = trigger.head
    if document.pos[head] in ("VERB", "AUX"):
        return same_group(document, head)[-1] if document.deps[head] in ("aux", "cop") else head
    verb = _brought_about(document, head, lexicon)
    return predicate(document, trigger, lexicon) if verb is None else verb


def _wished(document: Document, head: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "ojalá liberen a los rehenes"."""
    first, _ = sentence_range(document, head)
    for i in range(max(first, head - 6), head):
        n = match_words(document, i, lexicon.words["wish"])
        if n:
            return i, i + n
    return None


def _until_then(document: Document, head: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "cuando liberen a los rehenes": a time clause in the present subjunctive."""
    finite = finite_part(document, head)
    if not _to_come(document, head, finite) or morphology_of(document).past_subjunctive(document.lowers[finite]):
        return None
    first = max(subtree(document, head)[0] - 4, sentence_range(document, head)[0])
    for i in range(first, head):
        n = match_words(document, i, lexicon.words["temporal"])
        if n and not any(is_finite_token(document, j) for j in range(i + n, min(head, finite))):
            return i, i + n
    return None


def _to_come(document: Document, head: int, finite: int) -> bool:
    """Whether the mood, or the tense under a clause of the future, leaves an act to come."""
    feats = document.feats[finite]
    if feats.get("Mood") == "Sub" or not grammar_of(document).switches.present_to_come:
        return feats.get("Mood") == "Sub"
    above = document.heads[head]
    present = feats.get("VerbForm") == "Inf" or (feats.get("VerbForm") == "Fin" and feats.get("Tense") == "Pres" and finite == head)
    return present and document.deps[head] == "advcl" and verb_tense(document, above) in ("future", "conditional")


def _shared_condition(document: Document, head: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The condition on a clause or on the clauses that it is coordinated with ("si liberaran ... y dejaran")."""
    for _ in range(4):
        found = _condition(document, head, lexicon)
        if found is not None or document.deps[head] != "conj":
            return found
        head = document.heads[head]
    return None


def _condition(document: Document, head: int, lexicon: Lexicon) -> tuple[int, int] | None:
    words, speech = lexicon.words["condition"], grammar_of(document).speech
    for child in document.children[head]:
        if document.deps[child] in ("mark", "case", "advmod") and child < head:
            n = match_words(document, child, words)
            # "preguntó si" asks; it still leaves the act open.
            if n:
                return child, child + n
    if (
        document.feats[head].get("VerbForm") == "Inf"
        and marks(document, head) in speech["if_infinitive"]
        and document.deps[head] == "advcl"
    ):
        i = next(c for c in document.children[head] if (document.lowers[c],) in speech["if_infinitive"])
        first, _ = sentence_range(document, head)
        opens = i == first or (document.forms[i - 1] == "," or document.forms[i - 1] in grammar_of(document).forms.content)
        # "De fracasar la cita, ..." stands before its main verb; "acusó a X de mentir y de robar" after it.
        return (i, i + 1) if opens and document.heads[head] > head else None
    return None


def _purpose(document: Document, head: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """As in "para" + infinitive or "para que"; "con el fin de", "cuyo objetivo es"."""
    non_finite = document.feats[head].get("VerbForm") == "Inf" or document.feats[head].get("Mood") == "Sub"
    if document.pos[head] not in ("VERB", "AUX") or not non_finite:
        return None
    opening = [c for c in document.children[head] if document.deps[c] in ("mark", "case") and c < head]
    speech = grammar_of(document).speech
    within = not speech["purpose_relations"] or document.deps[head] in speech["purpose_relations"]
    if opening and document.lowers[opening[0]] in speech["purpose"]:
        return (opening[0], opening[0] + 1) if within else None
    first, _ = sentence_range(document, head)
    start = opening[0] if opening else head
    for i in range(max(first, start - 4), start):
        n = match_words(document, i, lexicon.words["purpose"])
        if n and i + n >= start:
            return i, i + n
    return None


def _governed(document: Document, head: int, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """Under a verb or noun of wish, demand, attempt or aim."""
    if document.pos[head] not in ("VERB", "AUX") or document.feats[head].get("Mood") == "Ind":
        return None
    aim = _aim_of(document, head, lexicon)
    if aim is not None:
        return aim, aim + 1
    for child, parent in ancestors(document, head):
        dep = document.deps[child]
        if dep not in (*_INSIDE, "nsubj", "root", "obj") or trigger.first <= parent < trigger.last:
            return None
        if child < parent and dep != "ccomp" and not _aims(document, child, lexicon):
            return None
        found = _governs(document, child, parent, trigger, lexicon)
        if found is not None:
            return found
        if document.pos[child] in ("VERB", "AUX") and (
            document.feats[parent].get("VerbForm") == "Fin" or dep not in {"xcomp", "conj"}
        ):
            return None
    return None


def _aim_of(document: Document, verb: int, lexicon: Lexicon) -> int | None:
    """The noun of aim that an infinitive is equated with: "el objetivo era robar ..."."""
    if document.feats[verb].get("VerbForm") != "Inf":
        return None
    head = document.heads[verb]
    equated = (verb, head) if document.lemmas[head] in grammar_of(document).verbs.passive and head < verb else (verb,)
    return next(
        (
            c
            for i in equated
            for c in document.children[i]
            if document.deps[c] == "nsubj" and document.lemmas[c] in lexicon.lemmas["purpose_noun"]
        ),
        None,
    )


def _aims(document: Document, child: int, lexicon: Lexicon) -> bool:
    return document.lemmas[child] in lexicon.lemmas["purpose_noun"]


def _governs(document: Document, child: int, parent: int, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    lemma, dep = document.lemmas[parent], document.deps[child]
    clause = _is_irrealis(document, child)
    if not clause:
        return None
    if document.pos[parent] in ("VERB", "AUX"):
        if (
            lemma in lexicon.lemmas["attempt"]
            and dep in ("xcomp", "ccomp", "advcl", "obl", "obl:arg")
            and document.feats[child].get("VerbForm") == "Inf"
        ):
            return (
                None if trigger.event_type in _SOFT and verb_tense(document, parent) == "past" else (parent, parent + 1)
            )
        if document.feats[parent].get("Person") == "1" and trigger.event_type in VERBAL:
            # "quiero agradecer", "deseo condenar": said, and thereby done.
            return None
        wishes = lemma in lexicon.lemmas["wish"] or lemma in lexicon.lemmas["demand"]
        if wishes and dep in ("xcomp", "ccomp", "advcl", "obl:arg", "obj") and not _adverbial(document, child):
            return parent, parent + 1
        return None
    if (
        lemma in lexicon.lemmas["purpose_noun"]
        and document.pos[parent] == "NOUN"
        and dep in ("acl", "xcomp", "ccomp", "advcl", "nmod", "csubj")
    ):
        if lemma in grammar_of(document).speech["attempt_noun"] and trigger.event_type in _SOFT:
            return None
        return parent, parent + 1
    return None


def _is_irrealis(document: Document, verb: int) -> bool:
    if document.feats[verb].get("VerbForm") == "Inf":
        return not any(document.lemmas[c] in grammar_of(document).verbs.perfect for c in document.children[verb])
    if document.feats[verb].get("Mood") == "Sub":
        return True
    return any(
        document.feats[c].get("Mood") == "Sub" or document.feats[c].get("VerbForm") == "Inf"
        for c in document.children[verb]
        if document.deps[c].startswith(("aux", "cop"))
    )


def _adverbial(document: Document, child: int) -> bool:
    opening = marks(document, child)
    return document.deps[child] == "advcl" and bool(opening) and opening[0] not in grammar_of(document).speech["wished_marks"]


def _main_of_condition(document: Document, trigger: Trigger, lexicon: Lexicon) -> tuple[int, int] | None:
    """The act stands in the main clause of a condition: "si X lo lleva, la cámara lo negará"."""
    head = trigger.head
    if document.pos[head] not in ("VERB", "AUX") or verb_tense(document, head) not in ("future", "conditional"):
        return None
    if trigger.event_type in _ON_CONDITION:
        return None
    for child in document.children[head]:
        if document.deps[child] == "advcl":
            found = _condition(document, child, lexicon)
            if found is not None:
                return found
    return None


def _question(document: Document, trigger: Trigger) -> tuple[int, int] | None:
    """A question about an act leaves it open, unless the act is a noun or in the past."""
    head = trigger.head
    if document.pos[head] not in ("VERB", "AUX"):
        return None
    first, last = sentence_range(document, head)
    opened = next((i for i in range(head, first - 1, -1) if document.forms[i] == "¿"), None)
    if opened is None and not grammar_of(document).switches.questions_open:
        opened = first
    closed = next((i for i in range(head, last) if document.forms[i] == "?"), None)
    if opened is None or closed is None or verb_tense(document, head) == "past":
        return None
    return opened, opened + 1
