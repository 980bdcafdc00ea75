"""Clauses over the parse: voice, logical subject and object, obliques, control, relative clauses, governing verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from despacho.grammar.phrases import conjuncts, is_relative, lemma_case
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document

CLAUSE_DEPS = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "csubj", "csubj:pass", "parataxis", "root"})
SUBJECT = frozenset({"nsubj", "nsubj:pass"})


@dataclass(frozen=True, slots=True)
class Argument:
    """A dependent in a slot; ``token`` is its head, or the predicate itself where the subject is unsaid."""

    slot: str
    token: int
    elided: bool = False


def is_participle(document: Document, token: int) -> bool:
    """Whether ``token`` is a past participle (also one tagged as an adjective)."""
    if document.feats[token].get("VerbForm") == "Part":
        return True
    return document.pos[token] == "ADJ" and morphology_of(document).looks_participle(document.lowers[token])


def auxiliaries(document: Document, token: int) -> tuple[int, ...]:
    """The auxiliaries and copulas of a predicate."""
    return tuple(c for c in document.children[token] if document.deps[c] in ("aux", "aux:pass", "cop"))


def reflexive(document: Document, token: int) -> int | None:
    """The reflexive clitic beside a verb, or None."""
    forms = grammar_of(document).forms
    for child in document.children[token]:
        if document.lowers[child] in forms.reflexives and document.pos[child] == "PRON" and abs(child - token) <= 3:
            return child
    for near in (token - 1, token - 2, token + 1):
        if 0 <= near < len(document.lowers) and document.lowers[near] == forms.reflexive and document.heads[near] in (token, document.heads[token]):
            return near
    return None


def is_passive(document: Document, token: int) -> bool:
    """Whether the grammatical subject undergoes the act: ser-passive, bare participle, or se-passive."""
    helpers = auxiliaries(document, token)
    if any(document.deps[h] == "aux:pass" for h in helpers):
        return True
    if is_participle(document, token):
        lemmas, verbs = {document.lemmas[h] for h in helpers}, grammar_of(document).verbs
        if lemmas & verbs.perfect:
            return bool(lemmas & verbs.passive)
        return True
    return any(document.deps[c] in ("expl:pass", "nsubj:pass") for c in document.children[token])


def se_passive(document: Document, token: int) -> bool:
    """Whether the parse marks ``se`` as passive or impersonal."""
    return any(
        document.deps[c] in ("expl:pass", "expl:impers") and document.lowers[c] == grammar_of(document).forms.reflexive for c in document.children[token]
    )


def is_finite(document: Document, token: int) -> bool:
    """Whether the predicate has a finite form, its own or an auxiliary's."""
    if document.feats[token].get("VerbForm") == "Fin":
        return True
    return any(document.feats[a].get("VerbForm") == "Fin" for a in auxiliaries(document, token))


def antecedent(document: Document, verb: int) -> int | None:
    """The noun that the relative clause of ``verb`` modifies."""
    node = verb
    for _ in range(4):
        if document.deps[node] in ("acl:relcl", "acl"):
            return document.heads[node]
        if document.deps[node] not in ("conj", "xcomp", "ccomp"):
            return None
        node = document.heads[node]
    return None


def _own_arguments(document: Document, verb: int) -> Iterator[Argument]:
    passive = is_passive(document, verb)
    for child in document.children[verb]:
        dep = document.deps[child]
        if dep in SUBJECT:
            yield Argument("obj" if passive else "subj", child)
        elif dep == "obj":
            case = lemma_case(document, child)
            yield Argument("obj" if case in grammar_of(document).slots.object else case, child)
        elif dep == "iobj":
            yield Argument("iobj", child)
        elif dep == "obl:agent":
            yield Argument("subj", child)
        elif dep in ("obl", "obl:arg", "nmod", "advmod"):
            yield from _oblique(document, child, passive=passive)
        if passive and dep in ("obj", "obl", "xcomp") and grammar_of(document).switches.late_agents:
            yield from _late_agents(document, child)


def _oblique(document: Document, child: int, *, passive: bool) -> Iterator[Argument]:
    case = lemma_case(document, child)
    if not case:
        return
    if passive and case in grammar_of(document).slots.agent:
        yield Argument("subj", child)
    else:
        yield Argument(case, child)


def _late_agents(document: Document, thing: int) -> Iterator[Argument]:
    """The agent of a passive that the parser hung on its object or place: "was given tanks | by Germany"."""
    agent = grammar_of(document).slots.agent
    for child in document.children[thing]:
        if document.deps[child] in ("nmod", "obl", "obl:agent") and lemma_case(document, child) in agent:
            yield Argument("subj", child)


