"""Reporting verbs after or inside what they report: "...", dijo X; ..., informó X; esto, escribió X, es ..."""

from __future__ import annotations

from dataclasses import replace

from despacho.attribution.coordination import tense_signature
from despacho.attribution.lexicon import Lexicon, Reporting
from despacho.attribution.quotes import Quote, is_mark
from despacho.attribution.reports import Range, Report, case_of, report_of, segment_start
from despacho.attribution.trees import (
    SKIPPED,
    STOPS,
    is_finite_token,
    sentence_range,
    subject_of,
    subtree,
    tells_anew,
)
from despacho.grammar.words import grammar_of
from despacho.model import Document


def after_report(
    document: Document, verb: int, reporting: Reporting, quotes: tuple[Quote, ...], lexicon: Lexicon
) -> Report | None:
    """As in "...", dijo X. / ..., informó X. / Se trata, escribió X, de ..."""
    if (
        not (reporting.quote or reporting.closed)
        or tense_signature(document, verb)[:3] not in ("Ind", "Cnd")
        or not is_postposed(document, verb, lexicon)
    ):
        return None
    if not reporting.quote and not _after_mark(document, verb):
        return None
    first, last = sentence_range(document, verb)
    start = _inserted_after(document, verb, segment_start(document, verb, first))
    before = _before_speaker(document, verb) + 1 if grammar_of(document).switches.fronted_content else verb
    scopes = [(start, before)] if before - start > 1 else []
    if before - start <= 3 and first > 0 and _closes_quote(first, verb, quotes):
        scopes.append((_quote_before(quotes, verb), first))
    elif before - start <= 3 and first > 0 and _cut_off(document, first):
        scopes.append(sentence_range(document, first - 1))
    end = _forward_end(document, verb, start, last)
    if end is not None:
        scopes.append(end)
    if not scopes:
        return None
    report = report_of(document, verb, scopes, "after", reporting)
    fronted = grammar_of(document).switches.fronted_content
    speaker = subject_of(document, verb) if fronted and report.source is not None else _speaker_after(document, verb, last)
    if speaker is not None and speaker > verb and document.lemmas[verb] in grammar_of(document).speech["told_to_somebody"]:
        # "X, who ..., told the crowd": behind "told" stands who is told.
        return None
    if speaker is None and not _stands_alone(document, verb):
        return None
    return replace(report, source=speaker if speaker is not None else _own_subject(document, verb))


def _cut_off(document: Document, first: int) -> bool:
    """Whether the sentence before goes on here: it has no stop of its own, and no paragraph ends it."""
    gap = document.article.text[document.ends[first - 1] : document.starts[first]]
    return document.forms[first - 1] not in STOPS and "\n" not in gap


def _stands_alone(document: Document, verb: int) -> bool:
    """Whether a verb without a speaker still reports: after closing marks, or between stops ("esto, explicó, daría")."""
    if _after_mark(document, verb):
        return True
    neuter = grammar_of(document).speech["object_clitics"]
    if document.lowers[verb - 1] in neuter or (
        document.deps[verb - 1].startswith("aux")
        and verb > 1
        and document.lowers[verb - 2] in neuter
    ):
        return False
    i = verb + 1
    while i < len(document.forms) and document.pos[i] == "ADV":
        i += 1
    return (
        i >= len(document.forms)
        or document.forms[i] in STOPS
        or document.forms[i] in SKIPPED
        or document.lowers[i] in grammar_of(document).speech["after_verb"]
    )


def is_postposed(document: Document, verb: int, lexicon: Lexicon) -> bool:
    """Whether ``verb`` follows what it reports: a comma, dash or closing mark before it and no content after it."""
    first, last = sentence_range(document, verb)
    speech, fronted = grammar_of(document).speech, grammar_of(document).switches.fronted_content
    i = _before_speaker(document, verb) if fronted else verb - 1
    if fronted and tells_anew(document, verb):
        return False
    while i > first and (
        document.lowers[i] in speech["clitics"]
        or document.lowers[i] in speech["before_verb"]
        or document.deps[i] == "aux"
    ):
        i -= 1
    if i < first and first > 0:
        return False
    before = document.forms[i] if i >= first else ""
    if not (before in SKIPPED or is_mark(before)):
        return False
    spoken = any(c < verb and _is_subject(document, c) for c in document.children[verb])
    if spoken and not fronted and not is_mark(before) and _speaker_after(document, verb, last) is None:
        # "X, que ..., exigió a Y ...": the subject stands before its verb.
        return False
    closing = is_mark(before) or (i > first and is_mark(document.forms[i - 1]))
    return not _content_follows(document, verb, last, lexicon, after_quote=closing)


def _before_speaker(document: Document, verb: int) -> int:
    """The token before the speaker that stands before its verb of saying ("..., | officials said"), else before the verb."""
    return min([verb, *(_opening(document, c) for c in document.children[verb] if c < verb and _is_subject(document, c))]) - 1


def _is_subject(document: Document, i: int) -> bool:
    return document.deps[i] in ("nsubj", "nsubj:pass")


def _opening(document: Document, head: int) -> int:
    """The first token of a noun phrase, a comma that a tree hangs on it left out."""
    first, _ = subtree(document, head)
    while first < head and (document.forms[first] in SKIPPED or is_mark(document.forms[first])):
        first += 1
    return first


def _after_mark(document: Document, verb: int) -> bool:
    """Whether closing quotation marks stand just before the verb, but for a comma and clitics."""
    fronted = grammar_of(document).switches.fronted_content
    end = _before_speaker(document, verb) + 1 if fronted else verb
    return any(is_mark(document.forms[i]) for i in range(max(end - 4, 0), end))


