"""What the two models of a language reach on articles that they were not fitted on.

    python -m training.cross_validate --lang es --gold ../shared/gold --text ../shared/text

Fits selector and choice of participants on seven eighths of the coded articles and codes the last eighth, eight times over.
Prints event, dyad and full F1 over all articles and over those of the gold files. Writes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from despacho.evaluation import evaluate
from despacho.model import Draft
from despacho.pipeline import load_pipeline
from despacho.resolve import ChoiceModel, choose_participants
from despacho.resolve.choice import ROLES
from despacho.selection import settle
from training import borrow, train_choice, train_selector
from training.coded import Row, coded_articles, rows_of

FOLDS = 8
STRENGTH = 0.06


def held_out(
    rows: Sequence[Row], thresholds: Sequence[float], *, lent: Mapping[str, Sequence[train_choice.Choice]] | None = None
) -> dict[float, list[list[dict[str, Any]]]]:
    """For each threshold the events of each row, coded by models that have not seen it; ``lent`` are choices of another language."""
    lent = lent or dict.fromkeys(ROLES, ())
    choices = {role: train_choice.choices(rows, role) for role in ROLES}
    found: dict[float, list[list[dict[str, Any]]]] = {t: [[] for _ in rows] for t in thresholds}
    for fold in range(FOLDS):
        seen = [row for i, row in enumerate(rows) if i % FOLDS != fold]
        ids = {row.article["id"] for row in seen}
        selector = train_selector.fit(seen, STRENGTH)
        model = ChoiceModel(
            weights={role: train_choice.weights([*(c for c in choices[role] if c.article in ids), *lent[role]]) for role in ROLES}
        )
        for i, row in enumerate(rows):
            if i % FOLDS == fold:
                scores = train_selector.scores(selector, row)
                for threshold in thresholds:
                    found[threshold][i] = _events(row, scores, threshold, model=model)
    return found


def _events(row: Row, scores: list[float], threshold: float, *, model: ChoiceModel) -> list[dict[str, Any]]:
    kept = [draft for draft, _ in settle(row.document, row.drafts, scores, threshold=threshold)]
    chosen: list[Draft] = choose_participants(row.document, row.resolver, kept, model=model)
    return [train_selector.record(row, draft, 1.0) for draft in chosen if draft.actors or draft.recipients]


def figures(rows: Sequence[Row], events: Sequence[list[dict[str, Any]]]) -> str:
    """Event, dyad and full F1 in one line."""
    result = evaluate([r.article for r in rows], [e for each in events for e in each]).figures
    return " ".join(f"{level} {result[level]['f1']:.3f}" for level in ("event", "dyad", "full"))


def main() -> None:
    """Print the figures for a row of thresholds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", default="es")
    parser.add_argument("--parser", help="an installed spaCy pipeline instead of the shipped one")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"), help="folder of the development files")
    parser.add_argument("--text", type=Path, default=Path("../shared/text"), help="folder of the newswire under stand-off annotation")
    parser.add_argument("--thresholds", type=float, nargs="+", default=[0.24, 0.28, 0.32, 0.36])
    args = parser.parse_args()
    pipeline = replace(load_pipeline(lang=args.lang, parser=args.parser), choice=None)
    rows = rows_of(pipeline, coded_articles(args.gold, args.text, lang=args.lang))
    lent = borrow.borrowed(args.lang, args.gold, args.text)
    of_gold = [i for i, row in enumerate(rows) if row.gold]
    for threshold, events in held_out(rows, args.thresholds, lent=lent).items():
        gold = figures([rows[i] for i in of_gold], [events[i] for i in of_gold])
        print(f"{threshold:.2f}  all {len(rows)} articles: {figures(rows, events)}   gold files: {gold}")


if __name__ == "__main__":
    main()
