"""The content rule: what is demanded, threatened, promised or refused is not a second event."""

from __future__ import annotations

from despacho.grammar.words import grammar_of
from despacho.languages.lexicon import Rule
from despacho.model import Document, Trigger

CONTENT_TYPES = frozenset({"REQUEST", "THREATEN", "AGREE", "REJECT"})
"""Types whose content clause is never a second event (codebook section 5)."""
CLAUSES = frozenset({"ccomp", "xcomp", "csubj", "csubj:pass", "acl", "advcl"})


def content_parents(document: Document, found: tuple[tuple[Trigger, Rule, int], ...]) -> dict[int, int]:
    """For each trigger head that stands in the content of another trigger, that other trigger's head."""
    holders: dict[int, tuple[Trigger, Rule]] = {}
    for trigger, rule, _ in found:
        if rule.content or trigger.event_type in CONTENT_TYPES:
            holders.setdefault(trigger.head, (trigger, rule))
    parents: dict[int, int] = {}
    for trigger, _, _ in found:
        holder = _holder(document, trigger, holders)
        if holder is not None and holder != trigger.head:
            parents[trigger.head] = holder
    return parents


def _holder(document: Document, trigger: Trigger, holders: dict[int, tuple[Trigger, Rule]]) -> int | None:
    modal = next((c for c in document.children[trigger.head] if document.deps[c] == "aux" and c in holders), None)
    if modal is not None:
        return modal
    node = trigger.head
    for _ in range(12):
        head = document.heads[node]
        if head == node:
            return None
        holder = holders.get(head)
        if holder is None and document.deps[node] in ("xcomp", "ccomp", "obj", "obl:arg", "advcl"):
            modal = next((c for c in document.children[head] if document.deps[c] == "aux" and c in holders), None)
            if modal is not None and modal != trigger.head:
                return modal
        if holder is not None and head != trigger.head and _is_content(document, node, holder):
            return head
        carried = _carried(document, node, head, holders)
        if carried is None:
            carried = _wished(document, node, head, holders)
        if carried is not None and carried != trigger.head:
            return carried
        if document.deps[node] in ("parataxis", "appos", "acl:relcl") and document.feats[node].get("VerbForm") == "Fin":
            return None
        node = head
    return None


def _carried(document: Document, node: int, head: int, holders: dict[int, tuple[Trigger, Rule]]) -> int | None:
    """The demand noun that is the object of ``head`` where ``node`` is a que-clause of ``head`` ("lanzó un llamado para que ...")."""
    if document.deps[node] != "advcl" or not any(document.lowers[c] in grammar_of(document).forms.content for c in document.children[node]):
        return None
    for child in document.children[head]:
        if document.deps[child] == "obj" and child in holders and holders[child][0].event_type == "REQUEST":
            return child
    return None


def _wished(document: Document, node: int, head: int, holders: dict[int, tuple[Trigger, Rule]]) -> int | None:
    """The demand whose addressee ``head`` is, where the parser hung what is demanded on the addressee ("pidió a la OEA | que convoque ...")."""
    if document.deps[node] != "acl:relcl" or document.feats[node].get("Mood") != "Sub":
        return None
    verb = document.heads[head]
    asked = verb in holders and holders[verb][0].event_type == "REQUEST"
    return verb if asked and document.deps[head] in ("obl", "obl:arg", "iobj", "obj") else None


def _is_content(document: Document, node: int, holder: tuple[Trigger, Rule]) -> bool:
    dep, (trigger, rule) = document.deps[node], holder
    if dep in ("ccomp", "xcomp", "csubj", "csubj:pass"):
        return True
    if dep in ("obj", "obl:arg", "nsubj:pass"):
        return trigger.event_type in ("REQUEST", "AGREE", "THREATEN") or (rule.content and document.lemmas[node] in rule.with_lemmas)
    if dep in ("obl", "acl", "nmod", "advcl"):
        verbs, content = grammar_of(document).verbs, grammar_of(document).forms.content
        markers = {document.lowers[c] for c in document.children[node] if document.deps[c] in ("case", "mark")}
        if document.feats[node].get("VerbForm") == "Inf" or markers & content:
            return bool(markers & verbs.content_marks) and not markers & verbs.not_content_marks
        return False
    return False
