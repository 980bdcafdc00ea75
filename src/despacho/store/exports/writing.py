"""Events into a file of one of the layouts: written beside the target, put in place when whole."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from despacho.model import OutputError
from despacho.store.corpus import Told
from despacho.store.exports import documents, rows, standard
from despacho.store.exports.common import Options, tsv
from despacho.store.exports.graph import write_graph
from despacho.store.exports.sheets import write_workbook
from despacho.store.flat import guarded
from despacho.store.tables import connection, quoted
from despacho.store.writers import draft_beside, write_error

_SPARE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout: its name, the endings that ask for it, and whether it can go onto a stream."""

    name: str
    endings: tuple[str, ...]
    text: bool
    about: str


LAYOUTS = {
    one.name: one
    for one in (
        Layout(name="jsonl", endings=("jsonl", "ndjson"), text=True, about="our records, with article and quote"),
        Layout(name="plover", endings=(), text=True, about="JSON Lines under PLOVER's field names"),
        Layout(name="csv", endings=("csv",), text=True, about="our columns"),
        Layout(name="parquet", endings=("parquet",), text=False, about="our columns, typed"),
        Layout(name="xlsx", endings=("xlsx",), text=False, about="a workbook (extra: excel)"),
        Layout(name="polecat", endings=(), text=True, about="POLECAT, 40 columns, TSV"),
        Layout(name="icews", endings=(), text=True, about="ICEWS, 20 columns, TSV, CAMEO codes"),
        Layout(name="gdelt", endings=(), text=True, about="GDELT 2.0, 61 columns without header, TSV, CAMEO codes"),
        Layout(name="geojson", endings=("geojson",), text=True, about="points for maps"),
        Layout(name="gexf", endings=("gexf",), text=False, about="a network with dated edges (extra: graph)"),
        Layout(name="graphml", endings=("graphml",), text=False, about="a network (extra: graph)"),
        Layout(name="annotations", endings=("jsonld",), text=True, about="W3C Web Annotation"),
    )
}
_STANDARD = {
    "polecat": (standard.POLECAT, standard.polecat_rows, True),
    "icews": (standard.ICEWS, standard.icews_rows, True),
    "gdelt": (standard.GDELT, standard.gdelt_rows, False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: events, rows (pairs, edges), and the sidecar where the layout needs one."""

    events: int
    rows: int
    sidecar: Path | None = None


def layout_of(out: str, *, named: str | None = None) -> Layout:
    """The layout that is named, else that of the ending; OutputError names those there are."""
    if named is not None:
        if named not in LAYOUTS:
            raise OutputError(f"--format {named}: unknown; despacho exports {', '.join(LAYOUTS)}")
        return LAYOUTS[named]
    ending = Path(out).suffix.lower().lstrip(".")
    for layout in LAYOUTS.values():
        if ending in layout.endings or (out == "-" and layout.name == "jsonl"):
            return layout
    raise OutputError(f"{out}: the ending does not say the layout; give --format, one of {', '.join(LAYOUTS)}")


def export(told: Iterable[Told], out: str, layout: Layout, options: Options, *, stream: TextIO | None = None) -> Exported:
    """Write the events to ``out`` ("-": ``stream``, else standard output). POLECAT, ICEWS and GDELT get a sidecar beside them."""
    if out == "-":
        if not layout.text:
            raise OutputError(f"standard output: takes text; {layout.name} needs a file, such as --out events.{layout.endings[0]}")
        return _write_text(told, stream or sys.stdout, None, layout, options)
    path = Path(out).resolve()
    if path.is_dir() or not path.parent.is_dir():
        why = "is a folder; name a file in it" if path.is_dir() else f"the folder {path.parent} does not exist; create it first"
        raise OutputError(f"{out}: {why}")
    counted = _Counted(told)
    with _whole(path) as draft:
        if layout.name in ("gexf", "graphml"):
            return Exported(rows=write_graph(counted, draft, kind=layout.name), events=counted.events)
        if layout.name == "xlsx":
            return Exported(rows=write_workbook(counted, draft, options), events=counted.events)
        if layout.name == "parquet":
            return Exported(rows=_write_parquet(counted, draft, options), events=counted.events)
        with ExitStack() as stack:
            main = stack.enter_context(draft.open("w", encoding="utf-8", newline=""))
            if layout.name not in _STANDARD:
                return _write_text(counted, main, None, layout, options)
            side_path = sidecar_path(path)
            side = stack.enter_context(stack.enter_context(_whole(side_path)).open("w", encoding="utf-8", newline=""))
            made = _write_text(counted, main, side, layout, options)
        return Exported(events=made.events, rows=made.rows, sidecar=side_path)


def sidecar_path(path: Path) -> Path:
    """Where attribution, status and spans of a standard layout stand: beside it, row by row."""
    return path.with_name(path.name + ".more.tsv")


class _Counted:
    """The events, counted as they pass."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._told, self.events = told, 0

    def __iter__(self) -> Iterator[Told]:
        for one in self._told:
            self.events += 1
            yield one


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A draft beside the path, which takes its place when the block ends well and goes when it does not."""
    draft = draft_beside(path)
    try:
        yield draft
        draft.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _write_text(told: Iterable[Told], main: TextIO, side: TextIO | None, layout: Layout, options: Options) -> Exported:
    counted = told if isinstance(told, _Counted) else _Counted(told)
    if layout.name in _STANDARD:
        count = _write_standard(counted, main, side, layout.name, options)
    elif layout.name == "csv":
        count = _write_csv(counted, main, options)
    elif layout.name in ("geojson", "annotations"):
        count = _write_collection(counted, main, layout.name, options)
    else:
        record = documents.our_record if layout.name == "jsonl" else documents.plover_record
        count = 0
        for one in counted:
            main.write(json.dumps(record(one, options), ensure_ascii=False) + "\n")
            count += 1
    main.flush()
    return Exported(events=counted.events, rows=count)


def _write_standard(told: Iterable[Told], main: TextIO, side: TextIO | None, name: str, options: Options) -> int:
    names, make, header = _STANDARD[name]
    if header:
        main.write(tsv(names))
    if side is not None:
        side.write(tsv(standard.SIDECAR))
    count = 0
    for one in told:
        for cells, more in make(one, options):
            count += 1
            main.write(tsv(cells))
            if side is not None:
                side.write(tsv((str(count), *more)))
    return count


def _write_csv(told: Iterable[Told], main: TextIO, options: Options) -> int:
    names = rows.columns(options)
    writer = csv.writer(main, lineterminator="\r\n")
    writer.writerow(names)
    count = 0
    for one in told:
        for row in rows.rows(one, options):
            writer.writerow([_csv_cell(row[name], name) for name in names])
            count += 1
    return count


def _csv_cell(value: Any, name: str) -> str:
    """As in ``despacho code``: lists joined, text guarded against being run as a formula."""
    if value is None:
        return ""
    if isinstance(value, list):
        joint = ";" if name in ("modes", "contexts") or name.endswith("_other_sectors") else "; "
        return guarded(joint.join(value))
    return guarded(value) if isinstance(value, str) else repr(value)


def _write_collection(told: Iterable[Told], main: TextIO, name: str, options: Options) -> int:
    """A JSON document with one item an event, each on a line of its own."""
    item: Callable[[Told, Options], dict[str, Any]]
    if name == "geojson":
        head, tail, item = '{"type": "FeatureCollection", "features": [', "]}\n", documents.geojson_feature
    else:
        page = json.dumps(documents.CONTEXT)
        head = f'{{"@context": {page}, "id": "urn:despacho:page:1", "type": "AnnotationPage", "items": ['
        tail, item = "]}\n", documents.annotation
    main.write(head)
    count = 0
    for one in told:
        main.write((",\n" if count else "\n") + json.dumps(item(one, options), ensure_ascii=False))
        count += 1
    main.write("\n" + tail)
    return count


def _write_parquet(told: Iterable[Told], draft: Path, options: Options) -> int:
    names = rows.columns(options)
    lines = draft.with_name(draft.name + f".{os.getpid()}.rows")
    count, longest = 0, 0
    try:
        with lines.open("wb") as file:
            for one in told:
                for row in rows.rows(one, options):
                    line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
                    longest = max(longest, len(line))
                    file.write(line)
                    count += 1
        types = ", ".join(f"{quoted(name)}: {quoted(rows.sql_type(name))}" for name in names)
        source = f"read_json({quoted(lines)}, format='newline_delimited', maximum_object_size={longest + _SPARE}, columns={{{types}}})"
        with connection() as duck:
            duck.execute(f"COPY (SELECT * FROM {source}) TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608
    finally:
        lines.unlink(missing_ok=True)
    return count


