"""Hostile inputs through ingest, and some through coding: python eval/torture.py [--count N | --only N ...] [--code SHARE] [--out FILE]

Every input must end as at least one article or rejection with a reason of the closed list, within the limit of time, in a process that
stays alive. A process that dies or hangs is counted, its input kept in the report by number, and the run goes on behind it. Exit code 0: none did.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "eval")]

from despacho.ingest import Reach, load_outlets, read_articles  # noqa: E402
from despacho.ingest.fields import REASONS, Limits, article_from_record  # noqa: E402
from despacho.ingest.ledger import Ledger, article_record  # noqa: E402
from despacho.model import Article, Rejected  # noqa: E402
from hostile import hostile  # noqa: E402

LIMIT_SECONDS = 60.0
"""Of processor time, for one input (ingest itself ends a page after 20 s); a process that does nothing may wait ten times as long."""
SLOW_SECONDS = 2.0
"""Inputs that take longer are named in the report, to be looked into with ``--only``."""


@dataclass(slots=True)
class Outcome:
    """What became of one input."""

    number: int
    kind: str
    articles: int = 0
    reasons: list[str] = field(default_factory=list)
    coded: int = 0
    events: int = 0
    fault: str = ""
    seconds: float = 0.0  # of processor time, which a busy machine does not stretch


def tortured(number: int, folder: Path, ledger: Ledger, *, pipeline: Any = None) -> Outcome:
    """One input through ingest, the ledger and back from its record; its faults are told, not raised."""
    kind, (name, data) = hostile(number)
    outcome, started = Outcome(number, kind), time.process_time()
    path = folder / name
    path.write_bytes(data)
    try:
        items = list(read_articles([str(path)], reach=Reach(outlets=load_outlets()), once=True))
        if not items:
            outcome.fault = "neither an article nor a rejection"
        for item in items:
            _account(item, outcome, ledger, pipeline)
    except Exception:  # noqa: BLE001  that is what is counted
        outcome.fault = traceback.format_exc(limit=-4)
    finally:
        path.unlink()
    outcome.seconds = time.process_time() - started
    return outcome


def _account(item: Article | Rejected, outcome: Outcome, ledger: Ledger, pipeline: Any) -> None:
    if isinstance(item, Rejected):
        outcome.reasons.append(item.reason)
        if item.reason not in REASONS or item.reason == "internal_error":
            outcome.fault = f"{item.reason}: {item.detail}"
        return
    outcome.articles += 1
    taken = ledger.add(item)
    if isinstance(taken, Article):
        record = json.loads(json.dumps(article_record(taken)))
        again = article_from_record(record, where="record", limits=Limits(lang=None, max_characters=10**9))
        if not isinstance(again, Article) or again.text != item.text:
            outcome.fault = f"the record cannot be read again: {again}"
    if pipeline is not None:
        coded = pipeline.code_article(item)
        outcome.coded += 1
        if isinstance(coded, Rejected):
            outcome.reasons.append(coded.reason)
            if coded.reason == "internal_error":
                outcome.fault = f"coding: {coded.detail}"
        else:
            outcome.events += len(coded)
            if any(event.trigger.text != item.text[event.trigger.start : event.trigger.end] for event in coded):
                outcome.fault = "coding: a trigger is not what its offsets say"


def _work(numbers: Sequence[int], share: float, answers: Any) -> None:
    from despacho.pipeline import load_pipeline

    pipeline = load_pipeline() if share > 0 else None
    every = round(1 / share) if share > 0 else 0
    ledger = Ledger(None, {})
    with tempfile.TemporaryDirectory() as folder:
        for done, number in enumerate(numbers):
            if done % 5_000 == 0:
                ledger.db.close()
                ledger = Ledger(None, {})  # so that the memory does not grow with the count
            # Kinds follow one another, so that a share of all numbers would be a share of some kinds only.
            code = every and (number * 2654435761 >> 7) % every == 0
            answers.send(tortured(number, Path(folder), ledger, pipeline=pipeline if code else None))
    answers.send(None)


def _processor_seconds(pid: int | None) -> float | None:
    """The processor time of a process, None where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _hangs(worker: Any, answers: Any, used_before: float) -> bool:
    """Whether a process gives no answer although it had the time for one."""
    for _ in range(10):
        if answers.poll(LIMIT_SECONDS):
            return False
        used = _processor_seconds(worker.pid)
        if used is None or used - used_before > LIMIT_SECONDS:
            return True
    return True


