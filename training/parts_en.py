"""The English treebanks and their parts.

EWT is web text, GUM many genres, PUD news and encyclopaedia: what is news is learned more than once (``WEIGHTS``).
Every third document of the development parts is kept for early stopping; the test parts of EWT (the figures) and of
GUM are for measuring, and are learned from only in a final model.
"""

from __future__ import annotations

import re
from pathlib import Path

from training import conllu, names_en
from training.conventions_en import harmonise
from training.corpora import Chunk, Parts, Source, chunks
from training.headlines import headlines, with_datelines

WEIGHTS = ((re.compile(r"GUM_news|n\d{5}"), 3), (re.compile(r"w\d{5}|GUM_speech|newsgroup|weblog"), 2))
"""How often a document whose id starts so is learned from; others once."""
ENTITIES = {"en_ewt-train": "uner_ewt_train", "en_ewt-dev": "uner_ewt_dev", "en_ewt-test": "uner_ewt_test"} | {
    "en_pud-test": "uner_pud_test"
}
"""Which file of Universal NER types the names of which treebank; GUM types them itself."""
Part = list[tuple[str, int, Chunk]]


def _read(folder: Path, name: str) -> Part:
    typed = names_en.read_iob2(folder / f"{ENTITIES[name]}.iob2") if name in ENTITIES else None

    def prepare(sentence: conllu.Sentence) -> None:
        if typed is None:
            names_en.type_by_mentions(sentence)
        else:
            names_en.type_by_list(sentence, typed)
        harmonise(sentence)

    return list(chunks(folder, Source(file=f"{name}.conllu", entities="misc"), prepare, lang="en"))


def _weighted(part: Part) -> list[Chunk]:
    out = []
    for name, _, chunk in part:
        out += [chunk] * next((weight for pattern, weight in WEIGHTS if pattern.match(name)), 1)
    return out


def parts(folder: Path, *, with_test: bool) -> Parts:
    """The parts of the treebanks in ``folder``; ``with_test`` adds both test parts to what is learned from."""
    train, dev = [], []
    for name in ("en_ewt-train", "en_gum-train-ncfree", "en_pud-test"):
        train += _read(folder, name)
    for name in ("en_ewt-dev", "en_gum-dev"):
        part = _read(folder, name)
        train += [item for item in part if item[1] % 3]
        dev += [item for item in part if item[1] % 3 == 0]
    test, gum = _read(folder, "en_ewt-test"), _read(folder, "en_gum-test")
    if with_test:
        train += test + gum
    weighted = _weighted(train)
    return Parts(
        train=with_datelines(weighted, share=0.04, seed=0) + headlines(weighted, share=0.5, seed=0),
        dev=[chunk for _, _, chunk in dev],
        test=[chunk for _, _, chunk in test],
        names_train=with_datelines(_weighted(train), share=0.04, seed=1),
        names_dev=[chunk for _, _, chunk in dev],
        names_test=[chunk for _, _, chunk in test],
        tests={"gum": [chunk for _, _, chunk in gum]},
    )
