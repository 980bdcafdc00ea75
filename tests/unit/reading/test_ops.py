"""Fast products are the same products."""

from __future__ import annotations

import numpy as np
import pytest
from thinc.api import NumpyOps

from despacho.reading.ops import NumpyBlasOps


@pytest.mark.parametrize("trans1", [False, True])
@pytest.mark.parametrize("trans2", [False, True])
def test_gemm_agrees_with_thinc(trans1: bool, trans2: bool) -> None:
    rng = np.random.default_rng(0)
    x = rng.random((7, 5) if not trans1 else (5, 7), dtype=np.float32)
    y = rng.random((5, 3) if not trans2 else (3, 5), dtype=np.float32)
    expected = NumpyOps().gemm(x, y, trans1=trans1, trans2=trans2)
    assert np.allclose(NumpyBlasOps().gemm(x, y, trans1=trans1, trans2=trans2), expected, atol=1e-6)


def test_gemm_writes_into_out() -> None:
    x, y = np.ones((2, 3), dtype=np.float32), np.ones((3, 4), dtype=np.float32)
    out = np.zeros((2, 4), dtype=np.float32)
    assert NumpyBlasOps().gemm(x, y, out=out) is out
    assert (out == 3).all()
