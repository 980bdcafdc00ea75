"""Text made safe to show: no control character reaches a terminal or a page."""

from __future__ import annotations

import re

# A control character could move the cursor, one for text direction could reorder what is read: both are shown as a sign.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    """The text with every control character replaced by "\N{REPLACEMENT CHARACTER}", one for one; offsets stay."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text)


def line(text: str) -> str:
    """The text on one line."""
    return shown(" ".join(text.split()))
