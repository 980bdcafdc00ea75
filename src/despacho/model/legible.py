"""What no text of the press holds and no parser can bear: runs of signs, and words that do not end."""

from __future__ import annotations

import re

LONGEST_RUN = 500
"""Signs without a letter, a figure or a blank between: a tokenizer takes quadratic time on them (2,000 euro signs nearly a second,
100,000 half an hour), and the ruled lines and dots of the press are shorter."""
LONGEST_WORD = 5_000
"""Characters without a blank between: the longest addresses have some 2,000, what is longer is data or a text without blanks."""
# Looked for at the beginning of a run or word only, so that the search itself stays linear.
_RUN = re.compile(rf"(?<!(?:[^\w\s]|_))(?:[^\w\s]|_){{{LONGEST_RUN}}}")
_WORD = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD}}}")


def illegible(text: str) -> str:
    """What is wrong with a text that cannot be read as one, and where; "" where nothing is."""
    if run := _RUN.search(text):
        return f"from character {run.start()} on there are {LONGEST_RUN} signs without a letter or a space"
    if word := _WORD.search(text):
        return f"from character {word.start()} on there are {LONGEST_WORD:,} characters without a space"
    return ""
