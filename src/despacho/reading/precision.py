"""Weights stored in half precision, computed with in single: half the size on disk, the same parse.

``narrow`` is for whoever writes a pipeline; the component, the last of the pipeline, widens all weights again when the
pipeline is loaded, since spaCy's layers know single precision only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

COMPONENT_NAME = "despacho_single_precision"
SMALLEST = 1000
"""Parameters of fewer numbers than this are left alone: nothing is saved there."""


def _convert(nlp: Language, convert: Callable[[Any], Any]) -> None:
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, convert(node.get_param(name)))


def narrow(nlp: Language) -> None:
    """Make the large weights of ``nlp`` half precision; it can then be written, but no longer be used."""
    _convert(nlp, lambda weights: weights.astype(np.float16) if weights.size >= SMALLEST else weights)


def widen(nlp: Language) -> None:
    """Make all weights of ``nlp`` single precision."""
    _convert(nlp, lambda weights: weights if weights.dtype == np.float32 else weights.astype(np.float32))


@Language.factory(COMPONENT_NAME)
class SinglePrecision:
    """A component that leaves documents as they are and widens the pipeline's weights after they were read."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """``doc`` itself."""
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the component has no data of its own."""

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> SinglePrecision:
        """Widen the weights, which the components before this one have read."""
        del path, exclude
        widen(self.nlp)
        return self
