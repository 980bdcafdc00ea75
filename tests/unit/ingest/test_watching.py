"""Watching: new entries become articles, each once, through outages, feeds that lie and a process that dies."""

import json
import sys
from pathlib import Path

import pytest
from newsserver import page, report, rss, sitemap

from despacho.ingest import Manners, Reach, load_outlets
from despacho.ingest.fields import Limits
from despacho.ingest.follow import Follower
from despacho.ingest.ledger import Ledger, collection
from despacho.ingest.plan import load_plan
from despacho.ingest.watching import Watch
from despacho.ingest.web import Fetcher
from despacho.model import DataError

ROOT = Path(__file__).resolve().parents[3]


class Clock:
    """Time that passes when the test says so."""

    def __init__(self):
        self.now = 1_000_000.0

    def __call__(self):
        return self.now


class Desk:
    """A watcher on a collection; leaving the block is the end of its process."""

    def __init__(self, folder, plan, *, clock):
        path = folder / "feeds.toml"
        path.write_text(plan)
        reach = Reach(manners=Manners(delay=0.0, backoff=0.0, tries=1, allow_private=True), outlets=load_outlets(), follow=True)
        files = collection(folder / "a.jsonl", None)
        self.ledger, self.told, self.stopped = Ledger(files.state, files.outputs), [], False
        follower = Follower(limits=Limits(lang=None, max_characters=10**6), reach=reach, fetcher=Fetcher(reach.manners))
        self.watch = Watch(
            plan=load_plan(path, reach.outlets), ledger=self.ledger, follower=follower, clock=clock, stop=lambda: self.stopped, tell=self.told.append
        )

    def __enter__(self):
        return self.watch

    def __exit__(self, *_):
        self.ledger.db.close()  # no commit: what was not decided is gone


