"""Who says so, and how sure: attribution and status of acts."""

from despacho.attribution.sources import attribute
from despacho.attribution.status import statuses
from despacho.attribution.tense import tense_of

__all__ = ["attribute", "statuses", "tense_of"]
