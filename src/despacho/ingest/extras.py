"""Libraries that only some users need: asked for when they are needed, with the command that installs them."""

from __future__ import annotations

from despacho.model import InputError


def missing(module: str, *, extra: str, for_what: str) -> InputError:
    """The error for a library that is not installed, with the command that installs it."""
    return InputError(f"{for_what}: this needs {module}; install it with: pip install 'despacho[{extra}]'")


def check_archives(name: str) -> None:
    """InputError where web archives cannot be read, before anything else is."""
    try:
        import fastwarc  # noqa: F401
    except ImportError as error:
        raise missing("fastwarc", extra="warc", for_what=f"{name} is a web archive") from error
