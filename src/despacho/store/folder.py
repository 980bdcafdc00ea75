"""A store in a folder of Parquet files, a folder a table: it can be read, by whatever reads Parquet, while it is written.

A part is in the store once its file in ``articles/`` is there, which is written last. Parts that a killed run left without it
are removed by the next writer. Finished shards wait in ``shards/`` until there are enough of them for a part.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from despacho.model import OutputError, Rejected
from despacho.store.database import KEYS, KNOWN, NAMED, REMEMBER, connect, explained, running, view_shards
from despacho.store.migrations import TABLES, checked_version, newest, statements
from despacho.store.tables import MEMORY_LIMIT, quoted
from despacho.store.writers import write_error

if TYPE_CHECKING:
    import duckdb

MARK = "despacho.json"
"""The file that says that a folder is a store, and of which version."""
_FIRST = "part-0.parquet"  # empty: so that a table without rows has its columns
_TURNED_AWAY = "part-r"  # rejections of what never became an article; other names go on with a hexadecimal digit
_SHARDS_A_PART = 64  # about 2,000 articles
_OF_ARTICLES = {"articles": "id", "events": "article_id", "participants": "article_id", "rejected": "article_id"}
_PARTED = ("events", "participants", "rejected", "shards", "articles")  # in the order of writing; the last one counts


def is_folder_store(path: Path) -> bool:
    """Whether a store is in this folder."""
    return (path / MARK).is_file()


def open_folder(path: Path, *, name: str, memory_limit: str = MEMORY_LIMIT) -> duckdb.DuckDBPyConnection:
    """A connection that reads the store in this folder, its tables under their names."""
    _check_mark(path, name=name)
    duck = connect(memory_limit=memory_limit)
    with explained(name):
        for table in TABLES:
            parts = quoted(path / table / "part-*.parquet")
            # Only parts whose articles are there count; the empty first part gives a table its columns.
            whole = f"SELECT parse_filename(file) FROM glob({quoted(path / 'articles' / 'part-*.parquet')})"  # noqa: S608 - a quoted path
            also = f" OR parse_filename(filename) LIKE '{_TURNED_AWAY}%'" if table == "rejected" else ""
            where = "" if table == "runs" else f" WHERE parse_filename(filename) IN ({whole}){also}"
            duck.execute(
                f"CREATE VIEW {table} AS SELECT * EXCLUDE (filename) FROM read_parquet({parts}, filename = true){where}"  # noqa: S608
            )
        for step, sql in statements("migrations"):
            if "views" in step:
                duck.execute(sql)
    return duck


def _check_mark(path: Path, *, name: str) -> None:
    try:
        version = int(json.loads((path / MARK).read_text(encoding="utf-8"))["version"])
    except OSError as error:
        raise OutputError(f"{name}: is not a store of despacho (no {MARK} in the folder)") from error
    except (ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{name}: {MARK} does not say which version the store has") from error
    checked_version(version, name=name)


class FolderWriter:
    """Gathers finished shards and puts them into the folder, a part at a time."""

    def __init__(self, path: Path, *, name: str) -> None:
        self._path, self._name = path, name
        self._waiting: list[Path] = []
        self._run_id = ""
        self._lock = _locked(path, name=name)
        self._create()
        self._remove_halves()
        self._duck = open_folder(path, name=name)
        with explained(name):
            self._duck.execute(KNOWN)

    def keys(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of the ids that are in the store, each with the key under which it was coded."""
        with explained(self._name):
            return dict(self._duck.execute(KEYS, [list(ids)]).fetchall())

    def add(self, shards: Sequence[Path], *, run_id: str) -> None:
        """The articles and events of these shards, with the next part; the files must stay until ``flush``."""
        self._waiting += shards
        self._run_id = run_id
        if len(self._waiting) >= _SHARDS_A_PART:
            self.flush()

    def reject(self, rejections: Sequence[Rejected], *, run_id: str) -> None:
        """What never became an article, once each."""
        rows = sorted({(one.article_id, one.stage, one.reason, one.detail) for one in rejections})
        if not rows:
            return
        digest = hashlib.sha256(json.dumps([run_id, rows]).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        with explained(self._name):
            self._duck.execute("CREATE OR REPLACE TEMP TABLE turned AS SELECT * FROM rejected LIMIT 0")
            self._duck.executemany("INSERT INTO turned VALUES (?, ?, ?, ?, ?)", [[*row, run_id] for row in rows])
            rows_left = "SELECT t.* FROM turned AS t ANTI JOIN rejected AS r USING (article_id, stage, reason, detail)"
            if self._duck.execute(f"SELECT count(*) FROM ({rows_left})").fetchall()[0][0]:  # noqa: S608 - our own words
                self._copy(rows_left, "rejected", f"{_TURNED_AWAY}{digest}.parquet")

    def note_run(self, run: Mapping[str, Any]) -> None:
        """The row of a run, new or in place of the one with the same id."""
        columns = ", ".join(f"? AS {name}" for name in run)
        with explained(self._name):
            self._duck.execute("CREATE OR REPLACE TEMP TABLE noted AS SELECT * FROM runs LIMIT 0")
            self._duck.execute(f"INSERT INTO noted BY NAME SELECT {columns}", list(run.values()))
            self._copy("SELECT * FROM noted", "runs", f"part-{run['run_id']}.parquet")

    def open_runs(self) -> list[dict[str, Any]]:
        """The runs that are noted as running: whoever has the store for writing knows that they are not."""
        with explained(self._name):
            return running(self._duck)

    def flush(self) -> None:
        """Make a part of the shards that wait, and remove their files."""
        if not self._waiting:
            return
        digest = hashlib.sha256(" ".join(path.stem for path in self._waiting).encode()).hexdigest()[:16]
        with explained(self._name):
            view_shards(self._duck, self._waiting)
            self._duck.execute(NAMED)
            self._forget()
            texts = dict(statements("from_shards"))
            for table in _PARTED:
                sql = texts[table].replace("$run_id", quoted(self._run_id))
                self._copy(sql, table, f"part-{digest}.parquet")
            self._duck.execute(REMEMBER)
        for path in self._waiting:
            path.unlink(missing_ok=True)
        self._waiting.clear()

    def close(self) -> None:
        """Make the last part and let go of the folder."""
        self.flush()
        self._duck.close()
        self._lock.close()

    def _create(self) -> None:
        try:
            for table in TABLES:
                (self._path / table).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise write_error(self._path, error) from error
        if is_folder_store(self._path):
            _check_mark(self._path, name=self._name)
            return
        self._duck = connect()
        with explained(self._name):
            for _, sql in statements("migrations"):
                self._duck.execute(sql)
            for table in TABLES:
                self._copy(f"SELECT * FROM {table} LIMIT 0", table, _FIRST)  # noqa: S608 - a name of ours
        self._duck.close()
        draft = self._path / f".{MARK}.tmp"
        draft.write_text(json.dumps({"format": "despacho store", "version": newest()}) + "\n", encoding="utf-8")
        draft.replace(self._path / MARK)

    def _remove_halves(self) -> None:
        """What a killed writer left: drafts, and parts whose articles are missing."""
        whole = {path.name for path in (self._path / "articles").glob("part-*.parquet")}
        for table in TABLES:
            for path in (self._path / table).iterdir():
                if path.suffix == ".tmp":
                    path.unlink(missing_ok=True)
        for table in _PARTED[:-1]:
            for path in (self._path / table).glob("part-*.parquet"):
                if path.name not in whole and not path.name.startswith(_TURNED_AWAY):
                    path.unlink(missing_ok=True)

    def _forget(self) -> None:
        """Rewrite the parts that hold articles which are about to be added, without them."""
        held = self._duck.execute(
            "SELECT DISTINCT parse_filename(filename) FROM read_parquet("  # noqa: S608 - a quoted path
            f"{quoted(self._path / 'articles' / 'part-*.parquet')}, filename = true) WHERE id IN "
            "(SELECT id FROM temp.named JOIN temp.known USING (id))"
        ).fetchall()
        for (part,) in held:
            for table in _PARTED:  # articles last: killed before, their old key has them coded again
                if table in _OF_ARTICLES:
                    rest = f"SELECT * FROM read_parquet({quoted(self._path / table / part)}) WHERE {_OF_ARTICLES[table]} NOT IN (SELECT id FROM temp.named)"  # noqa: S608
                    self._copy(rest, table, part)

    def _copy(self, sql: str, table: str, part: str) -> None:
        draft = self._path / table / f".{part}.{os.getpid()}.tmp"
        try:
            self._duck.execute(f"COPY ({sql}) TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd)")
            draft.replace(self._path / table / part)
        except OSError as error:
            raise write_error(self._path, error) from error
        finally:
            draft.unlink(missing_ok=True)


class Lock:
    """A file that one process holds; the system lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path, *, taken: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b")
        except OSError as error:
            raise write_error(path.parent, error) from error
        try:
            import fcntl
        except ImportError:  # Windows; two writers at once are then the user's care
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise OutputError(taken) from error

    def close(self) -> None:
        """Let go of it."""
        self._file.close()


def _locked(path: Path, *, name: str) -> Lock:
    return Lock(path / ".lock", taken=f"{name}: another process writes to this store; wait until it has finished, or end it")
