"""Forestall: see what prevention does to demand before paying for it. Everyone in it is synthetic.

>>> import forestall as fs
>>> study = fs.load("essex-frailty")            # doctest: +SKIP
>>> result = study.run(replicates=20)           # doctest: +SKIP
>>> result.split_screen()                       # doctest: +SKIP
"""

from __future__ import annotations

from forestall._engine import version as __version__
from forestall.catalogue import demo, load, models, places, programmes, studies
from forestall.errors import CallableError, ForestallError, InputError, Problem, RunError, Stopped
from forestall.measures import Differences, Measures
from forestall.mixes import best_mix
from forestall.result import Result, open_result
from forestall.runs import Runs
from forestall.split_screen import SplitScreen
from forestall.study import Study
from forestall.sweeps import Sweep, SweepResult, run_many
from forestall.uncertainty import Beta, Distribution, Factor, LogNormal, Normal, Triangular, Uniform

__all__ = [
    "Beta",
    "CallableError",
    "Differences",
    "Distribution",
    "Factor",
    "ForestallError",
    "InputError",
    "LogNormal",
    "Measures",
    "Normal",
    "Problem",
    "Result",
    "RunError",
    "Runs",
    "SplitScreen",
    "Stopped",
    "Study",
    "Sweep",
    "SweepResult",
    "Triangular",
    "Uniform",
    "__version__",
    "best_mix",
    "demo",
    "load",
    "models",
    "open_result",
    "places",
    "programmes",
    "run_many",
    "studies",
]
