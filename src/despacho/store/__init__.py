"""Store: events out to files and back - JSON Lines, CSV, Parquet and DuckDB."""

from despacho.store.formats import FORMATS, format_of, open_store, read_events, read_records
from despacho.store.records import event_from_dict, event_to_dict
from despacho.store.writers import EventStore

__all__ = [
    "FORMATS",
    "EventStore",
    "event_from_dict",
    "event_to_dict",
    "format_of",
    "open_store",
    "read_events",
    "read_records",
]
