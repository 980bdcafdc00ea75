"""``despacho doctor``: what is installed, what is missing, whether the shipped data is whole, and whether coding works."""

from __future__ import annotations

import hashlib
import json as jsonlib
import platform
import re
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from despacho import __version__
from despacho.cli import options
from despacho.cli.failures import failures

SENTENCE = "El canciller de Perú condenó el martes el ataque de Israel, según la agencia Andina."
PUBLISHED_AT = "2024-05-03"
_PACKAGE = Path(__file__).resolve().parents[1]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
_MARKS = {"ok": "ok     ", "missing": "missing", "broken": "BROKEN "}
Upgrade = Annotated[
    Path | None, typer.Option("--upgrade", metavar="STORE", help="Bring a store of an older despacho up to date instead.")
]
NoCoding = Annotated[bool, typer.Option("--no-coding", help="Leave out the sentence that is coded as a test.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: "ok", "missing" (an extra that may be wanted) or "broken"."""

    about: str
    state: str
    detail: str


def doctor(*, upgrade: Upgrade = None, no_coding: NoCoding = False, json: options.Json = False) -> None:
    """Look whether everything is there and works, without the network.

    Exit code 0: all is well (extras may be missing: the command that installs them is shown); 1: something is broken.
    """
    with failures():
        if upgrade is not None:
            _upgrade(upgrade)
            return
        found = list(findings(coding=not no_coding))
        if json:
            typer.echo(jsonlib.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        else:
            for one in found:
                typer.echo(f"{_MARKS[one.state]} {one.about}: {one.detail}")
        if any(one.state == "broken" for one in found):
            raise typer.Exit(1)


def _upgrade(path: Path) -> None:
    from despacho.model import InputError
    from despacho.store import open_writer

    if not path.exists():
        raise InputError(f"{path}: there is no such store")
    open_writer(str(path)).close()
    typer.echo(f"{path}: up to date")


def findings(*, coding: bool = True) -> Iterator[Finding]:
    """Everything that is looked at, in order."""
    yield _finding("despacho", f"{__version__} in {_PACKAGE}")
    version = platform.python_version()
    yield _finding("Python", f"{version} on {platform.system()} {platform.machine()}", broken=sys.version_info < (3, 11))
    yield from _requirements()
    yield _guarded("full-text search", _full_text)
    yield _guarded("store", _store)
    yield from _tables()
    yield from _models()
    if coding:
        yield _guarded("coding a sentence", _coding)


def _finding(about: str, detail: str, *, broken: bool = False) -> Finding:
    return Finding(about=about, state="broken" if broken else "ok", detail=detail)


def _guarded(about: str, look: Callable[[], str]) -> Finding:
    """What looking gives; whatever it raises is what is broken."""
    try:
        return _finding(about, look())
    except Exception as error:  # noqa: BLE001  a doctor reports every illness
        return _finding(about, f"{type(error).__name__}: {error}", broken=True)


def _requirements() -> Iterator[Finding]:
    """The distributions that despacho asks for, mandatory ones and those of its extras."""
    try:
        asked = metadata.requires("despacho") or []
    except metadata.PackageNotFoundError:
        yield _finding("requirements", "despacho runs from its source folder; pip install it to have them checked")
        return
    extras: dict[str, list[str]] = {}
    for line in asked:
        found = _EXTRA.search(line)
        if found is None:
            yield _mandatory(line.split(";")[0].strip())
        else:
            extras.setdefault(found[1], []).append(line.split(";")[0].strip())
    for extra, needed in sorted(extras.items()):
        yield _extra(extra, needed)


def _mandatory(requirement: str) -> Finding:
    name = _name_of(requirement)
    version = _version(name)
    if version is None:
        return _finding(name, f'is not installed: pip install "{requirement}"', broken=True)
    fits = _fits(requirement, version)
    return _finding(name, version if fits else f'{version}, but it takes {requirement}: pip install "{requirement}"', broken=not fits)


def _extra(extra: str, needed: list[str]) -> Finding:
    lacking = [one for one in needed if _version(_name_of(one)) is None]
    if lacking:
        names = ", ".join(map(_name_of, lacking))
        return Finding(about=f"extra {extra}", state="missing", detail=f'{names}; pip install "despacho[{extra}]"')
    versions = ", ".join(f"{_name_of(one)} {_version(_name_of(one))}" for one in needed)
    return _finding(f"extra {extra}", versions)


def _name_of(requirement: str) -> str:
    found = _NAME.match(requirement)
    return found[0] if found else requirement


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _fits(requirement: str, version: str) -> bool:
    """Whether a version is within >= and < of a requirement, by its numbers."""
    for sign, bound in re.findall(r"(>=|<)\s*([0-9.]+)", requirement):
        if (_numbers(version) >= _numbers(bound)) != (sign == ">="):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(one) for one in re.findall(r"\d+", version)[:4]]
    return tuple(found + [0] * (4 - len(found)))


def _full_text() -> str:
    with sqlite3.connect(":memory:") as index:
        index.execute("CREATE VIRTUAL TABLE t USING fts5 (body, tokenize = 'unicode61 remove_diacritics 2')")
        index.execute("INSERT INTO t VALUES ('política')")
        found = index.execute("SELECT count(*) FROM t WHERE t MATCH 'politica'").fetchall()
    if found != [(1,)]:
        raise RuntimeError("SQLite's FTS5 does not fold accents")
    return f"SQLite {sqlite3.sqlite_version} with FTS5"


def _store() -> str:
    import tempfile

    import duckdb

    from despacho.store import Store, open_writer

    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "doctor.duckdb")
        open_writer(place).close()
        with Store(place) as store:
            if any(store.counts().values()):
                raise RuntimeError("a new store is not empty")
    return f"DuckDB {duckdb.__version__} writes and reads a store"


def _tables() -> Iterator[Finding]:
    """Every table that a manifest names, against its digest."""
    for manifest in sorted(_PACKAGE.rglob("*manifest.toml")):
        read = tomllib.loads(manifest.read_text(encoding="utf-8"))
        entries = {read["file"]: read} if "file" in read else {name: one for name, one in read.items() if isinstance(one, dict)}
        wrong = [name for name, one in entries.items() if "sha256" in one and not _whole(manifest, name, one)]
        where = manifest.relative_to(_PACKAGE).as_posix()
        if wrong:
            yield _finding(where, f"not as they were shipped: {', '.join(wrong)}; install despacho again", broken=True)
        else:
            yield _finding(where, f"{len(entries)} table{'s' * (len(entries) > 1)} as shipped")


def _whole(manifest: Path, name: str, entry: dict[str, str]) -> bool:
    path = manifest.parent / entry.get("file", name)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]


def _models() -> Iterator[Finding]:
    """The parser of every language, with a digest of its files."""
    for meta in sorted((_PACKAGE / "languages").glob("*/model/meta.json")):
        digest = hashlib.sha256()
        for path in sorted(one for one in meta.parent.rglob("*") if one.is_file()):
            digest.update(path.relative_to(meta.parent).as_posix().encode() + path.read_bytes())
        about = jsonlib.loads(meta.read_text(encoding="utf-8"))
        yield _finding(f"model {meta.parents[1].name}", f"{about['name']} {about['version']}, digest {digest.hexdigest()[:16]}")


def _coding() -> str:
    import despacho

    events = despacho.code(SENTENCE, published_at=PUBLISHED_AT, lang="es")
    for event in events:
        if SENTENCE[event.trigger.start : event.trigger.end] != event.trigger.text:
            raise RuntimeError("the words of an event are not where it says they are")
    if "ACCUSE" not in {event.event_type for event in events}:
        raise RuntimeError(f"the sentence {SENTENCE!r} gave {[event.event_type for event in events]}, without ACCUSE")
    return f"{len(events)} events: {', '.join(event.event_type for event in events)}"
