"""What is no text is said to be none, and looked for in linear time."""

from __future__ import annotations

import pytest

from despacho.model.legible import LONGEST_RUN, LONGEST_WORD, illegible


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("El Gobierno " + "€" * LONGEST_RUN, "from character 12 on there are 500 signs"),
        ("_" * LONGEST_RUN, "from character 0 on there are 500 signs"),
        ("=-" * LONGEST_RUN, "from character 0 on there are 500 signs"),
        ("dijo " + "a" * LONGEST_WORD, "from character 5 on there are 5,000 characters"),
        ("n't" * LONGEST_WORD, "from character 0 on there are 5,000 characters"),
    ],
)
def test_what_is_no_text(text: str, begins: str) -> None:
    assert illegible(text).startswith(begins)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "El Gobierno condenó el ataque.",
        "." * (LONGEST_RUN - 1) + " x",
        ("-" * 80 + "\n") * 50,
        "https://example.org/" + "a/" * 1_000,
        ("a" * (LONGEST_WORD - 1) + "\n") * 3,
    ],
)
def test_what_is_one(text: str) -> None:
    assert illegible(text) == ""
