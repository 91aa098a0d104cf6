"""What the page shows of a run: both sides, their difference with its interval, for every chart.

Plain NumPy over the engine's own arrays, as an answer is wanted in a moment. Figures are of the whole place.
Tables by horizon come from the engine's split screen, so they are those that the command line prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from forestall import _engine
from forestall.app.wording import LAYERS, SHOWN, Shown, price_year, unit_in_words
from forestall.cashable import cashable, rules
from forestall.findings import Finding
from forestall.showing import AT_END

__all__ = ["Sides", "comparison_of"]

SHORT_MONTHS = 24
FLOW_SOURCES = ("births", "arrivals")
FLOW_ENDS = ("deaths", "departures")
SMALLEST = 1e-9
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Sides:
    """Which arms of a result stand left and right, and what they are called."""

    left: str
    right: str
    left_title: str
    right_title: str


@dataclass(frozen=True)
class _Variable:
    title: str
    unit: str
    note: str
    axes: tuple[str, ...]
    values: Array


class _Run:
    """A result as arrays by arm and time; means over replicates, scaled up to the whole place."""

    def __init__(self, results: _engine.Results) -> None:
        self.results = results
        self.facts = dict(results.provenance)
        self.sample = float(self.facts.get("sample", 1))
        axes = {name: (title, unit, labels) for name, title, unit, labels in results.axes}
        self.arms = [str(name) for name in axes["arm"][2]]
        start = np.datetime64(axes["month"][1].removeprefix("days since "), "D")
        self.months = start + np.asarray(axes["month"][2], dtype="timedelta64[D]")
        self.labels = {name: [str(one) for one in labels] for name, (_, _, labels) in axes.items()}
        self._monthly = _variables(results.groups[""])
        self._batches = _variables(results.groups.get("difference_by_batch", []))
        self._sums: dict[tuple[str, tuple[str, ...]], Array] = {}

    def has(self, name: str) -> bool:
        return name in self._monthly

    def variable(self, name: str) -> _Variable:
        return self._monthly[name]

    def is_stock(self, name: str) -> bool:
        return self._monthly[name].note == AT_END

    def by_month(self, name: str, *keep: str) -> Array:
        """[arm][month], then one axis for each stratum kept."""
        if (name, keep) not in self._sums:
            variable = self._monthly[name]
            wanted = ("arm", "month", *keep)
            gone = tuple(i for i, axis in enumerate(variable.axes) if axis not in (*wanted, "replicate"))
            values = variable.values.sum(axis=gone).astype(float)
            left = [axis for axis in variable.axes if axis in (*wanted, "replicate")]
            values = values.mean(axis=left.index("replicate"))
            left.remove("replicate")
            self._sums[name, keep] = np.transpose(values, [left.index(axis) for axis in wanted]) / self.sample
        return self._sums[name, keep]

    def batches(self, name: str, *keep: str) -> Array | None:
        """[arm][replicate][batch][month], then strata kept: what an arm has more than the first. None where
        batches do not tell.
        """
        if name not in self._batches:
            return None
        variable = self._batches[name]
        wanted = ("arm", "replicate", "batch", "month", *keep)
        if any(axis not in variable.axes for axis in keep):
            return None
        gone = tuple(i for i, axis in enumerate(variable.axes) if axis not in wanted)
        values: Array = variable.values.sum(axis=gone)
        left = [axis for axis in variable.axes if axis in wanted]
        values = np.transpose(values, [left.index(axis) for axis in wanted]) / self.sample
        # The first arm has no entry of its own: it differs from itself by nothing.
        if values.shape[0] == len(self.arms) - 1:
            values = np.concatenate([np.zeros_like(values[:1]), values])
        return values

    def arm(self, name: str) -> int:
        return self.arms.index(name)


def _variables(group: Sequence[Any]) -> dict[str, _Variable]:
    return {name: _Variable(title, unit, note, tuple(axes), v) for name, title, unit, note, axes, v in group}


# --- Periods --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Periods:
    """Stretches of months: [begin, end) each."""

    bounds: tuple[tuple[int, int], ...]

    def over(self, values: Array, is_stock: bool) -> Array:
        """Sums over each period, or the number at its end; the last axis is months."""
        parts = [
            values[..., end - 1] if is_stock else values[..., begin:end].sum(axis=-1) for begin, end in self.bounds
        ]
        return np.stack(parts, axis=-1) if parts else values[..., :0]


def _single_months(begin: int, end: int) -> _Periods:
    return _Periods(tuple((month, month + 1) for month in range(begin, end)))


def _whole_years(months: Array) -> tuple[list[int], _Periods]:
    years = months.astype("datetime64[Y]").astype(int) + 1970
    made, bounds = [], []
    for year in np.unique(years):
        at = np.flatnonzero(years == year)
        if len(at) == 12:
            made.append(int(year))
            bounds.append((int(at[0]), int(at[-1]) + 1))
    return made, _Periods(tuple(bounds))


# --- Measures -------------------------------------------------------------------------------------


class _Pair:
    """Left, right and what right has more, of one measure, by month."""

    def __init__(self, run: _Run, sides: Sides, shown: Shown) -> None:
        self.shown = shown
        variables = [name for name in shown.variables if run.has(name)]
        self.is_stock = run.is_stock(variables[0])
        self.scale = _rate_scale(run, shown) if shown.is_rate else np.ones(len(run.months))
        sums = np.sum([run.by_month(name) for name in variables], axis=0)
        left, right = run.arm(sides.left), run.arm(sides.right)
        self.left, self.right = sums[left] * self.scale, sums[right] * self.scale
        batches = [run.batches(name) for name in variables if name != "programme_cost"]
        self.batches: Array | None = None
        if batches and all(one is not None for one in batches):
            added = np.sum([one for one in batches if one is not None], axis=0)
            self.batches = (added[right] - added[left]) * self.scale
        self.weights = 1 / self.scale  # of months, where a mean is wanted

    def series(self, periods: _Periods, sentence: Callable[[float, float, float, float], str]) -> dict[str, Any]:
        """Figures by period; `sentence` says what the last of them shows."""
        left, right = self._over(self.left, periods), self._over(self.right, periods)
        half = self.half_widths(periods)
        difference = _cleared(right - left)
        low = difference - half if half is not None else None
        high = difference + half if half is not None else None
        return {
            "left": left.tolist(),
            "right": right.tolist(),
            "difference": difference.tolist(),
            "low": _list(low, len(difference)),
            "high": _list(high, len(difference)),
            "finding": sentence(*self.whole(periods)),
        }

    def _over(self, values: Array, periods: _Periods) -> Array:
        if not self.shown.is_rate:
            return periods.over(values, self.is_stock)
        return periods.over(values * self.weights, False) / periods.over(self.weights, False)

    def half_widths(self, periods: _Periods) -> Array | None:
        """Of 95% intervals, as the command line has them: from how batches of people differ."""
        if self.batches is None:
            return None
        over = self._over(self.batches, periods)
        many = over.shape[1]
        variance = (over.var(axis=1, ddof=1) * many).mean(axis=0) / over.shape[0]
        freedom = (many - 1) * over.shape[0]
        return _cleared(np.sqrt(variance) * _engine.t_quantile(freedom))

    def whole(self, periods: _Periods) -> tuple[float, float, float, float]:
        """Over all periods together: left, difference, low, high."""
        if not periods.bounds:
            return 0.0, 0.0, 0.0, 0.0
        one = _Periods(((periods.bounds[0][0], periods.bounds[-1][1]),))
        left, right = self._over(self.left, one), self._over(self.right, one)
        half = self.half_widths(one)
        width = float("nan") if half is None else float(half[0])
        difference = float(_cleared(right - left)[0])
        return float(left[0]), difference, difference - width, difference + width


def _rate_scale(run: _Run, shown: Shown) -> Array:
    """From what is counted in a month to what is there on average: bed days to beds, work years to workers."""
    days = _days(run.months)
    return 1 / days if shown.name == "beds" else 365.25 / days


def _days(months: Array) -> Array:
    """How long each month is."""
    ends = np.append(months[1:], (months[-1:].astype("datetime64[M]") + 1).astype("datetime64[D]"))
    days: Array = (ends - months).astype(float)
    return days


def _cleared(values: Array) -> Array:
    """Without what is left of rounding where figures are the same."""
    cleared: Array = np.where(np.abs(values) < SMALLEST, 0.0, values)
    return cleared


def _list(values: Array | None, many: int) -> list[float | None]:
    return [None] * many if values is None else values.tolist()


class _Page:
    """One comparison in the making."""

    def __init__(self, results: _engine.Results, sides: Sides, model: Mapping[str, Any]) -> None:
        self.run, self.sides, self.model = _Run(results), sides, model
        self.from_month = int(self.run.facts.get("programmes_from_month", 0))
        self.short = _single_months(self.from_month, min(self.from_month + SHORT_MONTHS, len(self.run.months)))
        self.years, self.long = _whole_years(self.run.months)

    # --- Measures -----------------------------------------------------------------------------

    def measures(self) -> list[dict[str, Any]]:
        screen = self.run.results.split_screen()
        rows = {row[0]: row for row in screen["rows"]}
        made = []
        for shown in SHOWN:
            if not all(self.run.has(name) for name in shown.variables):
                continue
            pair = _Pair(self.run, self.sides, shown)
            variable = self.run.variable(shown.variables[0])
            title = shown.title or variable.title
            made.append(
                {
                    "name": shown.name,
                    "title": title,
                    "unit": shown.unit or unit_in_words(variable.unit),
                    "group": shown.group,
                    "over_time": "mean" if shown.is_rate else "end" if pair.is_stock else "sum",
                    "more_is_worse": shown.more_is_worse,
                    "short": pair.series(self.short, self._sentence(pair, title, variable, self._said_short())),
                    "long": pair.series(self.long, self._sentence(pair, title, variable, self._said_long())),
                    "horizons": self._horizons(pair, screen, rows.get(shown.name)),
                }
            )
        return made

    def _said_short(self) -> str:
        return f"in the {len(self.short.bounds)} months from {self._month(self.from_month)}"

    def _said_long(self) -> str:
        return f"from {self.years[0]} to {self.years[-1]}" if self.years else "in no whole year"

    def _sentence(
        self, pair: _Pair, title: str, variable: _Variable, when: str
    ) -> Callable[[float, float, float, float], str]:
        attrs = {"long_name": title, "units": variable.unit if not pair.shown.is_rate else pair.shown.unit}
        if pair.is_stock:
            when = "at the end of " + (when.split(" to ")[-1] if " to " in when else "these months")
        elif pair.shown.is_rate:
            when = "on average " + when

        def sentence(_: float, difference: float, low: float, high: float) -> str:
            names = (self.sides.right_title, self.sides.left_title)
            return Finding(*names, pair.shown.name, attrs, when, difference, low, high).sentence()

        return sentence

    def _horizons(self, pair: _Pair, screen: Mapping[str, Any], row: Any) -> list[dict[str, Any]]:
        made = []
        for number, (label, is_short, begin, end) in enumerate(screen["horizons"]):
            period = _Periods(((begin, end),))
            left, difference, low, high = pair.whole(period)
            right = left + difference
            if row is not None and not pair.shown.is_rate:
                left, right, difference, low, high = self._of_screen(screen, row, number, (low, high))
            known = low == low
            made.append(
                {
                    "label": label,
                    "is_short": bool(is_short),
                    "left": left,
                    "right": right,
                    "difference": difference,
                    "low": low if known else None,
                    "high": high if known else None,
                }
            )
        return made

    def _of_screen(
        self, screen: Mapping[str, Any], row: Any, number: int, bounds: tuple[float, float]
    ) -> tuple[float, float, float, float, float]:
        """The very figures of the engine's split screen; the interval too where the left side is today's."""
        today, differences = row[3][number], dict(zip(screen["arms"], row[4][number]))
        left_more, _ = differences.get(self.sides.left, (0.0, 0.0))
        right_more, half = differences.get(self.sides.right, (0.0, 0.0))
        difference = right_more - left_more
        if self.sides.left not in differences:
            bounds = (difference - half, difference + half) if half is not None else (float("nan"),) * 2
        return today + left_more, today + right_more, difference, bounds[0], bounds[1]

    def _month(self, month: int) -> str:
        names = ("January February March April May June July August September October November December").split()
        at = self.run.months[min(month, len(self.run.months) - 1)].astype("datetime64[M]").astype(int)
        return f"{names[at % 12]} {at // 12 + 1970}"

    def _name_of(self, month: int) -> str:
        return str(self.run.months[month])[:7]

    # --- The pyramid --------------------------------------------------------------------------

    def pyramid(self) -> dict[str, Any]:
        layers = self.run.labels.get("layer", [])
        titles = {str(one["name"]): str(one.get("title", one["name"])) for one in self.model.get("layers", [])}
        told = [{"name": one, "title": titles.get(one, one), "meaning": LAYERS.get(one, "")} for one in layers]
        empty: list[Any] = [[] for _ in self.years]
        nothing = {"layers": told, "times": [], "left": [], "right": [], "years": [], "flows": {}}
        if not layers or not self.run.has("population") or "layer" not in self.run.variable("population").axes:
            return {**nothing, "flows": {"left": [], "right": []}}
        people = self.run.by_month("population", "layer")
        ends = [month for month in range(len(self.run.months)) if str(self.run.months[month])[5:7] in ("06", "12")]
        sides = {"left": self.run.arm(self.sides.left), "right": self.run.arm(self.sides.right)}
        return {
            "layers": told,
            "times": [self._name_of(month) for month in ends],
            **{side: people[arm][ends].tolist() for side, arm in sides.items()},
            "years": self.years,
            "flows": {side: self._flows(arm, layers) if self.years else empty for side, arm in sides.items()},
        }

    def _flows(self, arm: int, layers: Sequence[str]) -> list[list[dict[str, Any]]]:
        """Moves of each whole year; a move is counted at the layer that is left."""
        found: list[list[dict[str, Any]]] = [[] for _ in self.years]
        for measure, source, target in _ways(layers):
            if not self.run.has(measure):
                continue
            by_layer = self.run.by_month(measure, "layer")[arm]
            for number, layer in enumerate(layers):
                ends = source or layer, target or layer
                if ends[0] == ends[1]:
                    continue
                for year, people in enumerate(self.long.over(by_layer[:, number], False)):
                    if people > 0:
                        found[year].append({"from": ends[0], "to": ends[1], "people": float(people)})
        return found

    # --- Money --------------------------------------------------------------------------------

    def money(self) -> dict[str, Any]:
        run = self.run
        payers = run.labels.get("payer", [])
        titles = self.model.get("payers", {})
        if not payers or not run.has("cost"):
            return _no_money()
        left, right = run.arm(self.sides.left), run.arm(self.sides.right)
        horizons = self._money_horizons()
        periods = _Periods(tuple(bounds for _, bounds in horizons))
        care = run.by_month("cost", "payer")
        spent = run.by_month("programme_cost", "payer") if run.has("programme_cost") else np.zeros_like(care)
        more_care, more_spent = (care[right] - care[left]).T, (spent[right] - spent[left]).T
        halves = self._payer_halves(periods, left, right, len(payers))
        days, beds = self._bed_days(periods, left, right)
        over_care, over_spent = periods.over(more_care, False), periods.over(more_spent, False)
        net = _Pair(run, self.sides, Shown("net_cost", "", ("cost", "programme_cost"), more_is_worse=True))
        in_all = np.cumsum(net.right - net.left)
        so_far = _Periods(tuple((0, month + 1) for month in range(len(run.months))))
        half = net.half_widths(so_far)
        even = _breaks_even(in_all)
        return {
            "unit": f"pounds, at {price_year(run.variable('cost').unit)} prices",
            "payers": [{"name": name, "title": str(titles.get(name, name))} for name in payers],
            "horizons": [label for label, _ in horizons],
            "care": [[_cell(value, h) for value, h in zip(row, halves[i])] for i, row in enumerate(over_care)],
            "programmes": [[_cell(value, 0.0) for value in row] for row in over_spent],
            "cashable": [
                [cashable(name, float(v), float(b), float(d)).pounds for v, b, d in zip(over_care[i], beds, days)]
                for i, name in enumerate(payers)
            ],
            "rules": rules(payers),
            "months": [self._name_of(month) for month in range(len(run.months))],
            "in_all": in_all.tolist(),
            "in_all_low": _list(None if half is None else in_all - half, len(in_all)),
            "in_all_high": _list(None if half is None else in_all + half, len(in_all)),
            "breaks_even": None if even is None else self._name_of(even),
            "finding": self._money_finding(in_all, half, even),
            "worse_first": self._worse_first(in_all),
        }

    def _money_horizons(self) -> list[tuple[str, tuple[int, int]]]:
        end = len(self.run.months)
        made = [("first 18 months", (self.from_month, min(self.from_month + 18, end)))]
        for year, bounds in zip(self.years, self.long.bounds):
            if year % 5 == 0:
                made.append((str(year), bounds))
        return [*made, ("the whole run", (0, end))]

    def _payer_halves(self, periods: _Periods, left: int, right: int, payers: int) -> list[list[float]]:
        batches = self.run.batches("cost", "payer")
        if batches is None:
            return [[float("nan")] * len(periods.bounds)] * payers
        more = np.moveaxis(batches[right] - batches[left], -1, 0)  # [payer][replicate][batch][month]
        over = periods.over(more, False)
        variance = (over.var(axis=2, ddof=1) * over.shape[2]).mean(axis=1) / over.shape[1]
        freedom = (over.shape[2] - 1) * over.shape[1]
        made: list[list[float]] = (np.sqrt(variance) * _engine.t_quantile(freedom)).tolist()
        return made

    def _bed_days(self, periods: _Periods, left: int, right: int) -> tuple[Array, Array]:
        """Days of each period, and bed days that right has more."""
        days = periods.over(_days(self.run.months), False)
        if not self.run.has("bed_days"):
            return days, np.zeros_like(days)
        beds = self.run.by_month("bed_days")
        return days, periods.over(beds[right] - beds[left], False)

    def _money_finding(self, in_all: Array, half: Array | None, even: int | None) -> str:
        title = self.sides.right_title
        if not np.any(in_all):
            return f"{title} costs as much as {self.sides.left_title}, care and programmes together."
        worst, end = int(np.argmax(in_all)), float(in_all[-1])
        width = float("nan") if half is None else float(half[-1])
        by = f"by the end it has {_saved_or_cost(end)}"
        if width > 0:
            by += f" (95% interval {_pounds_between(end - width, end + width)})"
        luck = ", which luck alone could make" if abs(end) <= width else ""
        even_said = "it does not break even within these years" if even is None else f"even in {self._month(even)}"
        if in_all[worst] <= 0:
            return f"{title} never costs more in all than {self.sides.left_title}; {by}{luck}."
        if worst == len(in_all) - 1:
            return f"{title}: {by}{luck}, and {even_said}."
        most = f"at most {_pounds(in_all[worst])} more in all, in {self._month(worst)}"
        return f"{title} costs {most}; {by}{luck}; {even_said.replace('even in', 'it breaks even in')}."

    def _worse_first(self, in_all: Array) -> str:
        """The measure that is told to be worse in the first months and better later, in words."""
        said = []
        for shown in SHOWN:
            if shown.more_is_worse is not True or not all(self.run.has(name) for name in shown.variables):
                continue
            if shown.group == "Money" or shown.is_rate:
                continue
            pair = _Pair(self.run, self.sides, shown)
            title = (shown.title or self.run.variable(shown.variables[0]).title).lower()
            early = pair.whole(_Periods((self._first(18),)))
            if early[2] > 0:
                late = pair.whole(self.long)
                better = f", and lower from {self.years[0]} to {self.years[-1]}" if late[3] < 0 else ""
                low, high = f"{early[2]:,.0f}", f"{early[3]:,.0f}"
                said.append(f"{title} are higher in the first 18 months (by {low} to {high}){better}")
        if np.any(in_all > 0) and in_all[-1] < 0:
            worst = int(np.argmax(in_all))
            said.append(f"money is spent before it is saved: most in {self._month(worst)}, {_pounds(in_all[worst])}")
        return "" if not said else (said[0][:1].upper() + "; ".join(said)[1:] + ".")

    def _first(self, months: int) -> tuple[int, int]:
        return self.from_month, min(self.from_month + months, len(self.run.months))

    # --- Programmes ---------------------------------------------------------------------------

    def programmes(self, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """What became of each programme on each side."""
        made: list[dict[str, Any]] = []
        if not told:
            return made
        scores = {(one["programme"], arm): one for one in told[0]["scores"] for arm in one["arms"]}
        for side, arm in (("left", self.sides.left), ("right", self.sides.right)):
            for of, programme, first, last, stopped in told[0]["uses"]:
                if of != arm or first < 0:
                    continue
                score = scores.get((programme, arm))
                counted = {
                    word: float(self.run.by_month(f"{programme}_{word}")[self.run.arm(arm)].sum())
                    for word in ("offers", "refusals", "starts", "drop_outs", "completions")
                }
                title = self.run.variable(f"{programme}_offers").title
                made.append(
                    {
                        "side": side,
                        "name": programme,
                        "title": re.sub(r": offers$", "", title),
                        "from": self._name_of(first),
                        "until": None if last < 0 else self._name_of(last),
                        "stopped_by_review": bool(stopped),
                        **counted,
                        "sensitivity_asked": None if score is None else score["expected"]["sensitivity"],
                        "sensitivity_achieved": None if score is None else score["achieved"]["sensitivity"],
                    }
                )
        return made


def _ways(layers: Sequence[str]) -> list[tuple[str, str, str]]:
    """Measures of moves by layer, with where they lead from and to; "": the layer that they are counted at."""
    between = [(f"moves_to_{layer}", "", layer) for layer in layers]
    return [*between, *((name, name, "") for name in FLOW_SOURCES), *((name, "", name) for name in FLOW_ENDS)]


def _cell(value: float, half: float) -> dict[str, float | None]:
    known = half == half
    return {"value": value, "low": value - half if known else None, "high": value + half if known else None}


def _pounds(value: float) -> str:
    if value >= 1e6:
        return f"£{value / 1e6:,.1f} million"
    return f"£{value / 1e3:,.0f} thousand" if value >= 1e3 else f"£{value:,.0f}"


def _pounds_between(low: float, high: float) -> str:
    if low < 0 < high:
        return f"{_pounds(-low)} saved to {_pounds(high)} more"
    near, far = sorted((abs(low), abs(high)))
    return f"{_pounds(near)} to {_pounds(far)}"


def _saved_or_cost(more: float) -> str:
    return f"saved {_pounds(-more)}" if more < 0 else f"cost {_pounds(more)} more"


def _breaks_even(in_all: Array) -> int | None:
    """The first month from which it has cost less in all, to the end; None: never, or nothing was ever spent."""
    above = np.flatnonzero(in_all > 0)
    if len(above) == 0 or above[-1] == len(in_all) - 1:
        return None
    return int(above[-1]) + 1


def _no_money() -> dict[str, Any]:
    lists = ("payers", "horizons", "care", "programmes", "cashable", "rules", "months", "in_all")
    return {
        "unit": "",
        **{name: [] for name in (*lists, "in_all_low", "in_all_high")},
        "breaks_even": None,
        "finding": "The model has no payers, so no money is counted.",
        "worse_first": "",
    }


def comparison_of(
    results: _engine.Results,
    sides: Sides,
    model: Mapping[str, Any],
    told: Sequence[Mapping[str, Any]],
    about: Mapping[str, Any],
) -> dict[str, Any]:
    """The Comparison of contract.ts. `model`: titles of layers and payers; `told`: what programmes did, by replicate;
    `about`: settings, stage, people, seconds, place, notes.
    """
    page = _Page(results, sides, model)
    facts = page.run.facts
    return {
        **about,
        "sample": page.run.sample,
        "price_year": price_year(page.run.variable("cost").unit) if page.run.has("cost") else "",
        "version": facts.get("version", ""),
        "seed": int(facts.get("seed", 0)),
        "study_hash": facts.get("hash", ""),
        "left": {"title": sides.left_title, "is_today": sides.left == page.run.arms[0]},
        "right": {"title": sides.right_title, "is_today": sides.right == page.run.arms[0]},
        "months": [page._name_of(begin) for begin, _ in page.short.bounds],
        "years": page.years,
        "measures": page.measures(),
        "pyramid": page.pyramid(),
        "money": page.money(),
        "programmes": page.programmes(told),
        "notes": list(about.get("notes", [])),
    }
