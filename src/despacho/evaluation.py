"""How well coded events agree with gold articles: the measure that the codebook defines, on plain records.

Predictions and gold are matched one to one within a sentence and a type, for the largest total weight. F1 by quad class,
type ("event"), dyad (type and both sets of countries) and "full" (with sectors); on matched events the accuracy of
the other fields. The figures are rounded to four decimals.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from despacho.model import InputError

Record = Mapping[str, Any]
Pair = tuple["Side", "Side"]

# Written out here and not read from the codebook's data, so that the measure cannot move with what it measures.
_QUADS = {
    "verbal_cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material_cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal_conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material_conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_QUAD_OF = {event_type: quad for quad, event_types in _QUADS.items() for event_type in event_types}
LEVELS = ("quad", "event", "dyad", "full")
_FIELDS = ("attribution", "status", "mode", "date", "actors", "recipients")
_EXACT_UP_TO = 7  # events a side; past it the number of assignments (8! and more) asks for the greedy match


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Side:
    """One event, gold or predicted, reduced to what is compared."""

    event_type: str
    mode: str | None
    start: int
    end: int
    actors: frozenset[str]
    recipients: frozenset[str]
    actors_full: frozenset[tuple[str, str]]
    recipients_full: frozenset[tuple[str, str]]
    attribution: str | None
    status: str | None
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A gold event without a prediction of its dyad ("missed"), or a prediction without gold ("spurious")."""

    article_id: str
    sentence: int
    kind: str
    event: Side
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures, as nested plain data in the order in which they are printed, and the events behind them."""

    figures: Mapping[str, Any]
    misses: tuple[Miss, ...]


@dataclass(slots=True)
class _Tally:
    """Running counts over all sentences."""

    total: Counter[str] = field(default_factory=Counter)
    types: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    agreed: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)


def evaluate(gold: Sequence[Record], predicted: Iterable[Record]) -> Evaluation:
    """The evaluation of predicted event records against gold articles (``id``, ``text``, ``sentences``, ``events``)."""
    by_article: defaultdict[str, list[Record]] = defaultdict(list)
    for event in predicted:
        by_article[event["article_id"]].append(event)
    known = {article["id"] for article in gold}
    if unknown := sorted(str(one) for one in by_article if one not in known):
        raise InputError(f"predictions for articles that are not in the gold file: {', '.join(unknown[:5])}")
    tally, misses = _Tally(), list[Miss]()
    for article in gold:
        for sentence, (wanted, found) in sorted(_by_sentence(article, by_article[article["id"]]).items()):
            matched = _match_sentence(wanted, found, tally)
            misses += _missed(article, sentence, wanted, found, matched=matched)
    return Evaluation(figures=_figures(len(gold), tally), misses=tuple(misses))


def report_lines(evaluation: Evaluation) -> list[str]:
    """The figures as lines of text."""
    figures = evaluation.figures
    lines = [
        f"{figures['articles']} articles, {figures['gold_events']} gold events, {figures['predicted_events']} predicted"
    ]
    for level in LEVELS:
        one = figures[level]
        lines.append(f"{level:6} P {one['precision']:.3f}  R {one['recall']:.3f}  F1 {one['f1']:.3f}")
    for name, one in figures["fields_on_matched"].items():
        lines.append(f"{name:20} {one['accuracy']:.3f}  (n={one['n']})")
    for name, one in figures["types"].items():
        counts = f"gold {one['gold']:3}  predicted {one['predicted']:3}"
        lines.append(f"  {name:10} F1 {one['f1']:.3f}  dyad F1 {one['dyad_f1']:.3f}  {counts}")
    return lines


def miss_lines(miss: Miss) -> list[str]:
    """One miss as two lines of text: what it is, and its sentence."""
    event = miss.event
    who = f"{sorted(event.actors)} -> {sorted(event.recipients)}"
    head = f"{miss.kind} {miss.article_id} s{miss.sentence} {event.event_type}/{event.mode} {who}"
    return [f"{head} by {event.attribution} {event.status}", f"  {miss.text}"]


def _side(event: Record) -> Side:
    attribution = event.get("attribution")
    return Side(
        event_type=event["event_type"],
        mode=(event.get("modes") or [None])[0],
        start=event["trigger"]["start"],
        end=event["trigger"]["end"],
        actors=_countries(event["actors"]),
        recipients=_countries(event["recipients"]),
        actors_full=_entities(event["actors"]),
        recipients_full=_entities(event["recipients"]),
        attribution=None if attribution is None else (attribution.get("country") or ""),
        status=event.get("status"),
        date=event.get("date"),
    )


def _countries(participants: Iterable[Record] | None) -> frozenset[str]:
    return frozenset(one.get("country") or "" for one in participants or ())


def _entities(participants: Iterable[Record] | None) -> frozenset[tuple[str, str]]:
    return frozenset((one.get("country") or "", one.get("sector") or "") for one in participants or ())


def _by_sentence(article: Record, predicted: Iterable[Record]) -> Mapping[int, tuple[list[Side], list[Side]]]:
    """Gold and predicted events by the index of the sentence that holds the trigger's start (-1: none does)."""
    groups: defaultdict[int, tuple[list[Side], list[Side]]] = defaultdict(lambda: ([], []))
    for place, events in enumerate((article["events"], predicted)):
        for event in events:
            side = _side(event)
            groups[_sentence_of(article["sentences"], side.start)][place].append(side)
    return groups


