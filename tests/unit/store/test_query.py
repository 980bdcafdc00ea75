"""Questions to a store: SQL that can only read, and full text over articles and evidence."""

import csv
import io
import json
import sqlite3

import pytest
from filled import TEXT, article, events, fill, target

from despacho.model import InputError
from despacho.store import Store
from despacho.store.search import fts_pattern, index_path

KINDS = ("duckdb", "folder")
OTHER = "Otra nota: el canciller sancionó la ley. Las SANCIONES económicas siguen."


@pytest.fixture(params=KINDS)
def place(request, tmp_path):
    place = target(tmp_path, request.param)
    fill(place, tmp_path / "w", [article(1), article(2, OTHER, title="La ley"), article(3, TEXT, outlet="Otro diario")])
    return place


def test_queries_are_answered(place):
    with Store(place) as store:
        result = store.query("SELECT event_type, count(*) AS n FROM events GROUP BY ALL ORDER BY 1")
        assert result.columns == ("event_type", "n")
        assert result.rows == [("COERCE", 2), ("SANCTION", 2)]
        assert json.loads(result.to_json().splitlines()[0]) == {"event_type": "COERCE", "n": 2}
        assert store.query("FROM dyads").columns[0] == "event_id"
        assert store.query("SHOW TABLES").rows
        assert store.query("EXPLAIN SELECT 1").rows


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO rejected VALUES ('a', 'b', 'c', 'd', 'e')",
        "DELETE FROM articles",
        "DROP TABLE articles",
        "UPDATE articles SET title = 'x'",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TEMP TABLE x AS SELECT 1",
        "SELECT 1; DROP TABLE articles",
        "SELECT 1; SELECT 2",
        "COPY articles TO '{folder}/x.csv'",
        "COPY articles FROM '{folder}/secret.csv'",
        "EXPORT DATABASE '{folder}/x'",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM read_text('{folder}/secret.csv')",
        "SELECT * FROM read_blob('{folder}/secret.csv')",
        "SELECT * FROM read_json('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "ATTACH '{folder}/x.duckdb'",
        "INSTALL fts",
        "LOAD '{folder}/x.duckdb_extension'",
        "SET enable_external_access = true",
        "CALL pragma_version()",
        "SET memory_limit = '100GB'",
        "EXPLAIN ANALYZE COPY articles TO '{folder}/x.csv'",
        "SELECT getenv('HOME')",
        "SELECT * FROM result",
        "SELEC 1",
        "",
    ],
)
def test_nothing_else_is_done(place, sql, tmp_path):
    (tmp_path / "secret.csv").write_text("secret\nhidden-value\n")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with Store(place) as store, pytest.raises(InputError) as caught:
        result = [("a variable of the caller",)]
        store.query(sql.format(folder=tmp_path))
    assert result
    assert "hidden-value" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    with Store(place) as store:
        assert store.counts()["articles"] == 3


def test_csv_of_a_result_is_guarded(place):
    with Store(place) as store:
        text = store.query("SELECT DISTINCT actors[1].name AS name, actors FROM events ORDER BY 1").to_csv()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows] == ["'=cmd|' /C calc'!A0", "Cancillería"]
    assert json.loads(rows[1]["actors"])[0]["country"] == "RUS"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sanciones", ["a2", "a1", "a3"]),
        ("SANCIÓNES", ["a2", "a1", "a3"]),
        ("policia", ["a1", "a3"]),
        ("sancion*", ["a2", "a1", "a3"]),
        ("sanciono", ["a2"]),
        ('"nuevas sanciones"', ["a1", "a3"]),
        ("sanciones -ley", ["a1", "a3"]),
        ("ley OR policía", ["a2", "a1", "a3"]),
        ("sanciones ley", ["a2"]),
        ("reproches", ["a1", "a3"]),
        ("zanahoria", []),
        ("AND", []),
        ("NEAR sanciones", []),
    ],
)
def test_words_are_found(place, words, found):
    with Store(place) as store:
        assert sorted(hit.article_id for hit in store.search(words)) == sorted(found)


@pytest.mark.parametrize("words", ["", "  ", "-ley", '""', "*", "?!", "OR"])
def test_words_that_are_none(words):
    with pytest.raises(InputError, match="at least one word"):
        fts_pattern(words)


@pytest.mark.parametrize("words", ['a"b', "a:b", "(a", "a AND", "^a", "col:x", "a -", '"a', "a + b", "a NEAR(b)", "x''; DROP TABLE texts"])
def test_no_words_break_the_search(place, words):
    with Store(place) as store:
        assert isinstance(store.search(words), list)


def test_evidence_and_snippets(place):
    with Store(place) as store:
        (hit,) = [one for one in store.search("sanciones") if one.article_id == "a1"]
        assert "«sanciones»" in hit.snippet.casefold()
        assert [event.event_type for event, _ in hit.evidence] == ["SANCTION"]
        event, sentence = hit.evidence[0]
        assert sentence == TEXT[event.sentence.start : event.sentence.end]
        assert hit.outlet == "Diario de ejemplo"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"actor": "RUS"}, ["a1", "a3"]),
        ({"actor": "RUS", "since": "2025-01"}, ["a1", "a3"]),
        ({"actor": "RUS", "since": "2025-04"}, []),
        ({"actor": "PER"}, []),
        ({"outlet": "Otro diario"}, ["a3"]),
        ({"types": ("SANCTION",), "status": "asserted"}, ["a1", "a3"]),
    ],
    ids=str,
)
def test_options_about_events_ask_for_evidence(place, wanted, found):
    with Store(place) as store:
        hits = store.search("sanciones", **wanted)
        assert sorted(hit.article_id for hit in hits) == found
        assert all(hit.evidence for hit in hits)
        assert len(store.search("sanciones", limit=1, **wanted)) == min(1, len(found))


def test_the_index_follows_the_store(place, tmp_path):
    with Store(place) as store:
        assert store.search("ley")
    fill(place, tmp_path / "w", [article(2, "Nada"), article(4, "Otra ley")])
    with Store(place) as store:
        assert [hit.article_id for hit in store.search('"otra ley"')] == ["a4"]
        assert [hit.article_id for hit in store.search("sancionó")] == []
        path = index_path(store.path)
    assert path.is_file()
    path.write_bytes(b"damaged " * 1000)
    with Store(place) as store:
        assert [hit.article_id for hit in store.search('"otra ley"')] == ["a4"]
    with sqlite3.connect(path) as index:
        index.execute("PRAGMA user_version = 0")
    with Store(place) as store:
        assert [hit.article_id for hit in store.search('"otra ley"')] == ["a4"]


def test_a_store_that_cannot_be_written_is_searched_all_the_same(place, monkeypatch):
    import despacho.store.search as module

    monkeypatch.setattr(module, "index_path", lambda store: store / "no such folder" / "x")
    with Store(place) as store:
        assert len(store.search("sanciones")) == 3


def test_events_of_the_samples_slice_back():
    one = article(1)
    for event in events(one):
        assert TEXT[event.trigger.start : event.trigger.end] == event.trigger.text
