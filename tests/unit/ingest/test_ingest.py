"""Ingest: what becomes an article, what is turned away and why, and that nothing makes it crash."""

import io
import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from despacho.ingest import Manners, Reach, checked_date, input_bytes, read_articles
from despacho.ingest.fields import REASONS, Unfit
from despacho.model import Article, InputError, Rejected


def lines(*records):
    return "".join(json.dumps(one) + "\n" for one in records).encode()


def from_bytes(data, **given_options):
    return list(read_articles(["-"], stdin=io.BytesIO(data), **given_options))


def reasons(items):
    return [item.reason if isinstance(item, Rejected) else item.id for item in items]


def test_every_field_and_what_is_unknown():
    record = {
        "id": "a", "text": "Texto", "title": "T", "lang": "es-MX", "published_at": "2026-03-04", "url": "u", "outlet": "o",
        "events": [], "sentences": [[0, 5]],
    }  # fmt: skip
    [article] = from_bytes(lines(record))
    assert article == Article(
        id="a", text="Texto", title="T", lang="es", published_at="2026-03-04", url="u", outlet="o",
        extra={"events": [], "sentences": [[0, 5]]},
    )  # fmt: skip


def test_null_and_empty_are_unknown():
    [article] = from_bytes(lines({"id": 5, "text": "x", "title": "", "lang": None, "published_at": ""}))
    assert (article.id, article.title, article.lang, article.published_at) == ("5", None, None, None)


def test_language_of_articles_that_do_not_state_theirs():
    items = from_bytes(lines({"id": "a", "text": "x"}, {"id": "b", "text": "x", "lang": "pt"}), lang="es")
    assert [item.lang for item in items] == ["es", "pt"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": "x"}, "missing_field"),
        ({"id": None, "text": "x"}, "missing_field"),
        ({"id": "", "text": "x"}, "bad_field"),
        ({"id": True, "text": "x"}, "bad_field"),
        ({"id": 1.5, "text": "x"}, "bad_field"),
        ({"id": ["a"], "text": "x"}, "bad_field"),
        ({"id": "a"}, "missing_field"),
        ({"id": "a", "text": 3}, "bad_field"),
        ({"id": "a", "text": " \n"}, "empty"),
        ({"id": "a", "text": "x\x00y"}, "bad_text"),
        ({"id": "a", "text": "\ud800"}, "bad_text"),
        ({"id": "a", "text": "a" + "€" * 500}, "bad_text"),
        ({"id": "a", "text": "x", "title": 3}, "bad_field"),
        ({"id": "a", "text": "x", "lang": "español"}, "bad_field"),
        ({"id": "a", "text": "x", "published_at": "2026-13-01"}, "bad_published_at"),
        ({"id": "a", "text": "x", "published_at": "2026-03-04T10:00:00"}, "bad_published_at"),
        ({"id": "a", "text": "x", "published_at": 20260304}, "bad_field"),
        ({"id": "a", "text": "x" * 11}, "too_long"),
    ],
)
def test_records_that_are_turned_away(record, reason):
    longest = 1_000 if "€" in str(record) else 10
    [item] = from_bytes(lines(record), max_characters=longest)
    assert (item.stage, item.reason) == ("ingest", reason)
    assert reason in REASONS
    assert "standard input:1: " in item.detail
    assert item.article_id == ("a" if record.get("id") == "a" else "standard input:1")


@pytest.mark.parametrize("date", ["2026-03-04", "2026-03-04T21:15:00-05:00", "2026-03-04T21:15Z", "2024-02-29"])
def test_dates(date):
    assert checked_date(date) == date


@pytest.mark.parametrize(
    "date", ["20260304", "2026-W10-3", "2026-02-30", "4/3/2026", "2026-03-04 10:00", "hoy", "2026-03"]
)
def test_what_is_no_date(date):
    with pytest.raises(Unfit):
        checked_date(date)


def test_byte_order_mark_blank_lines_and_returns():
    data = b"\xef\xbb\xbf" + b'{"id": "a", "text": "x"}\r\n\r\n{"id": "b", "text": "y"}'
    assert reasons(from_bytes(data)) == ["a", "b"]


def test_a_bad_line_does_not_hide_the_next():
    data = b'{"id": "a"\n{"id": "b", "text": "y"}\n{"id": "c", "text": "\xff"}\n{"id": "b", "text": "z"}\n'
    items = from_bytes(data)
    assert reasons(items) == ["malformed_json", "b", "not_utf8", "repeated_id"]
    assert items[0].detail.startswith("standard input:1: not JSON")


def test_a_line_past_every_limit_is_skipped_whole():
    data = b'{"id": "a", "text": "' + b"x" * (40 * 1024 * 1024) + b'"}\n{"id": "b", "text": "y"}\n'
    assert reasons(from_bytes(data, max_characters=100)) == ["too_long", "b"]


