"""What becomes of an act that lies ahead: its type and its status."""

from __future__ import annotations

import pytest

from despacho.coding import shift_type
from despacho.model import StatusReading
from despacho.model.event import Status


@pytest.mark.parametrize(
    ("event_type", "status", "shifted"),
    [
        ("AID", "future", ("AGREE", "asserted")),
        ("RETREAT", "future", ("CONCEDE", "asserted")),
        ("REQUEST", "future", ("REQUEST", "future")),
        ("ACCUSE", "future", ("ACCUSE", "future")),
        ("ACCUSE", "asserted", ("ACCUSE", "asserted")),
        ("REJECT", "future", ("REJECT", "asserted")),
        ("COERCE", "asserted", ("COERCE", "future")),
        ("AID", "denied", ("AID", "denied")),
    ],
)
def test_ahead(event_type: str, status: Status, shifted: tuple[str, str]) -> None:
    found, reading = shift_type(event_type, ahead=True, status=StatusReading(status=status))
    assert (found, reading.status) == shifted
