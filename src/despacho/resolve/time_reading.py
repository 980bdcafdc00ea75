"""What a rule for time expressions is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from despacho.resolve.time_calendar import Moment, Tense
from despacho.resolve.time_grammar import Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an expression is read against: publication day, the dates before it in the text (newest first), and the
    tense that governs it, "" where the text does not tell.
    """

    anchor: date | None
    earlier: tuple[Moment, ...]
    tense: Tense

    def reference(self, unit: str) -> Moment | None:
        """The last date in the text that is precise enough to count this unit from; a time of day counts by days."""
        for moment in self.earlier:
            if moment.first == moment.last or unit in {"year", moment.precision}:
                return moment
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The days that an expression stands for (None: not resolved), of a range also the other end, and its kind."""

    moment: Moment | None = None
    end: Moment | None = None
    kind: str = "date"
    anchored: bool = True
    precision: str = ""


def number_in(slots: Slots, name: str) -> int | None:
    """The number in the slot ``name`` of a rule's match; None where it has none."""
    value = slots.get(name)
    return value if isinstance(value, int) else None


def side_of(slots: Slots, context: Context) -> Tense:
    """The direction that the words ask for (pasado, próximo), else the verb's."""
    if "past" in slots:
        return "past"
    return "future" if "next" in slots else context.tense
