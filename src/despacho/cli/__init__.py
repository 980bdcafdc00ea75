"""The command line. Nothing heavy is imported before a command needs it."""


def main() -> None:
    """The entry point ``despacho``."""
    from despacho.cli.app import app

    app(prog_name="despacho")
