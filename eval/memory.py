"""Memory over many articles: python eval/memory.py [--articles 50000] [--jobs 2] [--stand-in] [--write]

Runs ``despacho code`` into a store and notes once a second how much memory its processes hold; ``--write`` keeps the figures in eval/memory.json and
draws docs/memory.svg. Linux only: the figures are those of /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "eval"))

import _articles  # noqa: E402
from kill_resume import COMMAND, STAND_IN  # noqa: E402

FIGURES = ROOT / "eval" / "memory.json"
PICTURE = ROOT / "docs" / "memory.svg"
WIDTH, HEIGHT, EDGE = 720, 360, 60
COLOURS = ("#1b6ca8", "#c0504d", "#4f8f4f", "#8064a2")


def held_mb(pid: int) -> float:
    """Resident memory of a process in MB, 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)


def children(pid: int) -> list[int]:
    """The processes that a process started, oldest first."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def watched(command: Sequence[str], source: Path, out: Path, *, jobs: int, every_s: float) -> list[dict[str, Any]]:
    """What the first process and its workers held, from start to end: seconds, MB of the first, MB of the workers together."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    full = [*command, "code", str(source), "--out", str(out), "--jobs", str(jobs), "--quiet"]
    begin, found = time.monotonic(), list[dict[str, Any]]()
    with subprocess.Popen(full, env=environment) as child:
        while child.poll() is None:
            workers = [held_mb(one) for one in children(child.pid)]
            found.append(
                {"s": round(time.monotonic() - begin, 1), "first_mb": round(held_mb(child.pid), 1), "workers_mb": round(sum(workers), 1), "workers": len(workers)}
            )
            time.sleep(every_s)
    if child.returncode != 0:
        raise SystemExit(f"the run ended with {child.returncode}")
    return found


def thinned(points: Sequence[dict[str, Any]], most: int = 300) -> list[dict[str, Any]]:
    """At most so many points, evenly spread, the last one among them."""
    step = max(1, len(points) // most)
    return [*points[::step], points[-1]] if points else []


def growth(points: Sequence[dict[str, Any]]) -> float | None:
    """MB between the second quarter and the end, the middle of each quarter: what a longer run would add to."""
    held = [one["first_mb"] + one["workers_mb"] for one in points]
    quarter = len(held) // 4
    if not quarter:
        return None
    early, late = sorted(held[quarter : 2 * quarter]), sorted(held[3 * quarter :])
    return round(late[len(late) // 2] - early[len(early) // 2], 1)


def picture(figures: dict[str, Any]) -> str:
    """The curves as SVG, drawn here: a plot needs no library."""
    points = figures["points"]
    longest = max((one["s"] for one in points), default=1) or 1
    highest = max((one["first_mb"] + one["workers_mb"] for one in points), default=1) * 1.15
    step = next(one for one in (50, 100, 250, 500, 1000, 2500) if highest / one <= 8)

    def at(seconds: float, megabytes: float) -> str:
        x = EDGE + (WIDTH - 2 * EDGE) * seconds / longest
        return f"{x:.1f},{HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * megabytes / highest:.1f}"

    lines = []
    curves = (("all processes", lambda one: one["first_mb"] + one["workers_mb"]), ("first process", lambda one: one["first_mb"]))
    for (name, value), colour in zip(curves, COLOURS, strict=False):
        path = " ".join(at(one["s"], value(one)) for one in points)
        last = at(points[-1]["s"], value(points[-1])).split(",")[1] if points else "0"
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        lines.append(f'<text x="{WIDTH - EDGE + 4}" y="{last}" fill="{colour}">{name}</text>')
    ticks = []
    for megabytes in range(0, int(highest) + 1, step):
        y = at(0, megabytes).split(",")[1]
        ticks.append(f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{y}" y2="{y}" stroke="#ddd"/><text x="{EDGE - 6}" y="{y}" text-anchor="end">{megabytes}</text>')
    title = f"Resident memory (MB) while {figures['articles']:,} articles are coded in {figures['jobs']} processes ({figures['pipeline']})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH + 60} {HEIGHT}" font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="white"/><text x="{EDGE}" y="24" font-size="13">{title}</text>{"".join(ticks)}{"".join(lines)}'
        f'<text x="{EDGE}" y="{HEIGHT - 24}">0</text><text x="{WIDTH - EDGE}" y="{HEIGHT - 24}" text-anchor="end">{longest:,.0f} s</text></svg>\n'
    )


def measured(*, articles: int, words: int, jobs: int, stand_in: bool, every_s: float) -> dict[str, Any]:
    """All figures."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "in.jsonl"
        _articles.write(source, articles, words=words)
        points = watched(STAND_IN if stand_in else COMMAND, source, Path(name) / "corpus.duckdb", jobs=jobs, every_s=every_s)
    return {
        "articles": articles,
        "words_an_article": words,
        "jobs": jobs,
        "pipeline": "stand-in" if stand_in else "rules",
        "peak_mb": max(one["first_mb"] + one["workers_mb"] for one in points),
        "peak_of_the_first_process_mb": max(one["first_mb"] for one in points),
        "growth_mb": growth(points),
        "points": thinned(points),
    }


def main() -> None:
    """Measure, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between looks")
    parser.add_argument("--stand-in", action="store_true", help="a pipeline without a model: the memory of what lies around it")
    parser.add_argument("--write", action="store_true", help="write eval/memory.json and docs/memory.svg")
    options = parser.parse_args()
    figures = measured(articles=options.articles, words=options.words, jobs=options.jobs, stand_in=options.stand_in, every_s=options.every)
    print(json.dumps({name: value for name, value in figures.items() if name != "points"}, indent=1))
    if options.write:
        FIGURES.write_text(json.dumps(figures) + "\n", encoding="utf-8")
        PICTURE.write_text(picture(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
