"""Shards in a pool: same outcome for any number of processes; what dies, hangs or fails is found and stands alone."""

import itertools
import os
from pathlib import Path

import pytest
import troubled_pipeline

from despacho.engines import Pool, RunConfig, chunks, process_shard
from despacho.engines import config as config_module
from despacho.engines import pool as pool_module
from despacho.engines.shards import shard_path
from despacho.model import Article, DespachoError, ParserError
from despacho.store.shard_files import content_hash, shard_events, shard_manifest

CONFIG = RunConfig(module="troubled_pipeline")


def article(number, text="Rusia ataca"):
    return Article(id=f"a{number}", text=text)


def outcomes(rows):
    """Ids of events and of rejections, with reasons, in order."""
    events = [event.article_id for row in rows for events in shard_events(row.path) for event in events]
    return events, [(one.article_id, one.reason) for row in rows for one in row.rejections]


def run(articles, folder, *, jobs=2, patience=60.0, most=8, config=CONFIG):
    folder.mkdir(exist_ok=True)
    with Pool(config, jobs=jobs, folder=folder, patience_s=patience) as pool:
        return list(itertools.chain.from_iterable(pool.run(chunks(articles, most=most))))


def test_a_shard_is_pure(tmp_path):
    some = [article(n, "ataca " * (n % 3)) for n in range(5)]
    one = process_shard(some, CONFIG, folder=tmp_path)
    before = one.path.read_bytes()
    again = process_shard(some, CONFIG, folder=tmp_path, pipeline=troubled_pipeline.Pipeline(), one_by_one=True)
    assert again == one == shard_manifest(one.path)
    assert one.path.read_bytes() == before
    assert (one.articles, one.coded, one.events, one.words) == (5, 5, 4, 4)
    assert [path.name for path in tmp_path.iterdir()] == [one.path.name]


@pytest.mark.parametrize(
    "other",
    [
        RunConfig(module="troubled_pipeline", lang="en"),
        RunConfig(module="troubled_pipeline", parser="x"),
        RunConfig(module="fake_pipeline"),
    ],
)
def test_the_key_knows_content_coder_and_options(other, tmp_path):
    some = [article(1), article(2)]
    key = shard_path(some, CONFIG.identity(), folder=tmp_path)
    assert shard_path(some, other.identity(), folder=tmp_path) != key
    assert shard_path(some[:1], CONFIG.identity(), folder=tmp_path) != key
    assert shard_path([article(1), article(2, "otra")], CONFIG.identity(), folder=tmp_path) != key
    assert shard_path([article(1), article(2)], CONFIG.identity(), folder=tmp_path) == key


def test_the_key_knows_the_users_actors(tmp_path):
    table = tmp_path / "actors.toml"
    table.write_text("a = 1")
    one = RunConfig(actors=table).identity()
    table.write_text("a = 2")
    assert RunConfig(actors=table).identity() != one


def test_the_digest_covers_what_decides_and_nothing_else():
    package = Path(config_module.__file__).parents[1]
    names = {path.relative_to(package).as_posix() for path in config_module._coder_files(package)}
    heads = {name.split("/")[0].removesuffix(".py") for name in names}
    assert heads == {
        "actors", "attribution", "codebook", "coding", "gazetteer", "grammar", "languages", "model", "pipeline", "reading", "resolve", "selection",
    }  # fmt: skip
    assert {"languages/es/selector.json", "actors/offices.tsv", "languages/es/model/parser/model"} <= names
    others = {path.name.removesuffix(".py") for path in package.iterdir() if not path.name.startswith("__")} - heads
    assert others == {"cli", "engines", "evaluation", "ingest", "store"}, "does the new one decide which events come out?"


def test_content_hash_sees_every_field():
    plain = Article(id="a", text="x")
    others = [
        Article(id="a", text="x", **{name: "y"}) for name in ("title", "lang", "published_at", "url", "outlet")
    ] + [Article(id="a", text="x", extra={"k": 1}), Article(id="b", text="x"), Article(id="a", text="y")]
    assert len({content_hash(one) for one in [plain, *others]}) == len(others) + 1


@pytest.mark.parametrize("jobs", [1, 3])
def test_order_is_that_of_the_input(jobs, tmp_path):
    some = [article(n, "Le x" if n % 5 == 0 else "ataca") for n in range(60)]
    events, rejections = outcomes(run(some, tmp_path / "w", jobs=jobs))
    assert events == [f"a{n}" for n in range(60) if n % 5]
    assert rejections == [(f"a{n}", "unsupported_language") for n in range(0, 60, 5)]


