"""despacho: news in, attributed event data out."""

__version__ = "0.1.0"
