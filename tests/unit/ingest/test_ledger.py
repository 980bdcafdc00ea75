"""The ledger: each article once, copies in clusters, every line exactly once whatever happens in between."""

import json
import random

import pytest
from newsserver import report

from despacho.ingest.fields import rejected
from despacho.ingest.ledger import ARTICLES, REJECTED, Ledger, collection
from despacho.model import Article, InputError, OutputError, Rejected


def opened(tmp_path):
    files = collection(tmp_path / "a.jsonl", None)
    return Ledger(files.state, files.outputs)


def lines(tmp_path, name="a.jsonl"):
    path = tmp_path / name
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def article(number, **given):
    url = f"https://e{number % 5}.example/{number}"
    return Article(**{"id": url, "url": url, "outlet": f"e{number % 5}", "text": report(number), "published_at": "2026-03-04", **given})


def test_articles_are_written_once_and_the_next_run_knows_them(tmp_path):
    for _ in range(2):
        with opened(tmp_path) as ledger:
            taken = [ledger.add(article(n)) for n in range(20)]
            assert ledger.reject(rejected("x", "empty", "d")) is (len(lines(tmp_path, "a.rejected.jsonl")) == 0)
            assert ledger.knows("http://www.e1.example/1/")
            assert not ledger.knows("https://e1.example/999")
    assert all(isinstance(one, Rejected) and one.reason == "repeated_url" for one in taken)
    assert [one["id"] for one in lines(tmp_path)] == [article(n).id for n in range(20)]
    assert lines(tmp_path, "a.rejected.jsonl") == [{"article_id": "x", "stage": "ingest", "reason": "empty", "detail": "d"}]


def test_copies_of_several_outlets_are_one_cluster_with_all_members(tmp_path):
    text = report(1, paragraphs=8)
    shorter = "\n".join(text.split("\n")[:5])
    made = [
        article(1, text=text, outlet="A"), article(2, text=report(2)), article(3, text=shorter, outlet="B"), article(4, text=text, outlet="C"),
        article(5, text="Otro titular.\n" + text, outlet="D", published_at="2026-03-05T10:00:00Z"), article(6, text="Del año pasado.\n" + text, published_at="2025-03-04"),
    ]  # fmt: skip
    with opened(tmp_path) as ledger:
        taken = [ledger.add(one) for one in made]
        assert [list(one) for one in ledger.clusters()] == [
            [(made[k].id, made[k].outlet, made[k].published_at[:10]) for k in (0, 2, 3, 4)]
        ]
    first = made[0].id
    assert [one.extra["cluster_id"] for one in taken] == [first, made[1].id, first, first, first, made[5].id]
    assert taken[3].extra["same_text_as"] == first
    assert 0.5 < taken[2].extra["cluster_similarity"] < 0.8
    assert len(lines(tmp_path)) == 6


def test_the_same_text_of_the_same_house_is_not_taken_again(tmp_path):
    with opened(tmp_path) as ledger:
        assert isinstance(ledger.add(article(1)), Article)
        again = [article(1, id="x", url="https://e1.example/otra"), article(1, id="y", url="https://m.e1.example/z", outlet="M"), article(1, id="z", url=None)]
        assert [ledger.add(one).reason for one in again] == ["repeated_text"] * 3
        short = [article(n, text="Breve.") for n in (7, 8)]
        assert all(isinstance(ledger.add(one), Article) for one in short)  # short texts are the same by chance


def test_two_articles_with_one_canonical_address_are_both_kept(tmp_path):
    with opened(tmp_path) as ledger:
        one = ledger.add(article(1))
        other = ledger.add(article(2, id=one.id, url=one.url, extra={"fetched_url": "https://e1.example/2"}))
        assert (other.id, other.url) == ("https://e1.example/2", "https://e1.example/2")
        revised = article(1, text=report(1) + "\nUna frase más que se añadió después.")
        assert ledger.add(revised).reason == "repeated_url"
        notes = [ledger.add(article(n, id="nota", url=None)) for n in (3, 4, 4)]
        assert notes[0].id == "nota"
        assert notes[1].id.startswith("nota#")
        assert notes[2].reason in ("repeated_text", "repeated_id")


def test_an_output_without_its_state_is_taken_as_known(tmp_path):
    with opened(tmp_path) as ledger:
        for n in range(5):
            ledger.add(article(n))
    before = (tmp_path / "a.jsonl").read_bytes()
    (tmp_path / "a.jsonl.state").unlink()
    (tmp_path / "a.jsonl").write_bytes(before + b'{"id": "begun and not en')
    with opened(tmp_path) as ledger:
        assert ledger.count() == 5
        assert isinstance(ledger.add(article(3)), Rejected)
        assert isinstance(ledger.add(article(9)), Article)
    assert len(lines(tmp_path)) == 6
    assert (tmp_path / "a.jsonl").read_bytes().startswith(before)


def test_files_that_are_no_collection(tmp_path):
    (tmp_path / "a.jsonl").write_text("hello\n")
    with pytest.raises(InputError, match=r"a\.jsonl:1: this is no article"):
        opened(tmp_path)
    (tmp_path / "a.jsonl").unlink()
    (tmp_path / "a.jsonl.state").write_bytes(b"no database at all" * 100)
    with pytest.raises(OutputError, match="not a state file"):
        opened(tmp_path)
    for name in ("a.csv", "no/a.jsonl"):
        with pytest.raises(OutputError):
            collection(tmp_path / name, None)


def test_only_one_process_writes_a_collection(tmp_path):
    with opened(tmp_path), pytest.raises(OutputError, match="another despacho"):
        opened(tmp_path)


class Power(BaseException):
    """The plug is pulled."""


@pytest.mark.parametrize("seed", range(12))
def test_a_line_that_was_begun_is_finished_once(tmp_path, monkeypatch, seed):
    """Dies in the middle of writing, after a random number of bytes, again and again; nothing is lost or doubled."""
    rng = random.Random(seed)
    added = 0
    while added < 12:
        ledger = opened(tmp_path)
        try:
            for _ in range(rng.randint(1, 3)):
                if added < 12:
                    ledger.add(article(added))
                    added += 1
            if rng.random() < 0.7:
                ledger.db.execute("COMMIT")  # decided, and then the plug is pulled while the file is written
                data = b"".join(line for (line,) in ledger.db.execute("SELECT line FROM outbox ORDER BY number"))
                with (tmp_path / "a.jsonl").open("ab") as file:
                    file.write(data[: rng.choice([0, len(data), rng.randint(0, len(data))])])
            else:
                ledger.commit()
        finally:
            ledger.db.close()
    with opened(tmp_path):
        pass
    assert [one["id"] for one in lines(tmp_path)] == [article(n).id for n in range(12)]


def test_a_file_that_was_moved_away_is_begun_anew(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.add(article(1))
    (tmp_path / "a.jsonl").rename(tmp_path / "old.jsonl")
    with opened(tmp_path) as ledger:
        assert isinstance(ledger.add(article(1)), Rejected)
        ledger.add(article(2))
    assert [one["id"] for one in lines(tmp_path)] == [article(2).id]


def test_a_full_disk_is_told_and_made_good(tmp_path):
    from pathlib import Path

    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    state = tmp_path / "s"
    with pytest.raises(OutputError, match="written by the next run"), Ledger(state, {ARTICLES: Path("/dev/full")}) as ledger:
        ledger.add(article(1))
    with Ledger(state, {ARTICLES: tmp_path / "good.jsonl", REJECTED: tmp_path / "r.jsonl"}):
        pass
    assert [one["id"] for one in lines(tmp_path, "good.jsonl")] == [article(1).id]