def ids(folder, name="a.jsonl"):
    path = folder / name
    return [json.loads(line)["id"] for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def clock():
    return Clock()


def plan_of(server, *paths, every=10):
    return f"every_minutes = {every}\n" + "".join(f'[[feed]]\nurl = "{server.url}{path}"\noutlet = "elpais"\n' for path in paths)


def test_new_entries_once_and_not_modified(server, tmp_path, clock):
    def feed(handler):
        items = rss([(f"{server.url}/{n}", "T") for n in range(count[0])])
        tag = f'"{count[0]}"'
        return (304, {}, b"") if handler.headers.get("If-None-Match") == tag else (200, {"ETag": tag}, items)

    count = [2]
    server.routes |= {"/feed": feed, **{f"/{n}": page(report(n)) for n in range(5)}}
    plan = plan_of(server, "/feed")
    with Desk(tmp_path, plan, clock=clock) as watch:
        assert watch.round().articles == 2
        asked = len(server.log)
        assert watch.round().articles == 0
        assert len(server.log) == asked  # not due
        clock.now += 600
        assert watch.round().articles == 0
        assert server.log[-1][2]["If-None-Match"] == '"2"'
    count[0] = 4
    clock.now += 600
    with Desk(tmp_path, plan, clock=clock) as watch:  # another process
        assert watch.round().articles == 2
        assert watch.next_at() == clock.now + 600
    assert ids(tmp_path) == [f"{server.url}/{n}" for n in range(4)]
    assert server.paths().count("/0") == 1
    [first, *_] = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert (first["outlet_id"], first["feed_url"]) == ("elpais", server.url + "/feed")


def test_an_outage_loses_nothing_even_when_the_feed_moves_on(server, tmp_path, clock):
    server.routes |= {"/feed": (200, {}, rss([(f"{server.url}/{n}", "T") for n in range(3)])), "/0": page(report(0))}
    server.routes |= {"/1": (503, {}, b""), "/2": (200, {"Content-Encoding": "gzip"}, b"torn")}
    plan = plan_of(server, "/feed")
    with Desk(tmp_path, plan, clock=clock) as watch:
        assert watch.round().articles == 1
    server.routes["/feed"] = (200, {}, rss([(server.url + "/0", "T")]))  # the others have left the feed
    server.down = True
    for _ in range(3):
        clock.now += 700
        with Desk(tmp_path, plan, clock=clock) as watch:
            assert watch.round().articles == 0
    server.down = False
    server.routes |= {"/1": page(report(1)), "/2": page(report(2))}
    clock.now += 3600
    with Desk(tmp_path, plan, clock=clock) as watch:
        assert watch.round().articles == 2
    assert sorted(ids(tmp_path)) == [f"{server.url}/{n}" for n in range(3)]


def test_a_source_that_is_away_is_asked_less_and_less_often_and_comes_back(server, tmp_path, clock):
    plan = plan_of(server, "/feed", every=1)
    waits = []
    with Desk(tmp_path, plan, clock=clock) as watch:
        for _ in range(8):
            assert watch.round().failures == 1
            waits.append(watch.next_at() - clock.now)
            clock.now = watch.next_at()
        assert waits == [60, 120, 240, 480, 960, 1800, 1800, 1800]
        server.routes |= {"/feed": (200, {}, rss([(server.url + "/0", "T")])), "/0": page(report(0))}
        assert watch.round().articles == 1
        assert watch.next_at() - clock.now == 60


def test_what_never_becomes_an_article_is_rejected_for_good(server, tmp_path, clock):
    server.routes |= {"/feed": (200, {}, rss([(server.url + "/gone", "T"), (server.url + "/empty", "T"), (server.url + "/away", "T"), "<item/>"]))}
    server.routes |= {"/empty": b"<html></html>", "/away": (503, {}, b"")}
    with Desk(tmp_path, plan_of(server, "/feed"), clock=clock) as watch:
        tally = watch.round()
        assert (tally.articles, tally.rejected) == (0, 3)  # one for the entry without link, two pages; the third waits
        for _ in range(12):
            clock.now += 3600
            watch.round()
    rejected = [json.loads(line) for line in (tmp_path / "a.rejected.jsonl").read_text().splitlines()]
    assert {one["article_id"].rpartition("/")[2]: one["reason"] for one in rejected} == {
        "feed": "bad_address", "gone": "http_error", "empty": "no_article", "away": "http_error"
    }  # fmt: skip
    assert server.paths().count("/gone") == server.paths().count("/empty") == 1
    assert server.paths().count("/away") == 12


@pytest.mark.parametrize("body", [b"", b"nonsense", b"<rss", b"\x1f\x8b\x00", b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>', b"<urlset/>"])
def test_feeds_that_are_none_are_told_and_tried_again(server, tmp_path, clock, body):
    server.routes["/feed"] = (200, {}, body)
    with Desk(tmp_path, plan_of(server, "/feed"), clock=clock) as watch:
        watch.round()
        assert watch.next_at() > clock.now
    server.routes |= {"/feed": (200, {}, rss([(server.url + "/0", "T")])), "/0": page(report(0))}
    clock.now += 3600
    with Desk(tmp_path, plan_of(server, "/feed"), clock=clock) as watch:
        assert watch.round().articles == 1


def test_sitemaps_are_watched_too(server, tmp_path, clock):
    server.routes |= {"/s.xml": (200, {}, sitemap([(server.url + "/0", "2026-03-04T10:00:00-05:00")])), "/0": page(report(0), published="")}
    with Desk(tmp_path, f'[[sitemap]]\nurl = "{server.url}/s.xml"', clock=clock) as watch:
        assert watch.round().articles == 1
    [record] = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert (record["published_at"], record["published_told_by"]) == ("2026-03-04T10:00:00-05:00", "sitemap")


def test_a_stop_leaves_the_rest_in_the_queue(server, tmp_path, clock):
    server.routes["/feed"] = (200, {}, rss([(f"{server.url}/{n}", "T") for n in range(30)]))
    desk = Desk(tmp_path, plan_of(server, "/feed"), clock=clock)

    def stopping(number):
        def answer(_handler):
            desk.stopped = number >= 3
            return page(report(number))

        return answer

    server.routes |= {f"/{n}": stopping(n) for n in range(30)}
    with desk as watch:
        watch.round()
    taken = len(ids(tmp_path))
    assert taken < 30
    with Desk(tmp_path, plan_of(server, "/feed"), clock=clock) as watch:
        watch.round()
    assert sorted(ids(tmp_path)) == sorted(f"{server.url}/{n}" for n in range(30))


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("", "nothing to watch"), ("x", "not TOML"), ("colour = 1", "unknown key 'colour'"), ('outlets = ["nobody"]', "unknown outlet 'nobody'"),
        ('outlets = ["efe"]', "no feed of the outlet"), ('[[feed]]\nurl = "ftp://x"', "must be an http"), ("[[feed]]\n", "must be an http"),
        ('[[feed]]\nurl = "https://e.org"\nevery_minutes = 0', "above 0"), ('[[feed]]\nurl = "https://e.org"\noutlet = "nobody"', "unknown outlet"),
        ('[[feed]]\nurl = "https://e.org"\nx = 1', "allowed keys"), ('out = 5\n[[feed]]\nurl = "https://e.org"', "file name"),
    ],
)  # fmt: skip
def test_plans_that_cannot_be(tmp_path, text, fragment):
    (tmp_path / "f.toml").write_text(text)
    with pytest.raises(DataError, match=fragment):
        load_plan(tmp_path / "f.toml", load_outlets())


def test_plans_of_outlets(tmp_path):
    (tmp_path / "f.toml").write_text('out = "c.jsonl"\noutlets = ["elpais", "bbc-mundo"]\n')
    plan = load_plan(tmp_path / "f.toml", load_outlets())
    assert plan.out == tmp_path / "c.jsonl"
    assert {one.outlet for one in plan.sources} == {"elpais", "bbc-mundo"}
    assert all(one.every_seconds == 900 for one in plan.sources)


def test_killed_at_random_moments_nothing_is_lost_or_doubled(tmp_path, monkeypatch):
    """A few of the kills that `python eval/kill_watch.py` does by the hundred."""
    if not hasattr(__import__("signal"), "SIGKILL"):
        pytest.skip("no kill -9 here")
    monkeypatch.syspath_prepend(str(ROOT / "eval"))
    from kill_watch import killed

    figures = killed(4, 7, tmp_path)
    assert figures["handed_out"] > 0
    assert (figures["lost"], figures["doubled"]) == (0, 0), figures
    assert "kill_watch" in sys.modules
