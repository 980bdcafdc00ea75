"""The schema of a store, in numbered SQL files, and how an older store is brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from despacho.model import OutputError

if TYPE_CHECKING:
    import duckdb

TABLES = ("articles", "events", "participants", "rejected", "runs", "shards")
"""The tables of a store, in both of its forms."""


def statements(folder: str) -> list[tuple[str, str]]:
    """Name and text of the SQL files of a folder beside this module, in the order of their names."""
    found: list[Traversable] = [one for one in (files("despacho.store") / "sql" / folder).iterdir() if one.name.endswith(".sql")]
    return [(one.name.removesuffix(".sql"), one.read_text(encoding="utf-8")) for one in sorted(found, key=lambda one: one.name)]


def newest(steps: Sequence[tuple[str, str]] | None = None) -> int:
    """The version that this despacho writes."""
    return max(int(name[:4]) for name, _ in steps or statements("migrations"))


def version_of(duck: duckdb.DuckDBPyConnection) -> int | None:
    """The version of the store that is in use; 0 for an empty file, None where it is something else."""
    names = {name for (name,) in duck.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = current_database()").fetchall()}
    if not names:
        return 0
    if "schema_version" not in names:
        return None
    ((version,),) = duck.execute("SELECT max(version) FROM schema_version").fetchall()
    return int(version or 0)


def migrate(duck: duckdb.DuckDBPyConnection, *, name: str, steps: Sequence[tuple[str, str]] | None = None) -> int:
    """The version of the store after every step that it lacked was made, each in one transaction."""
    steps = steps or statements("migrations")
    version = checked_version(version_of(duck), name=name, steps=steps)
    for step, sql in steps:
        number = int(step[:4])
        if number <= version:
            continue
        duck.execute("BEGIN")
        duck.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER, step VARCHAR)")
        duck.execute(sql)
        duck.execute("INSERT INTO schema_version VALUES (?, ?)", [number, step])
        duck.execute("COMMIT")
    return newest(steps)


def checked_version(version: int | None, *, name: str, steps: Sequence[tuple[str, str]] | None = None) -> int:
    """The version itself; OutputError where the file is no store, or one of a despacho to come."""
    if version is None:
        raise OutputError(f"{name}: is a database, but no store of despacho; choose another name, or move it away")
    if version > newest(steps):
        raise OutputError(f"{name}: was written by a newer despacho (version {version} of the store); update despacho")
    return version
