"""How verbs end: exit codes, and what is said of errors."""

from __future__ import annotations

import sys
from collections.abc import Callable

from forestall.errors import ForestallError, InputError

__all__ = ["BAD_INPUT", "FAILED", "GOOD", "STOPPED", "ended"]

GOOD, BAD_INPUT, FAILED, STOPPED = 0, 1, 2, 130


def ended(work: Callable[[], int], when_stopped: str) -> int:
    """The exit code of `work()`; errors and a Ctrl-C are told on standard error."""
    try:
        return work()
    except InputError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except (ForestallError, OSError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(f"\n{when_stopped}", file=sys.stderr)
        return STOPPED
