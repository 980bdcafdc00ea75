"""Nouns and participles that report: "las acusaciones de X de haber ...", "la queja, confirmada por X"."""

from __future__ import annotations

from despacho.attribution.lexicon import Lexicon, Reporting
from despacho.attribution.reports import Range, Report, case_of
from despacho.attribution.trees import shared_subject, subtree
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document

_PERSONAL = ("PER", "ORG", "LOC", "MISC")


def content_noun_report(document: Document, noun: int, lexicon: Lexicon) -> Report | None:
    """The content of a claim noun and the person who makes the claim."""
    scopes, source = _content_and_owner(document, noun, lexicon)
    if not scopes:
        return None
    rejecting = document.heads[noun]
    if document.lemmas[rejecting] in lexicon.lemmas["rejecting_verb"] and document.deps[noun] == "obj":
        # "rechazó las acusaciones de X de haber ...": it is the one who rejects them who says that it is not so.
        source = shared_subject(document, rejecting)
        return Report(
            cue=(rejecting, rejecting + 1),
            verb=rejecting,
            source=source,
            scopes=tuple(scopes),
            form="claim",
            reporting=Reporting(denies=True),
        )
    if source is None:
        source = _published_in(document, noun)
    if source is None:
        return None
    return Report(
        cue=(noun, noun + 1),
        verb=noun,
        source=source,
        scopes=tuple(scopes),
        form="claim",
        reporting=Reporting(accuses=True),
    )


def _content_and_owner(document: Document, noun: int, lexicon: Lexicon) -> tuple[list[Range], int | None]:
    slots, speech = grammar_of(document).slots, grammar_of(document).speech
    announcing = document.lemmas[noun] in lexicon.lemmas["announcing_noun"]
    scopes: list[Range] = []
    source: int | None = None
    first, last = subtree(document, noun)
    for i in range(noun + 1, last):
        case = case_of(document, i)
        if (
            document.pos[i] in ("VERB", "AUX")
            and case in speech["claimed"]
            and _belongs(document, i, noun)
            and not scopes
        ):
            scopes.append(subtree(document, i))
        elif document.heads[i] == noun and document.deps[i] in ("nmod", "obl:agent", "obl"):
            agent = case in slots.genitive | slots.agent and document.pos[i] in ("NOUN", "PROPN")
            if announcing and case in slots.genitive and not scopes:
                scopes.append((i, subtree(document, i)[1]))
            elif agent and source is None:
                source = i
    if not scopes and " ".join(document.lowers[last : last + 2]) in speech["claims_that"]:
        # The parser hung the clause on the verb above the noun.
        scopes.append((last, subtree(document, document.heads[last + 1])[1]))
    if source is None and grammar_of(document).switches.fronted_content:
        source = next((c for c in document.children[noun] if c < noun and document.deps[c] == "nmod"), None)  # "X's claim"
    if announcing and source is None:
        source = _by_agent(document, first, last)
    return scopes, source


def _by_agent(document: Document, first: int, last: int) -> int | None:
    """The head of "por parte de X" or "por X" inside a range."""
    for i in range(first, last):
        if document.lowers[i] in grammar_of(document).slots.agent:
            j = i + 1
            if " ".join(document.lowers[j : j + 2]) in grammar_of(document).speech["on_the_part"]:
                j += 2
            while j < last and document.pos[j] in ("DET", "ADJ"):
                j += 1
            if j < last and document.pos[j] in ("NOUN", "PROPN"):
                return j
    return None


def _belongs(document: Document, i: int, noun: int) -> bool:
    """Whether a clause hangs on the noun itself or on its owner ("acusaciones del portavoz de haber ...")."""
    head = document.heads[i]
    for _ in range(4):
        if head == noun:
            return True
        if document.pos[head] in ("VERB", "AUX"):
            return False
        head = document.heads[head]
    return False


def _published_in(document: Document, noun: int) -> int | None:
    """As in "informaciones aparecidas en la prensa": where the claim was published."""
    for child in document.children[noun]:
        if document.deps[child] in ("acl", "amod", "acl:relcl"):
            for c in document.children[child]:
                if c > child and document.pos[c] in ("NOUN", "PROPN") and case_of(document, c) in grammar_of(document).speech["published_in"]:
                    return c
    return None


def participle_report(document: Document, participle: int, lexicon: Lexicon) -> Report | None:
    """A noun whose participle names who vouches for it: "una queja, confirmada por el Ministerio"."""
    noun = document.heads[participle]
    if document.pos[noun] not in ("NOUN", "PROPN") or document.deps[participle] not in ("acl", "amod"):
        return None
    agent = next(
        (
            c
            for c in document.children[participle]
            if c > participle and case_of(document, c) in grammar_of(document).slots.agent and document.pos[c] in ("NOUN", "PROPN")
        ),
        None,
    )
    infinitive = _infinitive(document, participle, lexicon)
    if agent is None or infinitive not in lexicon.lemmas["vouching"]:
        return None
    reporting = lexicon.verbs[infinitive]
    while document.deps[noun] in ("nmod", "appos", "flat") and document.pos[document.heads[noun]] in ("NOUN", "PROPN"):
        noun = document.heads[noun]
    # The act may hang on the noun: "la presentación de una queja, confirmada por X".
    return Report(
        cue=(participle, participle + 1),
        verb=participle,
        source=agent,
        scopes=((subtree(document, noun)[0], participle),),
        form="participle",
        reporting=reporting,
    )


def _infinitive(document: Document, participle: int, lexicon: Lexicon) -> str:
    lemma = document.lemmas[participle]
    return lemma if lemma in lexicon.verbs else participle_lemma(document, participle)


def participle_lemma(document: Document, participle: int) -> str:
    """The dictionary form of a participle by rule ("confirmada" -> "confirmar"), its own form where it is none."""
    return morphology_of(document).reported_lemma(document.lowers[participle])
