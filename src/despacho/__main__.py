"""``python -m despacho``."""

from despacho.cli import main

if __name__ == "__main__":
    main()
