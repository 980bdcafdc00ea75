"""What the command line names - files, folders, globs, "-", addresses - as a list of things to read."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from despacho.model import InputError

JSONL = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PAGES = (".html", ".htm")
ARCHIVES = (".warc", ".warc.gz")
LISTS = (".xml", ".xml.gz", ".rss", ".atom", ".rdf")
SUFFIXES = (*JSONL, ".txt", *PAGES, *ARCHIVES, *LISTS)
ADDRESS = ("http://", "https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing to read: its path (None: standard input or an address) and how messages call it.

    A text or a page has no id of its own: it gets ``short_id`` (the name without its ending; in a folder the path below
    the folder), or ``long_id`` (the path as given) where another file of the run already has that one.
    """

    path: Path | None
    name: str
    short_id: str = ""
    long_id: str = ""

    @property
    def is_address(self) -> bool:
        """Whether it is read from the network."""
        return self.path is None and self.name.startswith(ADDRESS)


def find(inputs: Sequence[str], *, exclude: Sequence[Path], addresses: bool) -> list[Found]:
    """Everything that the inputs name, in their order, folders and globs in sorted order; InputError where one names nothing."""
    excluded = frozenset(path.resolve() for path in exclude)
    found: list[Found] = []
    for given in inputs:
        if given == "-":
            found.append(Found(path=None, name="standard input", short_id="stdin", long_id="stdin"))
        elif given.startswith(ADDRESS):
            if not addresses:
                raise InputError(f"{given}: an address is not read here; save the page and give the file")
            found.append(Found(path=None, name=given, short_id=given, long_id=given))
        else:
            found += _on_disk(given, excluded=excluded)
    return found


def _on_disk(given: str, *, excluded: frozenset[Path]) -> list[Found]:
    path = Path(given)
    if path.is_dir():
        return _in_folder(path, excluded=excluded)
    if path.exists() or not glob.has_magic(given):
        return [_file(path, excluded=excluded)]
    matches = [Path(one) for one in sorted(glob.glob(given, recursive=True))]  # noqa: PTH207  a pattern may be absolute
    if not matches:
        raise InputError(f"{given}: no file or folder fits the pattern")
    found: list[Found] = []
    for one in matches:
        if one.is_dir():
            found += _in_folder(one, excluded=excluded, may_be_empty=True)
        elif suffix_of(one) in SUFFIXES and one.resolve() not in excluded:
            found.append(_file(one, excluded=excluded))
    # "**" names a folder and again what is in it.
    return list({one.name: one for one in found}.values())


def _file(path: Path, *, excluded: frozenset[Path]) -> Found:
    if not path.exists():
        raise InputError(f"{path}: there is no such file or folder")
    if suffix_of(path) not in SUFFIXES:
        raise InputError(f"{path}: unknown kind of file; despacho reads {', '.join(SUFFIXES)}")
    if path.resolve() in excluded:
        raise InputError(f"{path}: is both input and output; choose another --out")
    return Found(path=path, name=str(path), short_id=without_suffix(path).name, long_id=path.as_posix())


def _in_folder(folder: Path, *, excluded: frozenset[Path], may_be_empty: bool = False) -> list[Found]:
    found = []
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in below.parts)
        if hidden or suffix_of(path) not in SUFFIXES or not path.is_file():
            continue
        if path.resolve() not in excluded:
            short_id = without_suffix(below).as_posix()
            found.append(Found(path=path, name=str(path), short_id=short_id, long_id=path.as_posix()))
    if not found and not may_be_empty:
        raise InputError(f"{folder}: the folder holds no articles; despacho reads {', '.join(SUFFIXES)}")
    return found


def suffix_of(path: Path) -> str:
    """The ending that says the kind of a file, with what ".gz" packs: ".jsonl.gz"."""
    name = path.name.lower()
    return next((one for one in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(one)), path.suffix.lower())


def without_suffix(path: Path) -> Path:
    """The path without the ending that says its kind."""
    suffix = suffix_of(path)
    return path.with_name(path.name[: -len(suffix)]) if suffix and path.name.lower() != suffix else path
