"""The mean of two pipelines, one trained on from the other: ``python -m training.average FIRST SECOND OUT``.

It keeps most of what the second learned (names of today) and most of what it lost (the newspapers of the treebanks).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy
from spacy.language import Language

import despacho.reading.tokenizer
import despacho.reading.tokenizer_en  # noqa: F401 - these register what the configs name


def average(first: Language, second: Language) -> Language:
    """``first`` with every parameter the mean of both; the two have the same layers and labels."""
    for name in first.pipe_names:
        one, two = first.get_pipe(name), second.get_pipe(name)
        if not hasattr(one, "model"):
            continue
        if one.labels != two.labels:
            raise ValueError(f"{name}: the labels differ; average only pipelines of which one comes from the other")
        for mine, other in zip(one.model.walk(), two.model.walk(), strict=True):
            for parameter in mine.param_names:
                if mine.has_param(parameter):
                    mine.set_param(parameter, (mine.get_param(parameter) + other.get_param(parameter)) / 2)
    return first


def main() -> None:
    """Average and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("first", type=Path)
    arguments.add_argument("second", type=Path)
    arguments.add_argument("out", type=Path)
    options = arguments.parse_args()
    average(spacy.load(options.first), spacy.load(options.second)).to_disk(options.out)


if __name__ == "__main__":
    main()
