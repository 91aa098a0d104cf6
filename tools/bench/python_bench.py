"""What the Python package costs on top of the engine, and what threads bring to a sweep.

  PYTHONPATH=build/release/python python tools/bench/python_bench.py [overhead|memory|sweep]

overhead: whole processes, `forestall run` and the same run from Python, in turn; medians of processor time, from
    reading the study to the written file, and their ratio. Importing the package is told apart.
memory: the most memory of a process before and after the arrays of a result have been looked at.
sweep: a sweep of 200 points at 1 in 50 of Buckinghamshire on 1 thread, 2 threads, a pool of 2 processes and a
    local Dask cluster: the sha256 of the tidy table, and points a second against one thread's. Times of one run in
    turn: read the ratios.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[2]
PROGRAM = os.environ.get("FORESTALL", str(TOP / "build/release/bin/forestall"))
STUDY = str(TOP / "scenarios/studies/buckinghamshire-prevention-matters")

IN_PYTHON = """
import json, sys, time
import forestall as fs
study, sample, threads, out = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
begun = time.process_time()
fs.load(study).run(sample=sample, threads=threads, progress=False).save(out)
print(json.dumps(time.process_time() - begun))
"""


def _processor_time(command: list[str]) -> tuple[float, str]:
    """Of a whole process, its threads and what it waited for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, told


def overhead(sample: float, threads: int, runs: int) -> None:
    """Bar: a run from Python takes under 3% longer than from the command line."""
    with tempfile.TemporaryDirectory() as folder:
        line, python, importing = [], [], []
        for _ in range(runs):
            files = f"{folder}/a.h5", f"{folder}/b.h5"
            options = ["--sample", str(sample), "--threads", str(threads), "--out", files[0], "--quiet"]
            line.append(_processor_time([PROGRAM, "run", STUDY, *options])[0])
            command = [sys.executable, "-c", IN_PYTHON, STUDY, str(sample), str(threads), files[1]]
            whole, told = _processor_time(command)
            python.append(json.loads(told))
            importing.append(whole - python[-1])
            same = Path(files[0]).read_bytes() == Path(files[1]).read_bytes()
            print(f"  command line {line[-1]:.2f} s, Python {python[-1]:.2f} s of processor; the same bytes: {same}")
    a, b = statistics.median(line), statistics.median(python)
    ratios = statistics.median(two / one for one, two in zip(line, python))
    print(
        f"median of {runs}: {a:.2f} s and {b:.2f} s, median ratio {ratios:.3f}; import {statistics.median(importing):.2f} s"
    )


def memory(sample: float) -> None:
    """Bar: the result is not copied."""
    import forestall as fs

    result = fs.load(STUDY).run(sample=sample, progress=False)
    size = sum(values.nbytes for group in result.engine.groups.values() for *_, values in group)
    before = _resident()
    again = fs.Result(result.engine)
    total = sum(float(again.data[name].values.ravel()[::997].sum()) for name in again.names)
    after = _resident()
    print(f"arrays of {size / 2**20:.0f} MiB; a second Result over them takes {(after - before) / 2**20:+.1f} MiB")
    print(
        f"most memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB ({total:.0f})"
    )


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _swept(points: int, executor: Any = None, threads: int = 0) -> tuple[float, str]:
    import forestall as fs

    study = fs.load(STUDY)
    paths = [
        p for p in study.parameters["path"] if p.endswith(("/offered/a_month", "/offered/at_once", "/taken_up/chance"))
    ]
    ranges = {
        p: (
            0.5 * study.parameter(p)["low"],
            min(1.0, 1.5 * study.parameter(p)["low"]) if p.endswith("chance") else 1.5 * study.parameter(p)["low"],
        )
        for p in paths
    }
    sweep = study.sweep(parameters=ranges, points=points)
    begun = time.perf_counter()
    result = sweep.run(sample=0.02, executor=executor, threads=threads, progress=False)
    seconds = time.perf_counter() - begun
    return seconds, hashlib.sha256(result.to_df().to_csv(index=False).encode()).hexdigest()


def sweep(points: int) -> None:
    """Bars: the same numbers wherever points run; two threads at least 1.8 times one."""
    from distributed import Client, LocalCluster

    _swept(2, threads=1)  # the pasts are lived once, before any clock runs
    one, digest = _swept(points, threads=1)
    print(f"1 thread: {one:.1f} s, {points / one:.2f} points a second, {digest[:16]}")
    two, other = _swept(points, threads=2)
    print(f"2 threads: {two:.1f} s, {one / two:.2f} times as many points a second, {other[:16]}")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        _swept(4, executor=pool)
        seconds, other = _swept(points, executor=pool)
        print(f"2 processes: {seconds:.1f} s, {one / seconds:.2f} times, {other[:16]}")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        _swept(4, executor=client)
        seconds, other = _swept(points, executor=client)
        print(f"Dask, 2 workers: {seconds:.1f} s, {one / seconds:.2f} times, {other[:16]}")


def main() -> None:
    """Runs what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("overhead", "memory", "sweep"))
    parser.add_argument("--sample", type=float, default=0.2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--points", type=int, default=200)
    given = parser.parse_args()
    if given.what == "overhead":
        overhead(given.sample, given.threads, given.runs)
    elif given.what == "memory":
        memory(given.sample)
    else:
        sweep(given.points)


if __name__ == "__main__":
    main()
