"""Ingest: files, folders, standard input and pages in; articles, and rejections with their reason, out."""

from despacho.ingest.fields import checked_date
from despacho.ingest.inputs import MAX_CHARACTERS, input_bytes, read_articles

__all__ = ["MAX_CHARACTERS", "checked_date", "input_bytes", "read_articles"]
