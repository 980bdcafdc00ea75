"""How far ``coder_score`` can be believed: python eval/calibration.py GOLD... [--bins 10] [--json] [--write]

A reliability table: events by score, the mean score and the share whose type is right (a gold event of that type in the sentence, matched
one to one as in the evaluation), and the expected calibration error: the mean distance of the two, weighted by events. Prints counts
and shares only, no text. ``--write`` puts the table of the last file into docs/decisions/0009.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "eval")]

# The evaluation's own reduction of a record, so that "right" means the same in both.
from despacho.evaluation import _sentence_of, _side, best_pairs  # noqa: E402
from gate import predictions, records  # noqa: E402

PAGE = ROOT / "docs" / "decisions" / "0009-calibration.md"
BLOCK = re.compile(r"(<!-- calibration -->\n).*?(<!-- end of calibration -->)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Events whose score lies in one stretch: how many, their mean score, and the share that is right."""

    low: float
    high: float
    events: int
    score: float
    right: float


def judged(
    articles: Sequence[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[float, bool]]:
    """The score of each predicted event, and whether its type is right."""
    by_article: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in predicted:
        by_article[event["article_id"]].append(event)
    for article in articles:
        groups: defaultdict[tuple[int, str], tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for place, events in enumerate((article["events"], by_article[article["id"]])):
            for event in events:
                key = (_sentence_of(article["sentences"], event["trigger"]["start"]), event["event_type"])
                groups[key][place].append((_side(event), event))
        for gold, found in groups.values():
            pairs = best_pairs([side for side, _ in gold], [side for side, _ in found])
            hits = {id(side) for _, side in pairs}
            yield from ((event["coder_score"], id(side) in hits) for side, event in found)


def reliability(judgements: Iterable[tuple[float, bool]], *, bins: int = 10) -> list[Bin]:
    """The non-empty bins of equal width, from 0 to 1."""
    groups: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right in judgements:
        groups[min(int(score * bins), bins - 1)].append((score, right))
    return [
        Bin(
            low=index / bins,
            high=(index + 1) / bins,
            events=len(group),
            score=sum(score for score, _ in group) / len(group),
            right=sum(right for _, right in group) / len(group),
        )
        for index, group in sorted(groups.items())
    ]


def expected_error(table: Sequence[Bin]) -> float:
    """The expected calibration error: 0 when every score can be taken at its word."""
    total = sum(one.events for one in table)
    return sum(one.events * abs(one.score - one.right) for one in table) / total if total else 0.0


def lines(name: str, table: Sequence[Bin]) -> list[str]:
    """The table as text."""
    rows = [
        f"{b.low:.1f}-{b.high:.1f} {b.events:7} {b.score:7.3f} {b.right:7.3f} {b.right - b.score:+7.3f}" for b in table
    ]
    total = sum(one.events for one in table)
    return [
        f"{name}: {total} events",
        "score    events    mean   right     gap",
        *rows,
        f"ECE {expected_error(table):.3f}",
    ]


def write_page(table: Sequence[Bin]) -> None:
    """The table in the decision page."""
    rows = ["| score | events | mean score | share right |", "|---|---|---|---|"]
    rows += [f"| {one.low:.1f}-{one.high:.1f} | {one.events} | {one.score:.2f} | {one.right:.2f} |" for one in table]
    total = sum(one.events for one in table)
    text = "\n".join(rows) + f"\n\n{total} events; expected calibration error {expected_error(table):.3f}.\n"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda match: f"{match[1]}{text}{match[2]}", page), encoding="utf-8")


def main() -> None:
    """Print the table of each gold file, and of all together where there are several."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--bins", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    from despacho.pipeline import load_pipeline

    pipeline = load_pipeline()
    judgements = {path.stem: list(judged(records(path), predictions(pipeline, path))) for path in options.gold}
    if len(judgements) > 1:
        judgements["together"] = [one for group in list(judgements.values()) for one in group]
    tables = {name: reliability(group, bins=options.bins) for name, group in judgements.items()}
    if options.write:
        write_page(list(tables.values())[-1])
    if options.json:
        print(
            json.dumps(
                {n: {"ece": expected_error(t), "bins": [asdict(b) for b in t]} for n, t in tables.items()}, indent=1
            )
        )
        return
    print("\n\n".join("\n".join(lines(name, table)) for name, table in tables.items()))


if __name__ == "__main__":
    main()
