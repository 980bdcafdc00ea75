"""Engines: many articles through the pipeline - one pure function of a shard, and a pool of processes that maps it."""

from despacho.engines.config import Identity, RunConfig
from despacho.engines.pool import Pool
from despacho.engines.shards import chunks, process_shard

__all__ = ["Identity", "Pool", "RunConfig", "chunks", "process_shard"]
