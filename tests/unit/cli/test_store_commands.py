"""``code`` into stores, and ``query``, ``search``, ``export`` and ``doctor``, from outside; no model is loaded."""

import csv
import io
import json
from importlib import metadata

import pytest

from despacho.cli import doctor
from despacho.store import Store, read_events


def jsonl(path, *records):
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path):
    return jsonl(
        tmp_path / "in.jsonl",
        {"id": "a", "text": "Rusia ataca otra vez", "published_at": "2025-03-04", "outlet": "Diario", "section": "Mundo"},
        {"id": "b", "text": "Le roi"},
        {"id": "c", "text": "Nada, pero se ataca en política"},
        {"id": "d"},
    )


@pytest.fixture(params=["c.duckdb", "c/"])
def place(request, tmp_path):
    return f"{tmp_path}/{request.param}"


def test_code_fills_a_store(run, source, place):
    result = run("code", source, "--out", place)
    assert result.exit_code == 3
    assert "2 articles coded, 2 events, 2 rejected" in result.stderr
    with Store(place) as store:
        assert [one.id for one in store.articles()] == ["a", "b", "c"]
        assert next(store.articles()).extra == {"section": "Mundo"}
        assert [event.article_id for event in store.events()] == ["a", "c"]
        assert {(one.article_id.split("/")[-1], one.reason) for one in store.rejected()} == {("b", "unsupported_language"), ("d", "missing_field")}
        (made,) = store.runs()
        assert (made["state"], made["articles"], made["events"], made["rejected"], made["inputs"]) == ("finished", 2, 2, 2, [str(source)])


def test_what_is_there_is_not_coded_again(run, source, place, tmp_path):
    run("code", source, "--out", place)
    result = run("code", source, "--out", place)
    assert result.exit_code == 3, "what cannot be read is told each time"
    assert "3 articles already in the store" in result.stderr
    jsonl(source, {"id": "a", "text": "Rusia ataca y ataca"}, {"id": "e", "text": "ataca"})
    result = run("code", source, "--out", place)
    assert result.exit_code == 0
    assert "1 article in place of another text or coder" in result.stderr
    with Store(place) as store:
        assert sorted(event.article_id for event in store.events()) == ["a", "a", "c", "e"]
        assert len(list(store.rejected())) == 2
        assert [one["already_there"] for one in store.runs()] == [0, 3, 0]
    result = run("code", source, "--out", place, "--no-resume")
    assert "2 articles coded" in result.stderr
    with Store(place) as store:
        assert store.counts()["events"] == 4
    assert not list(tmp_path.rglob("*.run"))


def test_other_outputs_are_not_taken_for_stores(run, source, tmp_path):
    (tmp_path / "c.duckdb").write_bytes(b"something else, of some length " * 200)
    result = run("code", source, "--out", tmp_path / "c.duckdb")
    assert result.exit_code == 2
    assert "is not a store of despacho" in result.stderr
    result = run("code", source, "--out", f"{tmp_path}/")
    assert result.exit_code == 2
    assert "holds other things" in result.stderr


def test_shards_of_a_killed_run_are_used(run, source, tmp_path, monkeypatch):
    """A run that ends by a fault leaves its shards; the next one with the same output goes on with them."""
    from despacho.engines.sinks import EventsSink, StoreSink

    for name, sink in (("e.jsonl", EventsSink), ("c.duckdb", StoreSink)):
        with monkeypatch.context() as patch:
            patch.setattr(sink, "finish", lambda *_, **__: 1 / 0)
            patch.setattr(sink, "take", lambda *_: None)
            assert run("code", source, "--out", tmp_path / name).exit_code == 1
        (left,) = (tmp_path / f".{name}.run").glob("*.parquet")
        before = left.stat().st_mtime_ns
        with monkeypatch.context() as patch:
            patch.setattr("despacho.engines.pool.Pool._assign", lambda self: 1 / 0 if self._queue else None)  # nothing may be coded
            result = run("code", source, "--out", tmp_path / name)
        assert result.exit_code == 3, result.stderr
        assert before
        assert not (tmp_path / f".{name}.run").exists()
        assert [event.article_id for event in read_events(tmp_path / name)] == ["a", "c"]


def test_two_runs_into_one_file_are_told_apart(run, source, tmp_path):
    from despacho.engines.work_folder import WorkFolder, beside

    work = WorkFolder(beside(tmp_path / "e.jsonl"), name="e.jsonl")
    result = run("code", source, "--out", tmp_path / "e.jsonl")
    work.close(complete=True)
    assert result.exit_code == 2
    assert "another process is writing it" in result.stderr
    assert run("code", source, "--out", tmp_path / "e.jsonl").exit_code == 3