def _gap(document: Document, verb: int, found: list[Argument]) -> list[Argument]:
    """The antecedent of a relative clause without a relative pronoun, in the slot that the clause leaves open."""
    noun = antecedent(document, verb) if document.deps[verb] in ("acl:relcl", "conj") else None
    if noun is None or noun == verb or not is_finite(document, verb) or _has_relative(document, verb):
        return []
    if not any(a.slot == "subj" for a in found) and not is_passive(document, verb):
        return [Argument("subj", noun)] if document.deps[verb] == "acl:relcl" else []
    return [] if any(a.slot == "obj" for a in found) else [Argument("obj", noun)]


def _has_relative(document: Document, verb: int) -> bool:
    """Whether a relative pronoun other than a mere conjunction stands in the clause of ``verb`` before it."""
    return any(
        is_relative(document, node) and document.deps[node] != "mark"
        for child in document.children[verb]
        if child < verb
        for node in (child, *document.children[child])
    )


def _relative_target(document: Document, argument: Argument, verb: int) -> Argument:
    if is_relative(document, argument.token):
        noun = antecedent(document, verb)
        if noun is not None and noun != verb:
            return Argument(argument.slot, noun)
    return argument


def _mend_relative(document: Document, verb: int, found: list[Argument]) -> list[Argument]:
    """Arguments of a relative clause whose "que" the parser took for the subject though the verb does not agree with it.

    "la franja que ocupaban", "una condición que rechazan los israelíes": que is the object, a bare noun phrase behind the
    verb its subject.
    """
    word = grammar_of(document).forms.ambiguous_relative
    que = next((a for a in found if a.slot == "subj" and document.lowers[a.token] == word), None)
    noun = antecedent(document, verb) if que is not None else None
    if que is None or noun is None or is_passive(document, verb) or agree(document, verb, noun):
        return found
    behind = next((a for a in found if a.slot == "obj" and a.token > verb and not lemma_case(document, a.token)), None)
    mended = [a for a in found if a is not que and a is not behind]
    mended.append(Argument("obj", que.token))
    if behind is not None:
        mended.append(Argument("subj", behind.token))
    return mended


def agree(document: Document, verb: int, noun: int) -> bool:
    """Whether verb and noun agree in number; true where either does not show it or the noun may take both."""
    finite = next((t for t in (*auxiliaries(document, verb), verb) if document.feats[t].get("VerbForm") == "Fin"), None)
    if finite is None or len(conjuncts(document, noun)) > 1 or document.pos[noun] != "NOUN":
        return True
    one, other = document.feats[finite].get("Number"), document.feats[noun].get("Number")
    return not one or not other or one == other


def own_arguments(document: Document, verb: int) -> tuple[Argument, ...]:
    """The dependents of ``verb`` by logical slot; relative pronouns replaced by their antecedents."""
    found = [_relative_target(document, a, verb) for a in _mend_relative(document, verb, list(_own_arguments(document, verb)))]
    if _held(document, verb) and not any(a.slot == "obj" for a in found):
        found += [a for a in _own_arguments(document, document.heads[verb]) if a.slot == "obj" and a.token != verb]
    if grammar_of(document).switches.zero_relatives:
        found += _gap(document, verb, found)
    if grammar_of(document).switches.gerunds_modify and _opens(document, verb) and not any(a.slot == "obj" for a in found):
        who = subject(document, document.heads[verb], depth=3)
        found += [Argument("obj", who.token)] if who is not None and not who.elided else []
    if is_participle(document, verb) and document.deps[verb] in ("acl", "amod", "acl:relcl", "conj") and not auxiliaries(document, verb):
        noun = document.heads[verb]
        while document.deps[verb] == "conj" and document.pos[noun] in ("VERB", "ADJ") and is_participle(document, noun):
            verb, noun = noun, document.heads[noun]
        while document.pos[noun] == "ADJ" and document.deps[noun] == "amod":
            noun = document.heads[noun]
        nominal = document.pos[noun] in ("NOUN", "PROPN", "PRON") or document.deps[noun] in ("nsubj", "nsubj:pass", "obj", "obl", "nmod")
        if nominal and noun != verb and not any(a.slot == "obj" for a in found):
            found.append(Argument("obj", noun))
    return tuple(found)


def _opens(document: Document, verb: int) -> bool:
    """Whether the verb is a bare participle that says what happened to the subject of its clause: "Accused of lies, Iran ..."."""
    return document.deps[verb] == "advcl" and is_participle(document, verb) and not auxiliaries(document, verb)


