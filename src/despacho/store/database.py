"""A store in one DuckDB file: one process writes, by transactions, so that the file opens whenever the process was killed."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from despacho.model import OutputError, Rejected
from despacho.store.migrations import checked_version, migrate, newest, statements, version_of
from despacho.store.tables import MEMORY_LIMIT, STORAGE_VERSION, quoted

if TYPE_CHECKING:
    import duckdb

_HOLDER = re.compile(r"held in (.{1,300}?)(?: \(PID (\d+)\))", re.DOTALL)
_BY_ARTICLE = ("events", "participants", "rejected")


@contextmanager
def explained(name: str) -> Iterator[None]:
    """DuckDB's errors in the block as OutputError: which store, what is wrong, what to do."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        if "lock on file" in str(error) or "being used by another process" in str(error):
            found = _HOLDER.search(str(error))
            who = f" (process {found[2]}: {Path(found[1]).name})" if found else ""
            raise OutputError(
                f"{name}: another process{who} has this store open; wait until it has finished, or end it. A folder of Parquet "
                "(--out FOLDER/) can be read while it is written"
            ) from error
        if "cannot initialize database with storage version" in str(error):
            raise OutputError(f"{name}: is a database of a newer format, but no store of despacho; choose another name") from error
        if "not a valid DuckDB database" in str(error):
            raise OutputError(f"{name}: is not a store of despacho (no DuckDB file)") from error
        raise OutputError(f"{name}: {first}") from error


def connect(*, memory_limit: str = MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """A private DuckDB on one thread, which answers the same in the same order."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": memory_limit,
        "python_enable_replacements": False,
        "temp_directory": str(Path(tempfile.gettempdir()) / f"despacho-{os.getpid()}"),
        # The left side of a join is streamed, in its order, and the right side is what is held: as written.
        "disabled_optimizers": "join_order,build_side_probe_side",
    }
    return duckdb.connect(":memory:", config=config)


def open_database(path: Path, *, name: str, memory_limit: str = MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """A connection that reads the store in this file, its tables under their names."""
    duck = connect(memory_limit=memory_limit)
    try:
        with explained(name):
            duck.execute(f"ATTACH {quoted(path)} AS store (READ_ONLY)")
            duck.execute("USE store")
            _check_newest(checked_version(version_of(duck), name=name), name=name)
    except OutputError:
        duck.close()
        raise
    return duck


def _check_newest(version: int, *, name: str) -> None:
    if version < newest():
        raise OutputError(f"{name}: is of an older despacho (version {version}); `despacho doctor --upgrade {name}` updates it")


class DatabaseWriter:
    """Puts finished shards into the file, each in one transaction: all of it or nothing."""

    def __init__(self, path: Path, *, name: str) -> None:
        self._name = name
        self._duck = connect()
        try:
            with explained(name):
                self._duck.execute(f"ATTACH {quoted(path)} AS store (STORAGE_VERSION '{STORAGE_VERSION}')")
                self._duck.execute("USE store")
                migrate(self._duck, name=name)
                self._duck.execute(KNOWN)
        except OutputError:
            self._duck.close()
            raise

    def keys(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of the ids that are in the store, each with the key under which it was coded."""
        with explained(self._name):
            return dict(self._duck.execute(KEYS, [list(ids)]).fetchall())

    def add(self, shards: Sequence[Path], *, run_id: str) -> None:
        """The articles and events of these shards in place of what the store had of the same articles."""
        with explained(self._name), self._transaction():
            view_shards(self._duck, shards)
            self._duck.execute(NAMED)
            self._forget()
            for table, sql in statements("from_shards"):
                given = {"run_id": run_id} if "$run_id" in sql else {}
                self._duck.execute(f"INSERT INTO {table} BY NAME {sql}", given)
            self._duck.execute(REMEMBER)

    def reject(self, rejections: Sequence[Rejected], *, run_id: str) -> None:
        """What never became an article, once each."""
        rows = [[one.article_id, one.stage, one.reason, one.detail] for one in rejections]
        with explained(self._name), self._transaction():
            for row in rows:
                self._duck.execute(
                    "DELETE FROM rejected WHERE article_id = ? AND stage = ? AND reason = ? AND detail = ?", row
                )
                self._duck.execute("INSERT INTO rejected VALUES (?, ?, ?, ?, ?)", [*row, run_id])

    def note_run(self, run: Mapping[str, Any]) -> None:
        """The row of a run, new or in place of the one with the same id."""
        with explained(self._name), self._transaction():
            self._duck.execute("DELETE FROM runs WHERE run_id = ?", [run["run_id"]])
            marks = ", ".join("?" * len(run))
            self._duck.execute(f"INSERT INTO runs ({', '.join(run)}) VALUES ({marks})", list(run.values()))  # noqa: S608

    def open_runs(self) -> list[dict[str, Any]]:
        """The runs that are noted as running: whoever has the store for writing knows that they are not."""
        with explained(self._name):
            return running(self._duck)

    def flush(self) -> None:
        """Nothing to do: every shard is kept as soon as it is added."""

    def close(self) -> None:
        """Write the log into the file and let go of it."""
        with explained(self._name):
            self._duck.execute("CHECKPOINT store")
            self._duck.close()

    def _forget(self) -> None:
        """Remove what the store holds of the articles that are about to be added."""
        if not self._duck.execute("SELECT count(*) FROM temp.named JOIN temp.known USING (id)").fetchall()[0][0]:
            self._duck.execute("DELETE FROM shards WHERE shard IN (SELECT shard FROM temp.named)")
            return
        self._duck.execute("DELETE FROM articles WHERE id IN (SELECT id FROM temp.named)")
        for table in _BY_ARTICLE:
            self._duck.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT id FROM temp.named)")  # noqa: S608
        self._duck.execute("DELETE FROM shards WHERE shard IN (SELECT shard FROM temp.named)")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._duck.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._duck.execute("ROLLBACK")
            raise
        self._duck.execute("COMMIT")


_KEY = "content_hash || ' ' || coder_version || ' ' || ruleset_digest || ' ' || config_digest"
KNOWN = f"CREATE OR REPLACE TEMP TABLE known AS SELECT id, {_KEY} AS key FROM articles"  # noqa: S608 - names of ours
KEYS = "SELECT id, key FROM temp.known WHERE id IN (SELECT unnest(?))"
NAMED = (
    "CREATE OR REPLACE TEMP TABLE named AS SELECT id, regexp_extract(filename, '([0-9a-f]+)\\.parquet$', 1) AS shard FROM shard_rows"
)
REMEMBER = (
    "DELETE FROM temp.known WHERE id IN (SELECT id FROM temp.named); "  # noqa: S608 - names of ours
    f"INSERT INTO temp.known SELECT id, {_KEY} FROM shard_rows"
)


def running(duck: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rows of runs whose state is "running"."""
    found = duck.execute("SELECT * FROM runs WHERE state = 'running'")
    names = [one[0] for one in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def view_shards(duck: duckdb.DuckDBPyConnection, shards: Sequence[Path]) -> None:
    """Make the rows of these files ``shard_rows``, in the order of the files and of the articles in each."""
    names = ", ".join(quoted(path) for path in shards)
    duck.execute(f"CREATE OR REPLACE TEMP VIEW shard_rows AS SELECT * FROM read_parquet([{names}], filename = true)")  # noqa: S608