def run(numbers: Sequence[int], *, share: float, minutes: float = 1e9, tell: bool = True) -> list[Outcome]:
    """The outcomes of the inputs, or of as many as there is time for; those that killed or hung their process among them."""
    until = time.monotonic() + 60 * minutes
    outcomes: list[Outcome] = []
    done, told = 0, time.monotonic()
    context = multiprocessing.get_context("spawn")
    while done < len(numbers) and time.monotonic() < until:
        answers, sender = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(numbers[done:], share, sender), daemon=True)
        worker.start()
        sender.close()
        used, fault = 0.0, ""
        while time.monotonic() < until:
            fault = ""
            try:
                if not answers.poll(LIMIT_SECONDS) and _hangs(worker, answers, used):
                    fault = f"hang: no answer in {LIMIT_SECONDS:g} s"
                elif (outcome := answers.recv()) is None:
                    break
                else:
                    outcomes.append(outcome)
                    done += 1
                    used = _processor_seconds(worker.pid) or 0.0
            except EOFError:
                worker.join(5)
                fault = f"crash: the process ended with {worker.exitcode}"
            if fault:
                outcomes.append(Outcome(numbers[done], hostile(numbers[done])[0], fault=fault))
                done += 1
                break
            if tell and time.monotonic() - told > 30:
                told = time.monotonic()
                print(f"{done:,} of {len(numbers):,}, faults {sum(bool(one.fault) for one in outcomes)}", file=sys.stderr, flush=True)
        worker.kill()
        worker.join()
        if not fault:
            break
    return outcomes


def summary(outcomes: list[Outcome], seconds: float) -> dict[str, Any]:
    """The figures of a run, by kind."""
    faults = [one for one in outcomes if one.fault]
    slowest = sorted(outcomes, key=lambda one: -one.seconds)[:50]
    kinds: dict[str, Any] = {}
    for kind in dict.fromkeys(one.kind for one in outcomes):
        mine = [one for one in outcomes if one.kind == kind]
        kinds[kind] = {
            "inputs": len(mine),
            "with_articles": sum(one.articles > 0 for one in mine),
            "rejected_only": sum(one.articles == 0 and bool(one.reasons) for one in mine),
            "slowest_s": round(max(one.seconds for one in mine), 2),
        }
    return {
        "inputs": len(outcomes),
        "articles": sum(one.articles for one in outcomes),
        "rejections": sum(len(one.reasons) for one in outcomes),
        "coded": sum(one.coded for one in outcomes),
        "events": sum(one.events for one in outcomes),
        "crashes": sum("hang" not in one.fault[:5] for one in faults),
        "hangs": sum("hang" in one.fault[:5] for one in faults),
        "unaccounted": sum(not one.articles and not one.reasons for one in outcomes),
        "seconds": round(seconds),
        "slowest_s": round(max((one.seconds for one in outcomes), default=0.0), 2),
        "reasons": dict(sorted(Counter(reason for one in outcomes for reason in one.reasons).items())),
        "kinds": kinds,
        "slowest": [{"number": one.number, "kind": one.kind, "seconds": round(one.seconds, 1)} for one in slowest if one.seconds > SLOW_SECONDS],
        "faults": [{"number": one.number, "kind": one.kind, "fault": one.fault[-600:]} for one in faults[:50]],
    }


def main() -> int:
    """Runs, prints and keeps the figures; 0 when there was no fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="+", metavar="NUMBER", help="these inputs by their numbers, as a report names them")
    parser.add_argument("--minutes", type=float, default=1e9, help="end after so many minutes, with the figures of what was done")
    parser.add_argument("--code", type=float, default=0.0, metavar="SHARE", help="share of the inputs whose articles are coded too")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    started = time.monotonic()
    numbers = given.only or range(given.first, given.first + given.count)
    figures = summary(run(numbers, share=given.code, minutes=given.minutes), time.monotonic() - started)
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")
    print(text)
    return 1 if figures["faults"] or figures["unaccounted"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
