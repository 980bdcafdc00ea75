"""How fast and how large: python eval/bench.py [--words N] [--text FILE] [--write]

Words per second and core for the whole job (one process, processor time, so that neighbours on the machine do not count), the share of each
stage, peak resident memory, and how long ``despacho`` takes to start. Two texts: our own example articles, repeated with other countries
and figures in them, and the unlabelled newswire beside the repository where it is present. Words are what white space separates.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
# One thread: the figures are for one core, and more threads make the small matrices of the parser slower.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

from despacho.ingest import read_articles  # noqa: E402
from despacho.model import Article, Rejected  # noqa: E402
from despacho.pipeline import finish, load_pipeline  # noqa: E402
from despacho.pipeline import one as stages  # noqa: E402
from despacho.reading.reader import Reader  # noqa: E402
from despacho.selection.selector import Selector  # noqa: E402

BENCH = ROOT / "eval" / "bench.json"
NAMES = ("Chile", "Bolivia", "Honduras", "Guatemala", "Perú", "Brasil", "Nigeria", "Francia", "Canadá", "Ecuador")
OTHERS = (
    "Rusia",
    "Turquía",
    "Egipto",
    "Japón",
    "Polonia",
    "Argelia",
    "Colombia",
    "México",
    "India",
    "Grecia",
    "Serbia",
)
STAGES = ("read", "code", "attribute", "resolve", "select", "finish", "rest")
FUNCTIONS = {
    "find_candidates": "code",
    "mode_of": "code",
    "shift_type": "code",
    "is_ahead": "code",
    "own_negation": "code",
    "contexts_of": "finish",
    "attribute": "attribute",
    "statuses": "attribute",
    "ActorResolver": "resolve",
    "choose": "resolve",
    "choose_participants": "resolve",
    "implied_agents": "resolve",
    "find_times": "finish",
    "date_of": "finish",
    "Finisher": "finish",
}
"""Names in the pipeline's modules and the stage that they belong to; one that they do not have is left out."""
ROOMS = (stages, finish)
"""The modules of the pipeline that call the stages."""


