"""Running the engine so that Ctrl-C works and progress is seen: what every verb of the package uses."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from forestall import _engine

__all__ = ["Progress", "interruptible", "shown"]

_T = TypeVar("_T")
Progress = bool | Callable[[float], None] | None


def interruptible(work: Callable[[_engine.Stop], _T]) -> _T:
    """Does `work(stop)` in a thread of its own. On Ctrl-C the engine is asked to stop, what it holds is let go,
    and KeyboardInterrupt goes on. In any other thread than the main one, the work is done right here.
    """
    stop = _engine.Stop()
    if threading.current_thread() is not threading.main_thread():
        return work(stop)
    answer: dict[str, Any] = {}
    done = threading.Event()

    def do() -> None:
        try:
            answer["value"] = work(stop)
        except BaseException as error:  # it is raised where the user can see it
            answer["error"] = error
        finally:
            done.set()

    thread = threading.Thread(target=do, name="forestall", daemon=True)
    thread.start()
    try:
        # Not join(): when Ctrl-C interrupts it, it may take a thread for ended that is not. In pieces, as some
        # systems deliver Ctrl-C only between them.
        while not done.wait(0.1):
            pass
    except KeyboardInterrupt:
        stop.set()
        done.wait()
        raise
    finally:
        thread.join()
    if "error" in answer:
        raise answer["error"]
    return answer["value"]  # type: ignore[no-any-return]


@contextmanager
def shown(progress: Progress, what: str) -> Iterator[Callable[[float], None] | None]:
    """A bar with the share done and the time left; None: on a terminal and in notebooks only. A function is
    called with the share instead.
    """
    if callable(progress):
        yield progress
        return
    if progress is None:
        progress = sys.stderr.isatty() or "ipykernel" in sys.modules
    if not progress:
        yield None
        return
    from tqdm import tqdm

    bar_format = "{l_bar}{bar}| {elapsed} passed, {remaining} left"
    with tqdm(total=100, desc=what, bar_format=bar_format, leave=False) as bar:

        def tell(share: float) -> None:
            bar.update(100 * share - bar.n)

        yield tell
