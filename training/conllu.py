"""CoNLL-U files as words that may be changed, before they become spaCy documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True, kw_only=True)
class Word:
    """A syntactic word; ``number`` counts from 1 in its sentence, ``head`` is a number (0: root)."""

    number: int
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: dict[str, str]
    head: int
    relation: str
    misc: dict[str, str]


@dataclass(slots=True, kw_only=True)
class Sentence:
    """A sentence of a treebank; ``ranges`` maps the first word of a multiword token to (last word, form, misc)."""

    text: str
    new_document: bool
    document: str
    words: list[Word] = field(default_factory=list)
    ranges: dict[int, tuple[int, str, dict[str, str]]] = field(default_factory=dict)


def pairs(column: str) -> dict[str, str]:
    """``A=b|C=d`` as a mapping; items without a value are dropped."""
    return dict(item.split("=", 1) for item in column.split("|") if "=" in item)


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of ``path``, in order; empty nodes are dropped."""
    document, fresh = "", False
    sentence = Sentence(text="", new_document=False, document="")
    with path.open(encoding="utf-8") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            if line.startswith("# newdoc"):
                document, fresh = line.partition("=")[2].strip(), True
            elif line.startswith("# text ="):
                sentence.text = line.partition("=")[2].strip()
            elif line and line[0].isdigit():
                _add(sentence, line.split("\t"))
            elif not line and sentence.words:
                sentence.document, sentence.new_document = document, fresh
                yield sentence
                sentence, fresh = Sentence(text="", new_document=False, document=document), False
    if sentence.words:
        sentence.document, sentence.new_document = document, fresh
        yield sentence


def _add(sentence: Sentence, columns: list[str]) -> None:
    number, form, lemma, upos, xpos, feats, head, relation, _, misc = columns
    if "-" in number:
        first, last = number.split("-")
        sentence.ranges[int(first)] = (int(last), form, pairs(misc))
    elif "." not in number:
        sentence.words.append(
            Word(
                number=int(number),
                form=form,
                lemma=form if lemma == "_" != form else lemma,
                upos=upos,
                xpos=xpos,
                feats=pairs(feats),
                head=int(head),
                relation=relation,
                misc=pairs(misc),
            )
        )
