"""Which date an act has: the time expression that governs its trigger by the parse, never merely one in its sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.time_expressions import TimeExpression
from despacho.resolve.time_grammar import Grammar, load_grammar
from despacho.resolve.time_sites import Site, cases_of, clause_above, is_predicate, relation, sites
from despacho.resolve.time_tense import head_of, tense_of

_MAX_CLIMB = 6
_SAID = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types whose act is done by saying so (codebook, section 1): "dijo hoy que Siria debe retirarse" is today's REQUEST."""
_NOMINAL_CLAUSES = frozenset({"acl", "amod"})


def date_of(
    document: Document,
    trigger_head: int,
    times: Sequence[TimeExpression],
    *,
    trigger_first: int,
    trigger_last: int,
    event_type: str = "",
) -> TimeExpression | None:
    """The expression that dates the act of a trigger (half-open token range and head), None where the text gives none.

    It may have no value (no anchor, a decade): the act is then known to be dated by it, and its date is null. What stands
    beside the trigger itself comes first, then what its noun's or verb's carriers say ("la retirada, completada ayer"),
    then the clauses that it shares a date with; an act that saying performs (``event_type``, where given) takes the date
    of the reporting verb; in a live blog at last the clock stamp above.
    """
    grammar = load_grammar(document.lang)
    if grammar is None or not times:
        return None
    sentence = document.sentences[document.sentence_of[trigger_head]]
    here = [bisect_left(times, at, key=lambda time: time.first) for at in (sentence.first, sentence.last)]
    placed = sites(document, times[slice(*here)], sentence=sentence, grammar=grammar)
    if document.deps[trigger_head].startswith(("aux", "cop")):
        trigger_head = document.heads[trigger_head]
    trigger = {trigger_head, *range(trigger_first, trigger_last)}
    search = _Search(document, placed, grammar)
    found = search.own(trigger) or search.inherited(trigger_head)
    if found is None and event_type in _SAID:
        found = search.of_report(trigger_head)
    if found is None and not _has_own_hour(document, times[slice(*here)], trigger):
        return _stamp_above(times, trigger_first)
    return found


def _has_own_hour(document: Document, times: Sequence[TimeExpression], trigger: set[int]) -> bool:
    """Whether a part of some unnamed day hangs on the trigger ("retenido desde la noche"): not the stamp's moment."""
    hours = [time for time in times if time.kind == "time" and time.value is None]
    return any(document.heads[head_of(document, time.first, time.last)] in trigger for time in hours)


def _stamp_above(times: Sequence[TimeExpression], first: int) -> TimeExpression | None:
    """The live-blog stamp under which the trigger stands."""
    above = [time for time in times if time.kind == "time" and time.precision == "minute" and time.first <= first]
    return above[-1] if above else None


