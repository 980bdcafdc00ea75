"""Writers that stream events into a file beside the target and put it in place, whole, at the end."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from despacho.model import Event, OutputError
from despacho.store.flat import COLUMNS, flattened
from despacho.store.records import event_to_dict

Encoder = Callable[[Sequence[Event]], bytes]


class EventStore(Protocol):
    """Where events go. Leaving the ``with`` block by an error leaves nothing behind under the final name."""

    def write(self, events: Sequence[Event]) -> None:
        """The events of one article, all or none."""

    def finish(self) -> None:
        """Everything written so far stands under the final name."""

    def abandon(self) -> None:
        """Nothing is left behind; without effect after ``finish``."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def jsonl_bytes(events: Sequence[Event]) -> bytes:
    """One JSON object a line, UTF-8, keys in the order of the record."""
    lines = (json.dumps(event_to_dict(event), ensure_ascii=False) for event in events)
    return "".join(line + "\n" for line in lines).encode("utf-8")


def csv_bytes(events: Sequence[Event]) -> bytes:
    """One row an event, UTF-8, comma separated, quoted where needed; columns as ``despacho.store.flat`` says."""
    rows = io.StringIO(newline="")
    writer = csv.DictWriter(rows, COLUMNS, lineterminator="\r\n")  # RFC 4180; also quotes lone returns
    writer.writerows(flattened(event_to_dict(event)) for event in events)
    return rows.getvalue().encode("utf-8")


CSV_HEADER = (",".join(COLUMNS) + "\r\n").encode("utf-8")


class Closing:
    """Finishes by hand, abandons on leaving: what ``with`` means for every store."""

    def finish(self) -> None:
        """Put the written events in place."""
        raise NotImplementedError

    def abandon(self) -> None:
        """Leave nothing behind, unless ``finish`` was called before."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()


class StreamStore(Closing):
    """Events onto an open stream (standard output, a pipe, a device): in order, nothing to put in place."""

    def __init__(self, stream: BinaryIO, encode: Encoder, *, name: str, header: bytes = b"") -> None:
        self._stream, self._encode, self._name = stream, encode, name
        self._send(header)

    def write(self, events: Sequence[Event]) -> None:
        self._send(self._encode(events))

    def finish(self) -> None:
        self._send(b"")

    def abandon(self) -> None:
        """What has been sent cannot be taken back."""

    def _send(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except BrokenPipeError:
            raise  # the reader has enough (`| head`): not an error of ours to explain
        except OSError as error:
            raise write_error(self._name, error) from error


class FileStore(Closing):
    """Events into a file; it stands under its final name only once ``finish`` has been called."""

    def __init__(self, target: Path, encode: Encoder, *, header: bytes = b"") -> None:
        self._target, self._encode = target, encode
        self._draft = draft_beside(target)
        try:
            self._file: BinaryIO | None = self._draft.open("xb")
        except OSError as error:
            raise write_error(target, error) from error
        self._send(header)

    def write(self, events: Sequence[Event]) -> None:
        self._send(self._encode(events))

    def finish(self) -> None:
        if self._file is None:
            return
        try:
            self._file.close()
            self._draft.replace(self._target)
        except OSError as error:
            raise write_error(self._target, error) from error
        self._file = None

    def abandon(self) -> None:
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # closing flushes, and on a full disk fails again
            self._file.close()
        self._file = None
        self._draft.unlink(missing_ok=True)

    def _send(self, data: bytes) -> None:
        if self._file is None:
            raise OutputError(f"{self._target}: already finished; open it anew to write more")
        try:
            self._file.write(data)
        except OSError as error:
            raise write_error(self._target, error) from error


def draft_beside(target: Path, *, suffix: str = "") -> Path:
    """The hidden name beside the target that a file in the making has; the same folder, so that renaming is atomic."""
    return target.with_name(f".{target.name}.{os.getpid()}{suffix}.tmp")


def write_error(target: Path | str, error: OSError) -> OutputError:
    """What could not be written, why, and what to do."""
    why = error.strerror or str(error)
    return OutputError(
        f"{target}: cannot be written ({why}). Nothing was left under that name by this run; "
        f"free some space or choose another place with --out."
    )
