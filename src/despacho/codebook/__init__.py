"""The codebook: what the types, modes, quad classes and contexts are, as data."""

from despacho.codebook.loader import Codebook, TypeEntry, load_codebook

__all__ = ["Codebook", "TypeEntry", "load_codebook"]
