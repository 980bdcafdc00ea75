"""Interviews in question and answer: which lines are the interviewee's, and who that is."""

from __future__ import annotations

from bisect import bisect_right

from despacho.attribution.lexicon import Lexicon, Reporting
from despacho.attribution.reports import Range, Report, case_of
from despacho.grammar.words import grammar_of
from despacho.model import Document

_LABEL_ENDS = (".", ":", ".-", "-", "–", "—")


def _labels(document: Document, lexicon: Lexicon, role: str) -> list[int]:
    """Tokens that open a line with a speaker label ("R.", "RESPUESTA:")."""
    words = lexicon.words[f"dialogue.{role}"]
    text = document.article.text
    found = []
    for i, lower in enumerate(document.lowers):
        form = document.forms[i]
        bare = lower.rstrip(".:-–—")
        if bare not in words or form[0] != form[0].upper() or (len(bare) > 1 and form[:2] != form[:2].upper()):
            continue
        starts_line = (
            i == 0 or "\n" in text[document.ends[i - 1] : document.starts[i]] or _ends_sentence(document, i - 1)
        )
        labelled = bare != lower or (document.forms[i + 1 : i + 2] and document.forms[i + 1] in _LABEL_ENDS)
        if starts_line and labelled:
            found.append(i)
    return found


def _ends_sentence(document: Document, i: int) -> bool:
    """Whether token ``i`` closes a sentence: question and answer may share a line."""
    return document.forms[i][-1:] in (".", "?", "!", "…", "”", "»", '"')


def _interviewee(document: Document, before: int, lexicon: Lexicon) -> int | None:
    """Whom the introduction says the paper talked to: "hablamos con X", "X responde a ..."."""
    verbs = lexicon.lemmas["dialogue.introduction"]
    for verb in range(before - 1, -1, -1):
        if document.pos[verb] != "VERB" or document.lemmas[verb] not in verbs:
            continue
        for i in range(verb + 1, min(before, verb + 30)):
            if document.pos[i] in ("NOUN", "PROPN") and case_of(document, i) in grammar_of(document).slots.company:
                return i
    return next((i for i in range(before) if document.ents[i] == "PER" and document.ent_starts[i]), None)


def answers(document: Document, lexicon: Lexicon) -> tuple[Report, ...]:
    """One report for each answer: from its label to the next label or to the end of the article's last answer line."""
    replies = _labels(document, lexicon, "answer")
    if len(replies) < 2:
        return ()
    questions = _labels(document, lexicon, "question")
    source = _interviewee(document, min((*questions, replies[0])), lexicon)
    marks = sorted((*questions, *replies))
    found = []
    for reply in replies:
        at = bisect_right(marks, reply)
        scope: Range = (reply, marks[at] if at < len(marks) else _line_end(document, reply))
        if source is not None:
            found.append(
                Report(
                    cue=(reply, reply + 1),
                    verb=reply,
                    source=source,
                    scopes=(scope,),
                    form="answer",
                    reporting=Reporting(que=True, quote=True, plain=True),
                )
            )
    return tuple(found)


def _line_end(document: Document, i: int) -> int:
    text = document.article.text
    for j in range(i + 1, len(document.forms)):
        if "\n" in text[document.ends[j - 1] : document.starts[j]]:
            return j
    return len(document.forms)
