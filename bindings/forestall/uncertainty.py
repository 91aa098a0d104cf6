"""What is not known: distributions of parameters, and draws from them.

Draw k of a parameter depends on the seed, k and the parameter's path alone. So draws can be added to a finished
sweep, on another machine, in any order, and are the same as if all had been made at once.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from forestall.errors import InputError

__all__ = ["Beta", "Distribution", "Factor", "LogNormal", "Normal", "Triangular", "Uniform", "drawn", "of_evidence"]

#: Half the width of a 95% interval of a standard normal.
Z95 = 1.959963984540054


class Distribution:
    """Values that a parameter may have. `quantile(p)` is all that a design needs."""

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        raise NotImplementedError

    def _frozen(self, p: float, name: str, *shape: float, **scale: float) -> float:
        from scipy import stats

        return float(getattr(stats, name).ppf(p, *shape, **scale))


def _check(holds: bool, what: str, remedy: str) -> None:
    if not holds:
        raise InputError(f"{what}; {remedy}")


@dataclass(frozen=True)
class Uniform(Distribution):
    """Every value from `low` to `high` alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _check(self.low < self.high, f"a uniform distribution from {self.low} to {self.high}", "give low < high")

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        return self.low + p * (self.high - self.low)


@dataclass(frozen=True)
class Triangular(Distribution):
    """From `low` to `high`, most likely near `mode`."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check(
            self.low <= self.mode <= self.high and self.low < self.high,
            f"a triangular distribution of {self.low}, {self.mode}, {self.high}",
            "give low <= mode <= high",
        )

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        width = self.high - self.low
        peak = (self.mode - self.low) / width
        if p < peak:
            return self.low + math.sqrt(p * width * (self.mode - self.low))
        return self.high - math.sqrt((1 - p) * width * (self.high - self.mode))


@dataclass(frozen=True)
class Normal(Distribution):
    """A normal distribution."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _check(self.sd > 0, f"a normal distribution with standard deviation {self.sd}", "give one above 0")

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        return self._frozen(p, "norm", loc=self.mean, scale=self.sd)


@dataclass(frozen=True)
class LogNormal(Distribution):
    """Its logarithm is normal; 95% of it lies between `low` and `high`, both above 0."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _check(
            0 < self.low < self.high,
            f"a lognormal distribution between {self.low} and {self.high}",
            "give 0 < low < high: its 95% interval",
        )

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        middle = (math.log(self.low) + math.log(self.high)) / 2
        sd = (math.log(self.high) - math.log(self.low)) / (2 * Z95)
        return math.exp(self._frozen(p, "norm", loc=middle, scale=sd))


@dataclass(frozen=True)
class Beta(Distribution):
    """A chance, by its mean and standard deviation."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _check(0 < self.mean < 1, f"a chance with mean {self.mean}", "give one between 0 and 1")
        _check(
            0 < self.sd**2 < self.mean * (1 - self.mean),
            f"a chance with mean {self.mean} and standard deviation {self.sd}",
            "give a smaller standard deviation, above 0",
        )

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        much = self.mean * (1 - self.mean) / self.sd**2 - 1
        return self._frozen(p, "beta", self.mean * much, (1 - self.mean) * much)


@dataclass(frozen=True)
class Factor(Distribution):
    """A distribution of the factor on a parameter's figures, instead of its value."""

    of: Distribution

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        return self.of.quantile(p)


def of_evidence(parameter: Any) -> Distribution | None:
    """How far the truth may lie from a parameter's figure, as its source says (or, where it does not, the grade
    of the source): a distribution of the factor on it. None where there is no room.
    """
    low, high = parameter["range"]
    if not 0 < low < high:
        return None
    kind = parameter["distribution"]
    if kind == "uniform":
        return Uniform(low, high)
    if kind == "normal":
        return Normal((low + high) / 2, (high - low) / (2 * Z95))
    if kind == "beta" and parameter["figures"] == 1 and 0 < parameter["low"] < 1:
        value = parameter["low"]
        sd = value * (high - low) / (2 * Z95)
        if 0 < sd**2 < value * (1 - value):
            return _Scaled(Beta(value, sd), 1 / value)
    return LogNormal(low, high)


@dataclass(frozen=True)
class _Scaled(Distribution):
    of: Distribution
    factor: float

    def quantile(self, p: float) -> float:
        """The value below which it lies with chance p (0 < p < 1)."""
        return self.of.quantile(p) * self.factor


def drawn(distribution: Distribution, seed: int, draw: int, path: str) -> float:
    """Draw number `draw` (from 1) of a parameter."""
    digest = hashlib.sha256(f"{seed}/{draw}/{path}".encode()).digest()
    whole = int.from_bytes(digest[:8], "little")
    p = (whole + 0.5) / 2**64
    return distribution.quantile(float(np.clip(p, 1e-12, 1 - 1e-12)))
