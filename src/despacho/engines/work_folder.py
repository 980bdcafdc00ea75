"""The folder beside an output in which finished shards wait: what a run that was killed left there is used by the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from despacho.model import OutputError
from despacho.store.folder import Lock
from despacho.store.writers import write_error

_LOCK = "lock"


class WorkFolder:
    """A hidden folder that one process holds; it goes once its run is complete, and stays where shards are left in it."""

    def __init__(self, path: Path, *, name: str, resume: bool = True) -> None:
        self.path = path
        self._made_for_good = False
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise write_error(path, error) from error
        self._lock = Lock(
            path / _LOCK, taken=f"{name}: another process is writing it; wait until it has finished, or end it"
        )
        for one in path.iterdir():
            if one.suffix == ".tmp" or (not resume and one.suffix == ".parquet"):
                one.unlink(missing_ok=True)

    def shards(self) -> list[Path]:
        """The finished shards that are in it."""
        return sorted(one for one in self.path.iterdir() if one.suffix == ".parquet")

    def close(self, *, complete: bool) -> None:
        """Let go of it; remove it where it is of no more use."""
        try:
            useless = complete or not self.shards()
        except OSError:
            useless = False
        if useless:
            shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


def beside(target: Path) -> Path:
    """The folder of an output: hidden, in the same folder, so that it is on the same disk."""
    return target.with_name(f".{target.name}.run")


def temporary() -> Path:
    """A folder of the system's for outputs that have no place of their own."""
    try:
        return Path(tempfile.mkdtemp(prefix="despacho-"))
    except OSError as error:
        raise OutputError(f"no folder for temporary files can be made ({error.strerror or error}); set TMPDIR") from error


def remove_dead_drafts(target: Path) -> None:
    """Drafts of this output that killed processes left behind (``.NAME.PID.tmp`` and the like)."""
    for path in target.parent.glob(f".{glob_safe(target.name)}.*.tmp"):
        pid = path.name.removeprefix(f".{target.name}.").split(".")[0]
        if pid.isdecimal() and not _alive(int(pid)):
            with contextlib.suppress(OSError):
                path.unlink()


def glob_safe(name: str) -> str:
    """The name with what glob takes for patterns put in brackets."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
