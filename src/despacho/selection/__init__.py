"""Selection: which drafts are events, and how sure that is."""

from despacho.selection.features import features_of
from despacho.selection.selector import Selector, load_selector, settle

__all__ = ["Selector", "features_of", "load_selector", "settle"]
