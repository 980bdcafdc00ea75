"""Small documents for tests of dates: a flat one whose full stop plays the verb, and one from a table of a tree."""

from __future__ import annotations

import re
from collections.abc import Mapping

from despacho.model import Article, Document, Sentence

_TOKEN = re.compile(
    r"\d[\d/.:-]*\d(?:st|nd|rd|th|s)?|\d(?:st|nd|rd|th)|[ap]\.m\.|(?:Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|U\.S|St)\.|'s\b|mid-[A-Z][a-z]+|\w+|[^\w\s]"
)
_DETERMINERS = {"the", "el", "la", "los", "las", "este", "esta", "un", "una", "unos"}
_PREPOSITIONS = {"in", "on", "of", "at", "for", "by", "since", "until", "from", "before", "after", "ahead", "a", "al", "de", "del", "en", "entre", "desde", "hasta", "para", "por", "durante"}
TENSES: Mapping[str, Mapping[str, str]] = {
    "": {},
    "past": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"},
    "present": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres"},
    "future": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"},
}


def _document(
    text: str, rows: list[tuple[str, str, str, str, int, Mapping[str, str]]], *, stops: list[int], lang: str = "es"
) -> Document:
    """``rows``: form, lemma, pos, dep, head, feats; ``stops``: where each sentence ends (half-open token index)."""
    starts, at = [], 0
    for row in rows:
        at = text.index(row[0], at)
        starts.append(at)
        at += len(row[0])
    ends = [start + len(row[0]) for start, row in zip(starts, rows, strict=True)]
    sentences, first = [], 0
    for index, last in enumerate(stops):
        sentences.append(Sentence(index=index, first=first, last=last, start=starts[first], end=ends[last - 1]))
        first = last
    n = len(rows)
    heads = tuple(row[4] for row in rows)
    return Document(
        article=Article(id="test", text=text, lang=lang),
        forms=tuple(row[0] for row in rows),
        lowers=tuple(row[0].lower() for row in rows),
        lemmas=tuple(row[1] for row in rows),
        pos=tuple(row[2] for row in rows),
        deps=tuple(row[3] for row in rows),
        heads=heads,
        feats=tuple(row[5] for row in rows),
        starts=tuple(starts),
        ends=tuple(ends),
        ents=("",) * n,
        ent_starts=(False,) * n,
        children=tuple(tuple(c for c in range(n) if heads[c] == i and c != i) for i in range(n)),
        sentence_of=tuple(s.index for s in sentences for _ in range(s.first, s.last)),
        sentences=tuple(sentences),
    )


def flat_document(text: str, *, tense: str = "", lang: str = "es") -> Document:
    """Every token hangs on the last one of its sentence, which is a verb of the given tense."""
    forms = [m.group() for m in _TOKEN.finditer(text)]
    is_stop = [form == "." and not (i and forms[i - 1].isdigit()) for i, form in enumerate(forms)]
    stops = sorted({i + 1 for i, stop in enumerate(is_stop) if stop} | {len(forms)})
    rows: list[tuple[str, str, str, str, int, Mapping[str, str]]] = []
    for i, form in enumerate(forms):
        root = next(stop for stop in stops if stop > i) - 1
        lower = form.lower()
        pos = "DET" if lower in _DETERMINERS else "ADP" if lower in _PREPOSITIONS else "NOUN"
        verb = ("VERB", "root", root, TENSES[tense])
        rows.append((form, lower, *(verb if i == root else (pos, "dep", root, {}))))
    return _document(text, rows, stops=stops, lang=lang)


def tree_document(table: str) -> Document:
    """One sentence from lines "form lemma pos dep head feats": head is a row number from 0 (its own for the root), feats
    like Tense=Past|VerbForm=Fin, "past", "present" or "future" for a finite verb, or left out."""
    rows: list[tuple[str, str, str, str, int, Mapping[str, str]]] = []
    for line in table.strip().splitlines():
        form, lemma, pos, dep, head, *rest = line.split()
        given = rest[0] if rest else ""
        feats = TENSES.get(given) or dict(pair.split("=") for pair in given.split("|") if "=" in pair)
        rows.append((form, lemma, pos, dep, int(head), feats))
    return _document(" ".join(row[0] for row in rows), rows, stops=[len(rows)])