class Clock:
    """Processor seconds by stage; what a stage calls of another counts for the other."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stack: list[str] = []
        self._since = 0.0

    def enter(self, stage: str) -> None:
        """From here on time is spent in ``stage``."""
        now = time.process_time()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._stack.append(stage)
        self._since = now

    def leave(self) -> None:
        """Back to the stage before."""
        now = time.process_time()
        self.seconds[self._stack.pop()] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed."""

        @wraps(function, updated=())
        def call(*arguments: Any, **named: Any) -> Any:
            self.enter(stage)
            try:
                return function(*arguments, **named)
            finally:
                self.leave()

        return call

    def timed_iterator(self, stage: str, function: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """The function that gives an iterator, each step timed."""

        def call(*arguments: Any, **named: Any) -> Iterator[Any]:
            step = self.timed(stage, function(*arguments, **named).__next__)
            while True:
                try:
                    one = step()
                except StopIteration:
                    return
                yield one

        return call


def own_articles(words: int) -> list[Article]:
    """The example articles again and again, with other countries and figures, until there are so many words."""
    found = list(accepted([ROOT / "examples" / "articulos.jsonl", ROOT / "tests" / "golden" / "articles.jsonl"]))
    articles, count = list[Article](), 0
    for turn, article in zip(itertools.count(), itertools.cycle(found)):
        if count >= words:
            return articles
        text = article.text
        for k, name in enumerate(NAMES):
            text = text.replace(name, OTHERS[(turn + k) % len(OTHERS)] if turn % 3 else name)
        text = text.replace("40 millones", f"{turn} millones")
        articles.append(replace(article, id=f"{article.id}-{turn}", text=text))
        count += len(text.split())
    return articles


def accepted(paths: Sequence[Path], words: int | None = None) -> Iterator[Article]:
    """The articles of files, up to a number of words."""
    count = 0
    for item in read_articles([str(path) for path in paths]):
        if isinstance(item, Rejected):
            continue
        if words is not None and count >= words:
            return
        count += len(item.text.split())
        yield item


def pace(pipeline: Any, articles: Sequence[Article]) -> tuple[int, int, float, float]:
    """Words, events, processor seconds and seconds on the wall of one run."""
    wall, cpu = time.perf_counter(), time.process_time()
    events = sum(len(outcome) for _, outcome in pipeline.code_articles(articles) if not isinstance(outcome, Rejected))
    spent = time.process_time() - cpu, time.perf_counter() - wall
    return sum(len(article.text.split()) for article in articles), events, *spent


def shares(pipeline: Any, articles: Sequence[Article]) -> dict[str, float]:
    """Processor seconds by stage in a second run, with a clock at the door of every stage."""
    clock = Clock()
    kept = [(room, name, getattr(room, name)) for room in ROOMS for name in FUNCTIONS if hasattr(room, name)]
    finisher = finish.Finisher
    methods = (Reader.read_many, Selector.select, finisher.event)
    for room, name, function in kept:
        setattr(room, name, clock.timed(FUNCTIONS[name], function))
    Reader.read_many = clock.timed_iterator("read", Reader.read_many)  # type: ignore[method-assign]
    Selector.select = clock.timed("select", Selector.select)  # type: ignore[method-assign]
    finisher.event = clock.timed("finish", finisher.event)
    try:
        clock.timed("rest", lambda: list(pipeline.code_articles(articles)))()
    finally:
        for room, name, function in kept:
            setattr(room, name, function)
        Reader.read_many, Selector.select, finisher.event = methods  # type: ignore[method-assign]
    return {stage: clock.seconds[stage] for stage in STAGES}


def components(pipeline: Any, articles: Sequence[Article]) -> dict[str, float]:
    """Microseconds a word of the parts of the parser, paragraph by paragraph."""
    nlp, spent = pipeline.reader.nlp, {}
    words = sum(len(article.text.split()) for article in articles)
    begin = time.process_time()
    docs = [nlp.make_doc(line) for article in articles for line in article.text.split("\n") if line]
    spent["tokenizer"] = time.process_time() - begin
    for name, part in nlp.pipeline:
        begin = time.process_time()
        docs = list(part.pipe(docs, batch_size=64)) if hasattr(part, "pipe") else [part(doc) for doc in docs]
        spent[name] = time.process_time() - begin
    return {name: round(1e6 * seconds / words, 1) for name, seconds in spent.items()}


def memory() -> float:
    """Peak resident memory of this process in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1024


def start_up(*arguments: str, times: int = 3) -> tuple[float, float]:
    """Seconds that a command takes, the first time and at best."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "despacho", *arguments], check=True, capture_output=True, env=environment)
        spent.append(time.perf_counter() - begin)
    return spent[0], min(spent)


def measured(name: str, pipeline: Any, articles: Sequence[Article]) -> dict[str, Any]:
    """All figures of one text."""
    pace(pipeline, articles[:8])  # the first articles pay for caches and lazy imports
    words, events, cpu, wall = pace(pipeline, articles)
    by_stage = shares(pipeline, articles)
    total = sum(by_stage.values())
    return {
        "text": name,
        "articles": len(articles),
        "words": words,
        "events": events,
        "words_per_second_and_core": round(words / cpu),
        "words_per_second_wall": round(words / wall),
        "stages": {
            stage: {"share": round(s / total, 3), "us_per_word": round(1e6 * s / words, 1)}
            for stage, s in by_stage.items()
        },
        "peak_memory_mb": round(memory()),
    }


def lines(figures: Sequence[dict[str, Any]]) -> list[str]:
    """The figures as a table."""
    rows = []
    for one in figures:
        rows.append(f"{one['text']}: {one['articles']} articles, {one['words']:,} words, {one['events']:,} events")
        rows.append(
            f"  {one['words_per_second_and_core']:,} words per second and core ({one['words_per_second_wall']:,} on the wall)"
        )
        rows += [
            f"  {stage:10} {s['share']:6.1%} {s['us_per_word']:8.1f} us a word" for stage, s in one["stages"].items()
        ]
        rows.append(
            "  of read: "
            + ", ".join(f"{name} {spent}" for name, spent in one["read_us_per_word"].items())
            + " us a word"
        )
        rows.append(f"  peak resident memory {one['peak_memory_mb']} MB")
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=20_000, help="how many words of each text")
    parser.add_argument("--text", type=Path, default=ROOT.parent / "shared" / "text" / "es-newswire-unlabelled.jsonl")
    parser.add_argument("--no-start", action="store_true", help="leave the start-up times out")
    parser.add_argument(
        "--write", action="store_true", help="write eval/bench.json, from which the README has its figures"
    )
    options = parser.parse_args()
    begin = time.process_time()
    pipeline = load_pipeline()
    loading = time.process_time() - begin
    texts = {"own articles": own_articles(options.words)}
    if options.text.is_file():
        texts["newswire"] = list(accepted([options.text], options.words))
    figures = [measured(name, pipeline, articles) for name, articles in texts.items()]
    for one, articles in zip(figures, texts.values(), strict=True):  # last, for it holds all parses at once, as the job never does
        one["read_us_per_word"] = components(pipeline, articles)
    starts = {} if options.no_start else {
        "despacho --help": start_up("--help"),
        "despacho read (one article)": start_up("read", str(ROOT / "examples" / "articulos.jsonl")),
    }  # fmt: skip
    if options.write:
        seconds = {command: [round(one, 2) for one in pair] for command, pair in starts.items()}
        found = {"loading_s": round(loading, 2), "texts": figures, "start_up_s": seconds}
        BENCH.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print("\n".join([*lines(figures), f"loading the pipeline: {loading:.2f} s of processor time"]))
    for command, (first, best) in starts.items():
        print(f"{command}: {first:.2f} s the first time, {best:.2f} s at best")


if __name__ == "__main__":
    main()