class _Search:
    """The dates of one sentence, asked for by token."""

    __slots__ = ("_document", "_grammar", "_sites")

    def __init__(self, document: Document, placed: Sequence[Site], grammar: Grammar) -> None:
        self._document = document
        self._sites = placed
        self._grammar = grammar

    def own(self, trigger: set[int]) -> TimeExpression | None:
        """The first expression that hangs on the trigger's own words; one that has a value first."""
        found = [s.time for s in self._sites if s.clause in trigger or not trigger.isdisjoint(s.nouns)]
        return next((time for time in found if time.value), found[0] if found else None)

    def inherited(self, i: int) -> TimeExpression | None:
        """The expression that reaches the trigger through other words."""
        if is_predicate(self._document, i):
            return self._of_clause(i, before=None, depth=0)
        return self._of_noun(i, depth=0)

    def _of_noun(self, i: int, *, depth: int) -> TimeExpression | None:
        """The date of an act that a noun names."""
        found = self._on(i) or self._in_modifier(i)
        return found or (self._from_carrier(i, depth=depth + 1) if depth < _MAX_CLIMB else None)

    def _on(self, i: int) -> TimeExpression | None:
        return next((s.time for s in self._sites if i in s.nouns), None)

    def _in_modifier(self, i: int) -> TimeExpression | None:
        """Las amenazas efectuadas ayer, la visita que cursó el lunes, la cumbre en la que mañana hablarán."""
        for site in self._sites:
            clause = site.clause
            if clause is None or relation(self._document, clause) not in _NOMINAL_CLAUSES:
                continue
            head = self._document.heads[clause]
            if (head == i and self._carries(clause)) or (head != i and self._reaches(i, head, clause=clause)):
                return site.time
        return None

    def _reaches(self, i: int, head: int, *, clause: int) -> bool:
        """Whether a clause parsed onto a noun inside the phrase of ``i`` is about ``i`` after all ("la retirada de las
        tropas, que se inició ayer"): a carrier verb that agrees with ``i`` and not with that noun."""
        document = self._document
        while document.heads[head] not in {head, i} and relation(document, head) in {"nmod", "appos", "conj"}:
            head = document.heads[head]
        parsed = document.heads[clause]
        is_inside = document.heads[head] == i and relation(document, head) == "nmod"
        return (
            is_inside and self._is(clause, "carrier") and self._agrees(clause, i) and not self._agrees(clause, parsed)
        )

    def _agrees(self, clause: int, noun: int) -> bool:
        mine, its = self._document.feats[clause], self._document.feats[noun]
        return all(mine.get(key) in {None, its.get(key)} for key in ("Number", "Gender"))

    def _carries(self, clause: int) -> bool:
        """Whether the clause says of its noun that it took place then."""
        document = self._document
        is_participle = document.feats[clause].get("VerbForm") == "Part" and tense_of(document, clause) == "past"
        is_bare = is_participle and not any(document.deps[c].startswith("aux") for c in document.children[clause])
        return is_bare or self._is(clause, "carrier") or self._hosts(clause)

    def _hosts(self, clause: int) -> bool:
        """Whether the relative pronoun is the occasion of the clause ("en la que", "durante el cual")."""
        document = self._document
        for child in document.children[clause]:
            is_relative = "Rel" in document.feats[child].get("PronType", "")
            if is_relative and any(self._is_occasion(c) for c in document.children[child]):
                return True
        return False

    def _is_occasion(self, i: int) -> bool:
        return self._document.lowers[i] in self._grammar.words["prepositions.occasion"]

    def _is(self, i: int, group: str) -> bool:
        return self._document.lemmas[i] in self._grammar.words["verbs." + group]

    def _from_carrier(self, i: int, *, depth: int) -> TimeExpression | None:
        """The date of the verb whose subject, object or occasion the noun is, if that verb places the act in time."""
        document, head, role = self._document, self._document.heads[i], relation(self._document, i)
        if role == "conj":
            return self._from_carrier(head, depth=depth + 1) if depth < _MAX_CLIMB and head < i else None
        if not is_predicate(document, head):
            return None
        if self._shares_date(i, head, role=document.deps[i]):
            return self._of_clause(head, before=None, depth=depth + 1)
        return None

    def _shares_date(self, i: int, head: int, *, role: str) -> bool:
        if role == "nsubj":
            return not self._is(head, "announcing")
        if role in {"obj", "nsubj:pass"}:
            return self._is(head, "carrier") or self._is(head, "announcing")
        words = self._grammar.words
        placing = words["prepositions.occasion"] | words["prepositions.means"]
        return role.split(":", maxsplit=1)[0] == "obl" and not cases_of(self._document, i).isdisjoint(placing)

    def _of_clause(self, i: int, *, before: int | None, depth: int) -> TimeExpression | None:
        """The date of a predicate: its own, its occasion's, or that of a clause it shares it with."""
        for site in self._sites:
            if self._hangs(site, i) and (before is None or site.time.first < before):
                return site.time
        if depth >= _MAX_CLIMB:
            return None
        for head, limit in self._sharing(i):
            found = self._of_clause(head, before=limit, depth=depth + 1)
            if found is not None:
                return found
        return self._of_antecedent(i, depth=depth)

    def _hangs(self, site: Site, i: int) -> bool:
        """Whether the date is the predicate's own, its occasion's, or says when its subject spoke ("Speaking on Monday, he urged")."""
        if i in (site.clause, site.host):
            return True
        clause = site.clause
        is_opening = clause is not None and clause < i and self._document.heads[clause] == i and relation(self._document, clause) == "advcl"
        return is_opening and clause is not None and self._is(clause, "speaking")

    def _sharing(self, i: int) -> Iterator[tuple[int, int | None]]:
        """The predicates whose date holds for ``i`` too, and the token that the expression must stand before."""
        document, head, role = self._document, self._document.heads[i], relation(self._document, i)
        if head == i or not is_predicate(document, head):
            return
        form = document.feats[i].get("VerbForm")
        if role == "conj":
            if tense_of(document, i) in {tense_of(document, head), None}:
                yield head, i
        elif form == "Inf" and self._has_child(i, "simultaneous"):
            yield head, None
        elif role == "xcomp" or (role == "ccomp" and form == "Inf"):
            if not any(document.lemmas[c] in grammar_of(document).verbs.perfect for c in document.children[i]):
                yield head, None
        elif role == "ccomp":
            if tense_of(document, i) == "future" and self._is(head, "announcing"):
                yield head, None
        elif role == "advcl" and form == "Ger":
            yield head, None

    def _has_child(self, i: int, group: str) -> bool:
        words = self._grammar.words["prepositions." + group]
        return any(self._document.lowers[c] in words for c in self._document.children[i])

    def _of_antecedent(self, i: int, *, depth: int) -> TimeExpression | None:
        """La reunión de mañana, en la que hablarán de la crisis: the relative clause happens at its antecedent."""
        top = clause_above(self._document, i)
        if depth >= _MAX_CLIMB or relation(self._document, top) != "acl":
            return None
        is_next = tense_of(self._document, i) == "past" and self._has_child(top, "relative_place")
        if not is_next and not self._hosts(top):
            return None
        antecedent = self._document.heads[top]
        found = None if is_next else self._on(antecedent) or self._in_modifier(antecedent)
        if found or not self._document.deps[antecedent].startswith(("obl", "nmod")):
            return found
        head = self._document.heads[antecedent]
        is_level = is_predicate(self._document, head) and tense_of(self._document, head) == tense_of(self._document, i)
        return self._of_clause(head, before=None, depth=depth + 1) if is_level else None

    def of_report(self, i: int) -> TimeExpression | None:
        """The date of the verb that reports the clause of ``i``, unless that clause is told as past."""
        document = self._document
        for _ in range(_MAX_CLIMB):
            if is_predicate(document, i) or document.heads[i] == i:
                break
            i = document.heads[i]
        if tense_of(document, i) == "past":
            return None
        top = clause_above(document, i)
        reports = [document.heads[top]] if relation(document, top) == "ccomp" else []
        reports += [c for c in document.children[top] if document.deps[c] == "parataxis"]
        found = (self._of_clause(report, before=None, depth=1) for report in reports)
        return next((time for time in found if time is not None), None)
