"""A small share of the kill test, without a model: killed at random moments, nothing is lost or doubled, the store opens."""

import importlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "eval"))
kill_resume = importlib.import_module("kill_resume")
memory = importlib.import_module("memory")
throughput = importlib.import_module("throughput")
articles = importlib.import_module("_articles")


@pytest.mark.skipif(sys.platform == "win32", reason="kills process groups")
@pytest.mark.parametrize("kind", kill_resume.KINDS)
def test_killed_runs_go_on(kind):
    figures = kill_resume.measured(
        kind, articles=150, kills=5, jobs=2, seed=3, longest_s=4.0, command=kill_resume.STAND_IN, say=False
    )
    assert figures.clean, figures
    assert figures.kills == 5


def test_the_comparison_sees_what_is_lost_doubled_and_changed(tmp_path):
    events = [{"article_id": f"a{n}", "event_id": str(n)} for n in range(4)]
    for name, some in (("good", events), ("bad", [events[0], events[1], events[1], {**events[2], "event_type": "AID"}])):
        (tmp_path / name).write_text("".join(json.dumps(one) + "\n" for one in some))
        (tmp_path / name).rename(tmp_path / f"{name}.jsonl")
    figures = kill_resume.Figures(kind="jsonl", pipeline="x", articles=4, jobs=1, seed=1)
    kill_resume.compare(str(tmp_path / "bad.jsonl"), str(tmp_path / "good.jsonl"), figures)
    assert (figures.articles_lost, figures.events_lost, figures.events_doubled, figures.events_changed) == (1, 2, 1, 2)
    assert not figures.clean


def test_articles_are_all_different_and_as_long_as_asked():
    made = list(articles.records(30, words=400))
    assert len({one["text"] for one in made}) == 30
    assert all(380 <= len(one["text"].split()) <= 520 for one in made)
    assert len({one["id"] for one in articles.records(100)}) == 100


def test_pages_are_read_as_the_articles_that_they_hold(tmp_path):
    from despacho.ingest import read_articles

    throughput.write_pages(tmp_path / "pages", 3, words=400)
    read = list(read_articles([str(tmp_path / "pages")]))
    for page, record in zip(read, articles.records(3, words=400), strict=True):
        assert page.published_at[:10] == record["published_at"][:10]
        words = record["text"].split()
        assert len(set(words) & set(page.text.split())) > 0.9 * len(set(words))  # promotional lines are dropped
        assert "Suscríbase" not in page.text


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_memory_is_watched_and_drawn():
    figures = memory.measured(articles=40, words=50, jobs=1, stand_in=True, every_s=0.1)
    assert figures["peak_mb"] > figures["peak_of_the_first_process_mb"] > 20
    drawn = memory.picture(figures)
    assert drawn.startswith("<svg") and drawn.count("<polyline") == 2


def test_growth_is_that_of_the_later_run():
    flat = [{"first_mb": 10.0, "workers_mb": 90.0}] * 100
    rising = [{"first_mb": 10.0, "workers_mb": float(n)} for n in range(100)]
    assert memory.growth(flat) == 0.0
    assert 45 <= memory.growth(rising) <= 55
    assert memory.growth(flat[:3]) is None
