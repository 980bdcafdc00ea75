"""Events as a list that a notebook shows as a table and that turns into a data frame."""

from __future__ import annotations

from collections import Counter
from typing import Any

from despacho.model import Event, OutputError
from despacho.model.html import events_html
from despacho.store.flat import table_row
from despacho.store.records import event_to_dict


class EventSet(list[Event]):
    """A list of events, in the order in which they were read."""

    def counts(self) -> dict[str, int]:
        """How many events there are of each type, most first."""
        return dict(Counter(event.event_type for event in self).most_common())

    def to_records(self) -> list[dict[str, Any]]:
        """The events as plain data, nested as in JSON."""
        return [event_to_dict(event) for event in self]

    def to_pandas(self) -> Any:
        """A pandas.DataFrame, one row an event, columns as in CSV with None, numbers and lists as such."""
        pandas = optional("pandas", extra="pandas")
        return pandas.DataFrame([table_row(event_to_dict(event)) for event in self])

    def to_arrow(self) -> Any:
        """A pyarrow.Table, one row an event, nested as in Parquet."""
        return optional("pyarrow", extra="arrow").Table.from_pylist(self.to_records())

    def _repr_html_(self) -> str:
        return events_html(self)


def optional(module: str, *, extra: str) -> Any:
    """The module of an extra; OutputError with the command that installs it where it is missing."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise OutputError(f'this needs {module}, which is not installed: pip install "despacho[{extra}]"') from error
