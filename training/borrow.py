"""Choices of participants borrowed from the coded articles of another language.

What tells who takes part is much the same in all languages whose parses follow the same conventions: the path from the trigger,
the slot, how the words were resolved, the type and the other role. A language with few coded articles learns these from one with many.
What knows a rule of the other language is left out, and its prepositions are put into the words of the learner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from despacho.pipeline import load_pipeline
from despacho.resolve.choice import ROLES
from training.coded import coded_articles, rows_of
from training.train_choice import Choice, choices

LENDERS = {"en": "es"}
"""From a language to the one that it borrows from."""
WEIGHT = 0.4
"""How much a borrowed article counts against one of the language's own; cross-validated, 0.4 against none is 2 points of dyad F1."""
PREPOSITIONS = {
    ("es", "en"): {
        "de": "of", "a": "to", "con": "with", "contra": "against", "por": "by", "entre": "between", "en": "in", "para": "for",
        "sobre": "on", "desde": "from", "hacia": "toward", "ante": "before", "tras": "after", "por_parte_de": "by",
    }
}  # fmt: skip
"""Slots and cases of one language in the words of another."""


def borrowed(lang: str, gold: Path, text: Path) -> dict[str, list[Choice]]:
    """For each role the choices that ``lang`` borrows; none where no other language lends to it."""
    lender = LENDERS.get(lang)
    if lender is None:
        return {role: [] for role in ROLES}
    rows = rows_of(load_pipeline(lang=lender), coded_articles(gold, text, lang=lender))
    return {role: [_translated(choice, lender, lang) for choice in choices(rows, role)] for role in ROLES}


def _translated(choice: Choice, lender: str, lang: str) -> Choice:
    features = [translated(names, lender, lang) for names in choice.features]
    return replace(choice, article=f"{lender}:{choice.article}", features=features, weight=choice.weight * WEIGHT)


def translated(names: Sequence[str], lender: str, lang: str) -> list[str]:
    """Feature names of one language in the words of another, without those that name a rule.

    >>> translated(["case=contra right", "rule id=ASSAULT.attack", "group slot=de2"], "es", "en")
    ['case=against right', 'group slot=of2']
    """
    words = PREPOSITIONS[lender, lang]
    word = re.compile(rf"(?<![\w:^.-])({'|'.join(words)})(2?)(?![\w:-])")
    return [word.sub(lambda found: words[found[1]] + found[2], name) for name in names if "id=" not in name]
