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
from forestall.measures import Measures
from forestall.result import Result, open_result
from forestall.study import Study
from forestall.uncertainty import Beta, Distribution, LogNormal, Normal, Triangular, Uniform

__all__ = [
    "Beta",
    "CallableError",
    "Distribution",
    "ForestallError",
    "InputError",
    "LogNormal",
    "Measures",
    "Normal",
    "Problem",
    "Result",
    "RunError",
    "Stopped",
    "Study",
    "Triangular",
    "Uniform",
    "__version__",
    "demo",
    "load",
    "models",
    "open_result",
    "places",
    "programmes",
    "studies",
]
