import pytest
from newsserver import serving


@pytest.fixture
def server():
    """A news server on loopback."""
    with serving() as one:
        yield one
