"""Libraries that only some users need: asked for when they are needed, with the command that installs them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from despacho.model import InputError


def needed(module: str, *, extra: str, for_what: str) -> Any:
    """The module; InputError with the command that installs it where it is missing."""
    try:
        return import_module(module)
    except ImportError as error:
        raise InputError(f"{for_what}: this needs {module}; install it with: pip install 'despacho[{extra}]'") from error