def test_drafts_of_killed_runs_are_removed(run, source, tmp_path):
    (tmp_path / ".e.jsonl.999999999.tmp").write_text("half")
    (tmp_path / ".e.jsonl.1.tmp").write_text("of a process that lives")
    run("code", source, "--out", tmp_path / "e.jsonl")
    assert [path.name for path in tmp_path.glob(".*")] == [".e.jsonl.1.tmp"]


def test_query(run, source, place):
    run("code", source, "--out", place)
    sql = "SELECT article_id, status FROM events ORDER BY 1"
    result = run("query", sql, "--store", place)
    assert result.exit_code == 0, result.stderr
    assert "article_id" in result.stdout and "asserted" in result.stdout
    assert [json.loads(line)["article_id"] for line in run("query", sql, "--store", place, "--json").stdout.splitlines()] == ["a", "c"]
    assert list(csv.DictReader(io.StringIO(run("query", sql, "--store", place, "--csv").stdout)))[1] == {"article_id": "c", "status": "asserted"}
    refused = run("query", "DELETE FROM events", "--store", place)
    assert refused.exit_code == 2
    assert "only read here" in refused.stderr


def test_search(run, source, place):
    run("code", source, "--out", place)
    result = run("search", "politica", "--store", place)
    assert result.exit_code == 0, result.stderr
    assert "«política»" in result.stdout
    (hit,) = [json.loads(line) for line in run("search", "ataca", "--actor", "RUS", "--from", "2025-01", "--store", place, "--json").stdout.splitlines()]
    assert hit["article_id"] == "a"
    assert hit["evidence"][0]["event"]["event_type"] == "ASSAULT"
    nothing = run("search", "zanahoria", "--store", place)
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert run("search", "ataca", "--from", "ayer", "--store", place).exit_code == 2


