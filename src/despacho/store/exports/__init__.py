"""Exports: the events of a corpus in the layouts of those who use them."""

from despacho.store.exports.common import Options
from despacho.store.exports.writing import LAYOUTS, Exported, export, layout_of

__all__ = ["LAYOUTS", "Exported", "Options", "export", "layout_of"]
