"""Which points a sweep runs: every combination, a Latin hypercube, a Sobol sequence, random draws."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from forestall import _engine
from forestall.errors import InputError, Problem
from forestall.points import Change
from forestall.uncertainty import Distribution, Factor, Uniform, drawn

__all__ = ["DESIGNS", "changes_of", "ranges_of", "values_of_design"]

DESIGNS = ("factorial", "latin_hypercube", "sobol", "random")


def ranges_of(parameters: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Distributions, or lists of values, by path. Raises InputError with every path that is unknown and every
    value that makes no sense.
    """
    problems: list[Problem] = []
    made: dict[str, Any] = {}
    for path, given in parameters.items():
        if path not in known:
            remedy = _engine.nearest(path, list(known))
            problems.append(Problem("", 0, 0, f"unknown parameter '{path}'", "", remedy))
        elif isinstance(given, Distribution):
            made[path] = given
        elif isinstance(given, tuple) and len(given) == 2 and all(isinstance(one, (int, float)) for one in given):
            try:
                made[path] = Uniform(float(given[0]), float(given[1]))
            except InputError as error:
                problems.append(Problem("", 0, 0, f"'{path}': {error}"))
        elif isinstance(given, Sequence) and not isinstance(given, str) and len(given) > 0:
            made[path] = [float(one) for one in given]
        else:
            remedy = "give (low, high), a list of values, or a distribution"
            problems.append(Problem("", 0, 0, f"{given!r} for '{path}'", "", remedy))
    if problems:
        raise InputError(problems)
    return made


def values_of_design(ranges: Mapping[str, Any], design: str, points: int | None, seed: int) -> list[dict[str, float]]:
    """One value a parameter for each point."""
    if design not in DESIGNS:
        raise InputError(f"no design '{design}'; {_engine.nearest(design, list(DESIGNS))}")
    if design == "factorial":
        open_ended = [path for path, one in ranges.items() if isinstance(one, Distribution)]
        if open_ended:
            raise InputError(
                f"'{open_ended[0]}' has a range, and every combination of a range has no end; give a list of values, "
                "or design='latin_hypercube'"
            )
        return [dict(zip(ranges, values)) for values in itertools.product(*ranges.values())]
    if points is None or points < 1:
        raise InputError(f"points={points!r} for design '{design}'; give how many points there are to be")
    if design == "random":
        return [{path: _drawn(one, seed, i + 1, path) for path, one in ranges.items()} for i in range(points)]
    from scipy.stats import qmc

    if design == "latin_hypercube":
        shares = qmc.LatinHypercube(len(ranges), rng=seed).random(points)
    else:
        if points & (points - 1):
            nearest = 1 << (points - 1).bit_length()
            raise InputError(f"points={points} of a Sobol sequence; it is even only for powers of 2: try {nearest}")
        shares = qmc.Sobol(len(ranges), rng=seed).random(points)
    return [{path: _at(one, float(p)) for (path, one), p in zip(ranges.items(), row)} for row in shares]


def _at(one: Any, p: float) -> float:
    if isinstance(one, Distribution):
        return one.quantile(min(max(p, 1e-9), 1 - 1e-9))
    return float(one[min(int(p * len(one)), len(one) - 1)])


def _drawn(one: Any, seed: int, draw: int, path: str) -> float:
    if isinstance(one, Distribution):
        return drawn(one, seed, draw, path)
    return _at(one, drawn(Uniform(0, 1), seed, draw, path))


def changes_of(
    values: Mapping[str, float], ranges: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]
) -> tuple[Change, ...]:
    """Values of parameters as the engine takes them: a factor where a parameter stands for several figures, or
    where the distribution is one of factors.
    """
    made = []
    for path, value in values.items():
        is_factor = isinstance(ranges.get(path), Factor) or known[path]["figures"] > 1
        made.append((path, "factor" if is_factor else "value", float(value)))
    return tuple(made)