def test_the_store_at_hand(run, source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    missing = run("query", "SELECT 1")
    assert missing.exit_code == 2
    assert "which store?" in missing.stderr
    run("code", source, "--out", "corpus.duckdb")
    assert run("query", "SELECT 1").exit_code == 0
    run("code", source, "--out", "despacho.duckdb")
    assert run("query", "SELECT 1").exit_code == 0
    assert "no such store" in run("query", "SELECT 1", "--store", "none.duckdb").stderr


def test_export(run, source, place, tmp_path):
    run("code", source, "--out", place)
    result = run("export", place, "--out", tmp_path / "x.csv", "--from", "2025-03-04", "--to", "2025-03-04")
    assert result.exit_code == 0, result.stderr
    assert "1 events" in result.stderr
    assert [event.article_id for event in read_events(tmp_path / "x.csv")] == ["a"]
    result = run("export", place, "--out", tmp_path / "x.tsv", "--format", "polecat", "--undated-as-published")
    assert "x.tsv.more.tsv" in result.stderr
    assert (tmp_path / "x.tsv").read_text().splitlines()[1].split("\t")[1] == "2025-03-04"
    assert len(run("export", place, "--out", "-").stdout.splitlines()) == 2


def test_export_of_a_file_of_events(run, source, tmp_path):
    run("code", source, "--out", tmp_path / "e.jsonl")
    assert run("export", tmp_path / "e.jsonl", "--out", tmp_path / "x.geojson").exit_code == 0
    assert len(json.loads((tmp_path / "x.geojson").read_text())["features"]) == 2
    assert "need a store" in run("export", tmp_path / "e.jsonl", "--out", tmp_path / "x.csv", "--actor", "RUS").stderr
    assert "neither a store" in run("export", tmp_path / "e.txt", "--out", tmp_path / "x.csv").stderr
    assert "no such file" in run("export", tmp_path / "none.jsonl", "--out", tmp_path / "x.csv").stderr


def test_doctor_finds_all_well(run):
    result = run("doctor", "--no-coding")
    assert result.exit_code == 0, result.stdout
    assert "full-text search" in result.stdout
    assert "gazetteer/manifest.toml: 3 tables as shipped" in result.stdout
    states = {one["about"]: one["state"] for one in json.loads(run("doctor", "--no-coding", "--json").stdout)}
    assert states["model es"] == states["store"] == "ok"


def test_doctor_tells_what_is_wrong(run, monkeypatch):
    monkeypatch.setattr(doctor, "_whole", lambda *_: False)
    monkeypatch.setattr(doctor, "_coding", lambda: 1 / 0)
    result = run("doctor")
    assert result.exit_code == 1
    assert "BROKEN  coding a sentence: ZeroDivisionError" in result.stdout
    assert "not as they were shipped" in result.stdout


def test_doctor_knows_requirements_and_extras(monkeypatch):
    versions = {"duckdb": "0.9.1", "rich": "15.0.0", "xlsxwriter": "3.2.9"}

    def version(name):
        if name not in versions:
            raise metadata.PackageNotFoundError
        return versions[name]

    asked = [
        "duckdb<3,>=1.4", "rich<16,>=13.7", "nowhere>=1", 'xlsxwriter>=3.2; extra == "excel"', 'networkx<4,>=3.2; extra == "graph"',
    ]  # fmt: skip
    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setattr(metadata, "requires", lambda _: asked)
    found = {one.about: one for one in doctor._requirements()}
    assert found["duckdb"].state == "broken" and "0.9.1, but it takes duckdb<3,>=1.4" in found["duckdb"].detail
    assert found["rich"].state == "ok"
    assert found["nowhere"].state == "broken" and 'pip install "nowhere>=1"' in found["nowhere"].detail
    assert found["extra excel"].state == "ok"
    assert found["extra graph"].state == "missing" and 'pip install "despacho[graph]"' in found["extra graph"].detail


def test_doctor_upgrades(run, tmp_path):
    assert run("doctor", "--upgrade", tmp_path / "none.duckdb").exit_code == 2
    import duckdb

    from despacho.store.migrations import migrate, statements
    from despacho.store.tables import STORAGE_VERSION

    with duckdb.connect() as duck:
        duck.execute(f"ATTACH '{tmp_path}/c.duckdb' AS store (STORAGE_VERSION '{STORAGE_VERSION}')")
        duck.execute("USE store")
        migrate(duck, name="c", steps=statements("migrations")[:1])
    old = run("query", "SELECT 1", "--store", tmp_path / "c.duckdb")
    assert "doctor --upgrade" in old.stderr
    assert run("doctor", "--upgrade", tmp_path / "c.duckdb").exit_code == 0
    assert run("query", "SELECT 1", "--store", tmp_path / "c.duckdb").exit_code == 0


@pytest.mark.model
def test_doctor_codes_its_sentence():
    assert "ACCUSE" in doctor._coding()


def test_a_run_without_a_terminal_tells_how_far_it_is(run, source, tmp_path, monkeypatch):
    monkeypatch.setattr("despacho.cli.progress._EVERY_S", 0.0)
    told = run("code", source, "--out", tmp_path / "e.jsonl").stderr
    assert "despacho: 2 articles · 2 events · 2 rejected" in told
    assert run("code", source, "--out", tmp_path / "e.jsonl", "--quiet").stderr == ""


def test_progress_knows_rate_and_time_left(monkeypatch):
    from despacho.cli import progress as module
    from despacho.cli.run_report import RunReport

    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    said = []
    monkeypatch.setattr(module, "say", said.append)
    with module.progress_bar(1000, quiet=False) as progress:
        for _ in progress.marked([[], []]):
            progress.advance(250)
        now[0] = 100.0
        progress.finished(RunReport(articles=50, events=7))
        assert said == ["despacho: 50 articles · 7 events · 0.5 articles/s"], "the first shard began before a byte was read"
        now[0] = 200.0
        progress.finished(RunReport(articles=100, events=7))
    assert said[1] == "despacho: 100 articles · 7 events · 0.5 articles/s · 0:10:00 left"


@pytest.mark.skipif(not hasattr(__import__("os"), "openpty"), reason="needs a terminal")
def test_a_terminal_sees_a_bar(source, tmp_path):
    import os
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).resolve().parents[3]
    program = (
        f"import sys\nsys.path[:0] = [{str(root / 'src')!r}, {str(Path(__file__).parent)!r}]\n"
        "import despacho.cli.workers, despacho.cli\ndespacho.cli.workers.MODULE = 'fake_pipeline'\ndespacho.cli.main()\n"
    )
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", program, "code", str(source), "--out", str(tmp_path / "e.jsonl")]
    with subprocess.Popen(command, stderr=theirs, stdout=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"}) as child:
        os.close(theirs)
        seen = b""
        try:
            while data := os.read(ours, 4096):
                seen += data
        except OSError:
            pass
    os.close(ours)
    assert child.returncode == 3
    assert "2 articles · 2 events · 2 rejected" in seen.decode(errors="replace")
    assert "0:00:0" in seen.decode(errors="replace")
