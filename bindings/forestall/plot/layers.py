"""The layers of the pyramid: their titles, and where people stand at a time."""

from __future__ import annotations

import numpy as np
import xarray as xr

from forestall.errors import InputError
from forestall.findings import plain
from forestall.measures import Measures

__all__ = ["layer_titles", "one_arm", "people_by_layer"]


def layer_titles(measures: Measures) -> dict[str, str]:
    """The layers of the pyramid, the top first, with their titles. Raises InputError where there are none."""
    if "layer" not in measures.data.dims:
        there = ", ".join(measures.strata) or "none"
        raise InputError(
            f"no dimension 'layer' (strata here: {there}); run a model with layers and keep them: run(by=['layer'])"
        )
    made = {}
    for layer in map(str, measures.data["layer"].values):
        moves = measures.data.get(f"moves_to_{layer}")
        title = "" if moves is None else str(moves.attrs.get("long_name", ""))
        title = title.removeprefix("Moves into the layer: ").removesuffix(" (by the layer left)")
        made[layer] = title or plain(layer)
    return made


def one_arm(measures: Measures, arm: str | None, default: int) -> str:
    """The arm asked for, or the one at the place `default`. Raises InputError with the nearest name."""
    from forestall.plot.series import chosen_arms

    if arm is None and measures.arms:
        return measures.arms[default]
    return chosen_arms(measures, arm)[0]


def people_by_layer(measures: Measures) -> xr.DataArray:
    """People by arm, draw, replicate, time and layer, the top first. Raises InputError where they are not there."""
    layer_titles(measures)
    if "population" not in measures.names:
        raise InputError("no measure 'population', which the pyramid is made of; draw from the result itself")
    odd = set(measures.data["population"].dims) & {"quantile", "bound", "batch", "horizon"}
    if odd:
        raise InputError(f"these are figures by {min(map(str, odd))}, not of runs; draw from the result itself")
    return measures.only("population").by("layer").data["population"]


def mean_of_runs(variable: xr.DataArray) -> np.ndarray:
    """Means over draws and replicates, in the order of the dimensions left."""
    luck = [name for name in ("draw", "replicate") if name in variable.dims]
    return np.asarray(variable.mean(luck).values, dtype=float)
