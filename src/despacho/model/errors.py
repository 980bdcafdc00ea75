"""Errors and rejections: every message says what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


class DespachoError(Exception):
    """Root of everything that despacho raises on purpose."""


class InputError(DespachoError):
    """The input cannot be read: what, where, what to do."""


class OutputError(DespachoError):
    """The output cannot be written: what, where, what to do."""


class DataError(DespachoError):
    """A data file of the package or of the user is malformed: file, line or key, the allowed keys."""


class ParserError(DespachoError):
    """The parser model cannot be loaded or does not speak Universal Dependencies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An article that was not coded: which, at which stage, and why. The run goes on."""

    article_id: str
    stage: str
    reason: str
    detail: str = ""
