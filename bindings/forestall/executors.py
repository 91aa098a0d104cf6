"""Running points wherever there is room: threads here, any executor, a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from typing import Any

from forestall import _engine
from forestall.errors import InputError
from forestall.points import Answer, Bundle, Point, answer, attempt

__all__ = ["answers"]


def answers(
    digest: str, bundle: Bundle, points: Mapping[str, Point], executor: Any = None, threads: int = 0
) -> Generator[tuple[str, Answer], None, None]:
    """(key, answer) of every point, as they come. When the caller stops listening (Ctrl-C, close), points that
    have not begun are dropped, and those under way in this process are stopped.
    """
    if executor is None:
        return _in_threads(digest, bundle, points, threads or os.cpu_count() or 1)
    if hasattr(executor, "scatter") and hasattr(executor, "scheduler_info"):
        return _on_dask(digest, bundle, points, executor)
    if isinstance(executor, Executor):
        return _anywhere(digest, bundle, points, executor)
    raise InputError(
        f"executor is {type(executor).__name__}; give a concurrent.futures.Executor or a dask.distributed.Client"
    )


def _in_threads(
    digest: str, bundle: Bundle, points: Mapping[str, Point], threads: int
) -> Generator[tuple[str, Answer], None, None]:
    stop = _engine.Stop()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="forestall")
    try:
        futures = {pool.submit(attempt, digest, bundle, point, stop): key for key, point in points.items()}
        yield from _as_they_come(futures)
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _as_they_come(futures: dict[Future[Answer], str]) -> Generator[tuple[str, Answer], None, None]:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
        for future in done:
            yield futures[future], _taken(future)


def _taken(future: Future[Answer]) -> Answer:
    """A worker that dies, or a point that cannot be sent, is an answer too."""
    try:
        return future.result()
    except CancelledError:
        return "stopped", None
    except Exception as error:
        return "failed", f"the worker was lost or could not be reached: {type(error).__name__}: {error}"


def _anywhere(
    digest: str, bundle: Bundle, points: Mapping[str, Point], executor: Executor
) -> Generator[tuple[str, Answer], None, None]:
    """The study is sent only to a worker that says it lacks it. Few points are under way at a time, so that a
    fresh worker says so once or twice, not for every point.
    """
    left = iter(points.items())
    room = 2 * (getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
    under_way: dict[Future[Answer], str] = {}

    def submit(key: str, with_study: bool) -> None:
        try:
            future = executor.submit(answer, digest, points[key], bundle if with_study else None)
        except RuntimeError as error:  # a pool that is broken or closed
            future = Future()
            future.set_exception(error)
        under_way[future] = key

    def fill() -> None:
        while len(under_way) < room:
            key = next(left, (None, None))[0]
            if key is None:
                return
            submit(key, False)

    try:
        fill()
        while under_way:
            done, _ = wait(under_way, timeout=0.1, return_when=FIRST_COMPLETED)
            for future in done:
                key = under_way.pop(future)
                told = _taken(future)
                if told[0] == "missing":
                    submit(key, True)
                else:
                    yield key, told
            fill()
    finally:
        for future in under_way:
            future.cancel()


def _on_dask(
    digest: str, bundle: Bundle, points: Mapping[str, Point], client: Any
) -> Generator[tuple[str, Answer], None, None]:
    """The study is put on every worker once; a point of a worker that is lost is run again by another."""
    from distributed import as_completed

    held = client.scatter(bundle, broadcast=True, hash=False)
    keys = {}
    try:
        for key, point in points.items():
            name = f"forestall-{key}"
            future = client.submit(attempt, digest, held, point, key=name, pure=False, retries=3)
            keys[future] = key
        for future in as_completed(list(keys)):
            yield keys[future], _taken(future)
            future.release()
    finally:
        client.cancel([future for future in keys if not future.done()])
        held.release()
