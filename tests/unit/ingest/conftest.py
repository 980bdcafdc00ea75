import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from newsserver import serving


@pytest.fixture
def server():
    """A news server on loopback."""
    with serving() as one:
        yield one
