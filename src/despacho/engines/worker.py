"""The worker process: loads one pipeline, codes the shards that it is sent, says how far it is."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from despacho.engines.config import PipelineLike, RunConfig
from despacho.engines.shards import process_shard


def work(channel: Connection, config: RunConfig, folder: Path) -> None:
    """Serve one parent until it closes the channel or is gone.

    Messages out: ("ready",), ("unusable", error), and for each shard ("at", n) as it goes, then ("done", row)
    or ("failed", what).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    try:
        pipeline = config.load()
    except Exception as error:  # noqa: BLE001  the parent raises it where it can be explained
        _send(channel, ("unusable", error), instead=("unusable", RuntimeError(f"{type(error).__name__}: {error}")))
        return
    parent = os.getppid()
    channel.send(("ready",))
    while (task := _next(channel)) is not None:
        _one(channel, task, config=config, folder=folder, pipeline=pipeline, parent=parent)


def _one(channel: Connection, task: Any, *, config: RunConfig, folder: Path, pipeline: PipelineLike, parent: int) -> None:
    articles, one_by_one = task

    def tell(done: int) -> None:
        if os.getppid() != parent:  # killed: nobody waits for this any more
            os._exit(1)
        channel.send(("at", done))

    try:
        row = process_shard(articles, config, folder=folder, pipeline=pipeline, one_by_one=one_by_one, tell=tell)
    except OSError:
        raise  # a full disk or a parent that is gone is no fault of an article
    except Exception as error:  # noqa: BLE001  the pool finds out which article it is
        channel.send(("failed", f"{type(error).__name__}: {error}"))
    else:
        channel.send(("done", row))


def _next(channel: Connection) -> Any:
    try:
        return channel.recv()
    except (EOFError, OSError):
        return None


def _send(channel: Connection, message: Any, *, instead: Any) -> None:
    """The message, or the other where it holds something that cannot be sent."""
    try:
        channel.send(message)
    except Exception:  # noqa: BLE001  pickling fails in many ways
        channel.send(instead)
