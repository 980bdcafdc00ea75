"""The gazetteer: countries, divisions, places and regions of the world with Spanish and English names and coordinates."""

from despacho.gazetteer.folding import place_key
from despacho.gazetteer.index import Gazetteer, PlaceEntry, PlaceKind, load_gazetteer, manifest, region_starters

__all__ = ["Gazetteer", "PlaceEntry", "PlaceKind", "load_gazetteer", "manifest", "place_key", "region_starters"]
