"""forestall sweep: many draws of a study, or many values of its parameters, here or on a cluster.

A plain job array needs no more than this verb and a folder that all jobs see: job k runs `--part k/n`, a last one
collects.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from forestall.commands.ending import GOOD, ended
from forestall.errors import InputError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="forestall sweep",
        description="Many draws of a study's uncertain parameters, or many values of some, with the same luck at "
        "every point. Everyone is synthetic.",
        epilog="Exit codes: 0 done; 1 something that was given cannot be used; 2 all points failed; 130 stopped "
        "with Ctrl-C (what is finished is kept in --store).",
    )
    made.add_argument("study", help="a study that comes with the package, its file or its folder")
    made.add_argument("--draws", type=int, default=1, help="draws of the uncertain parameters (1: central values)")
    made.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="PATH=VALUES",
        help="a parameter and its values: PATH=1,2,4 or a range PATH=1..4; may stand several times",
    )
    made.add_argument("--points", type=int, help="how many points, where ranges are given")
    made.add_argument("--design", choices=("factorial", "latin_hypercube", "sobol", "random"))
    made.add_argument("--replicates", type=int, help="runs of each point, each with luck of its own")
    made.add_argument("--sample", type=float, default=1.0, help="share of the people to simulate, as in 0.1")
    made.add_argument("--seed", type=int)
    made.add_argument("--lens", choices=("claimed", "controlled", "both"))
    made.add_argument("--until", help="end the runs on this date, as in 2030-01-01")
    made.add_argument("--evidence", action="store_true", help="draw from the ranges that sources and programmes give")
    made.add_argument("--threads", type=int, default=0, help="0: all cores")
    made.add_argument("--dask", metavar="ADDRESS", help="the scheduler of a Dask cluster, as in tcp://host:8786")
    made.add_argument("--store", metavar="FOLDER", help="a folder of finished points; what is there is not run again")
    made.add_argument("--part", metavar="K/N", help="run the K-th of N parts only, and write no table")
    made.add_argument("--out", metavar="FILE", help="tidy table: .parquet or .csv (default: the study's name)")
    made.add_argument("--quiet", action="store_true", help="print nothing but errors")
    return made


def varied(given: Sequence[str]) -> dict[str, Any]:
    """PATH=1,2,4 as a list, PATH=1..4 as a range. Raises InputError."""
    made: dict[str, Any] = {}
    for text in given:
        path, equals, values = text.partition("=")
        try:
            if not equals or not path:
                raise ValueError
            if ".." in values:
                low, high = values.split("..")
                made[path] = (float(low), float(high))
            else:
                made[path] = [float(one) for one in values.split(",")]
        except ValueError:
            raise InputError(f"--vary {text}: write PATH=1,2,4 for values or PATH=1..4 for a range") from None
    return made


def _part(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    k, slash, n = text.partition("/")
    if not (slash and k.isdigit() and n.isdigit()):
        raise InputError(f"--part {text}: write K/N, as in 3/20")
    return int(k), int(n)


def run(arguments: argparse.Namespace) -> int:
    """Does what the command line says."""
    from forestall.catalogue import load
    from forestall.sweeps import Sweep

    study = load(arguments.study)
    if arguments.evidence:
        study.use_evidence()
    if arguments.draws > 1 and not study.uncertain and not study.inputs().has_fit:
        raise InputError("--draws: nothing in the study is uncertain; add --evidence")
    part = _part(arguments.part)
    if part and not arguments.store:
        raise InputError("--part needs --store: the folder in which all parts put their points")
    sweep = Sweep(
        study,
        varied(arguments.vary),
        design=arguments.design,
        points=arguments.points,
        draws=arguments.draws,
        replicates=arguments.replicates,
    )
    executor = None
    if arguments.dask:
        from distributed import Client

        executor = Client(arguments.dask, timeout=30)
    result = sweep.run(
        sample=arguments.sample,
        seed=arguments.seed,
        lens=arguments.lens,
        until=arguments.until,
        executor=executor,
        threads=arguments.threads,
        store=arguments.store,
        part=part,
        progress=False if arguments.quiet else None,
    )
    told = len(result.packed)
    if part:
        if not arguments.quiet:
            print(f"Part {part[0]} of {part[1]}: {told} points are in {arguments.store}.")
        return GOOD
    out = arguments.out or f"{study.name}-sweep.parquet"
    (result.to_csv if out.endswith(".csv") else result.to_parquet)(out)
    if not arguments.quiet:
        print(f"{study.title}: {told} points, {result.seconds:.0f} s of work. Everyone is synthetic.")
        print(f"Table: {out} (one row a figure; of the whole place)")
    return GOOD


def main(arguments: Sequence[str] | None = None) -> int:
    """The verb. Returns its exit code."""
    return ended(
        lambda: run(_parser().parse_args(arguments)), "stopped on request; finished points are kept in --store"
    )


if __name__ == "__main__":
    sys.exit(main())
