"""Train the carry-over: whoever did or suffered what was told around a mention may be the participant that it leaves unsaid.

    python -m training.train_carry --lang es --gold ../shared/gold --text ../shared/text/es-newswire-unlabelled.jsonl

Reads the same coded articles as ``train_selector.py``, takes the drafts that a coder found, and fits one logistic regression
for each role over the options (``despacho.resolve.carry_options``): does this one have the codes that the coder gave?
Writes ``languages/<lang>/carry.json``. Run it before ``train_selector.py``, whose threshold is chosen with roles carried over.
The validation file is never read here.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from despacho.model import Draft
from despacho.pipeline import load_pipeline
from despacho.resolve.carry_options import options
from training.train_selector import Row, _narrow, _sentence, _span, coded_articles, rows_of

LANGUAGES = Path(__file__).parent.parent / "src" / "despacho" / "languages"
STRENGTH = 0.1
SEEN = 8
"""How often a feature must be seen to count."""
GOLD_WEIGHT = 2.0
"""How much an article of the gold files counts against one annotated later."""
THRESHOLD = 0.3
"""Two of three fillings are then right in the countries (cross-validated); 0.2 fills twice as many and three of five are right."""
SMALLEST = 2e-3


Example = tuple[dict[str, float], bool, float]


def examples(rows: list[Row], role: str) -> list[Example]:
    """Features, truth and weight of every option for every empty role of every event that a coder found."""
    found: list[Example] = []
    for row in rows:
        kept = [draft for draft, label in zip(row.drafts, row.labels, strict=True) if label]
        used: set[int] = set()
        for index, draft in enumerate(kept):
            event = _coded(row, draft, used)
            if event is None or draft.candidate.mutual or getattr(draft, role) or not _said(draft):
                continue
            truth = {(p["country"], p["sector"]) for p in event[role]}
            found += [
                (o.features, {(p.country, p.sector) for p in o.participants} == truth, GOLD_WEIGHT if row.gold else 1.0)
                for o in options(row.document, kept, index, role)
            ]
    return found


def _said(draft: Draft) -> bool:
    return bool(draft.actors or draft.recipients)


def _coded(row: Row, draft: Draft, used: set[int]) -> dict[str, Any] | None:
    """The coder's event that the draft stands for: at its trigger, else of its type in its sentence."""
    start, end = _span(row.document, draft)
    same = [
        (i, e)
        for i, e in enumerate(row.article["events"])
        if i not in used
        and e["event_type"] == draft.event_type
        and _sentence(row.article, e["trigger"]["start"]) == _sentence(row.article, start)
    ]
    if not same:
        return None
    index, event = next(
        ((i, e) for i, e in same if e["trigger"]["start"] < end and start < e["trigger"]["end"]), same[0]
    )
    used.add(index)
    return event


def weights(found: list[Example]) -> dict[str, float]:
    """The regression's weights by feature name, with the bias."""
    seen = Counter(name for features, _, _ in found for name in features)
    vectorizer = DictVectorizer()
    matrix = _narrow(vectorizer.fit_transform([{n: v for n, v in f.items() if seen[n] >= SEEN} for f, _, _ in found]))
    model = LogisticRegression(C=STRENGTH, max_iter=500, solver="liblinear")
    model.fit(matrix, [truth for _, truth, _ in found], sample_weight=[w for _, _, w in found])
    names = vectorizer.get_feature_names_out()
    kept = {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) > SMALLEST}
    return {**kept, "bias": round(float(model.intercept_[0]), 4)}


def main() -> None:
    """Train both roles and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--text", type=Path, default=Path("../shared/text/es-newswire-unlabelled.jsonl"))
    parser.add_argument("--lang", default="es")
    parser.add_argument("--parser", help="an installed spaCy pipeline instead of the shipped one")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    args.out = args.out or LANGUAGES / args.lang / "carry.json"
    rows = rows_of(load_pipeline(lang=args.lang, parser=args.parser), coded_articles(args.gold, args.text, lang=args.lang))
    data: dict[str, Any] = {"threshold": THRESHOLD}
    for role in ("actors", "recipients"):
        found = examples(rows, role)
        data[role] = weights(found)
        print(f"{role}: {len(found)} options, {sum(t for _, t, _ in found)} true, {len(data[role])} weights")
    args.out.write_text(json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
