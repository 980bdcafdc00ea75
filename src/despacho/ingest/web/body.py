"""Bodies of responses and of archived ones, unpacked up to a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable

_STEP = 64 * 1024
PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Content encodings that are asked for, with zlib's window bits."""


class TooLarge(Exception):  # noqa: N818 - it is turned into a Rejected, never shown
    """A body beyond the limit, as it came or unpacked."""


class Broken(Exception):  # noqa: N818 - it is turned into a Rejected, never shown
    """A body that cannot be unpacked."""


def collected(read: Callable[[int], bytes], *, limit: int) -> bytes:
    """Everything that ``read`` gives, in steps; TooLarge beyond ``limit`` bytes."""
    parts, size = list[bytes](), 0
    while part := read(_STEP):
        size += len(part)
        if size > limit:
            raise TooLarge(f"more than {limit:,} bytes")
        parts.append(part)
    return b"".join(parts)


def unpacked(data: bytes, encoding: str, *, limit: int) -> bytes:
    """A body without its Content-Encoding; TooLarge beyond ``limit`` bytes, so that a bomb never goes off."""
    for name in reversed([one.strip().lower() for one in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        if name not in PACKED:
            raise Broken(f"the encoding {name!r} was not asked for")
        data = inflated(data, PACKED[name], limit=limit)
    return data


def inflated(data: bytes, bits: int, *, limit: int) -> bytes:
    """The unpacked bytes of all members of a zlib or gzip stream."""
    parts, size = list[bytes](), 0
    while data:
        unpacker = zlib.decompressobj(bits)
        try:
            part = unpacker.decompress(data, limit - size + 1)
        except zlib.error as error:
            if bits == PACKED["deflate"] and not parts:  # some servers send it without the zlib header
                return inflated(data, -15, limit=limit)
            raise Broken(f"cannot be unpacked: {error}") from error
        size += len(part)
        if size > limit:
            raise TooLarge(f"unpacks to more than {limit:,} bytes")
        parts.append(part)
        if not unpacker.eof:
            raise Broken("the packed data ends too early")
        data = unpacker.unused_data.lstrip(b"\x00")  # padding between members
        if data and not data.startswith(b"\x1f\x8b"):
            break  # rubbish after the end, which gzip itself ignores too
    return b"".join(parts)
