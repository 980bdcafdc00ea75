"""Kill a run again and again, resume it, and see that nothing is lost or doubled: python eval/kill_resume.py [--write]

A run over ``--articles`` articles is killed (signal 9: its first process, or all of them) at ``--kills`` random moments. After each kill
the store is opened and counted: it must open, and no article or event may be in it twice. A run that ends before its next kill begins anew
with an empty store. At the end the run is let through, and must hold exactly what a run that was never disturbed holds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "eval"))

import _articles  # noqa: E402
from despacho.model import DespachoError  # noqa: E402
from despacho.store import Store, read_records  # noqa: E402

FIGURES = ROOT / "eval" / "kill_resume.json"
KINDS = ("duckdb", "folder", "jsonl")
COMMAND = (sys.executable, "-m", "despacho")
STAND_IN = (sys.executable, str(ROOT / "eval" / "_stand_in.py"))


@dataclass(slots=True, kw_only=True)
class Figures:
    """What came of it; from ``not_opened`` on everything should be 0. ``with_a_store``: kills after which there was one to open."""

    kind: str
    pipeline: str
    articles: int
    jobs: int
    seed: int
    kills: int = 0
    of_the_first_process_only: int = 0
    runs_completed: int = 0
    with_a_store: int = 0
    articles_in_it: int = 0
    not_opened: int = 0
    articles_lost: int = 0
    articles_doubled: int = 0
    events_lost: int = 0
    events_doubled: int = 0
    events_changed: int = 0
    left_behind: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        wrong = self.not_opened + self.articles_lost + self.articles_doubled + self.events_lost + self.events_doubled
        return not wrong + self.events_changed + self.left_behind


def output(folder: Path, kind: str) -> str:
    """Where a run of this kind writes."""
    return {"duckdb": f"{folder}/corpus.duckdb", "folder": f"{folder}/corpus/", "jsonl": f"{folder}/events.jsonl"}[kind]


def held(out: str, kind: str) -> tuple[Counter[str], Counter[str]]:
    """How often each article, and each event with all its fields, is in the output."""
    if kind == "jsonl":
        events = [record for _, record in read_records(Path(out))]
        return Counter({one["article_id"]: 1 for one in events}), Counter(json.dumps(one, sort_keys=True) for one in events)
    with Store(out) as store:
        articles = Counter(row[0] for row in store.query("SELECT id FROM articles").rows)
        from despacho.store import event_to_dict

        return articles, Counter(json.dumps(event_to_dict(one), sort_keys=True) for one in store.events())


def run(command: Sequence[str], source: Path, out: str, *, jobs: int) -> subprocess.Popen[bytes]:
    """The run, started as leader of a group of its own."""
    full = [*command, "code", str(source), "--out", out, "--jobs", str(jobs), "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(full, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill(child: subprocess.Popen[bytes], *, all_of_it: bool) -> None:
    """End the first process, or all of them, as if the power had gone."""
    with contextlib.suppress(ProcessLookupError):
        (os.killpg if all_of_it else os.kill)(child.pid, signal.SIGKILL)
    child.wait()


def clear(folder: Path, name: str) -> None:
    """Remove what a run wrote."""
    for path in folder.glob(f"*{name}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in folder.glob(f".*{name}*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def disturb(
    command: Sequence[str], source: Path, folder: Path, figures: Figures, *, kills: int, longest_s: float, say: bool = True
) -> None:
    """Kill and look, until there were so many kills; then let the run through."""
    choice = random.Random(figures.seed)
    out = output(folder, figures.kind)
    while figures.kills < kills:
        child = run(command, source, out, jobs=figures.jobs)
        try:
            child.wait(timeout=choice.uniform(0.0, longest_s))
        except subprocess.TimeoutExpired:
            only_first = choice.random() < 0.5
            kill(child, all_of_it=not only_first)
            figures.kills += 1
            figures.of_the_first_process_only += only_first
            look(out, figures)
        else:
            figures.runs_completed += 1
            clear(folder, Path(out).name)
        if say and figures.kills % 10 == 0:
            print(f"{figures.kind}: {figures.kills} kills, {figures.runs_completed} runs completed", flush=True)
    if run(command, source, out, jobs=figures.jobs).wait() != 0:
        figures.not_opened += 1


def look(out: str, figures: Figures) -> None:
    """Open what there is after a kill and count what is doubled."""
    if not Path(out).exists() or (figures.kind == "folder" and not (Path(out) / "despacho.json").exists()):
        return  # killed before there was a store
    try:
        articles, events = held(out, figures.kind)
    except DespachoError as error:
        if "no store of despacho" in str(error) or "(version 0)" in str(error):
            return  # killed while the empty store was made; the next run goes on with it
        print(f"not opened: {error}", flush=True)
        figures.not_opened += 1
        return
    figures.with_a_store += 1
    figures.articles_in_it += articles.total()
    figures.articles_doubled += sum(count - 1 for count in articles.values())
    figures.events_doubled += sum(count - 1 for count in events.values())


def compare(out: str, wanted: str, figures: Figures) -> None:
    """What the run holds in the end, against what an undisturbed one holds."""
    articles, events = held(out, figures.kind)
    all_articles, all_events = held(wanted, figures.kind)
    figures.articles_lost += (all_articles - articles).total()
    figures.articles_doubled += sum(count - 1 for count in articles.values())
    figures.events_lost += (all_events - events).total()
    figures.events_changed += (events - all_events).total()
    figures.events_doubled += sum(count - 1 for count in events.values())
    parent = Path(out).parent
    figures.left_behind += sum(1 for path in parent.iterdir() if path.name.endswith((".tmp", ".run", ".wal")))


def measured(
    kind: str, *, articles: int, kills: int, jobs: int, seed: int, longest_s: float, command: Sequence[str] = COMMAND, say: bool = True
) -> Figures:
    """The figures of one kind of output."""
    pipeline = "stand-in" if tuple(command) == STAND_IN else "rules"
    figures = Figures(kind=kind, pipeline=pipeline, articles=articles, jobs=jobs, seed=seed)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        source, quiet, loud = Path(name) / "in.jsonl", Path(name) / "quiet", Path(name) / "loud"
        quiet.mkdir()
        loud.mkdir()
        _articles.write(source, articles)
        undisturbed = run(command, source, output(quiet, kind), jobs=jobs).wait()
        if undisturbed != 0:
            raise SystemExit(f"the undisturbed run ended with {undisturbed}")
        disturb(command, source, loud, figures, kills=kills, longest_s=longest_s, say=say)
        compare(output(loud, kind), output(quiet, kind), figures)
    figures.seconds = round(time.monotonic() - begin, 1)
    return figures


def main() -> None:
    """Measure and print; exit code 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=16.0, help="seconds that a run is left alone at most")
    parser.add_argument("--kind", choices=KINDS, action="append", help="what is written; else all")
    parser.add_argument("--stand-in", action="store_true", help="a pipeline without a model: all kills fall on what is tried here")
    parser.add_argument("--write", action="store_true", help="write eval/kill_resume.json")
    options = parser.parse_args()
    made = []
    for kind in options.kind or KINDS:
        figures = measured(
            kind, articles=options.articles, kills=options.kills, jobs=options.jobs, seed=options.seed, longest_s=options.longest,
            command=STAND_IN if options.stand_in else COMMAND,
        )  # fmt: skip
        made.append(figures)
        print(json.dumps(asdict(figures)), flush=True)
    if options.write:
        old = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else []
        new = {(figures.kind, figures.pipeline) for figures in made}
        kept = [one for one in old if (one["kind"], one["pipeline"]) not in new]
        FIGURES.write_text(json.dumps([*kept, *map(asdict, made)], indent=1) + "\n", encoding="utf-8")
    if not all(one.clean for one in made):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
