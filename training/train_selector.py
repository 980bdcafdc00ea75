"""Train the selector: which drafts of the rules are events.

    python -m training.train_selector --lang es --gold ../shared/gold --text ../shared/text

Reads the coded articles of ``coded.py``, runs the rules over them, labels every draft by whether a coder found that event, and
fits a logistic regression. Writes ``selector.json`` of the language: weights, threshold, and the calibration that turns scores
into probabilities. The validation file is never read here. ``--general`` leaves out every feature that knows a word of the language,
and writes ``selection/prior.json``: the weights of languages that have no selector of their own.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from despacho.evaluation import evaluate
from despacho.model import Draft
from despacho.pipeline import load_pipeline
from despacho.selection import settle
from training.coded import LANGUAGES, Row, coded_articles, rows_of, sentence_at, span

PRIOR = LANGUAGES.parent / "selection" / "prior.json"
WORDY = ("lemma:", "rule:", "w:", "clause:", "verb:helpers", "actor:slot:", "recipient:slot:", "topic:")
"""Beginnings of features that know words, rules or prepositions of one language."""
FOLDS = 8
STRENGTHS = (0.04, 0.06, 0.08)
"""Inverse regularisation strengths tried; the one with the best cross-validated event F1 is kept."""
THRESHOLDS = tuple(round(0.22 + 0.02 * k, 2) for k in range(14))
SMALLEST = 1e-3
"""Weights below this are left out of the file: together they move no score by a hundredth."""


def wordless(features: dict[str, float]) -> dict[str, float]:
    """The features without those that know a word of the language; of the clause only its relation stays."""
    return {
        name: value
        for name, value in features.items()
        if not name.startswith(WORDY) and not (name.startswith("verb:") and "." in name)
    }


def fit(rows: list[Row], strength: float) -> tuple[DictVectorizer, LogisticRegression]:
    """The regression over all drafts of ``rows``."""
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=strength, max_iter=500, solver="liblinear")
    model.fit(
        narrow(vectorizer.fit_transform([f for r in rows for f in r.features])), [y for r in rows for y in r.labels]
    )
    return vectorizer, model


def narrow(matrix: Any) -> Any:
    """liblinear takes 32-bit indices only."""
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    return matrix


def scores(fitted: tuple[DictVectorizer, LogisticRegression], row: Row) -> list[float]:
    """The probabilities of a row's drafts."""
    vectorizer, model = fitted
    return model.predict_proba(narrow(vectorizer.transform(row.features)))[:, 1].tolist() if row.features else []


def cross_validated(rows: list[Row], strength: float) -> list[list[float]]:
    """Scores of every row by a model that has not seen it."""
    found: list[list[float]] = [[] for _ in rows]
    for fold in range(FOLDS):
        fitted = fit([r for i, r in enumerate(rows) if i % FOLDS != fold], strength)
        for i, row in enumerate(rows):
            if i % FOLDS == fold:
                found[i] = scores(fitted, row)
    return found


def events_of(row: Row, found: list[float], threshold: float) -> list[dict[str, Any]]:
    """The events that the selector would keep, as far as the scorer reads them, with the participants of the rules.

    The model that chooses participants is trained on these same articles, so its choice would be in-sample here and would
    move the threshold.
    """
    settled = settle(row.document, row.drafts, found, threshold=threshold)
    return [record(row, draft, score) for draft, score in settled if draft.actors or draft.recipients]


def record(row: Row, draft: Draft, score: float) -> dict[str, Any]:
    """The event as far as the scorer reads it."""
    start, end = span(row.document, draft)

    def codes(participants: Iterable[Any]) -> list[dict[str, str]]:
        return [{"country": p.country, "sector": p.sector} for p in participants]

    return {
        "article_id": row.article["id"],
        "event_type": draft.event_type,
        "modes": [draft.mode] if draft.mode else [],
        "trigger": {"start": start, "end": end},
        "actors": codes(draft.actors),
        "recipients": codes(draft.recipients),
        "attribution": codes([draft.attribution])[0] if draft.attribution else None,
        "status": draft.status.status,
        "date": None,
        "score": score,
    }


def figures(rows: list[Row], found: list[list[float]], threshold: float) -> tuple[float, float]:
    """Event and dyad F1 of the kept events."""
    predicted = [e for row, s in zip(rows, found, strict=True) for e in events_of(row, s, threshold)]
    result = evaluate([r.article for r in rows], predicted).figures
    return result["event"]["f1"], result["dyad"]["f1"]


