"""Raw streams that ingest reads through: counted, owned by others, joined, unpacked with a limit."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

from despacho.ingest.fields import Unfit

Advance = Callable[[int], None]
# Text packs to a fifth, at best to a thirtieth; zlib's own limit is a thousandth, which only a bomb comes near to.
MOST_RATIO = 200
FREE_BYTES = 64 * 1024 * 1024  # below it any ratio is harmless
_STEP = 64 * 1024


class Counted(io.RawIOBase):
    """A raw stream that tells how many bytes were read from it."""

    def __init__(self, stream: BinaryIO, advance: Advance) -> None:
        self._stream, self._advance = stream, advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._advance(len(data))
        return len(data)


class Unclosed(io.RawIOBase):
    """A raw stream over one that others own: closing it leaves theirs open; reads as much as there is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = getattr(self._stream, "read1", self._stream.read)
        data = read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Joined(io.RawIOBase):
    """Bytes already read, then the rest of the stream that they came from."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = getattr(self._rest, "read1", self._rest.read)(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class Unzipped(io.RawIOBase):
    """The unpacked bytes of a gzip stream with any number of members.

    Unfit where the stream is no gzip or broken ("bad_archive"), ends too early ("truncated") or unpacks to more than
    ``MOST_RATIO`` times its size ("bomb").
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpacker = zlib.decompressobj(31)
        self._packed, self._unpacked, self._begun = 0, 0, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._some(len(buffer))
        self._unpacked += len(data)
        if self._unpacked > FREE_BYTES and self._unpacked > MOST_RATIO * self._packed:
            raise Unfit("bomb", f"unpacks to more than {MOST_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)

    def _some(self, most: int) -> bytes:
        while True:
            if self._unpacker.eof:
                rest = self._unpacker.unused_data.lstrip(b"\x00") or self._more()
                if not rest.startswith(b"\x1f"):
                    return b""  # the end, or rubbish after it, which gzip itself ignores too
                self._unpacker = zlib.decompressobj(31)
            else:
                rest = self._unpacker.unconsumed_tail or self._more()
                if not rest:
                    if not self._begun:
                        return b""
                    raise Unfit("truncated", f"the packed data ends too early, after {self._packed:,} bytes")
            try:
                data = self._unpacker.decompress(rest, most)
            except zlib.error as error:
                raise Unfit("bad_archive", f"cannot be unpacked: {error}") from error
            if data:
                return data

    def _more(self) -> bytes:
        data = self._stream.read(_STEP)
        self._packed += len(data)
        self._begun = self._begun or bool(data)
        return data
