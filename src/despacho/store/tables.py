"""Parquet and DuckDB files: the events go through a JSON Lines draft, so that memory stays bounded, then DuckDB types them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from despacho.model import Event, OutputError
from despacho.store.writers import Closing, FileStore, draft_beside, jsonl_bytes, write_error

if TYPE_CHECKING:
    import duckdb

_SPAN = 'STRUCT("text" VARCHAR, "start" INTEGER, "end" INTEGER)'
_PARTICIPANT = (
    '"text" VARCHAR, "start" INTEGER, "end" INTEGER, "name" VARCHAR, "country" VARCHAR, "sector" VARCHAR, '
    '"other_sectors" VARCHAR[], "entity_id" VARCHAR, "wikidata_id" VARCHAR, "resolved_by" VARCHAR'
)
# "date" and "date_end" stay text: YYYY-MM and YYYY are dates of the record that SQL's DATE cannot hold.
SCHEMA = {
    "event_id": "VARCHAR",
    "article_id": "VARCHAR",
    "event_type": "VARCHAR",
    "modes": "VARCHAR[]",
    "contexts": "VARCHAR[]",
    "quad": "VARCHAR",
    "intensity": "DOUBLE",
    "trigger": _SPAN,
    "actors": f"STRUCT({_PARTICIPANT})[]",
    "recipients": f"STRUCT({_PARTICIPANT})[]",
    "attribution": f'STRUCT({_PARTICIPANT}, "cue" {_SPAN}, "channel" VARCHAR)',
    "status": "VARCHAR",
    "status_cue": _SPAN,
    "date": "VARCHAR",
    "date_end": "VARCHAR",
    "date_text": _SPAN,
    "place": (
        'STRUCT("name" VARCHAR, "country" VARCHAR, "admin1" VARCHAR, "lat" DOUBLE, "lon" DOUBLE, '
        '"geonames_id" BIGINT, "text" VARCHAR, "start" INTEGER, "end" INTEGER)'
    ),
    "sentence": 'STRUCT("index" INTEGER, "start" INTEGER, "end" INTEGER)',
    "coder_score": "DOUBLE",
    "coder": 'STRUCT("name" VARCHAR, "version" VARCHAR, "ruleset" VARCHAR, "model" VARCHAR)',
}
# Files in this format open in every DuckDB from 1.4 on; newer defaults would shut out R and GUI users.
STORAGE_VERSION = "v1.4.0"
# The parser is still in memory when a file is finished, and both together should stay well below 700 MB.
MEMORY_LIMIT = "256MB"
_ROW_GROUP = 20_000  # events; DuckDB holds one group in memory
_LONGEST_RECORD = 4 * 1024 * 1024  # bytes, and DuckDB takes buffers of this size; an event is about 2 kB


class TableStore(Closing):
    """Events into a Parquet or DuckDB file, typed, in the order in which they came."""

    def __init__(self, target: Path, *, database: bool) -> None:
        self._target, self._database = target, database
        self._rows_path = draft_beside(target, suffix=".rows")
        self._draft = draft_beside(target)
        self._rows: FileStore | None = FileStore(self._rows_path, jsonl_bytes)

    def write(self, events: Sequence[Event]) -> None:
        if self._rows is None:
            raise OutputError(f"{self._target}: already finished; open it anew to write more")
        self._rows.write(events)

    def finish(self) -> None:
        if self._rows is None:
            return
        self._rows.finish()
        try:
            self._convert()
            self._draft.replace(self._target)
        except OSError as error:
            raise write_error(self._target, error) from error
        finally:
            self._clear()
        self._rows = None

    def abandon(self) -> None:
        if self._rows is None:
            return
        self._rows.abandon()
        self._clear()
        self._rows = None

    def _clear(self) -> None:
        for path in (self._rows_path, self._draft, self._draft.with_name(self._draft.name + ".wal")):
            path.unlink(missing_ok=True)

    def _convert(self) -> None:
        with connection() as duck:
            rows = f"SELECT * FROM read_json({quoted(self._rows_path)}, {_READ_OPTIONS})"  # noqa: S608 - a quoted path
            if self._database:
                duck.execute(f"ATTACH {quoted(self._draft)} AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
                duck.execute(f"CREATE TABLE made.events AS {rows}")
                duck.execute("DETACH made")
            else:
                duck.execute(
                    f"COPY ({rows}) TO {quoted(self._draft)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
                )


def table_records(path: Path, *, database: bool) -> Iterator[dict[str, Any]]:
    """The event records of a Parquet or DuckDB file, in the order of the file."""
    with connection() as duck:
        if database:
            duck.execute(f"ATTACH {quoted(path)} AS made (READ_ONLY)")
        columns = ", ".join(f'"{name}"' for name in SCHEMA)
        source = "made.events" if database else f"read_parquet({quoted(path)})"
        result = duck.execute(f"SELECT {columns} FROM {source}")  # noqa: S608 - names of ours, a quoted path
        while batch := result.fetchmany(1000):
            for row in batch:
                yield dict(zip(SCHEMA, row, strict=True))


@contextlib.contextmanager
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A private in-memory DuckDB on one thread (same rows, same file); its errors are raised as OutputError."""
    import duckdb

    duck = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MEMORY_LIMIT})
    try:
        yield duck
    except duckdb.Error as error:
        raise OutputError(f"DuckDB could not finish: {str(error).splitlines()[0]}") from error
    finally:
        duck.close()


def quoted(value: str | os.PathLike[str]) -> str:
    """The value as an SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


_READ_OPTIONS = (
    "format='newline_delimited', "
    f"maximum_object_size={_LONGEST_RECORD}, "
    "columns={" + ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in SCHEMA.items()) + "}"
)
