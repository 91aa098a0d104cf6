"""Forestall: see what prevention does to demand before paying for it. Everyone in it is synthetic.

>>> import forestall as fs
>>> study = fs.load("essex-frailty")            # doctest: +SKIP
>>> result = study.run(replicates=20)           # doctest: +SKIP
>>> result.split_screen()                       # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from forestall._engine import version as __version__

if TYPE_CHECKING:
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

#: Where each name comes from. They are imported when first asked for: labelled arrays and tables take most of a
#: second to load, and commands that need none should not wait for them.
_HOMES = {
    "demo": "catalogue",
    "load": "catalogue",
    "models": "catalogue",
    "places": "catalogue",
    "programmes": "catalogue",
    "studies": "catalogue",
    "CallableError": "errors",
    "ForestallError": "errors",
    "InputError": "errors",
    "Problem": "errors",
    "RunError": "errors",
    "Stopped": "errors",
    "Differences": "measures",
    "Measures": "measures",
    "best_mix": "mixes",
    "Result": "result",
    "open_result": "result",
    "Runs": "runs",
    "SplitScreen": "split_screen",
    "Study": "study",
    "Sweep": "sweeps",
    "SweepResult": "sweeps",
    "run_many": "sweeps",
    "Beta": "uncertainty",
    "Distribution": "uncertainty",
    "Factor": "uncertainty",
    "LogNormal": "uncertainty",
    "Normal": "uncertainty",
    "Triangular": "uncertainty",
    "Uniform": "uncertainty",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'forestall' has no attribute '{name}'")
    found = getattr(import_module(f"forestall.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
