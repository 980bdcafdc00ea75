"""``despacho ingest`` and ``despacho watch`` from outside: what they write, say and return."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ingest"))
from newsserver import page, report, rss, serving

from despacho.store import read_events


@pytest.fixture
def server():
    with serving() as one:
        yield one


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_everything_mixed_into_one_collection_and_again(run, tmp_path, server):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(report(1), encoding="utf-8")
    (tmp_path / "in" / "b.html").write_bytes(page(report(2)))
    (tmp_path / "in" / "c.jsonl").write_text(json.dumps({"id": "c", "text": report(3)}) + '\n{"id": "d"}\n')
    server.routes |= {"/feed": (200, {}, rss([(f"{server.url}/{n}", "T") for n in (4, 5)])), "/4": page(report(4)), "/5": page(report(1, paragraphs=3))}
    out = tmp_path / "all.jsonl"
    command = ["ingest", tmp_path / "in", server.url + "/feed", "--out", out, "--allow-private", "--delay", "0", "--clusters", tmp_path / "clusters.jsonl"]
    result = run(*command)
    assert result.exit_code == 3, result.stderr
    assert "5 articles taken, 1 rejected" in result.stderr
    assert "rejected by reason: missing_field 1" in result.stderr
    assert "1 are copies of earlier ones" in result.stderr
    assert [one["id"] for one in lines(out)] == ["a", "b", "c", f"{server.url}/4", f"{server.url}/5"]
    assert [one["reason"] for one in lines(tmp_path / "all.rejected.jsonl")] == ["missing_field"]
    [cluster] = lines(tmp_path / "clusters.jsonl")
    assert (cluster["cluster_id"], cluster["size"], [one["id"] for one in cluster["members"]]) == ("a", 2, ["a", f"{server.url}/5"])
    asked, before = len(server.log), out.read_bytes()
    result = run(*command)
    assert "0 articles taken, 1 rejected" in result.stderr
    assert "5 read before" in result.stderr
    assert out.read_bytes() == before
    assert len(server.log) == asked + 2  # robots.txt and the feed; no page


def test_the_collection_is_what_code_takes(run, tmp_path):
    (tmp_path / "a.html").write_bytes(page("Rusia ataca de nuevo la ciudad. " * 10))
    run("ingest", tmp_path / "a.html", "--out", tmp_path / "all.jsonl")
    result = run("code", tmp_path / "all.jsonl", "--out", tmp_path / "e.jsonl")
    assert result.exit_code == 0, result.stderr
    assert {event.article_id for event in read_events(tmp_path / "e.jsonl")} == {"a"}


def test_ingest_to_standard_output(run, tmp_path):
    (tmp_path / "a.txt").write_text("Un texto", encoding="utf-8")
    result = run("ingest", tmp_path / "a.txt", "--out", "-", "--quiet")
    assert result.exit_code == 0, result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_code_takes_addresses_and_does_not_code_twice(run, tmp_path, server):
    text = "Rusia ataca de nuevo la ciudad. " * 10
    server.routes |= {"/a": page(text), "/b": page(text)}
    out = tmp_path / "e.jsonl"
    result = run("code", server.url + "/a", server.url + "/b", "--out", out, "--allow-private", "--delay", "0")
    assert result.exit_code == 0, result.stderr
    assert "1 article coded" in result.stderr
    assert "1 read before" in result.stderr
    assert {event.article_id for event in read_events(out)} == {server.url + "/a"}
    result = run("code", server.url + "/a", "--out", out)
    assert result.exit_code == 3
    assert "private_address 1" in result.stderr


def test_watch_once(run, tmp_path, server):
    server.routes |= {"/feed": (200, {}, rss([(server.url + "/1", "T"), (server.url + "/gone", "T")])), "/1": page(report(1))}
    (tmp_path / "feeds.toml").write_text(f'out = "all.jsonl"\n[[feed]]\nurl = "{server.url}/feed"\n')
    for new in (1, 0):
        result = run("watch", tmp_path / "feeds.toml", "--once", "--allow-private", "--delay", "0")
        assert result.exit_code == 0, result.stderr
        assert f"{new} new, {new} rejected" in result.stderr
    assert [one["id"] for one in lines(tmp_path / "all.jsonl")] == [server.url + "/1"]
    assert run("watch", tmp_path / "feeds.toml", "--once", "--out", "-").exit_code == 2


@pytest.mark.parametrize(("name", "module", "extra"), [("f.rss", "feedparser", "feeds"), ("a.warc.gz", "fastwarc", "warc")])
def test_a_missing_extra_is_one_clear_line(run, tmp_path, monkeypatch, name, module, extra):
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(rss([]))
    result = run("ingest", tmp_path / name, "--out", tmp_path / "all.jsonl")
    assert result.exit_code == 2
    assert f"pip install 'despacho[{extra}]'" in result.stderr
