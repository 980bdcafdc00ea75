"""Nouns and accusations as content: X confirmó la muerte de ..., X acusó a Y de haber ..."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from despacho.attribution.lexicon import Lexicon, Reporting
from despacho.attribution.reports import Range, Report, case_of, mood_of, report_of
from despacho.attribution.trees import is_passive, shared_subject, subtree
from despacho.grammar.words import grammar_of
from despacho.model import Document


def noun_report(document: Document, verb: int, reporting: Reporting, lexicon: Lexicon) -> Report | None:
    """X confirmó la muerte de ..., informó de la aplicación de ...: nouns only, whatever clause hangs on them."""
    if mood_of(document, verb) == "Inf" and document.deps[verb] != "xcomp" and not _while_saying(document, verb):
        return None
    scopes = []
    for child in document.children[verb]:
        if child < verb or document.pos[child] not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            continue
        dep, case = document.deps[child], case_of(document, child)
        if (
            reporting.noun
            and dep in ("obj", "ccomp", "nsubj")
            and (case == "" or case in reporting.preps)
            and child != shared_subject(document, verb)
        ) or (dep in ("obl", "obl:arg", "nmod", "xcomp", "ccomp", "advcl") and case in reporting.preps):
            scopes.append(_noun_scope(document, verb, child, lexicon))
    return report_of(document, verb, scopes, "noun", reporting) if scopes else None


def _while_saying(document: Document, verb: int) -> bool:
    """As in "dijo X al anunciar la retirada": an infinitive that tells when its subject spoke."""
    return document.lowers[verb - 1] in grammar_of(document).speech["while"]


def _noun_scope(document: Document, verb: int, noun: int, lexicon: Lexicon) -> Range:
    """From the noun phrase to the end of the phrases of ``verb`` that carry the same content on."""
    first, last = subtree(document, noun)
    for child in document.children[verb]:
        onward = (
            document.deps[child] in ("obl", "obl:arg", "obj")
            and case_of(document, child) not in lexicon.words["grammar.adjunct"]
        )
        if child > noun and onward and subtree(document, child)[0] <= last + 1:
            last = max(last, subtree(document, child)[1])
    return first, last


def accusing_report(document: Document, verb: int, reporting: Reporting) -> Report | None:
    """X acusó a Y de haber ..., criticó a Y por ...; in the passive the agent accuses."""
    if not reporting.accuses:
        return None
    scopes = []
    agents = [c for c in document.children[verb] if c > verb and document.deps[c] == "obl:agent"]
    for child in document.children[verb]:
        if child < verb:
            continue
        dep, case = document.deps[child], case_of(document, child)
        if dep in ("obl", "obl:arg", "nmod", "xcomp", "advcl", "acl", "ccomp") and case in reporting.clause_preps:
            clause = document.pos[child] in ("VERB", "AUX")
            if clause or case in reporting.preps:
                scopes.append(subtree(document, child))
        elif child in agents[1:] and case in reporting.clause_preps:
            # "es buscado por X por su participación en ...": the second "por" is the charge.
            scopes.append(subtree(document, child))
        elif dep == "obj":
            scopes.extend(_inner_accusations(document, child, reporting))
    if not scopes:
        return None
    report = report_of(document, verb, scopes, "accuse", reporting)
    if not is_passive(document, verb):
        return report
    return replace(report, source=agents[0]) if agents else None


def _inner_accusations(document: Document, noun: int, reporting: Reporting) -> Iterator[Range]:
    """As in "acusó a Ankara de haber ...", with the infinitive hung on the accused."""
    for child in document.children[noun]:
        if document.pos[child] in ("VERB", "AUX") and case_of(document, child) in reporting.clause_preps:
            yield subtree(document, child)
