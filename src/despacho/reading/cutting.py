"""Sentences without an end - lists of thousands of names, texts without a stop -, cut into lengths that every stage can look through.

Much of what is asked about an act is asked of every word of its sentence, so that the time of a sentence grows with the square
of its length. A cut costs what hangs together across it, which in sentences of this length is hardly anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.attrs import DEP, HEAD, POS, SENT_START
from spacy.strings import StringStore

LONGEST = 400
"""Tokens: sentences of the press have 25 to 30, the longest lists of names and results in them some 300."""
_OFFSETS = 2**64  # what a head left of its token counts from: spaCy's arrays have no negative numbers


def bounded(rows: list[list[int]], strings: StringStore, *, columns: list[int]) -> list[list[int]]:
    """``rows`` (a Doc as an array of ``columns``) with every sentence of more than ``LONGEST`` tokens cut, each part a tree of its own."""
    dep, head, pos, opens = (columns.index(one) for one in (DEP, HEAD, POS, SENT_START))
    firsts = [i for i, row in enumerate(rows) if i == 0 or row[opens] == 1]
    if max((b - a for a, b in pairwise([*firsts, len(rows)])), default=0) <= LONGEST:
        return rows
    made = [list(row) for row in rows]
    for first, last in pairwise([*firsts, len(rows)]):
        cuts = [first, *_cuts([row[pos] for row in rows[first:last]], first, mark=strings["PUNCT"]), last]
        for a, b in pairwise(cuts) if len(cuts) > 2 else ():
            made[a][opens] = 1
            loose = [i for i in range(a, b) if not a <= (i + made[i][head]) % _OFFSETS < b or not made[i][head]]
            top = next((i for i in loose if made[i][pos] == strings["VERB"]), loose[0])
            for i in loose:
                made[i][head] = (top - i) % _OFFSETS
                made[i][dep] = strings["ROOT" if i == top else "parataxis"]
    return made


def _cuts(kinds: list[int], first: int, *, mark: int) -> Iterator[int]:
    """Where a sentence is cut: behind the last punctuation mark of each stretch, else where the stretch is full."""
    at = 0
    while len(kinds) - at > LONGEST:
        window = range(at + LONGEST, at + LONGEST // 2, -1)
        at = next((i for i in window if kinds[i - 1] == mark), at + LONGEST)
        yield first + at