def subject(document: Document, verb: int, *, depth: int = 0) -> Argument | None:
    """The logical subject of ``verb``: its own, shared by coordination, controlled, or unsaid (``elided``)."""
    own = next((a for a in own_arguments(document, verb) if a.slot == "subj"), None)
    if own is not None:
        return own
    if _held(document, verb) and depth <= 4:
        return subject(document, document.heads[verb], depth=depth + 1)
    if is_passive(document, verb) or depth > 4:
        return None
    dep, head = document.deps[verb], document.heads[verb]
    if dep == "conj" and head != verb and document.pos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
        shared = _shared_subject(document, verb, head, depth)
        if shared is not None:
            return shared
    if not is_finite(document, verb) and head != verb:
        return _controller(document, verb, depth)
    if is_finite(document, verb):
        return Argument("subj", verb, elided=True)
    return None


def _held(document: Document, verb: int) -> bool:
    head = document.heads[verb]
    return (
        head != verb
        and document.lemmas[head] in grammar_of(document).verbs.holders
        and document.deps[verb] in ("xcomp", "obj", "advcl", "acl", "ccomp", "amod")
        and is_participle(document, verb)
        and not auxiliaries(document, verb)
    )


def _shared_subject(document: Document, verb: int, head: int, depth: int) -> Argument | None:
    shared = subject(document, head, depth=depth + 1)
    if shared is None and is_passive(document, head):
        shared = next((Argument("subj", a.token) for a in own_arguments(document, head) if a.slot == "obj"), None)
    if shared is not None and shared.elided:
        return Argument("subj", verb, elided=True) if is_finite(document, verb) else shared
    return shared


def _controller(document: Document, verb: int, depth: int) -> Argument | None:
    dep, head = document.deps[verb], document.heads[verb]
    if document.pos[head] in ("VERB", "AUX", "ADJ"):
        if _object_controls(document, head, dep):
            for slot in grammar_of(document).slots.controllers:
                for argument in own_arguments(document, head):
                    if argument.slot == slot and argument.token != verb:
                        return Argument("subj", argument.token)
            if not grammar_of(document).switches.object_controls:
                return None
        return subject(document, head, depth=depth + 1) or _passive_subject(document, head)
    if document.pos[head] in ("NOUN", "PROPN", "PRON", "NUM") and dep == "acl" and grammar_of(document).switches.gerunds_modify:
        return _modified(document, verb, head) or noun_controller(document, head, depth=depth + 1)
    if document.pos[head] == "NOUN" and dep in ("acl", "nmod", "xcomp", "ccomp"):
        return noun_controller(document, head, depth=depth + 1)
    return None


def _object_controls(document: Document, head: int, dep: str) -> bool:
    """Whether the infinitive under ``head`` is done by its object: by the list, or of every verb but those of the list."""
    grammar = grammar_of(document)
    listed = document.lemmas[head] in grammar.verbs.object_control
    if grammar.switches.object_controls:
        return not listed and dep in ("xcomp", "ccomp")
    return listed and dep in ("xcomp", "ccomp", "advcl", "obl")


def _modified(document: Document, verb: int, noun: int) -> Argument | None:
    """Who does a gerund on a noun (the noun) or an infinitive on it (its possessor); None where nothing tells."""
    if document.feats[verb].get("VerbForm") == "Ger":
        return Argument("subj", noun)
    grammar = grammar_of(document)
    for child in document.children[noun]:
        possessive = document.deps[child] == "det" and document.feats[child].get("Poss") == "Yes"
        if possessive or (document.deps[child] == "nmod" and lemma_case(document, child) in grammar.slots.owner):
            return Argument("subj", child)
    return None


def _passive_subject(document: Document, verb: int) -> Argument | None:
    return next((Argument("subj", a.token) for a in own_arguments(document, verb) if a.slot == "obj"), None)


def noun_controller(document: Document, noun: int, *, depth: int = 0) -> Argument | None:
    """Who does what the noun names: its por-/de-phrase is for the caller; here the subject of the verb that governs it."""
    verb = governing_verb(document, noun)
    return subject(document, verb, depth=depth + 1) if verb is not None and depth < 5 else None


def governing_verb(document: Document, noun: int) -> int | None:
    """The verb that has ``noun`` (or a phrase around it) as a dependent, or None."""
    node = noun
    for _ in range(6):
        head = document.heads[node]
        if head == node:
            return None
        if document.pos[head] in ("VERB", "AUX") or is_participle(document, head):
            return head
        node = head
    return None


def expand(document: Document, argument: Argument) -> tuple[Argument, ...]:
    """The argument and those coordinated with it."""
    if argument.elided:
        return (argument,)
    return tuple(Argument(argument.slot, t) for t in conjuncts(document, argument.token))
