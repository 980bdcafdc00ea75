"""The vocabulary: records that every stage reads and returns. Standard library only."""

from despacho.model.article import Article
from despacho.model.document import Document, Sentence
from despacho.model.draft import Candidate, Draft, Phrase, Source, StatusReading, Trigger
from despacho.model.errors import DataError, DespachoError, InputError, OutputError, ParserError, Rejected
from despacho.model.event import Attribution, Channel, Coder, Event, Participant, Place, Status
from despacho.model.spans import SentenceSpan, Span

__all__ = [
    "Article",
    "Attribution",
    "Candidate",
    "Channel",
    "Coder",
    "DataError",
    "DespachoError",
    "Document",
    "Draft",
    "Event",
    "InputError",
    "OutputError",
    "ParserError",
    "Participant",
    "Phrase",
    "Place",
    "Rejected",
    "Sentence",
    "SentenceSpan",
    "Source",
    "Span",
    "Status",
    "StatusReading",
    "Trigger",
]
