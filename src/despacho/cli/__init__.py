"""The command line. Nothing heavy is imported before a command needs it."""

import io
import sys


def main() -> None:
    """The entry point ``despacho``."""
    from despacho.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        # A console that is not UTF-8 shows "?" for what it lacks instead of failing; files are always UTF-8.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="despacho")
