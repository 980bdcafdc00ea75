"""A limit on the time that one input may take, where the system can interrupt what takes too long."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from despacho.ingest.fields import Unfit

SECONDS = 20.0
"""Of processor time, for one page: a page of an ordinary size takes some milliseconds, the largest that are let in some seconds."""


class _OutOfTime(BaseException):
    """No Exception, so that no library that is at work swallows it."""


@contextmanager
def time_limit(seconds: float = SECONDS) -> Iterator[None]:
    """The block, ended with Unfit("timeout") when it takes more processor time; only in the main thread, and not on Windows.

    Processor time, because a busy machine must not turn good pages away; nothing in a block waits.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    except _OutOfTime:
        raise Unfit("timeout", f"reading it took more than {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTime
