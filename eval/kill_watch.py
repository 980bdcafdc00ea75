"""`despacho watch` killed at random moments: python eval/kill_watch.py [--kills N] [--seed N] [--out FILE]

A news server on loopback publishes article after article in a short feed (what is not fetched in time leaves it), answers slowly, fails now and
then; the watcher is ended with kill -9 (or ^C, every fourth time) after a random time and started again. At the end every article whose link was ever
in a feed that the watcher was given must be in the collection, once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "unit" / "ingest")]

from newsserver import NewsServer, page, report, rss, serving  # noqa: E402

FEED_LENGTH = 30
PROGRAM = "import sys; sys.argv[0] = 'despacho'; from despacho.cli import main; main()"


class Newsroom:
    """Publishes on a server: every answer of the feed holds some new articles; which ones were handed out is kept."""

    def __init__(self, server: NewsServer, seed: int) -> None:
        self.server, self.rng = server, random.Random(seed)
        self.published: list[int] = []
        self.handed_out: set[int] = set()
        self.open = True
        self._lock = threading.Lock()
        for name in ("one", "two"):
            server.routes[f"/{name}.xml"] = self._feed

    def _feed(self, handler: Any) -> Any:
        with self._lock:
            if self.rng.random() < 0.05:
                return (503, {}, b"busy")
            if self.open:
                for _ in range(self.rng.randint(0, 4)):
                    number = len(self.published)
                    self.published.append(number)
                    self.server.routes[f"/{number}"] = self._article(number)
            latest = self.published[-FEED_LENGTH:]
            body = rss([(f"{self.server.url}/{number}", f"T{number}") for number in reversed(latest)])
            tag = f'"{latest[-1] if latest else 0}"'
            if handler.headers.get("If-None-Match") == tag:
                return (304, {"ETag": tag}, b"")
            self.handed_out |= set(latest)
        return (200, {"Content-Type": "application/rss+xml", "ETag": tag}, body)

    def _article(self, number: int) -> Any:
        failures = iter([self.rng.random() < 0.2])
        pause = self.rng.random() * 0.02

        def answer(_handler: Any) -> Any:
            time.sleep(pause)
            return (503, {}, b"busy") if next(failures, False) else page(report(number), canonical=f"/{number}")

        return answer


def killed(kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """The figures of one run in an empty folder."""
    rng = random.Random(seed)
    with serving() as server:
        room = Newsroom(server, seed)
        server.routes["/robots.txt"] = (404, {}, b"")
        plan, out = folder / "feeds.toml", folder / "articles.jsonl"
        plan.write_text(
            'out = "articles.jsonl"\nevery_minutes = 0.001\n' + "".join(f'[[feed]]\nurl = "{server.url}/{name}.xml"\n' for name in ("one", "two"))
        )
        by_signal = {"SIGKILL": 0, "SIGINT": 0}
        for turn in range(kills):
            child, before = started(plan), len(server.log)
            while len(server.log) == before and child.poll() is None:  # it has begun when it asks for something
                time.sleep(0.02)
            time.sleep(rng.random() * 2.0)
            how = signal.SIGINT if turn % 4 == 3 else signal.SIGKILL
            child.send_signal(how)
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            by_signal[how.name] += 1
            if turn % 3 == 2:
                pass_time(out)
        room.open = False
        settled(plan, out)
        ids = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]
        wanted = {f"{server.url}/{number}" for number in room.handed_out}
        return {
            "kills": by_signal, "published": len(room.published), "handed_out": len(wanted), "in_the_collection": len(ids),
            "lost": len(wanted - set(ids)), "doubled": len(ids) - len(set(ids)), "requests": len(server.log),
        }  # fmt: skip


def started(plan: Path, *more: str) -> subprocess.Popen[bytes]:
    """A watcher that runs."""
    command = [sys.executable, "-c", PROGRAM, "watch", str(plan), "--allow-private", "--delay", "0", "--quiet", *more]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def settled(plan: Path, out: Path) -> None:
    """Lets the watcher finish: pages that failed are asked again after a minute, for which nobody wants to wait here."""
    for _ in range(12):
        child = started(plan, "--once")
        _, errors = child.communicate(timeout=300)
        if child.returncode:
            raise SystemExit(f"despacho watch --once ended with {child.returncode}: {errors.decode()}")
        if not pass_time(out):
            return


def pass_time(out: Path) -> int:
    """Makes everything due that waits for its next try; how much does."""
    state = out.with_name(out.name + ".state")
    if not state.exists():
        return 0
    db = sqlite3.connect(state)
    try:
        with db:
            failed = "SELECT (SELECT count(*) FROM queue) + (SELECT count(*) FROM sources WHERE failures)"
            left = int(db.execute(failed).fetchone()[0])
            db.execute("UPDATE queue SET next_at = 0")
            db.execute("UPDATE sources SET next_at = 0, failures = 0")
    except sqlite3.OperationalError:  # killed before its tables were there
        return 0
    finally:
        db.close()
    return left


def main() -> int:
    """Runs, prints and keeps the figures; 0 when nothing was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = killed(given.kills, given.seed, Path(folder))
    text = json.dumps(figures, indent=1)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 1 if figures["lost"] or figures["doubled"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
