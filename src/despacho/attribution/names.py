"""The words that name a source, and the channel through which it speaks."""

from __future__ import annotations

from despacho.attribution.lexicon import Lexicon
from despacho.attribution.quotes import is_mark
from despacho.attribution.trees import match_words, name_range, subtree
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document, Phrase
from despacho.model.event import Channel

_BREAKS = (",", ";", ":", "(", "[", "-", "–", "—", ".")
_ISSUED = ("obl:agent", "obl", "obl:arg", "nmod")


def _apposed_name(document: Document, head: int) -> int | None:
    """The proper name that stands in apposition to a role noun ("el ministro de Defensa, Geoff Hoon")."""
    if document.pos[head] == "PROPN":
        return None
    for child in document.children[head]:
        if child > head and document.deps[child] == "appos" and document.pos[child] in ("NOUN", "ADJ"):
            inner = _apposed_name(document, child)
            if inner is not None and inner > child:
                return inner
        named = document.pos[child] == "PROPN" or (
            document.deps[child] == "appos" and document.ents[child] and document.forms[child].istitle()
        )
        if child < head or not named:
            continue
        if document.deps[child] in ("appos", "flat", "flat:name"):
            return child
        if document.deps[child] == "nmod" and not any(document.deps[c] == "case" for c in document.children[child]):
            return child
    return None


def _name_in_apposition(document: Document, head: int) -> int | None:
    """A person's name between commas behind a role noun, wherever the tree hangs it."""
    if document.pos[head] == "PROPN":
        return None
    first, last = subtree(document, head)
    for i in range(max(first, head) + 2, last):
        if document.deps[i] == "appos" and document.ents[i] == "PER" and document.forms[i - 1] == ",":
            return i
        if document.forms[i] == "," and document.ents[min(i + 1, last - 1)] != "PER":
            return None
    return None


def _clipped(document: Document, head: int) -> tuple[int, int]:
    """The noun phrase of ``head`` without its preposition, and without what follows a comma or a relative."""
    first, last = subtree(document, head)
    start = head
    while (
        start > first
        and document.forms[start - 1] not in _BREAKS
        and document.pos[start - 1]
        not in (
            "ADP",
            "SCONJ",
            "VERB",
            "CCONJ",
            "AUX",
            "SPACE",
            "ADV",
        )
    ):
        start -= 1
    while start < head and is_mark(document.forms[start]):
        start += 1
    end, name_ends = head + 1, grammar_of(document).speech["name_ends"]
    while end < last and document.forms[end] not in _BREAKS and document.lowers[end] not in name_ends:
        if is_mark(document.forms[end]) or document.deps[end] == "mark" or document.pos[end] == "ADV":
            break
        end += 1
    while end > head + 1 and document.pos[end - 1] in ("ADP", "CCONJ", "DET"):
        end -= 1
    return start, end


def naming(document: Document, head: int, lexicon: Lexicon) -> Phrase:
    """The shortest phrase that names the participant whose noun phrase is headed by ``head``."""
    if document.feats[head].get("Poss") == "Yes":
        return Phrase(head=head, first=head, last=head + 1)
    name = _apposed_name(document, head) or _name_in_apposition(document, head)
    if name is not None:
        first, last = name_range(document, name)
        return Phrase(head=name, first=first, last=last)
    first, last = _clipped(document, head)
    for i in range(head + 1, last):
        # "el Ministerio en Telegram": the channel is not part of the name.
        if document.lowers[i] in grammar_of(document).slots.locative and _told_in(document, (i, last), lexicon) is not None:
            last = i
            break
    return Phrase(head=head, first=first, last=last)


