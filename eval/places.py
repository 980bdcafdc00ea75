"""How often an act gets the place of the gold, no place included: gold triggers in, place_of out.

    python eval/places.py GOLD.jsonl [GOLD.jsonl ...] [--lang en] [--errors]

Counts every gold event: right where the country of the place is the gold's (or both have none). "found" is the share of
gold places that are given with the right country, "precise" the share of given places that are the gold's by country.
`--errors` prints the rest (never use it on a validation file).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from _parse import parser
from despacho.model import Document, Place, Trigger
from despacho.resolve.places import PlaceResolver, load_places


def trigger_of(document: Document, event: dict[str, Any]) -> Trigger:
    """The gold trigger as tokens."""
    start, end = event["trigger"]["start"], event["trigger"]["end"]
    inside = [i for i in range(len(document.forms)) if document.starts[i] < end and document.ends[i] > start]
    first, last = inside[0], inside[-1] + 1
    heads = [i for i in inside if not first <= document.heads[i] < last or document.heads[i] == i]
    return Trigger(
        head=(heads or inside)[0], first=first, last=last, event_type=event["event_type"], mode=None, rule_id="gold"
    )


def outcome(gold: dict[str, str] | None, given: Place | None) -> str:
    """Right, missed (gold has a place), invented (gold has none) or wrong."""
    if gold is None:
        return "right" if given is None else "invented"
    if given is None:
        return "missed"
    return "right" if given.country == gold["country"] else "wrong"


def count(path: Path, resolver: PlaceResolver, *, lang: str, errors: bool) -> Counter[str]:
    """The outcomes over one file; "places" counts gold places, "found" those given with their country."""
    parse, counts = parser(lang), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        document = parse(article["text"])
        places = resolver.places(document)
        for event in article["events"]:
            trigger = trigger_of(document, event)
            given = resolver.place_of(document, trigger, places)
            result = outcome(event["place"], given)
            counts.update([result, "events"])
            counts["places"] += event["place"] is not None
            counts["given"] += given is not None
            counts["found"] += event["place"] is not None and result == "right"
            if errors and result != "right":
                report(document, event, given, trigger=trigger, result=result)
    return counts


def report(document: Document, event: dict[str, Any], given: Place | None, *, trigger: Trigger, result: str) -> None:
    """One line about an error."""
    sentence = document.sentences[document.sentence_of[trigger.head]]
    text = document.article.text[sentence.start : sentence.end]
    wanted = event["place"] and f"{event['place']['name']}/{event['place']['country']}"
    said = given and f"{given.name}/{given.country}"
    print(result, event["event_type"], event["trigger"]["text"], "|", wanted, "|", said, "|", text)


def main() -> None:
    """Print one line per file."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("paths", type=Path, nargs="+")
    arguments.add_argument("--lang", default="es", help="the language of the articles")
    arguments.add_argument("--errors", action="store_true")
    chosen = arguments.parse_args()
    resolver = load_places(chosen.lang)
    for path in chosen.paths:
        c = count(path, resolver, lang=chosen.lang, errors=chosen.errors)
        base = 1 - c["places"] / c["events"]
        print(
            f"{path.stem:18} country {c['right']}/{c['events']} = {c['right'] / c['events']:.3f} (all null {base:.3f}); "
            f"found {c['found']}/{c['places']}, precise {c['found']}/{c['given']}; "
            f"missed {c['missed']} invented {c['invented']} wrong {c['wrong']}"
        )


if __name__ == "__main__":
    main()
