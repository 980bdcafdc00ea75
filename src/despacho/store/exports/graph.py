"""Networks: participants as nodes, each pair of an event as a dated edge; GEXF and GraphML through networkx."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from despacho.model import Participant
from despacho.store.corpus import Told
from despacho.store.event_set import optional
from despacho.store.exports.common import pairs, period_of, printable, quote_of


def graph_of(told: Iterable[Told]) -> Any:
    """A networkx.MultiDiGraph: an edge for every pair that has both sides, with ``start`` and ``end`` days where known."""
    networkx = optional("networkx", extra="graph")
    graph = networkx.MultiDiGraph(mode="dynamic", defaultedgetype="directed")
    for one in told:
        for pair in pairs(one.event):
            if pair.actor is None or pair.recipient is None:
                continue
            ends = [_node(graph, side) for side in (pair.actor, pair.recipient)]
            graph.add_edge(*ends, key=f"{one.event.event_id}-{pair.number}", **_edge(one))
    return graph


def write_graph(told: Iterable[Told], path: Path, *, kind: str) -> int:
    """Write the network as "gexf" or "graphml"; the number of edges."""
    networkx = optional("networkx", extra="graph")
    graph = graph_of(told)
    if kind == "gexf":
        networkx.write_gexf(graph, path, version="1.2draft")
    else:
        graph.graph.clear()  # GraphML knows no dynamic mode; the days are attributes of the edges
        networkx.write_graphml(graph, path, named_key_ids=True)
    return int(graph.number_of_edges())


def _node(graph: Any, one: Participant) -> str:
    """The node of a participant: its entity where it is known, else its country and sector, else its words."""
    code = "/".join(part for part in (one.country, one.sector) if part)
    key = one.entity_id or code or (one.name or one.text or "?").casefold()
    key = printable(key)
    if key not in graph:
        label = one.name or one.text if one.entity_id or not code else code
        graph.add_node(
            key, label=printable(label or key), country=one.country, sector=one.sector, wikidata_id=one.wikidata_id
        )
    return key


def _edge(told: Told) -> dict[str, Any]:
    event, by = told.event, told.event.attribution
    period = period_of(event)
    attributes: dict[str, Any] = {
        "event_type": event.event_type,
        "modes": ";".join(event.modes),
        "quad": event.quad,
        "intensity": float(event.intensity),
        "weight": 1.0,
        "status": event.status,
        "attribution": printable((by.name or by.text) if by else ""),
        "attribution_country": by.country if by else "",
        "date": event.date or "",
        "event_id": printable(event.event_id),
        "article_id": printable(event.article_id),
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "quote": printable(quote_of(event, told.article)),
    }
    if period is not None:
        attributes |= {"start": period[0], "end": period[1]}
    return attributes