def issuer(document: Document, head: int, lexicon: Lexicon) -> int | None:
    """Who issued a document noun: "el comunicado emitido por X", "una nota de X", "el texto, leído por X"."""
    slots = grammar_of(document).slots
    for child in document.children[head]:
        if document.deps[child] in ("acl", "amod", "acl:relcl"):
            for c in document.children[child]:
                if c > child and document.deps[c] in _ISSUED and _case(document, c) in slots.agent:
                    return c
                if (
                    document.deps[child] == "acl:relcl"
                    and document.deps[c] == "nsubj"
                    and document.pos[c] in ("NOUN", "PROPN")
                    and (document.lemmas[child] in lexicon.verbs or document.lemmas[child] in grammar_of(document).speech["issuing"])
                ):
                    return c
    for child in document.children[head]:
        if (
            child > head
            and document.deps[child] in ("nmod", "obl:agent")
            and _case(document, child) in slots.genitive | slots.agent
        ) and (document.pos[child] == "PROPN" or document.lemmas[child] not in lexicon.lemmas["noun.document"]):
            return child
    return None


def _case(document: Document, i: int) -> str:
    for child in document.children[i]:
        if document.deps[child] == "case":
            lower = document.lowers[child]
            return lower if lower not in grammar_of(document).slots.genitive_contractions else grammar_of(document).forms.contractions[lower]
    return ""


def _told_in(document: Document, clause: tuple[int, int], lexicon: Lexicon) -> Channel | None:
    """The channel named in the reporting clause: "en un comunicado", "en su cuenta de X", "en una entrevista"."""
    first, last = clause
    social, speech = lexicon.words["noun.social_media"], grammar_of(document).speech
    for i in range(first, last):
        if match_words(document, i, social):
            return "social_media"
        if document.lowers[i] in speech["told_in"]:
            for j in range(i + 1, min(i + 4, last)):
                lemma = document.lemmas[j]
                if lemma in lexicon.lemmas["noun.communique"]:
                    return "communique" if document.lowers[j] not in speech["mere_statements"] else None
                if lemma in lexicon.lemmas["noun.interview"]:
                    return "interview"
                if lemma in lexicon.lemmas["noun.document"]:
                    return "document"
                if document.pos[j] == "NOUN":
                    break
    return None


def _is_listed(document: Document, i: int, lemmas: frozenset[str]) -> bool:
    """Whether a noun is in a list by its lemma, or by its singular where it opens a sentence and is taken for a name."""
    lower = document.lowers[i]
    return (
        document.lemmas[i] in lemmas
        or lower in lemmas
        or not lemmas.isdisjoint(morphology_of(document).noun_lemmas(lower))
    )


def _is_anonymous(document: Document, head: int, lexicon: Lexicon) -> bool:
    first, last = subtree(document, head)
    if any(document.lowers[i] in lexicon.words["grammar.anonymous"] for i in range(first, last)):
        return True
    named = _apposed_name(document, head) is not None or (
        document.pos[head] == "PROPN" and document.ents[head] in ("PER", "ORG", "LOC")
    )
    return not named and _is_listed(document, head, lexicon.lemmas["noun.unnamed"])


def _is_medium(document: Document, head: int, lexicon: Lexicon) -> bool:
    """Whether the source is a paper, an agency, a station: by its noun, or by the noun before its name."""
    media = lexicon.lemmas["noun.media"]
    if _is_listed(document, head, media):
        return True
    i = head - 1
    while i > 0 and (
        document.pos[i] == "DET" or document.lowers[i] in grammar_of(document).names["the"] or is_mark(document.forms[i])
    ):
        i -= 1
    return i >= 0 and document.pos[i] == "NOUN" and document.lemmas[i] in media


def channel_of(document: Document, head: int | None, clause: tuple[int, int], lexicon: Lexicon) -> Channel:
    """Through what the source in ``head`` speaks; ``clause`` is the token range of the reporting clause."""
    if head is not None:
        first, last = _clipped(document, head)
        lemmas = [document.lemmas[i] for i in range(first, last)]
        if any(lemma in lexicon.lemmas["noun.state_marks"] for lemma in lemmas) and (
            document.pos[head] == "PROPN" or (lemmas and document.lemmas[head] in lexicon.lemmas["noun.media"])
        ):
            return "state_media"
        if _is_medium(document, head, lexicon):
            return "media"
        if _is_anonymous(document, head, lexicon):
            return "unnamed"
        if document.lemmas[head] in lexicon.lemmas["noun.communique"]:
            return "communique"
        if document.lemmas[head] in lexicon.lemmas["noun.document"]:
            return "document"
    return _told_in(document, clause, lexicon) or "statement"
