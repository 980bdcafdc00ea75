"""Stores on disk, in both forms: what goes in comes back, once, whatever happens to the writers."""

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import duckdb
import pytest
from event_strategies import events as any_event
from filled import IDENTITY, TEXT, article, events, fill, rejection, shard, target
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import despacho
from despacho.engines.config import Identity
from despacho.model import Article, Event, InputError, OutputError, Participant, Rejected
from despacho.store import EventFilter, Store, is_store_target, open_writer, read_events
from despacho.store.flat import table_row, unflattened
from despacho.store.migrations import TABLES, migrate, newest, statements
from despacho.store.records import event_to_dict
from despacho.store.shard_files import ARTICLE_SCHEMA
from despacho.store.tables import SCHEMA, STORAGE_VERSION

KINDS = ("duckdb", "folder")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=KINDS)
def place(request, tmp_path):
    return target(tmp_path, request.param)


def columns_of(place, table):
    with Store(place) as store:
        return [row["column_name"] for row in store.query(f"DESCRIBE {table}").dicts()]


def test_what_goes_in_comes_back(place, tmp_path):
    some = [article(1), article(2, "Nada que codificar"), article(3, "Le roi", extra={}, title=None, url=None)]
    fill(place, tmp_path / "w", some, outcomes={"a3": rejection(some[2])})
    with Store(place) as store:
        assert list(store.articles()) == some
        assert list(store.events()) == [*events(some[0])]
        assert list(store.rejected()) == [rejection(some[2])]
        assert store.counts() == {"articles": 3, "events": 2, "participants": 6, "rejected": 1, "runs": 0, "shards": 1}
        assert [(one["articles"], one["coded"], one["events"]) for one in store.query("SELECT * FROM shards").dicts()] == [(3, 2, 2)]
        assert [one.article.id for one in store.told()] == ["a1", "a1"]


def test_names_are_those_of_the_records(place, tmp_path):
    fill(place, tmp_path / "w", [article(1)])
    assert columns_of(place, "events") == [field.name for field in fields(Event)] == list(SCHEMA)
    assert [one for one in columns_of(place, "participants") if one not in ("event_id", "article_id", "role", "position")] == [
        field.name for field in fields(Participant)
    ]
    assert set(columns_of(place, "articles")) >= {field.name for field in fields(Article)} == set(ARTICLE_SCHEMA)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(some=st.lists(any_event, max_size=4), kind=st.sampled_from(KINDS))
