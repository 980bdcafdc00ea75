"""From exceptions to one clear line on standard error and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn, Self

import typer

from despacho.cli.options import EXIT_INTERRUPTED, EXIT_PIPE, EXIT_UNEXPECTED, EXIT_USAGE
from despacho.model import DespachoError

_DEBUG = "DESPACHO_DEBUG"


@contextmanager
def failures() -> Iterator[None]:
    """Errors of the block as a message: 2 for what despacho knows, 1 for what it does not, 130 for an interrupt."""
    try:
        yield
    except DespachoError as error:
        _leave(str(error), EXIT_USAGE)
    except KeyboardInterrupt:
        _leave("interrupted", EXIT_INTERRUPTED)
    except BrokenPipeError:
        # Whoever reads has enough (`| head`); Python must not try to flush again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_PIPE) from None
    except Exception as error:
        if isinstance(error, typer.Exit | typer.Abort) or _is_usage(error) or os.environ.get(_DEBUG):
            raise
        _leave(
            f"unexpected {type(error).__name__}: {error}\n"
            f"This is a fault in despacho; please report it with what {_DEBUG}=1 shows.",
            EXIT_UNEXPECTED,
        )


def say(message: str) -> None:
    """One line on standard error."""
    typer.echo(message, err=True)


def _leave(message: str, code: int) -> NoReturn:
    say(f"despacho: {message}")
    raise typer.Exit(code)


def _is_usage(error: Exception) -> bool:
    return hasattr(error, "exit_code") and hasattr(error, "format_message")


class Interrupts:
    """Whether ^C was pressed. The first one asks the run to end after the article at hand; the second ends it now."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        say("\ndespacho: finishing what is in hand (^C again to stop now)")
