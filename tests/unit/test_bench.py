"""The bench counts time where it is spent, knows the stages of the pipeline, and takes its clocks off again."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from despacho.pipeline import finish
from despacho.pipeline import one as stages
from despacho.reading.reader import Reader
from despacho.selection.selector import Selector

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "eval"))
bench = importlib.import_module("bench")


@pytest.fixture
def tick(monkeypatch):
    """A clock that is moved by hand: tick(seconds)."""
    now = [0.0]
    monkeypatch.setattr(bench.time, "process_time", lambda: now[0])

    def move(seconds):
        now[0] += seconds

    return move


def test_time_in_an_inner_stage_is_not_counted_twice(tick):
    clock = bench.Clock()
    inner = clock.timed("inner", lambda: tick(2))

    def outer():
        tick(1)
        inner()
        tick(4)

    clock.timed("outer", outer)()
    assert dict(clock.seconds) == {"outer": 5, "inner": 2}


def test_the_steps_of_an_iterator_are_counted_and_the_time_between_them_is_not(tick):
    clock = bench.Clock()

    def steps():
        for one in "ab":
            tick(1)
            yield one

    for _ in clock.timed_iterator("read", steps)():
        tick(10)
    assert dict(clock.seconds) == {"read": 2}


def test_the_stages_of_the_pipeline_are_the_ones_that_are_timed():
    known = [name for name in bench.FUNCTIONS if hasattr(stages, name) or hasattr(finish, name)]
    assert {bench.FUNCTIONS[name] for name in known} == {"code", "attribute", "resolve", "finish"}
    assert set(bench.FUNCTIONS.values()) < set(bench.STAGES)


@pytest.mark.model
def test_the_clocks_are_taken_off_again(pipeline):
    before = (stages.find_candidates, Reader.read_many, Selector.select, finish.Finisher, finish.Finisher.event)
    spent = bench.shares(pipeline, bench.own_articles(50))
    assert (stages.find_candidates, Reader.read_many, Selector.select, finish.Finisher, finish.Finisher.event) == before
    assert set(spent) == set(bench.STAGES)
    assert all(seconds >= 0 for seconds in spent.values())


def test_own_articles_have_ids_of_their_own_and_enough_words():
    articles = bench.own_articles(3_000)
    assert len({article.id for article in articles}) == len(articles)
    assert sum(len(article.text.split()) for article in articles) >= 3_000
