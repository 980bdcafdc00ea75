"""Which store a target asks for, and events back from any of them."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from despacho.model import Event, InputError, OutputError
from despacho.store.flat import unflattened
from despacho.store.records import event_from_dict
from despacho.store.tables import TableStore, table_records
from despacho.store.writers import CSV_HEADER, EventStore, FileStore, StreamStore, csv_bytes, jsonl_bytes, write_error

FORMATS = ("jsonl", "csv", "parquet", "duckdb")
_ENCODERS = {"jsonl": (jsonl_bytes, b""), "csv": (csv_bytes, CSV_HEADER)}


def format_of(target: str, *, named: str | None = None) -> str:
    """The format of a target: ``named`` where given, else by its ending; "-" is JSON Lines."""
    if named is not None:
        if named not in FORMATS:
            raise OutputError(f"--format {named}: unknown; despacho writes {', '.join(FORMATS)}")
        return named
    if target == "-":
        return "jsonl"
    ending = Path(target).suffix.lower().lstrip(".")
    if ending not in FORMATS:
        endings = ", ".join("." + name for name in FORMATS)
        raise OutputError(f"{target}: the ending does not say the format; use one of {endings}, or --format")
    return ending


def open_store(target: str, *, named: str | None = None, stream: BinaryIO | None = None) -> EventStore:
    """The store that writes to ``target`` ("-": ``stream``, else standard output); OutputError where it cannot.

    The place is tried at once: a run of hours should not end at a folder that cannot be written.
    """
    kind = format_of(target, named=named)
    if target == "-":
        return _stream_store(kind, stream or sys.stdout.buffer, name="standard output")
    given = Path(target)
    if given.exists() and not given.is_file() and not given.is_dir():
        return _device_store(kind, given)
    path = given.resolve()
    if path.is_dir():
        raise OutputError(f"{target}: is a folder; name a file in it, such as {given / 'events'}.{kind}")
    if not path.parent.is_dir():
        raise OutputError(f"{target}: the folder {path.parent} does not exist; create it first")
    if kind in _ENCODERS:
        encode, header = _ENCODERS[kind]
        return FileStore(path, encode, header=header)
    return TableStore(path, database=kind == "duckdb")


def _stream_store(kind: str, stream: BinaryIO, *, name: str) -> EventStore:
    if kind not in _ENCODERS:
        raise OutputError(f"{name}: takes jsonl or csv; {kind} needs a file, such as --out events.{kind}")
    encode, header = _ENCODERS[kind]
    return StreamStore(stream, encode, name=name, header=header)


def _device_store(kind: str, path: Path) -> EventStore:
    try:
        device = path.open("wb", buffering=0)
    except OSError as error:
        raise write_error(path, error) from error
    return _stream_store(kind, device, name=str(path))


def read_events(path: Path, *, named: str | None = None) -> Iterator[Event]:
    """The events of a file that despacho wrote, in order; InputError says what is not an event, and where."""
    for where, record in read_records(path, named=named):
        try:
            yield event_from_dict(record)
        except InputError as error:
            raise InputError(f"{where}: {error}") from error


def read_records(path: Path, *, named: str | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """The event records of a file as plain data, each with where it stands ("file:line" or "file, row n")."""
    kind = format_of(str(path), named=named)
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    if kind == "jsonl":
        yield from _jsonl_records(path)
    elif kind == "csv":
        yield from _csv_records(path)
    else:
        for number, record in enumerate(table_records(path, database=kind == "duckdb"), 1):
            yield f"{path}, row {number}", record


def _jsonl_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                record = json.loads(line.decode("utf-8-sig"))
            except ValueError as error:
                raise InputError(f"{where}: not JSON ({error})") from error
            if not isinstance(record, dict):
                raise InputError(f"{where}: not a JSON object")
            yield where, record


def _csv_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text)
        for number, row in enumerate(rows, 1):
            where = f"{path}, row {number}"
            try:
                yield where, unflattened(row)
            except KeyError as error:
                raise InputError(f"{where}: the column {error} is missing") from error
            except (InputError, TypeError, ValueError) as error:
                raise InputError(f"{where}: {error}") from error
