"""The Spanish treebanks and their parts.

Every fifth document of AnCora's development part is kept for early stopping, and with it every twelfth of CESS for
the entities; AnCora's test part is for the figures.
"""

from __future__ import annotations

from pathlib import Path

from training import conllu
from training.conventions import harmonise
from training.corpora import Chunk, Parts, Source, chunks

ANCORA_DEV = Source(file="es_ancora-dev.conllu", entities="xpos")
ANCORA_TEST = Source(file="es_ancora-test.conllu", entities="xpos")
CESS = Source(file="es_cess.conllu", entities="misc")
OTHERS = tuple(Source(file=f"{name}.conllu", entities="none") for name in ("es_gsd-dev", "es_gsd-test", "es_pud-test"))


def _prepare(sentence: conllu.Sentence) -> None:
    harmonise(sentence.words)


def _read(folder: Path, source: Source) -> list[tuple[int, Chunk]]:
    return [(number, chunk) for _, number, chunk in chunks(folder, source, _prepare, lang="es")]


def parts(folder: Path, *, with_test: bool) -> Parts:
    """The parts of the treebanks in ``folder``; ``with_test`` adds the test part to what is learned from."""
    ancora, cess = _read(folder, ANCORA_DEV), _read(folder, CESS)
    test = [chunk for _, chunk in _read(folder, ANCORA_TEST)]
    others = [chunk for source in OTHERS for _, chunk in _read(folder, source)]
    train = [chunk for number, chunk in ancora if number % 5]
    dev = [chunk for number, chunk in ancora if number % 5 == 0]
    added = test if with_test else []
    return Parts(
        train=train + [chunk for _, chunk in cess] + others + added,
        dev=dev,
        test=test,
        names_train=train + [chunk for number, chunk in cess if number % 12 != 5] + added,
        names_dev=dev + [chunk for number, chunk in cess if number % 12 == 5],
        names_test=test,
    )
