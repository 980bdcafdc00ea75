"""From a spaCy Doc to a Document: columns of plain Python values, so that no later stage needs spaCy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, SENT_START
from spacy.tokens import Doc

from despacho.model import Article, Document, Sentence
from despacho.reading.cutting import bounded

ATTRIBUTES = [LEMMA, POS, DEP, HEAD, MORPH, ENT_TYPE, ENT_IOB, SENT_START]


@lru_cache(maxsize=4096)
def _feats(morph: str) -> Mapping[str, str]:
    return dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A parsed paragraph: its Doc, where it starts in the article's text, and what kind of line it is."""

    doc: Doc
    offset: int
    kind: str


def to_document(article: Article, pieces: Sequence[Piece], kind_of: Callable[[str], str]) -> Document:
    """The parse of ``article`` as columns; every token of every piece is a slice of ``article.text``."""
    columns: list[list[int]] = []
    starts: list[int] = []
    ends: list[int] = []
    heads: list[int] = []
    sentences: list[Sentence] = []
    for piece in pieces:
        base = len(columns)
        rows = bounded(piece.doc.to_array(ATTRIBUTES).tolist(), piece.doc.vocab.strings, columns=ATTRIBUTES)
        for i, (token, row) in enumerate(zip(piece.doc, rows, strict=True)):
            start = piece.offset + token.idx
            starts.append(start)
            ends.append(start + len(token))
            heads.append(base + i + (row[3] if row[3] < 2**63 else row[3] - 2**64))
        columns.extend(rows)
        sentences.extend(_sentences(article.text, piece, rows, base=base, index=len(sentences), kind_of=kind_of))
    strings = pieces[0].doc.vocab.strings if pieces else None
    return _assemble(article, columns, spans=(starts, ends), heads=heads, sentences=sentences, strings=strings)


def _sentences(
    text: str, piece: Piece, rows: list[list[int]], *, base: int, index: int, kind_of: Callable[[str], str]
) -> Iterator[Sentence]:
    firsts = [i for i, row in enumerate(rows) if i == 0 or row[7] == 1]
    for first, last in zip(firsts, [*firsts[1:], len(rows)], strict=True):
        start = piece.offset + piece.doc[first].idx
        end = piece.offset + piece.doc[last - 1].idx + len(piece.doc[last - 1])
        kind = piece.kind if piece.kind != "prose" else kind_of(text[start:end])
        yield Sentence(index=index, first=base + first, last=base + last, start=start, end=end, kind=kind)
        index += 1


def _assemble(
    article: Article,
    columns: list[list[int]],
    *,
    spans: tuple[list[int], list[int]],
    heads: list[int],
    sentences: list[Sentence],
    strings: Any,
) -> Document:
    starts, ends = spans
    children: list[list[int]] = [[] for _ in columns]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    sentence_of = [s.index for s in sentences for _ in range(s.first, s.last)]
    forms = tuple(article.text[a:b] for a, b in zip(starts, ends, strict=True))
    return Document(
        article=article,
        forms=forms,
        lowers=tuple(form.lower() for form in forms),
        lemmas=tuple(strings[row[0]].lower() for row in columns),
        pos=tuple(strings[row[1]] for row in columns),
        deps=tuple("root" if strings[row[2]] == "ROOT" else strings[row[2]] for row in columns),
        heads=tuple(heads),
        feats=tuple(_feats(strings[row[4]]) for row in columns),
        starts=tuple(starts),
        ends=tuple(ends),
        ents=tuple(strings[row[5]] if row[5] else "" for row in columns),
        ent_starts=tuple(row[6] == 3 for row in columns),
        children=tuple(map(tuple, children)),
        sentence_of=tuple(sentence_of),
        sentences=tuple(sentences),
    )