def _sentence_of(sentences: Sequence[Sequence[int]], offset: int) -> int:
    return next((index for index, (start, end) in enumerate(sentences) if start <= offset < end), -1)


def _match_sentence(gold: Sequence[Side], predicted: Sequence[Side], tally: _Tally) -> list[Pair]:
    quads = [Counter(_QUAD_OF.get(one.event_type) for one in side) for side in (gold, predicted)]
    tally.total.update(gold=len(gold), predicted=len(predicted), quad=(quads[0] & quads[1]).total())
    matched: list[Pair] = []
    for event_type in dict.fromkeys(one.event_type for one in (*gold, *predicted)):
        wanted = [one for one in gold if one.event_type == event_type]
        found = [one for one in predicted if one.event_type == event_type]
        pairs = best_pairs(wanted, found)
        matched += pairs
        dyads = sum(_same_dyad(*pair) for pair in pairs)
        tally.types[event_type].update(gold=len(wanted), predicted=len(found), hits=len(pairs), dyad=dyads)
    for pair in matched:
        _count_pair(*pair, tally)
    return matched


def _count_pair(gold: Side, predicted: Side, tally: _Tally) -> None:
    tally.total.update(event=1, dyad=_same_dyad(gold, predicted), full=_same_full(gold, predicted))
    for name in _FIELDS:
        tally.asked[name] += 1
        tally.agreed[name] += getattr(gold, name) == getattr(predicted, name)
    for name, counts, same in (
        ("attribution_present", gold.attribution is not None, gold.attribution == predicted.attribution),
        ("status_marked", gold.status != "asserted", gold.status == predicted.status),
    ):
        if counts:
            tally.asked[name] += 1
            tally.agreed[name] += same


def best_pairs(gold: Sequence[Side], predicted: Sequence[Side]) -> list[Pair]:
    """The one-to-one pairs of largest total weight: exact up to 7 events a side, greedy past that.

    Among equal totals the first assignment in the order of the permutations counts (exact), or the later events (greedy).
    """
    if not gold or not predicted:
        return []
    weights = [[_weight(one, other) for other in predicted] for one in gold]
    if max(len(gold), len(predicted)) > _EXACT_UP_TO:
        return [(gold[i], predicted[j]) for i, j in _greedy(weights)]
    if len(gold) <= len(predicted):
        orders = itertools.permutations(range(len(predicted)), len(gold))
        best = max(orders, key=lambda order: sum(weights[i][j] for i, j in enumerate(order)))
        return [(gold[i], predicted[j]) for i, j in enumerate(best)]
    orders = itertools.permutations(range(len(gold)), len(predicted))
    best = max(orders, key=lambda order: sum(weights[i][j] for j, i in enumerate(order)))
    return [(gold[i], predicted[j]) for j, i in enumerate(best)]


def _greedy(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    ranked = sorted(((weight, i, j) for i, row in enumerate(weights) for j, weight in enumerate(row)), reverse=True)
    rows, columns, chosen = set[int](), set[int](), list[tuple[int, int]]()
    for _, i, j in ranked:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            chosen.append((i, j))
    return chosen


def _weight(gold: Side, predicted: Side) -> int:
    """How well two events of one type fit: the dyad outweighs the place, the place outweighs the rest."""
    overlap = gold.start < predicted.end and predicted.start < gold.end
    return (
        8 * _same_dyad(gold, predicted)
        + 4 * overlap
        + 2 * (gold.actors == predicted.actors)
        + (gold.recipients == predicted.recipients)
        + (gold.attribution == predicted.attribution)
        + (gold.status == predicted.status)
        + 1
    )


def _same_dyad(gold: Side, predicted: Side) -> bool:
    same_type = gold.event_type == predicted.event_type
    return same_type and gold.actors == predicted.actors and gold.recipients == predicted.recipients


def _same_full(gold: Side, predicted: Side) -> bool:
    same_entities = gold.actors_full == predicted.actors_full and gold.recipients_full == predicted.recipients_full
    return _same_dyad(gold, predicted) and same_entities


def _missed(
    article: Record, sentence: int, gold: Sequence[Side], predicted: Sequence[Side], *, matched: Sequence[Pair]
) -> list[Miss]:
    right = {id(one) for pair in matched if _same_dyad(*pair) for one in pair}
    start, end = article["sentences"][sentence] if sentence >= 0 else (0, 0)
    return [
        Miss(article_id=article["id"], sentence=sentence, kind=kind, event=one, text=article["text"][start:end])
        for kind, events in (("missed", gold), ("spurious", predicted))
        for one in events
        if id(one) not in right
    ]


def _figures(articles: int, tally: _Tally) -> dict[str, Any]:
    total = tally.total
    return {
        "articles": articles,
        "gold_events": total["gold"],
        "predicted_events": total["predicted"],
        **{level: _f1(total[level], total["gold"], total["predicted"]) for level in LEVELS},
        "fields_on_matched": {
            name: {"accuracy": round(tally.agreed[name] / asked, 4), "n": asked}
            for name, asked in sorted(tally.asked.items())
        },
        "types": {name: _type_figures(counts) for name, counts in sorted(tally.types.items())},
    }


def _type_figures(counts: Counter[str]) -> dict[str, Any]:
    return {
        **_f1(counts["hits"], counts["gold"], counts["predicted"]),
        "dyad_f1": _f1(counts["dyad"], counts["gold"], counts["predicted"])["f1"],
        "gold": counts["gold"],
        "predicted": counts["predicted"],
    }


def _f1(hits: int, gold: int, predicted: int) -> dict[str, float]:
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
