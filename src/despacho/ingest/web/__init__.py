"""The network, with manners: who may be asked, how often, how long and how much; the only code that fetches."""

from despacho.ingest.web.fetcher import Fetcher
from despacho.ingest.web.manners import Manners
from despacho.ingest.web.request import Failure, Page

__all__ = ["Failure", "Fetcher", "Manners", "Page"]
