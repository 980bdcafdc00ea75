"""How often an act gets the date of the gold, null included: gold triggers in, date_of out.

    python eval/date_assignment.py GOLD.jsonl [GOLD.jsonl ...] [--lang en] [--errors]

Counts every gold event: right where the date is the gold's exactly. `--errors` prints the rest (never use it on a
validation file).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from _parse import parser
from despacho.model import Document
from despacho.resolve.dates import date_of
from despacho.resolve.time_expressions import TimeExpression, find_times


def trigger_tokens(document: Document, start: int, end: int) -> tuple[int, int, int]:
    """Head, first and last token (half-open) of the trigger at these offsets."""
    inside = [i for i in range(len(document.forms)) if document.starts[i] < end and document.ends[i] > start]
    first, last = inside[0], inside[-1] + 1
    heads = [i for i in inside if not first <= document.heads[i] < last or document.heads[i] == i]
    return (heads or inside)[0], first, last


def outcome(event: dict[str, Any], found: TimeExpression | None) -> str:
    """Right, missed (gold has a date), invented (gold has none) or wrong."""
    given = found.value if found else None
    if given == event["date"]:
        return "right"
    if given is None:
        return "missed"
    return "wrong" if event["date"] else "invented"


def count(path: Path, *, lang: str, errors: bool) -> Counter[str]:
    """The outcomes over one file; "null" counts gold events without a date."""
    parse, counts = parser(lang), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        document = parse(article["text"])
        published = article["published_at"]
        times = find_times(document, anchor=date.fromisoformat(published[:10]) if published else None)
        for event in article["events"]:
            head, first, last = trigger_tokens(document, event["trigger"]["start"], event["trigger"]["end"])
            kind = event["event_type"]
            found = date_of(document, head, times, trigger_first=first, trigger_last=last, event_type=kind)
            result = outcome(event, found)
            counts.update([result, "events"] + ["null"] * (event["date"] is None))
            if errors and result != "right":
                sentence = document.sentences[document.sentence_of[head]]
                text = article["text"][sentence.start : sentence.end]
                said = found.span.text if found else ""
                print(result, event["event_type"], event["status"], event["trigger"]["text"], end=" | ")
                print(event["date"], found and found.value, said, "|", text)
    return counts


def main() -> None:
    """Print one line per file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("paths", type=Path, nargs="+")
    arguments.add_argument("--lang", default="es", help="the language of the articles")
    arguments.add_argument("--errors", action="store_true")
    chosen = arguments.parse_args()
    for path in chosen.paths:
        counts = count(path, lang=chosen.lang, errors=chosen.errors)
        total = counts["events"]
        detail = " ".join(f"{key} {counts[key]}" for key in ("missed", "invented", "wrong"))
        base = counts["null"] / total
        print(
            f"{path.stem:18} {counts['right']}/{total} = {counts['right'] / total:.3f} ({detail}; all null {base:.3f})"
        )


if __name__ == "__main__":
    main()
