"""Pictures of results: what changes, who is where, who moves, who pays. Each returns matplotlib axes.

>>> result.plot.fan("emergency_admissions", arms=["today", "all_three"])   # doctest: +SKIP
>>> result.plot.split_screen()                                             # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from forestall.measures import Differences, Measures
from forestall.plot.fan import draw_fan
from forestall.plot.flows import draw_flows
from forestall.plot.pyramid import draw_pyramid
from forestall.plot.series import MOST_SERIES, first_measures
from forestall.plot.split_screen import draw_split_screen
from forestall.plot.today_beside import draw_today_beside
from forestall.plot.tornado import draw_tornado
from forestall.plot.who_pays import draw_who_pays

__all__ = ["Plots", "draw_split_screen", "draw_tornado"]


class Plots:
    """Pictures of measures: what `result.plot` gives. Every picture says that everyone is synthetic, and its title
    says what its numbers say, no surer than their interval. Where an `ax` is given, only that is drawn into; a note
    is put below its figure.
    """

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def __call__(self, **options: Any) -> Axes:
        """The fan of the first measure of the split screen, by year, in its own unit; where there are more than
        four arms, of the first and the last arm. Takes the options of `fan`; raises what it raises.
        """
        arms = self._measures.arms
        if len(arms) > MOST_SERIES:
            options.setdefault("arms", [arms[-1]] if isinstance(self._measures, Differences) else [arms[0], arms[-1]])
        return self.fan(**options)

    def fan(
        self,
        measure: str | None = None,
        arms: str | Sequence[str] | None = None,
        differences: bool = False,
        *,
        by: str = "year",
        when: int | str | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """A measure (the split screen's first) over whole calendar years, or by="month", a line for each arm.

        With several draws or replicates the line is their mean, inside bands from the 25th to the 75th and from the
        10th to the 90th percentile. `differences`: arms less the first, run by run, with 95% intervals
        (`Differences.interval()`). Units are the measure's own, money in thousand or million pounds; the vertical
        axis says so. The title gives the last arm's difference `when` (2030, "2030-03"; the last year or month).

        Raises InputError for more than four arms, unknown measures, arms or times, and figures without time.
        """
        name = measure or first_measures(self._measures, 1)[0]
        return draw_fan(self._measures, name, arms, differences, by, when, ax)

    def pyramid(self, when: int | str | None = None, arm: str | None = None, *, ax: Axes | None = None) -> Any:
        """People by layer, drawn to scale, at the end of a year (2030) or month ("2030-03"; the last), each with
        number and share of all. The first arm, and beside it `arm` (the last); with `ax`, or where `arm` is the
        first, one arm alone.

        Raises InputError where there is no 'layer' dimension or no 'population', for differences, and for unknown
        arms and times.
        """
        return draw_pyramid(self._measures, when, arm, ax)

    def flows(self, arm: str | None = None, year: int | str | None = None, *, ax: Axes | None = None) -> Axes:
        """How people move between layers in a calendar year (the first whole one) of an arm (the first): from the
        layer left to the layer entered, with births, deaths and those who move in and away. Counts of moves; widths
        to scale.

        Raises InputError where there is no 'layer' dimension or no moves, for differences, and for unknown arms
        and years.
        """
        return draw_flows(self._measures, arm, year, ax)

    def split_screen(self, measures: str | Sequence[str] | None = None, arm: str | None = None) -> Any:
        """The first arm beside `arm` (the last) on the same axes, and the difference with its 95% interval. For each
        measure (the split screen's first two; at most four) the 24 months from the programmes' start above the
        calendar years. Units are the measures' own, money in thousand or million pounds. Returns an array of axes.

        Raises InputError for one arm, unknown measures or arms, differences, and runs without a whole year.
        """
        return draw_today_beside(self._measures, measures, arm)

    def who_pays(
        self, arm: str | None = None, *, horizons: str | Sequence[str] | None = None, ax: Axes | None = None
    ) -> Any:
        """What care and programmes cost each payer more (or less: negative) in `arm` (the last) than in the first,
        in thousand pounds, over the first 18 months of programmes and the whole run (or the `horizons` named); the
        whole run alone with `ax`.

        Raises InputError for anything but a Result, for studies without costs, and for unknown arms and horizons.
        """
        return draw_who_pays(self._measures, arm, horizons, ax)