@pytest.mark.parametrize(
    ("trouble", "reason", "detail"),
    [
        ("DIE", "worker_died", "exit code 7"),
        ("KILL", "worker_died", "signal SIGKILL"),
        ("BUG", "internal_error", "one over nothing"),
        ("HANG", "timed_out", "no progress"),
    ],
)
@pytest.mark.parametrize("place", [0, 5, 15])
def test_the_poisonous_article_stands_alone(trouble, reason, detail, place, tmp_path):
    if trouble == "HANG" and place != 5:
        pytest.skip("slow; one place is enough")
    some = [article(n, f"{trouble} ataca" if n == place else "ataca") for n in range(16)]
    rows = run(some, tmp_path / "w", jobs=2, patience=1.5 if trouble == "HANG" else 60.0, most=16)
    events, rejections = outcomes(rows)
    assert events == [f"a{n}" for n in range(16) if n != place]
    assert rejections == [(f"a{place}", reason)]
    (bad,) = [one for row in rows for one in row.rejections]
    assert bad.stage == "run"
    assert detail in bad.detail


def test_several_poisonous_articles_in_one_shard(tmp_path):
    bad = {2: "DIE", 3: "BUG", 9: "DIE", 15: "KILL"}
    some = [article(n, f"{bad[n]}" if n in bad else "ataca") for n in range(16)]
    events, rejections = outcomes(run(some, tmp_path / "w", most=16))
    assert events == [f"a{n}" for n in range(16) if n not in bad]
    assert [one for one, _ in rejections] == [f"a{n}" for n in bad]


def test_finished_shards_are_not_coded_again(tmp_path, monkeypatch):
    log = tmp_path / "log"
    monkeypatch.setenv("TROUBLED_LOG", str(log))
    some = [article(n, "DIE" if n == 3 else "ataca") for n in range(32)]
    first = run(some, tmp_path / "w")
    log.unlink()
    spoilt = first[-1].path
    spoilt.write_bytes(b"not Parquet")
    again = run(some, tmp_path / "w")
    assert outcomes(again) == outcomes(first)
    coded = set(log.read_text().split())
    assert {f"a{n}" for n in range(24, 32)} <= coded  # the file that was spoilt
    assert coded <= {f"a{n}" for n in (*range(8), *range(24, 32))}  # and the shard that had to be cut, up to its bad article


def test_workers_that_always_die_end_the_run(tmp_path):
    with pytest.raises(DespachoError, match=r"in a row ended unexpectedly.*exit code 3"):
        run([article(1)], tmp_path / "w", config=RunConfig(module="troubled_pipeline", parser="dies"))
    with pytest.raises(DespachoError, match="exit code 7"):
        run([article(n, "DIE") for n in range(20)], tmp_path / "w", jobs=1)


def test_a_pipeline_that_cannot_be_loaded_says_why(tmp_path):
    with pytest.raises(ParserError, match="no such parser"):
        run([article(1)], tmp_path / "w", config=RunConfig(module="troubled_pipeline", parser="missing"))


def test_a_pipeline_that_never_loads_ends_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(pool_module, "_LOADING_S", 1.5)
    with pytest.raises(DespachoError, match="did not load"):
        run([article(1)], tmp_path / "w", config=RunConfig(module="troubled_pipeline", parser="hangs"))


def test_spent_workers_are_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(pool_module, "_SPENT_AFTER", 1)
    some = [article(n) for n in range(24)]
    assert outcomes(run(some, tmp_path / "w", jobs=1))[0] == [f"a{n}" for n in range(24)]


def test_stopping_gives_what_is_finished_in_order(tmp_path):
    some = [article(n, "SLOW ataca") for n in range(400)]
    (tmp_path / "w").mkdir()
    given = []

    def enough():
        return len(given) >= 2

    with Pool(CONFIG, jobs=2, folder=tmp_path / "w") as pool:
        for rows in pool.run(chunks(some, most=8), stop=enough):
            given += rows
    events, _ = outcomes(given)
    assert 16 <= len(events) < 100
    assert events == [f"a{n}" for n in range(len(events))]


def test_workers_do_not_outlive_the_pool(tmp_path):
    (tmp_path / "w").mkdir()
    pool = Pool(CONFIG, jobs=2, folder=tmp_path / "w")
    with pool:
        next(pool.run(chunks([article(n, "SLOW") for n in range(99)], most=4)))
        workers = [worker.process for worker in pool._workers]
    assert workers
    assert not any(process.is_alive() for process in workers)


def test_reading_stays_close_to_coding(tmp_path):
    read = []

    def feed():
        for n in range(300):
            read.append(n)
            yield article(n)

    (tmp_path / "w").mkdir()
    with Pool(CONFIG, jobs=2, folder=tmp_path / "w") as pool:
        next(pool.run(chunks(feed(), most=4)))
        assert len(read) < 100


def test_chunks_keep_every_article_in_order():
    some = [Article(id=str(n), text="x" * (n * 1000 % 70_000)) for n in range(200)]
    made = list(chunks(some))
    assert [one for chunk in made for one in chunk] == some
    assert all(chunk for chunk in made)


def test_the_tests_pipeline_can_be_found_by_workers():
    assert Path(troubled_pipeline.__file__).parent == Path(__file__).parent
    assert os.environ.get("TROUBLED_LOG") is None