def test_standard_input_as_a_text_and_as_a_page():
    [article] = from_bytes(b"\n  El texto\r\nsigue")
    assert (article.id, article.text) == ("stdin", "\n  El texto\r\nsigue")
    assert reasons(from_bytes(b"")) == ["empty"]
    assert reasons(from_bytes(b"<!DOCTYPE html><html></html>")) == ["no_article"]


def test_text_keeps_its_characters(tmp_path):
    (tmp_path / "nota.txt").write_bytes(b"\xef\xbb\xbf Uno\r\n\r\nDos ")
    [article] = read_articles([str(tmp_path / "nota.txt")])
    assert (article.id, article.title, article.text) == ("nota", None, " Uno\r\n\r\nDos ")


def test_folders_are_searched_in_order_and_ids_are_paths_below(tmp_path):
    for name in ("b/nota.txt", "a/nota.txt", "c.jsonl", ".hidden/x.txt", "otro.md", "nota.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text('{"id": "j", "text": "x"}', encoding="utf-8")
    assert reasons(read_articles([str(tmp_path)])) == ["a/nota", "b/nota", "j", "nota"]
    assert input_bytes([str(tmp_path)]) == 4 * 24
    again = [str(tmp_path / "a/nota.txt"), str(tmp_path / "b/nota.txt"), str(tmp_path / "b/nota.txt")]
    assert reasons(read_articles(again)) == ["nota", (tmp_path / "b/nota.txt").as_posix(), "repeated_id"]


def test_the_output_in_an_input_folder_is_not_read(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "events.jsonl").write_text("{}")
    assert reasons(read_articles([str(tmp_path)], exclude=tmp_path / "events.jsonl")) == ["a"]


@pytest.mark.parametrize(
    ("name", "fragment"),
    [
        ("nowhere", "no such file"),
        ("x.pdf", "unknown kind"),
        ("", "holds no articles"),
        ("http://x.example/a", "an address is not read here"),
    ],
)
def test_inputs_that_cannot_be(tmp_path, name, fragment):
    (tmp_path / "x.pdf").write_bytes(b"")
    with pytest.raises(InputError, match=fragment):
        read_articles([name if name.startswith("http") else str(tmp_path / name)])


def test_unreadable_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert reasons(read_articles([str(path)])) == ["unreadable"]


def test_advance_counts_the_bytes_of_files(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"id": "a", "text": "x" * 50_000}, {"id": "b", "text": "y"}))
    counts = []
    assert len(list(read_articles([str(path)], advance=counts.append))) == 2
    assert sum(counts) == path.stat().st_size


PARAGRAPH = "El gobierno de España condenó el ataque y pidió una reunión urgente en Ginebra. " * 6


def page(charset, *, declared=True, date="2026-03-04T21:15:00-05:00"):
    meta = f'<meta charset="{charset}">' if declared else ""
    html = (
        f'<html><head>{meta}<title>Cumbre & reunión</title><meta property="og:site_name" content="El Diario">'
        f'<meta property="article:published_time" content="{date}"></head><body><nav>Inicio</nav><article><h1>Cumbre &amp; reunión</h1>'
        f"<p>{PARAGRAPH}</p><p>{PARAGRAPH.upper()}</p></article><footer>Aviso legal</footer></body></html>"
    )
    return html.encode(charset)


@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", True), ("utf-8", False), ("iso-8859-1", True), ("windows-1252", True)]
)
def test_pages(tmp_path, charset, declared):
    (tmp_path / "p.html").write_bytes(page(charset, declared=declared))
    [article] = read_articles([str(tmp_path / "p.html")])
    assert article.id == "p"
    assert "España condenó" in article.text
    assert "Aviso legal" not in article.text
    assert (article.title, article.outlet) == ("Cumbre & reunión", "El Diario")
    assert article.published_at == "2026-03-04T21:15:00-05:00"


def test_a_page_with_only_a_day(tmp_path):
    (tmp_path / "p.htm").write_bytes(page("utf-8", date="2026-03-04"))
    [article] = read_articles([str(tmp_path / "p.htm")])
    assert article.published_at == "2026-03-04"


def test_an_address(server):
    url = server.url + "/nota"
    [item] = read_articles([url], addresses=True)
    assert (item.reason, item.article_id) == ("private_address", url)
    reach = Reach(manners=Manners(delay=0.0, backoff=0.0, allow_private=True))
    [item] = read_articles([url], addresses=True, reach=reach)
    assert item.reason == "http_error"
    assert "give the .html file" in item.detail
    server.routes["/nota"] = page("utf-8")
    [article] = read_articles([url], addresses=True, reach=reach)
    assert (article.id, article.url, article.title) == (url, url, "Cumbre & reunión")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_never_crash(data):
    for item in from_bytes(data):
        assert isinstance(item, Article) or item.reason in REASONS


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "text", "title", "lang", "published_at", "x"]), json_values), max_size=4
    )
)
def test_random_records_are_each_accounted_for(records):
    items = from_bytes(lines(*records))
    assert len(items) == max(len(records), 1)
    ids = [item.id for item in items if isinstance(item, Article)]
    assert len(ids) == len(set(ids))
