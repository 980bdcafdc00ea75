"""Store: events out to files and back - JSON Lines, CSV, Parquet and DuckDB - and corpora kept on disk."""

from despacho.store.corpus import Store, is_store_target, open_writer
from despacho.store.event_set import EventSet
from despacho.store.filters import EventFilter
from despacho.store.formats import FORMATS, format_of, open_store, read_events, read_records
from despacho.store.records import event_from_dict, event_to_dict
from despacho.store.writers import EventStore

__all__ = [
    "FORMATS",
    "EventFilter",
    "EventSet",
    "EventStore",
    "Store",
    "event_from_dict",
    "event_to_dict",
    "format_of",
    "is_store_target",
    "open_store",
    "open_writer",
    "read_events",
    "read_records",
]
