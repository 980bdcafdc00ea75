"""Half precision on disk, single in use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from despacho.reading.precision import COMPONENT_NAME, narrow


def _weights(nlp: Language) -> list[np.ndarray]:
    nodes = list(nlp.get_pipe("tagger").model.walk())
    return [node.get_param(name) for node in nodes for name in node.param_names if node.has_param(name)]


def test_weights_are_stored_in_half_and_used_in_single(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger").add_label("X")
    nlp.initialize()
    nlp.to_disk(tmp_path / "single")
    before = [weights.copy() for weights in _weights(nlp)]
    nlp.add_pipe(COMPONENT_NAME)
    narrow(nlp)
    nlp.to_disk(tmp_path / "half")
    again = spacy.load(tmp_path / "half")
    after = _weights(again)
    assert all(weights.dtype == np.float32 for weights in after)
    assert all(np.allclose(a, b, rtol=1e-3, atol=1e-6) for a, b in zip(before, after, strict=True))
    assert [token.tag_ for token in again("Talks began.")] == ["X", "X", "X"]
    sizes = [(tmp_path / name / "tagger" / "model").stat().st_size for name in ("single", "half")]
    assert sizes[1] < 0.6 * sizes[0]
