"""Ingest: files, folders, archives, feeds, sitemaps and pages in; articles, and rejections with their reason, out."""

from despacho.ingest.fields import REPEATS, checked_date
from despacho.ingest.inputs import MAX_CHARACTERS, input_bytes, read_articles
from despacho.ingest.outlets import load_outlets
from despacho.ingest.reach import Reach
from despacho.ingest.web import Manners

__all__ = [
    "MAX_CHARACTERS",
    "REPEATS",
    "Manners",
    "Reach",
    "checked_date",
    "input_bytes",
    "load_outlets",
    "read_articles",
]
