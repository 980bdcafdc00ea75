"""Actors: who the news names - tables with provenance, and the matcher that finds them in a document."""