def _smooth_best(sums: dict[float, float]) -> float:
    """The threshold with the best mean over itself and its neighbours: a single peak is mostly luck."""
    values = list(sums.items())
    means = [(sum(v for _, v in values[max(k - 2, 0) : k + 3]) / len(values[max(k - 2, 0) : k + 3]), t) for k, (t, _) in enumerate(values)]
    return max(means)[1]


def judgements(rows: list[Row], found: list[list[float]], threshold: float) -> list[tuple[int, float, int]]:
    """For each kept, held-out event: its row, its score, and 1 where its sentence still has an unmatched gold event of its type.

    Only what ``settle`` keeps is judged, since only that gets a ``coder_score``; the best scores are matched first.
    """
    judged = []
    for index, (row, each) in enumerate(zip(rows, found, strict=True)):
        left = Counter((sentence_at(row.article, e["trigger"]["start"]), e["event_type"]) for e in row.article["events"])
        for event in sorted(events_of(row, each, threshold), key=lambda e: -e["score"]):
            key = (sentence_at(row.article, event["trigger"]["start"]), event["event_type"])
            judged.append((index, event["score"], int(left[key] > 0)))
            left[key] -= 1
    return judged


def platt(judged: list[tuple[int, float, int]]) -> tuple[float, float]:
    """Slope and offset that turn the log-odds of kept, held-out events into the share of them whose type is right."""
    odds = np.array([[math.log(s / (1 - s))] for _, s, _ in judged])
    model = LogisticRegression(C=1.0).fit(odds, [y for _, _, y in judged])
    return round(float(model.coef_[0][0]), 4), round(float(model.intercept_[0]), 4)


def calibration_error(rows: list[Row], judged: list[tuple[int, float, int]], *, gold: bool) -> float:
    """The expected calibration error (ten bins) with slope and offset fitted on the other folds; of gold articles or of all."""
    bins: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for fold in range(FOLDS):
        slope, offset = platt([j for j in judged if j[0] % FOLDS != fold])
        for index, score, right in judged:
            if index % FOLDS == fold and (rows[index].gold or not gold):
                probability = 1 / (1 + math.exp(-(slope * math.log(score / (1 - score)) + offset)))
                bins[min(int(probability * 10), 9)].append((probability, right))
    gaps = [abs(sum(p for p, _ in group) - sum(y for _, y in group)) for group in bins.values()]
    return sum(gaps) / sum(len(group) for group in bins.values())


def main() -> None:
    """Train, report the cross-validated figures and write the selector."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lang", default="es")
    parser.add_argument("--parser", help="an installed spaCy pipeline instead of the shipped one")
    parser.add_argument("--general", action="store_true", help="without the words of the language, for selection/prior.json")
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"), help="folder of the development files")
    parser.add_argument("--text", type=Path, default=Path("../shared/text"), help="folder of the newswire under stand-off annotation")
    args = parser.parse_args()
    out = PRIOR if args.general else LANGUAGES / args.lang / "selector.json"
    rows = rows_of(load_pipeline(lang=args.lang, parser=args.parser), coded_articles(args.gold, args.text, lang=args.lang))
    if args.general:
        rows = [replace(row, features=[wordless(features) for features in row.features]) for row in rows]
    drafts, positive = sum(len(r.drafts) for r in rows), sum(sum(r.labels) for r in rows)
    print(
        f"{len(rows)} articles, {sum(len(r.article['events']) for r in rows)} events, {drafts} drafts, {positive} of them events"
    )
    tried = []
    for strength in STRENGTHS:
        found = cross_validated(rows, strength)
        threshold = _smooth_best({t: sum(figures(rows, found, t)) for t in THRESHOLDS})
        event, dyad = figures(rows, found, threshold)
        print(f"C {strength}: threshold {threshold}, event F1 {event}, dyad F1 {dyad} (cross-validated)")
        tried.append((event + dyad, strength, threshold, found))
    _, strength, threshold, found = max(tried, key=lambda t: t[0])
    judged = judgements(rows, found, threshold)
    slope, offset = platt(judged)
    of_gold = [i for i, row in enumerate(rows) if row.gold]
    print("gold files: event F1 {}, dyad F1 {}".format(*figures([rows[i] for i in of_gold], [found[i] for i in of_gold], threshold)))
    print(f"ECE {calibration_error(rows, judged, gold=False):.3f}, gold files {calibration_error(rows, judged, gold=True):.3f}")
    vectorizer, model = fit(rows, strength)
    weights = {
        name: round(float(w), 4)
        for name, w in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(w) > SMALLEST
    }
    weights["bias"] = round(weights.get("bias", 0.0) + float(model.intercept_[0]), 4)
    data = {"threshold": threshold, "slope": slope, "offset": offset, "weights": weights}
    out.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights -> {out}")


if __name__ == "__main__":
    main()
