"""The commands from outside: what they print, write and return, with a pipeline that needs no model."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from despacho.store import read_events

ROOT = Path(__file__).resolve().parents[3]


def jsonl(path, *records):
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def articles(path, count=3):
    return jsonl(path, *({"id": f"a{n}", "text": f"Rusia ataca {n} veces y ataca"} for n in range(count)))


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "duckdb"])
def test_code_writes_every_format(run, tmp_path, ending):
    out = tmp_path / f"events.{ending}"
    result = run("code", articles(tmp_path / "in.jsonl"), "--out", out)
    assert result.exit_code == 0, result.stderr
    assert [event.article_id for event in read_events(out)] == ["a0", "a0", "a1", "a1", "a2", "a2"]
    assert "3 articles coded, 6 events, 0 rejected" in result.stderr
    assert result.stdout == ""


def test_code_to_standard_output(run, tmp_path):
    result = run("code", articles(tmp_path / "in.jsonl", 1), "--out", "-", "--quiet")
    assert [json.loads(line)["event_type"] for line in result.stdout.splitlines()] == ["ASSAULT", "ASSAULT"]
    assert result.stderr == ""


def test_code_from_standard_input(run, tmp_path):
    out = tmp_path / "e.jsonl"
    assert run("code", "-", "--out", out, input='{"id": 7, "text": "ataca"}\n').exit_code == 0
    assert [event.article_id for event in read_events(out)] == ["7"]
    assert run("code", "-", "--out", out, input="Rusia ataca").exit_code == 0
    assert [event.article_id for event in read_events(out)] == ["stdin"]


def test_code_reads_folders_but_not_its_own_output(run, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").write_text("ataca")
    (tmp_path / "x.txt").write_text("ataca")
    out = tmp_path / "events.jsonl"
    for _ in range(2):
        result = run("code", tmp_path, "--out", out)
        assert result.exit_code == 0, result.stderr
    assert [event.article_id for event in read_events(out)] == ["b/x", "x"]


def test_rejections_are_counted_and_the_rest_is_written(run, tmp_path):
    source = jsonl(
        tmp_path / "in.jsonl", {"id": "a", "text": "ataca"}, {"id": "a", "text": "x"}, {"id": "b", "text": "Le roi"}
    )
    result = run("code", source, "--out", tmp_path / "e.csv")
    assert result.exit_code == 3
    assert "rejected by reason: repeated_id 1, unsupported_language 1" in result.stderr
    assert "1 article coded, 1 event, 2 rejected" in result.stderr
    assert len(list(read_events(tmp_path / "e.csv"))) == 1


def test_a_fault_on_one_article_rejects_it_and_the_rest_is_written(run, tmp_path):
    source = jsonl(tmp_path / "in.jsonl", *({"id": one, "text": text} for one, text in [("a", "ataca"), ("b", "BUG"), ("c", "ataca")]))
    result = run("code", source, "--out", tmp_path / "e.jsonl")
    assert result.exit_code == 3
    assert "rejected (internal_error) b: ZeroDivisionError: one over nothing" in result.stderr
    assert "Traceback" not in result.stderr
    assert [event.article_id for event in read_events(tmp_path / "e.jsonl")] == ["a", "c"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.jsonl", "in.jsonl"]


def test_an_unexpected_error_is_one_message_and_leaves_nothing(run, tmp_path, monkeypatch):
    monkeypatch.setattr("despacho.engines.pool.Pool.run", lambda *_, **__: 1 / 0)
    result = run("code", articles(tmp_path / "in.jsonl"), "--out", tmp_path / "e.jsonl")
    assert result.exit_code == 1
    assert "unexpected ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["code", "nowhere.jsonl", "--out", "e.jsonl"], "no such file or folder"),
        (["code", "in.jsonl", "--out", "e.xlsx"], "the ending does not say the format"),
        (["code", "in.jsonl", "--out", "e.jsonl", "--format", "xml"], "unknown; despacho writes"),
        (["code", "in.jsonl", "--out", "in.jsonl"], "is both input and output"),
        (["code", "in.jsonl", "--out", "no/e.jsonl"], "does not exist"),
        (["code", "in.jsonl", "--out", "empty", "--format", "csv"], "is a folder"),
        (["code", "empty", "--out", "e.jsonl"], "holds no articles"),
        (["code", "a.pdf", "--out", "e.jsonl"], "unknown kind of file"),
        (["code", "in.jsonl", "--out", "e.jsonl", "--since", "ayer"], "--since"),
        (["code", "in.jsonl", "--out", "e.jsonl", "--outlets", "none.toml"], "the outlets cannot be read"),
        (["ingest", "in.jsonl", "--out", "e.csv"], "a collection is a .jsonl file"),
        (["ingest", "in.jsonl", "--out", "in.jsonl"], "is both input and output"),
        (["ingest", "no*.jsonl", "--out", "e.jsonl"], "no file or folder fits the pattern"),
        (["ingest", "in.jsonl", "--out", "e.jsonl", "--contact", "ñ"], "plain ASCII"),
        (["watch", "none.toml"], "cannot be read"),
        (["code", "in.jsonl"], "--out"),
        (["code", "in.jsonl", "--out", "e.jsonl", "--jobs", "0"], "--jobs"),
        (["read", "in.jsonl", "--published-at", "ayer"], "--published-at"),
        (["read", "in.jsonl", "--id", "zz"], "no article with the id 'zz'"),
        (["read", "in.jsonl", "--html", "no/x.html"], "cannot be written"),
        (["evaluate", "in.jsonl"], "not a gold article"),
        (["evaluate", "none.jsonl"], "no such file"),
        (["rede"], "rede"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage(run, tmp_path, monkeypatch, arguments, fragment):
    monkeypatch.chdir(tmp_path)
    articles(tmp_path / "in.jsonl")
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    before = sorted(tmp_path.iterdir())
    result = run(*arguments)
    assert result.exit_code == 2
    assert fragment in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    assert sorted(tmp_path.iterdir()) == before


BAD_INPUT = {
    "empty file": ("a.jsonl", b"", "empty 1", "the file is empty"),
    "empty text": ("a.txt", b" \n", "empty 1", "the file is empty"),
    "not UTF-8": ("a.txt", "año".encode("latin-1"), "not_utf8 1", "byte 1 (0xf1) is not UTF-8"),
    "not UTF-8 line": ("a.jsonl", '{"id": "a", "text": "año"}'.encode("latin-1"), "not_utf8 1", "a.jsonl:1: byte 22"),
    "binary": ("a.txt", b"\x00\x01\x02", "binary 1", "NUL"),
    "binary lines": ("a.jsonl", b"\x7fELF\x00\n\x00", "binary 1", "NUL"),
    "a long line": (
        "a.jsonl",
        json.dumps({"id": "a", "text": "x " * 5_000_000}).encode(),
        "too_long 1",
        "10,000,000 characters",
    ),
    "another language": ("a.txt", b"Le roi est mort.", "unsupported_language 1", "fr"),
    "malformed": ("a.jsonl", b'{"id": "a", "text": "x"\n', "malformed_json 1", "a.jsonl:1: not JSON"),
    "not an object": ("a.jsonl", b"[1]\n", "malformed_json 1", "one JSON object"),
    "deep": ("a.jsonl", b"[" * 100_000, "malformed_json 1", "a.jsonl:1"),
    "repeated id": (
        "a.jsonl",
        b'{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n',
        "repeated_id 1",
        "already read",
    ),
    "missing field": ("a.jsonl", b'{"id": "a"}\n', "missing_field 1", "a.jsonl:1: the field 'text' is missing"),
    "no id": ("a.jsonl", b'\n{"text": "a"}\n', "missing_field 1", "a.jsonl:2: the field 'id' is missing"),
    "bad date": (
        "a.jsonl",
        b'{"id": "a", "text": "x", "published_at": "ayer"}',
        "bad_published_at 1",
        "'ayer' is not a date",
    ),
    "page without text": ("a.html", b"<html><body></body></html>", "no_article 1", "no running text"),
}


@pytest.mark.parametrize(("name", "data", "counted", "detail"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_never_stops_a_run(run, tmp_path, name, data, counted, detail):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("Rusia ataca", encoding="utf-8")
    result = run("code", tmp_path, "--out", tmp_path / "events.jsonl")
    assert result.exit_code == 3
    assert counted in result.stderr
    assert detail in result.stderr
    assert [event.article_id for event in read_events(tmp_path / "events.jsonl")] == ["z"]


def test_unwritable_output(run, tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    result = run("code", articles(tmp_path / "in.jsonl"), "--out", "/dev/full", "--format", "csv")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr


def test_read_shows_text_and_cards(run, tmp_path):
    (tmp_path / "nota.txt").write_text("Rusia ataca de nuevo.", encoding="utf-8")
    result = run("read", tmp_path / "nota.txt", "--published-at", "2026-03-04")
    assert result.exit_code == 0, result.stderr
    assert "Rusia [ataca]¹ de nuevo." in result.stdout
    assert "2026-03-04" in result.stdout
    assert "ASSAULT" in result.stdout


def test_read_json_and_page(run, tmp_path):
    source = articles(tmp_path / "in.jsonl")
    result = run("read", source, "--id", "a1", "--json", "--html", tmp_path / "p.html")
    assert [json.loads(line)["article_id"] for line in result.stdout.splitlines()] == ["a1", "a1"]
    assert (tmp_path / "p.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "holds more than one article" in run("read", source).stderr


def test_read_turns_away(run):
    result = run("read", "-", input="Le roi")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "unsupported_language" in result.stderr


def test_several_processes_write_the_same(run, tmp_path):
    texts = ["ataca " * (n % 7) + "Le" * (n % 2) for n in range(100)]
    source = jsonl(tmp_path / "in.jsonl", *({"id": f"a{n}", "text": text or "x"} for n, text in enumerate(texts)))
    for jobs in (1, 3):
        assert run("code", source, "--out", tmp_path / f"{jobs}.jsonl", "--jobs", jobs).exit_code == 0
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "3.jsonl").read_bytes()


@pytest.mark.parametrize(
    "command", [["--help"], ["--version"], ["read", "--help"], ["code", "nowhere.txt", "--out", "e.csv"]]
)
def test_light_commands_import_nothing_heavy(command):
    program = (
        "import sys\nfrom despacho.cli import main\nsys.argv[1:] = " + repr(command) + "\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('spacy', 'duckdb', 'trafilatura', 'numpy') if name in sys.modules], file=sys.stderr)"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert made.stderr.strip().endswith("[]"), made.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals a process group")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_real_interrupt(tmp_path, jobs):
    program = (
        "import sys\n"
        f"sys.path[:0] = [{str(ROOT / 'src')!r}, {str(Path(__file__).parent)!r}]\n"
        "import fake_pipeline, despacho.cli, despacho.cli.app\n"
        "sys.modules['despacho.cli.workers'].MODULE = 'interrupting_pipeline'\n"
        "if __name__ == '__main__':\n"
        "    despacho.cli.main()\n"
    )
    source, out = articles(tmp_path / "in.jsonl", 4000), tmp_path / "e.jsonl"
    command = [sys.executable, "-c", program, "code", str(source), "--out", str(out), "--jobs", str(jobs)]
    child = subprocess.run(command, capture_output=True, text=True, check=False, start_new_session=True)
    errors = child.stderr
    assert child.returncode == 130, errors
    made = [event.article_id for event in read_events(out)]
    assert 0 < len(made) < 8000
    assert made[::2] == [f"a{n}" for n in range(len(made) // 2)]
    assert f"first {len(made) // 2:,} articles are kept" in errors
    assert "Traceback" not in errors
    assert [path.name for path in tmp_path.glob(".*")] == [".e.jsonl.run"]
    again = subprocess.run([*command[:2], program.replace("interrupting_", "fake_"), *command[3:]], capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert [event.article_id for event in read_events(out)][::2] == [f"a{n}" for n in range(4000)]
    assert [path.name for path in tmp_path.glob(".*")] == []
