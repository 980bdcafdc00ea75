"""Train the choice of participants: which option fills each role of an event.

    python -m training.train_choice --lang es --gold ../shared/gold --text ../shared/text

Reads the coded articles of ``coded.py``, takes the drafts that a coder found, and fits for each role a conditional logit over
its options (``despacho.resolve.choice_options``): the likelihood that the option with the coder's codes is the one that is
taken. Writes ``participants.json`` of the language. The validation file is never read here.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer

from despacho.pipeline import load_pipeline
from despacho.resolve.choice import ROLES
from despacho.resolve.choice_features import codes
from despacho.resolve.choice_options import Option, Roster, options
from training.coded import LANGUAGES, Row, coded_articles, coded_event, rows_of

PENALTY = 15.0
"""Weight of the squared norm; cross-validated, 8 to 30 are as good."""
SEEN = 4
"""How often a feature must be seen to count."""
GOLD_WEIGHT = 2.0
"""How much an article of the gold files counts against one annotated later."""
SMALLEST = 5e-3
STEPS = 200
"""Steps of the optimiser at most."""
FOLDS = 8
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of one role of one event: their features, which of them the coder's codes allow, and the weight of the article."""

    article: str
    features: list[list[str]]
    right: list[float]
    weight: float


def choices(rows: Sequence[Row], role: str) -> list[Choice]:
    """One choice for each event that a coder found, where an option has the coder's codes."""
    found: list[Choice] = []
    for row in rows:
        kept = [draft for draft, label in zip(row.drafts, row.labels, strict=True) if label]
        roster, used = Roster(row.document, row.resolver), set[int]()
        for index, draft in enumerate(kept):
            event = coded_event(row, draft, used)
            if event is None:
                continue
            offered = options(roster, kept, index, role=role, actors=draft.actors if role == "recipients" else ())
            right = _right(offered, event[role])
            if any(right):
                weight = GOLD_WEIGHT if row.gold else 1.0
                found.append(Choice(row.article["id"], [list(o.features) for o in offered], right, weight))
    return found


def _right(offered: Sequence[Option], coded: Sequence[dict[str, Any]]) -> list[float]:
    """1 for the options with the coder's countries and sectors; where there is none, for those with the countries."""
    truth = {(p.get("country") or "", p.get("sector") or "") for p in coded}
    exact = [float(codes(option.participants) == truth) for option in offered]
    if any(exact):
        return exact
    countries = {country for country, _ in truth}
    return [float({p.country for p in option.participants} == countries) for option in offered]


def weights(found: Sequence[Choice]) -> Weights:
    """The weights by feature name."""
    seen = Counter(name for choice in found for features in choice.features for name in features)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        {name: 1.0 for name in features if seen[name] >= SEEN} for choice in found for features in choice.features
    ).tocsr()
    sizes = [len(choice.right) for choice in found]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(found)), sizes)
    right = np.concatenate([choice.right for choice in found])
    weight = np.array([choice.weight for choice in found])

    def loss(beta: Any) -> tuple[float, Any]:
        score = matrix @ beta
        power = np.exp(score - np.maximum.reduceat(score, starts)[group])
        share = power / np.add.reduceat(power, starts)[group]
        hit = np.add.reduceat(share * right, starts)
        slope = matrix.T @ ((share - share * right / hit[group]) * weight[group])
        return float(-(weight * np.log(hit)).sum() + PENALTY / 2 * (beta @ beta)), slope + PENALTY * beta

    fitted = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return {
        name: round(float(value), 4)
        for name, value in zip(vectorizer.get_feature_names_out(), fitted, strict=True)
        if abs(value) > SMALLEST
    }


def right_share(found: Sequence[Choice], lent: Sequence[Choice] = ()) -> float:
    """The share of choices that weights fitted on other articles, and on those ``lent``, make right."""
    articles = sorted({choice.article for choice in found})
    bounds = [round(k * len(articles) / FOLDS) for k in range(FOLDS + 1)]
    hits = 0.0
    for first, last in pairwise(bounds):
        held_out = set(articles[first:last])
        fitted = weights([*(choice for choice in found if choice.article not in held_out), *lent])
        for choice in found:
            if choice.article in held_out:
                scores = [sum(fitted.get(name, 0.0) for name in features) for features in choice.features]
                hits += choice.right[scores.index(max(scores))]
    return hits / len(found)


def main() -> None:
    """Train both roles, report the cross-validated share of right choices, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", default="es")
    parser.add_argument("--parser", help="an installed spaCy pipeline instead of the shipped one")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"), help="folder of the development files")
    parser.add_argument("--text", type=Path, default=Path("../shared/text"), help="folder of the newswire under stand-off annotation")
    parser.add_argument("--quick", action="store_true", help="no cross-validation")
    args = parser.parse_args()
    from training import borrow  # reads choices with this module

    rows = rows_of(load_pipeline(lang=args.lang, parser=args.parser), coded_articles(args.gold, args.text, lang=args.lang))
    lent = borrow.borrowed(args.lang, args.gold, args.text)
    data: dict[str, Weights] = {}
    for role in ROLES:
        found = choices(rows, role)
        data[role] = weights([*found, *lent[role]])
        share = "" if args.quick else f", {right_share(found, lent[role]):.3f} right (cross-validated)"
        print(f"{role}: {len(found)} choices, {len(lent[role])} borrowed, {len(data[role])} weights{share}")
    out = LANGUAGES / args.lang / "participants.json"
    out.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
