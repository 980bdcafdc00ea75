"""Resolving: participants to countries and sectors, time expressions to dates, places to coordinates."""