def _content_follows(document: Document, verb: int, last: int, lexicon: Lexicon, *, after_quote: bool) -> bool:
    named = False
    # "dijo a la prensa un alto cargo": behind the person told comes the speaker.
    grammar = grammar_of(document)
    told = not grammar.speech["told_to"].isdisjoint(document.lowers[verb + 1 : verb + 2])
    for i in range(verb + 1, last):
        if document.forms[i] in (",", ".", ";", "?", "!", "-", "–", "—"):
            break
        if is_mark(document.forms[i]) and (named or _closed_soon(document, i, last)):
            named = not named
            continue
        if document.forms[i] == ":" or (document.lowers[i] in grammar.forms.content and document.pos[i] == "SCONJ"):
            # Behind a closed quote and its speaker a "que" is another clause's ("...", dijo X en una nota que ...).
            return not (after_quote and i > verb + 2 and document.forms[i] != ":")
        if is_mark(document.forms[i]):
            return True
        direct = (
            document.deps[i] in ("obj", "xcomp") and document.heads[i] == verb and document.pos[i] in ("NOUN", "VERB")
        )
        if direct and not (after_quote or told) and case_of(document, i) not in grammar.slots.address and not _speaks(document, i, lexicon):
            return True
    return False


def _closed_soon(document: Document, mark: int, last: int) -> bool:
    """Whether a quotation mark opens a short name ("el diario "Baaz"")."""
    return any(is_mark(document.forms[i]) for i in range(mark + 1, min(mark + 6, last)))


def _speaks(document: Document, i: int, lexicon: Lexicon) -> bool:
    """Whether a noun mistaken for an object is the speaker: an indefinite person, a body with a name."""
    plural = document.feats[i].get("Number") == document.feats[document.heads[i]].get("Number") == "Plur"
    return (
        plural
        or document.ents[i] in ("PER", "ORG")
        or any(document.deps[c] in ("appos", "flat") for c in document.children[i])
        or document.lemmas[i] in lexicon.lemmas["grammar.speaker"]
    )


def _own_subject(document: Document, verb: int) -> int | None:
    """The subject before a postposed verb, where the verb agrees with it and a quote ends before it."""
    subject = subject_of(document, verb)
    return subject if subject is not None and _after_mark(document, subject) and subject > verb - 12 else None


def _speaker_after(document: Document, verb: int, last: int) -> int | None:
    """The head of the noun phrase that follows a postposed verb: its speaker, whatever the tree calls it."""
    i = verb + 1
    while i < min(last, verb + 16):
        if document.forms[i] in STOPS:
            # "informó hoy, martes, el ministro": a day between commas does not end the clause.
            if (
                document.forms[i : i + 3 : 2] == (",", ",")
                and document.pos[i + 1] == "NOUN"
                and i + 3 < last
                and document.pos[i + 3] == "DET"
            ):
                i += 3
                continue
            return None
        if document.pos[i] in ("NOUN", "PROPN", "PRON") and document.lowers[i] not in grammar_of(document).speech["clitics"]:
            head = _np_head(document, i, last)
            if case_of(document, head) == "" and not _is_time(document, head):
                return head
            i = max(i, subtree(document, head)[1] - 1)
        i += 1
    return None


def _np_head(document: Document, i: int, last: int) -> int:
    while i < document.heads[i] < last and document.deps[i] in ("nummod", "amod", "compound", "det"):
        i = document.heads[i]
    return i


def _is_time(document: Document, i: int) -> bool:
    return document.feats[i].get("AdvType") == "Tim" or document.deps[i] in ("obl:tmod", "nmod")


def _closes_quote(first: int, verb: int, quotes: tuple[Quote, ...]) -> bool:
    return any(q.first < first and first - 1 <= q.last <= verb for q in quotes)


def _quote_before(quotes: tuple[Quote, ...], verb: int) -> int:
    return max((q.first for q in quotes if q.first < verb), default=0)


def _inserted_after(document: Document, verb: int, start: int) -> int:
    """The start of the clause that a parenthetical stands in: "..., quien, afirmó X, debe ..."."""
    i = verb - 1
    while i > start and document.forms[i] in SKIPPED:
        i -= 1
    return i if document.lowers[i] in grammar_of(document).speech["inserted_after"] and i > start else start


def _forward_end(document: Document, verb: int, start: int, last: int) -> Range | None:
    """What goes on after a parenthetical: "las protestas, dijo X, son ...", or "A", señaló, "así como B"."""
    i = verb + 1
    while i < last and document.forms[i] not in STOPS and not is_mark(document.forms[i]):
        i += 1
    if i + 1 >= last or document.forms[i] != ",":
        return None
    after = i + 1
    end = next((j for j in range(after, last) if document.forms[j] == ";"), last)
    if is_mark(document.forms[after]):
        closing = next((j for j in range(after + 1, end) if is_mark(document.forms[j])), end)
        return after, closing
    if document.lowers[after] in grammar_of(document).speech["goes_off"]:
        return None
    crossing = any(
        start <= document.heads[j] < verb or (document.heads[verb] >= after and document.heads[verb] < end)
        for j in range(after, end)
        if document.deps[j] != "punct"
    )
    # Without a verb of its own before the parenthesis the clause must go on behind it.
    unfinished = not any(is_finite_token(document, j) for j in range(start, verb))
    return (after, end) if crossing or unfinished or verb - start <= 7 else None
