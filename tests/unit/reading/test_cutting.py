"""Sentences without an end are cut, each part a tree of its own; all others stay as they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from spacy.strings import StringStore

from despacho.reading.cutting import LONGEST, bounded
from despacho.reading.parse import ATTRIBUTES

STRINGS = StringStore(["NOUN", "VERB", "PUNCT", "ROOT", "conj", "parataxis"])
LEMMA, POS, DEP, HEAD, MORPH, KIND, IOB, START = range(len(ATTRIBUTES))


def chain(size: int, *, comma_every: int = 0, verb_at: int = -1) -> list[list[int]]:
    """A sentence each of whose words hangs on the one before."""
    rows = []
    for i in range(size):
        pos = "PUNCT" if comma_every and i % comma_every == comma_every - 1 else "VERB" if i == verb_at else "NOUN"
        head = 2**64 - 1 if i else 0
        rows.append([0, STRINGS[pos], STRINGS["conj" if i else "ROOT"], head, 0, 0, 2, 1 if i == 0 else 0])
    return rows


def starts(rows: list[list[int]]) -> list[int]:
    return [i for i, row in enumerate(rows) if row[START] == 1]


def test_a_sentence_of_an_ordinary_length_is_the_same_object() -> None:
    rows = chain(LONGEST)
    assert bounded(rows, STRINGS, columns=ATTRIBUTES) is rows


@pytest.mark.parametrize(("size", "comma_every"), [(LONGEST + 1, 0), (5 * LONGEST, 0), (5 * LONGEST, 7), (3 * LONGEST + 5, LONGEST - 3)])
def test_every_part_is_short_and_has_one_root_that_all_its_words_reach(size: int, comma_every: int) -> None:
    rows = bounded(chain(10) + chain(size, comma_every=comma_every) + chain(10), STRINGS, columns=ATTRIBUTES)
    cuts = [*starts(rows), len(rows)]
    assert cuts[:2] == [0, 10]
    assert cuts[-2:] == [len(rows) - 10, len(rows)]
    for first, last in pairwise(cuts):
        assert 0 < last - first <= LONGEST
        heads = {i: (i + rows[i][HEAD]) % 2**64 for i in range(first, last)}
        roots = [i for i, head in heads.items() if i == head]
        assert len(roots) == 1
        assert rows[roots[0]][DEP] == STRINGS["ROOT"]
        assert all(first <= head < last for head in heads.values())
        reached, below = {roots[0]}, set(heads) - {roots[0]}
        while hanging := {i for i in below if heads[i] in reached}:
            reached |= hanging
            below -= hanging
        assert not below


def test_a_cut_stands_behind_a_mark_where_there_is_one() -> None:
    rows = bounded(chain(4 * LONGEST, comma_every=7), STRINGS, columns=ATTRIBUTES)
    assert all(rows[i - 1][POS] == STRINGS["PUNCT"] for i in starts(rows)[1:])


def test_a_verb_is_preferred_as_the_root_of_a_part() -> None:
    rows = chain(LONGEST + 100)
    rows[LONGEST + 50] = [0, STRINGS["VERB"], STRINGS["conj"], 2**64 - LONGEST, 0, 0, 2, 0]
    made = bounded(rows, STRINGS, columns=ATTRIBUTES)
    assert made[LONGEST + 50][HEAD] == 0
    assert made[LONGEST + 50][DEP] == STRINGS["ROOT"]
    assert made[LONGEST][HEAD] == 50
    assert made[LONGEST][DEP] == STRINGS["parataxis"]
    assert rows[LONGEST][START] == 0  # what came in is left as it was
