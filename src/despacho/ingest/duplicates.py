"""Texts that are nearly the same, as when two outlets print one agency's report: MinHash signatures and their bands."""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

Signature = Any
"""A numpy array of BANDS * ROWS uint32; numpy is imported when the first one is made."""

WORDS = 5  # in a shingle: fewer are shared by unrelated reports ("el presidente de la República"), more by copies only
BANDS, ROWS = (
    42,
    3,
)  # finds a pair of similarity 0.3 two times in three, 0.4 nineteen times in twenty, 0.5 always but 1 in 250
# A copy shares half of all shingles, or nearly all of the shorter text where it was cut.
SIMILAR = 0.5
CONTAINED, AT_LEAST = 0.75, 0.3
UNRELATED = 0.2  # below it two texts at one address are two articles, not two states of one
SHORTEST = 100  # characters: shorter texts are the same by chance
_MOST_WORDS = 50_000
_WORD = re.compile(r"\w+")


def text_digest(text: str) -> bytes:
    """What texts share that differ in spaces and case only."""
    return hashlib.blake2b(" ".join(text.split()).casefold().encode("utf-8", "replace"), digest_size=16).digest()


def signature(text: str) -> Signature:
    """The MinHash signature of a text's shingles: BANDS * ROWS numbers; the same on every machine."""
    import numpy as np

    words = [zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.casefold())[:_MOST_WORDS]]
    words += [0] * (WORDS - len(words))
    hashed = np.array(words, dtype=np.uint64)
    multipliers, summands, mixers = _constants()
    count = len(hashed) - WORDS + 1
    shingles = np.zeros(count, dtype=np.uint64)
    for k in range(WORDS):
        shingles += hashed[k : k + count] * mixers[k]
    shingles ^= shingles >> np.uint64(29)
    lowest = np.full(BANDS * ROWS, 2**32 - 1, dtype=np.uint64)
    for start in range(0, count, 2_000):  # bounds the memory of a long text
        part = shingles[start : start + 2_000]
        lowest = np.minimum(lowest, ((multipliers * part + summands) >> np.uint64(32)).min(axis=1))
    return lowest.astype(np.uint32)


def band_keys(signed: Signature) -> list[int]:
    """One number a band (signed 64-bit, as SQLite keeps them): texts that share one are worth comparing."""
    return [
        int.from_bytes(
            hashlib.blake2b(bytes((band,)) + signed[band * ROWS : (band + 1) * ROWS].tobytes(), digest_size=8).digest(),
            "big", signed=True,
        )
        for band in range(BANDS)
    ]  # fmt: skip


def similarity(one: Signature, other: Signature) -> float:
    """The share of shingles that two texts have in common (Jaccard), estimated; 0 to 1."""
    return float((one == other).mean())


def unpacked(stored: bytes) -> Signature:
    """The signature that ``tobytes`` made into bytes."""
    import numpy as np

    return np.frombuffer(stored, dtype=np.uint32)


def are_copies(shared: float, words: int, other_words: int) -> bool:
    """Whether two texts of so many words that share so much of their shingles are one report."""
    smaller = max(min(words, other_words), 1)
    contained = shared * (words + other_words) / (smaller * (1 + shared))
    return shared >= SIMILAR or (shared >= AT_LEAST and contained >= CONTAINED)


def _constants() -> tuple[Any, Any, Any]:
    import numpy as np

    source = np.frombuffer(hashlib.shake_256(b"despacho").digest(8 * (2 * BANDS * ROWS + WORDS)), dtype="<u8").astype(
        np.uint64
    )
    size = BANDS * ROWS
    return (source[:size] | np.uint64(1))[:, None], source[size : 2 * size][:, None], source[2 * size :] | np.uint64(1)
