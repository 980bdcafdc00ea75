"""Resolving: participants to countries and sectors, time expressions to dates, places to coordinates."""

from despacho.resolve.actors import ActorResolver
from despacho.resolve.choice import ChoiceModel, choose_participants, load_choice
from despacho.resolve.dates import date_of
from despacho.resolve.places import PlaceResolver, load_places
from despacho.resolve.roles_of_events import choose, implied_agents
from despacho.resolve.time_expressions import TimeExpression, find_times

__all__ = [
    "ActorResolver",
    "ChoiceModel",
    "PlaceResolver",
    "TimeExpression",
    "choose",
    "choose_participants",
    "date_of",
    "find_times",
    "implied_agents",
    "load_choice",
    "load_places",
]