def test_any_event_survives(some, kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    one = article(1)
    fill(target(folder, kind), folder / "w", [one], outcomes={"a1": tuple(some)})
    with Store(target(folder, kind)) as store:
        assert store.query("SELECT count(*) FROM events").rows == [(len(some),)]
        assert list(store.events()) == some


@given(any_event)
def test_table_rows_hold_everything(event):
    row = table_row(event_to_dict(event))
    assert set(row) == set(table_row(event_to_dict(event)))
    assert row["trigger_start"] == event.trigger.start
    assert unflattened is not None


def test_the_same_again_changes_nothing(place, tmp_path):
    for run in ("one", "two"):
        fill(place, tmp_path / "w", [article(1), article(2)], run_id=run)
    with Store(place) as store:
        assert store.counts()["events"] == 4
        assert store.counts()["articles"] == 2
        assert {row[0] for row in store.query("SELECT run_id FROM articles").rows} == {"two"}


def test_a_new_text_or_coder_replaces_the_old(place, tmp_path):
    fill(place, tmp_path / "w", [article(1), article(2)])
    fill(place, tmp_path / "w", [article(2, "Otro texto")])
    with Store(place) as store:
        assert [event.article_id for event in store.events()] == ["a1", "a1"]
    newer = Identity(coder_version="2", ruleset_digest="r", config_digest="c")
    fill(place, tmp_path / "w", [article(1)], identity=newer, outcomes={"a1": rejection(article(1))})
    with Store(place) as store:
        assert list(store.events()) == []
        assert store.counts()["participants"] == 0
        assert [one.article_id for one in store.rejected()] == ["a1"]
        assert dict(store.states())["a1"].endswith(" 2 r c")


def test_keys_say_what_is_there(place, tmp_path):
    fill(place, tmp_path / "w", [article(1)])
    writer = open_writer(place)
    keys = writer.keys(["a1", "a2"])
    writer.close()
    assert list(keys) == ["a1"]
    assert keys["a1"].endswith(f" {IDENTITY.coder_version} {IDENTITY.ruleset_digest} {IDENTITY.config_digest}")


def test_rejections_of_ingest_are_kept_once(place):
    some = [Rejected(article_id="f.txt", stage="ingest", reason="empty", detail="f.txt: the file is empty")]
    for run in ("one", "two"):
        writer = open_writer(place)
        writer.reject(some, run_id=run)
        writer.close()
    with Store(place) as store:
        assert list(store.rejected()) == some


def test_runs_are_noted_and_changed(place):
    run = {"run_id": "r1", "started_at": "2026-01-01T00:00:00", "state": "running", "inputs": ["a", "b"], "articles": None}
    writer = open_writer(place)
    writer.note_run(run)
    assert [one["run_id"] for one in writer.open_runs()] == ["r1"]
    writer.note_run({**run, "state": "finished", "articles": 3})
    assert writer.open_runs() == []
    writer.close()
    with Store(place) as store:
        assert [(one["run_id"], one["state"], one["articles"], one["inputs"]) for one in store.runs()] == [("r1", "finished", 3, ["a", "b"])]


@pytest.mark.parametrize(
    ("wanted", "types"),
    [
        ({}, ["SANCTION", "COERCE"]),
        ({"types": ("coerce",)}, ["COERCE"]),
        ({"actor": "RUS"}, ["SANCTION"]),
        ({"actor": "PER COP"}, ["COERCE"]),
        ({"actor": "PER MIL"}, []),
        ({"actor": "cancilleria"}, ["SANCTION"]),
        ({"recipient": "PER"}, ["SANCTION"]),
        ({"attribution": "Andina"}, ["SANCTION"]),
        ({"status": "denied"}, ["COERCE"]),
        ({"since": "2025-03"}, ["SANCTION"]),
        ({"since": "2025-02-20"}, ["SANCTION", "COERCE"]),  # some day in February may be that late
        ({"until": "2025-02"}, ["COERCE"]),
        ({"since": "2026"}, []),
        ({"outlet": "Diario de ejemplo", "article_id": "a1"}, ["SANCTION", "COERCE"]),
        ({"outlet": "otro"}, []),
    ],
    ids=str,
)
def test_filters(wanted, types, tmp_path):
    fill(target(tmp_path, "duckdb"), tmp_path / "w", [article(1)])
    with Store(target(tmp_path, "duckdb")) as store:
        assert [event.event_type for event in store.events(**wanted)] == types


@pytest.mark.parametrize("wanted", [{"since": "ayer"}, {"until": "2025-1"}, {"status": "maybe"}])
def test_filters_that_mean_nothing(wanted):
    with pytest.raises(InputError):
        EventFilter(**wanted).where()


def test_other_readers_open_the_file(tmp_path):
    fill(target(tmp_path, "duckdb"), tmp_path / "w", [article(1)])
    with duckdb.connect(str(tmp_path / "c.duckdb"), read_only=True) as duck:
        assert duck.execute("SELECT actor_country, recipient_country FROM dyads ORDER BY ALL").fetchall() == [
            ("PER", "RUS"), ("PER", "RUS"), ("RUS", "PER"),
        ]  # fmt: skip
        assert "sanciones" in duck.execute("SELECT sentence_text FROM evidence").fetchall()[0][0]
        tags = duck.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone()[0]
    assert STORAGE_VERSION.removesuffix(".0") in str(tags), "files of newer DuckDBs cannot be opened by older ones"
    assert len(list(read_events(tmp_path / "c.duckdb"))) == 2


def test_a_folder_is_read_by_what_reads_parquet(tmp_path):
    fill(target(tmp_path, "folder"), tmp_path / "w", [article(1)])
    with duckdb.connect() as duck:
        found = duck.execute(f"SELECT event_type FROM '{tmp_path}/c/events/*.parquet' ORDER BY 1").fetchall()
    assert found == [("COERCE",), ("SANCTION",)]


HOLD = """
import sys
sys.path[:0] = {path!r}
from despacho.store import open_writer
writer = open_writer({place!r})
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(place, tmp_path):
    fill(place, tmp_path / "w", [article(1)])
    program = HOLD.format(path=[str(ROOT / "src")], place=place)
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline() == b"open\n"
        yield child
        child.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="the folder store has no lock on Windows")
def test_two_writers_are_told_apart(place, holder):
    with pytest.raises(OutputError, match=r"another process.*(has this store open|writes to this store)"):
        open_writer(place)
    if place.endswith("/"):
        with Store(place) as store:  # a folder can be read while it is written
            assert store.counts()["events"] == 2
    else:
        with pytest.raises(OutputError, match=rf"process {holder.pid}"):
            Store(place)
    holder.kill()
    holder.wait()
    open_writer(place).close()


def test_a_killed_folder_writer_leaves_no_half(tmp_path, monkeypatch):
    from despacho.store import folder

    place = target(tmp_path, "folder")
    fill(place, tmp_path / "w", [article(1)])
    kept = folder.FolderWriter._copy
    for table in ("articles", "participants"):
        monkeypatch.setattr(
            folder.FolderWriter, "_copy",
            lambda self, sql, name, part, table=table: 1 / 0 if name == table else kept(self, sql, name, part),
        )  # fmt: skip
        writer = open_writer(place)
        with pytest.raises(ZeroDivisionError):
            writer.add([shard(tmp_path / "w", [article(n)]) for n in range(2, 70)], run_id="x")
        writer._lock.close()  # as the system does when the process is killed
        with Store(place) as store:
            assert store.counts()["articles"] == 1
            assert store.counts()["events"] == 2
    monkeypatch.setattr(folder.FolderWriter, "_copy", kept)
    fill(place, tmp_path / "w", [article(2)])
    assert {len(list((tmp_path / "c" / table).iterdir())) for table in ("articles", "events", "participants")} == {3}


def test_an_older_store_is_brought_up_to_date(tmp_path):
    place = tmp_path / "c.duckdb"
    first = [step for step in statements("migrations") if step[0].startswith("0001")]
    with duckdb.connect() as duck:
        duck.execute(f"ATTACH '{place}' AS store (STORAGE_VERSION '{STORAGE_VERSION}')")
        duck.execute("USE store")
        assert migrate(duck, name="c", steps=first) == 1
        duck.execute("INSERT INTO rejected VALUES ('a', 'ingest', 'empty', 'x', 'r')")
    with pytest.raises(OutputError, match=r"older despacho \(version 1\).*--upgrade"):
        Store(place)
    open_writer(str(place)).close()
    with Store(place) as store:
        assert store.counts()["rejected"] == 1
        assert store.query("SELECT max(version) FROM schema_version").rows == [(newest(),)]
        assert store.query("SELECT count(*) FROM dyads").rows == [(0,)]


def test_what_is_no_store(tmp_path):
    with duckdb.connect() as duck:
        duck.execute(f"ATTACH '{tmp_path}/other.duckdb' AS other (STORAGE_VERSION '{STORAGE_VERSION}')")
        duck.execute("CREATE TABLE other.t (a INTEGER)")
        duck.execute(f"ATTACH '{tmp_path}/newer.duckdb' AS newer (STORAGE_VERSION '{STORAGE_VERSION}')")
        duck.execute("CREATE TABLE newer.schema_version AS SELECT 99 AS version, 'x' AS step")
    with duckdb.connect(str(tmp_path / "format.duckdb")) as duck:
        duck.execute("CREATE TABLE t (a INTEGER)")
    (tmp_path / "text.duckdb").write_text("no database at all, but long enough to look like one " * 100)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    (tmp_path / "e.csv").write_text("x")
    for name, message in [
        ("other.duckdb", "no store of despacho"),
        ("format.duckdb", "no store of despacho"),
        ("newer.duckdb", "newer despacho"),
        ("text.duckdb", "is not a store"),
        ("full/", "holds other things"),
        ("e.csv/", "is a file"),
        ("no/c.duckdb", "does not exist"),
        ("no/c/", "does not exist"),
    ]:
        with pytest.raises(OutputError, match=message):
            open_writer(str(tmp_path / name.rstrip("/")) + "/" * name.endswith("/"))
    with pytest.raises(InputError, match="no such store"):
        Store(tmp_path / "none.duckdb")
    with pytest.raises(OutputError, match=r"no despacho\.json"):
        Store(tmp_path / "full")
    assert (tmp_path / "full" / "letter.txt").read_text() == "x"


@pytest.mark.parametrize(
    ("name", "answer"), [("c.duckdb", True), ("c/", True), ("c.jsonl", False), ("-", False), ("c", False)]
)
def test_which_outputs_are_stores(name, answer):
    assert is_store_target(name) is answer


def test_a_store_shows_itself_and_its_parts_escaped(tmp_path):
    one = article(1, title="<script>alert(1)</script>")
    fill(target(tmp_path, "duckdb"), tmp_path / "w", [one])
    with despacho.Store(tmp_path / "c.duckdb") as store:
        chosen = store.event_set(types=("COERCE",))
        assert isinstance(chosen, despacho.EventSet)
        assert chosen.counts() == {"COERCE": 1}
        shown = [store._repr_html_(), chosen._repr_html_(), chosen[0]._repr_html_(), next(store.articles())._repr_html_()]
        shown.append(store.query("SELECT title FROM articles")._repr_html_())
    assert all("<script" not in html for html in shown)
    assert "&lt;script&gt;" in shown[3]
    assert "«detenido»" in shown[2]
    assert "denied" in shown[1]


def test_long_sets_and_texts_are_cut(tmp_path):
    one = article(1, TEXT)
    many = despacho.EventSet([*events(one)] * 40)
    assert many._repr_html_().count("<tr>") == 51
    assert "80 events, the first 50 shown" in many._repr_html_()
    assert len(article(1, "palabra " * 10_000)._repr_html_()) < 3000


def test_data_frames(tmp_path):
    pandas = pytest.importorskip("pandas")
    fill(target(tmp_path, "folder"), tmp_path / "w", [article(1)])
    with Store(target(tmp_path, "folder")) as store:
        frame = store.event_set().to_pandas()
        assert isinstance(frame, pandas.DataFrame)
        assert list(frame["actor_countries"]) == [["RUS"], ["PER", "PER"]]
        assert frame["trigger_start"].dtype.kind == "i"
        assert len(store.to_pandas("dyads")) == 3
        with pytest.raises(InputError, match="the tables of a store are"):
            store.to_pandas("sqlite_master")


def test_arrow(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    fill(target(tmp_path, "duckdb"), tmp_path / "w", [article(1)])
    with Store(target(tmp_path, "duckdb")) as store:
        table = store.to_arrow()
        assert isinstance(table, pyarrow.Table)
        assert table.column("actors").to_pylist()[0][0]["country"] == "RUS"
        assert store.event_set().to_arrow().num_rows == 2


def test_a_missing_extra_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(OutputError, match=r'pip install "despacho\[pandas\]"'):
        despacho.EventSet().to_pandas()


def test_nothing_is_left_beside_a_store(place, tmp_path):
    fill(place, tmp_path / "w", [article(1)])
    assert not list(tmp_path.glob("*.wal"))
    assert not list(tmp_path.rglob("*.tmp"))
    if place.endswith("/"):
        assert sorted(one.name for one in (tmp_path / "c").iterdir() if not one.name.startswith(".")) == sorted((*TABLES, "despacho.json"))


def test_events_come_in_order_with_their_articles(place, tmp_path):
    """In the order of adding, however many there are of each, and also where the two tables went apart."""
    for begin in (1, 100, 50):
        fill(place, tmp_path / "w", [article(n, TEXT if n % 3 else "Nada") for n in range(begin, begin + 40)])
    fill(place, tmp_path / "w", [article(5, "Nada"), article(6), article(7)])
    with Store(place) as store:
        order = [one.id for one in store.articles()]
        told = list(store.told())
        assert len(told) == store.counts()["events"] > 100
        assert all(one.article is not None and one.article.id == one.event.article_id for one in told)
        assert [one.article.text for one in store.told(with_text=False)] == [""] * len(told)
        seen = list(dict.fromkeys(one.event.article_id for one in told))
        assert seen == [one for one in order if one in set(seen)]
        filtered = list(store.told(EventFilter(since="2025", outlet="Diario de ejemplo")))
        assert [one.event.event_id for one in filtered] == [one.event.event_id for one in told]
        sentences = {one.id: [body for _, body in some] for one, some in store.with_sentences(set(order))}
        assert sentences["a6"] == TEXT.split("\n")
        assert sentences["a5"] == []
        assert set(sentences) == set(order)


def test_an_article_out_of_order_is_found_all_the_same(place, tmp_path):
    from despacho.store.corpus import _Beside

    fill(place, tmp_path / "w", [article(1), article(2), article(4)])
    with Store(place) as store:
        beside = _Beside(store, with_text=True)
        found = [beside.of(events(article(n))[0]) for n in (4, 1, 1, 2, 9)]
        assert [one and one.id for one in found] == ["a4", "a1", "a1", "a2", None]
