"""Where pasts that have been lived are kept between sessions, so that the page is there in a moment.

A quarter of a gigabyte for a model in a place. Nothing in it is anybody's data, and all of it may be deleted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from forestall import _engine

__all__ = ["MOST_KEPT", "folder", "ready"]

MOST_KEPT = 4


def folder() -> Path | None:
    """Of this build of the engine, as others may lay people out otherwise. None where FORESTALL_CACHE is "off"."""
    given = os.environ.get("FORESTALL_CACHE", "")
    if given == "off":
        return None
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    top = Path(given) if given else Path(home) / "forestall"
    build = hashlib.sha256(Path(_engine.__file__).read_bytes()).hexdigest()[:16]
    return top / "pasts" / build


def _is_pasts(path: Path) -> bool:
    return path.is_file() and not path.suffix


def ready(chosen: Path) -> Path:
    """The folder, made where it is not there; older builds' and what has not been used for longest are deleted."""
    try:
        chosen.mkdir(parents=True, exist_ok=True)
        for other in chosen.parent.iterdir():
            if other != chosen and other.is_dir():
                shutil.rmtree(other, ignore_errors=True)
        files = sorted((one for one in chosen.iterdir() if _is_pasts(one)), key=lambda one: one.stat().st_atime)
        for one in files[: max(0, len(files) - MOST_KEPT)]:
            one.unlink(missing_ok=True)
    except OSError:
        pass  # without a cache everything works, later
    return chosen
