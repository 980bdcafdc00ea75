"""Stores: what goes in comes back, and nothing half-written stands under the final name."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from event_strategies import events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from despacho.model import Attribution, Event, InputError, OutputError, Participant, Place
from despacho.store import FORMATS, event_from_dict, event_to_dict, format_of, open_store, read_events
from despacho.store.flat import COLUMNS, guarded, unguarded
from despacho.store.tables import SCHEMA, connection
from despacho.store.writers import StreamStore, jsonl_bytes

few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
event_lists = st.lists(events, max_size=4)


def example():
    return events.example()


@given(events)
def test_record_round_trip(event):
    assert event_from_dict(json.loads(json.dumps(event_to_dict(event)))) == event


@given(events)
def test_fields_are_those_of_the_dataclass_in_order(event):
    record = event_to_dict(event)
    assert list(record) == [field.name for field in fields(Event)] == list(SCHEMA)
    for one in record["actors"]:
        assert list(one) == [field.name for field in fields(Participant)]
    if record["attribution"]:
        assert list(record["attribution"]) == [field.name for field in fields(Attribution)]
    if record["place"]:
        assert set(record["place"]) == {field.name for field in fields(Place)}


@pytest.mark.parametrize("kind", FORMATS)
def test_store_round_trip(kind, tmp_path):
    @few
    @given(event_lists)
    def round_trip(some):
        target = tmp_path / f"events.{kind}"
        with open_store(str(target)) as store:
            for event in some:
                store.write([event])
            store.finish()
        assert list(read_events(target)) == some
        assert [path.name for path in tmp_path.iterdir()] == [target.name]

    round_trip()


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
@few
@given(some=event_lists)
def test_same_events_same_bytes(kind, some, tmp_path):
    made = []
    for name in ("one", "two"):
        with open_store(str(tmp_path / f"{name}.{kind}")) as store:
            store.write(some)
            store.finish()
        made.append((tmp_path / f"{name}.{kind}").read_bytes())
    assert made[0] == made[1]


@given(st.text(st.sampled_from("=+-@'\t\ra1")))
def test_guard_comes_off_again(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@few
@given(st.lists(events, min_size=1, max_size=3))
def test_csv_has_no_formula_and_its_columns(some):
    stream = io.BytesIO()
    open_store("-", named="csv", stream=stream).write(some)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue().decode(), newline="")))
    assert len(rows) == len(some)
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        for column, cell in row.items():
            if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                assert column in ("intensity", "place_lat", "place_lon")
                float(cell)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_error_leaves_the_old_file(kind, tmp_path):
    target = tmp_path / f"events.{kind}"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), open_store(str(target)) as store:
        store.write([])
        raise RuntimeError
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", FORMATS)
def test_no_events_still_make_a_file(kind, tmp_path):
    target = tmp_path / f"events.{kind}"
    with open_store(str(target)) as store:
        store.finish()
    assert list(read_events(target)) == []


class FullDisk(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        if len(data):
            raise OSError(28, "No space left on device")
        return 0


def test_full_stream_says_so():
    with pytest.raises(OutputError, match="No space left"):
        StreamStore(FullDisk(), jsonl_bytes, name="x", header=b"a")


def tiny_disk(folder: Path, *, size="64k"):
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("cannot mount a tiny file system here")
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.filterwarnings("ignore")
def test_full_disk_leaves_nothing(kind, tmp_path):
    disk = tiny_disk(tmp_path / "disk")
    try:
        many = [example()] * 2000  # more than the disk holds, however short the example
        with (
            pytest.raises(OutputError, match=r"No space left|could not finish"),
            open_store(str(disk / f"e.{kind}")) as store,
        ):
            for event in many:
                store.write([event])
            store.finish()
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=False)


def test_device_that_is_full():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with pytest.raises(OutputError, match="No space left"), open_store("/dev/full", named="csv"):
        pass


@pytest.mark.parametrize(
    ("target", "named", "kind"),
    [
        ("a.jsonl", None, "jsonl"),
        ("a.CSV", None, "csv"),
        ("-", None, "jsonl"),
        ("-", "csv", "csv"),
        ("a.txt", "parquet", "parquet"),
    ],
)
def test_format_of(target, named, kind):
    assert format_of(target, named=named) == kind


@pytest.mark.parametrize(
    ("target", "named", "fragment"),
    [
        ("a.xlsx", None, "use one of .jsonl, .csv, .parquet, .duckdb"),
        ("a", None, "use one of"),
        ("a.csv", "xml", "--format xml: unknown"),
        ("-", "parquet", "needs a file"),
        ("nowhere/a.csv", None, "does not exist"),
        (".", "csv", "is a folder"),
    ],
)
def test_impossible_targets(target, named, fragment):
    with pytest.raises(OutputError, match=fragment):
        open_store(target, named=named)


def test_duckdb_types_and_format(tmp_path):
    target = tmp_path / "events.duckdb"
    with open_store(str(target)) as store:
        store.finish()
    with connection() as duck:
        duck.execute(f"ATTACH '{target}' AS made (READ_ONLY)")
        types = dict(
            duck.execute("SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'events'").fetchall()
        )
    assert types["intensity"] == "DOUBLE"
    assert types["actors"].startswith("STRUCT(") and types["actors"].endswith("[]")


@pytest.mark.parametrize(
    ("line", "fragment"),
    [("{", "e.jsonl:1: not JSON"), ("[]", "not a JSON object"), ('{"event_id": "x"}', "field .* is missing")],
)
def test_what_is_not_an_event(line, fragment, tmp_path):
    (tmp_path / "e.jsonl").write_text(line)
    with pytest.raises(InputError, match=fragment):
        list(read_events(tmp_path / "e.jsonl"))
