"""Copies: what is one report in several outlets, and what only sounds alike."""

import pytest
from newsserver import report

from despacho.ingest.duplicates import BANDS, ROWS, are_copies, band_keys, signature, similarity, text_digest

AGENCY = report(7, paragraphs=8)


def copies(one, other):
    return are_copies(similarity(signature(one), signature(other)), len(one.split()), len(other.split()))


def cut(text, keep):
    return "\n".join(text.split("\n")[:keep])


@pytest.mark.parametrize(
    ("label", "other", "same"),
    [
        ("the same", AGENCY, True),
        ("another headline and a line of the desk's own", "Otro titular\n" + AGENCY + "\nCon información de la redacción.", True),
        ("cut to five of eight paragraphs", cut(AGENCY, 5), True),
        ("five paragraphs and one of the outlet's", cut(AGENCY, 5) + "\n" + report(8, paragraphs=1), True),
        ("one paragraph quoted in another report", cut(AGENCY, 1) + "\n" + report(9, paragraphs=7), False),
        ("another report of the same words", report(10, paragraphs=8), False),
    ],
)
def test_copies(label, other, same):
    assert copies(AGENCY, other) is same, label
    assert copies(other, AGENCY) is same, label


def test_similarity_is_what_it_estimates():
    words = [f"w{n}" for n in range(3_000)]
    for share in (0.2, 0.5, 0.8):
        one = words[:1_000]
        other = words[: int(1_000 * share)] + words[1_000 : 2_000 - int(1_000 * share)]
        true = share / (2 - share)
        assert similarity(signature(" ".join(one)), signature(" ".join(other))) == pytest.approx(true, abs=0.13)


def test_signatures_are_the_same_everywhere():
    signed = signature("El gobierno de España condenó el ataque y pidió una reunión urgente.")
    assert (signed.shape, signed.dtype.name) == ((BANDS * ROWS,), "uint32")
    assert [int(one) for one in signed[:3]] == FIRST
    assert len(set(band_keys(signed))) == BANDS
    assert signature("El GOBIERNO de España,  condenó el ataque y pidió una reunión urgente!").tolist() == signed.tolist()


FIRST = [203907237, 128982929, 359251544]  # pinned: stored signatures must stay comparable


@pytest.mark.parametrize("text", ["", "a", "a b", "😀" * 10, "x" * 100_000, "a " * 100_000])
def test_odd_texts_have_signatures(text):
    assert similarity(signature(text), signature(text)) == 1.0
    assert len(text_digest(text)) == 16


def test_digests_do_not_see_spaces_and_case():
    assert text_digest("El  Gobierno\n cae") == text_digest("el gobierno cae") != text_digest("el gobierno sube")
