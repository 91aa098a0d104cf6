"""A simulated history, person by person, to train and judge risk models on."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from forestall import _engine
from forestall.errors import InputError
from forestall.running import Progress, interruptible, shown
from forestall.showing import SYNTHETIC, table_html

if TYPE_CHECKING:
    import pandas as pd

    from forestall.callables import People
    from forestall.study import Study

__all__ = ["History", "history_of"]


class History:
    """People on a day in today's care: how they are, what happened to them before, what happens after.

    `people` is a structured array, one row a person, over the engine's memory: `key`, `age` (years) and the state
    of every track, counter, score and time since as a small number, which `states` gives the names of. It has the
    form in which a finder sees people. `before` and `after` are arrays (person by measure) of what was counted.
    """

    def __init__(self, told: dict[str, Any], states: dict[str, list[str]]) -> None:
        self.people: People = told["people"]
        self.month: datetime.date = told["month"]
        self.measures: list[str] = list(told["measures"])
        self.before: np.ndarray[Any, np.dtype[np.float32]] = told["before"]
        self.after: np.ndarray[Any, np.dtype[np.float32]] = told["after"]
        self.died: np.ndarray[Any, np.dtype[np.bool_]] = told["died"].astype(bool)
        self.moved: np.ndarray[Any, np.dtype[np.bool_]] = told["moved"].astype(bool)
        self.states = states

    def __len__(self) -> int:
        return len(self.people)

    def _column(self, measure: str) -> int:
        if measure not in self.measures:
            raise InputError(f"no measure '{measure}'; {_engine.nearest(measure, self.measures)}")
        return self.measures.index(measure)

    def outcome(self, measure: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        """What happens to each person in the months after."""
        return self.after[:, self._column(measure)]

    def past(self, measure: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        """What happened to each person in the months before."""
        return self.before[:, self._column(measure)]

    def features(self, *names: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Person by feature, as numbers: these fields of `people`, or all but the key. What a finder gets from
        `features_of(people, ...)` of the people it is asked about.
        """
        return features_of(self.people, *names)

    @property
    def feature_names(self) -> list[str]:
        """The fields of `people` but the key."""
        return [name for name in self.people.dtype.names or () if name != "key"]

    def to_df(self, *, labels: bool = True) -> pd.DataFrame:
        """One row a person: key, age, states (with `labels` their names), <measure>_before and <measure>_after,
        died, moved.
        """
        import pandas as pd

        made: dict[str, Any] = {}
        for name in self.people.dtype.names or ():
            column = self.people[name]
            states = self.states.get(name, [])
            if labels and states and name != "age" and int(column.max(initial=0)) < len(states):
                made[name] = pd.Categorical.from_codes(column.astype(int), states)
            else:
                made[name] = np.array(column)
        for when, table in (("before", self.before), ("after", self.after)):
            for i, measure in enumerate(self.measures):
                made[f"{measure}_{when}"] = table[:, i]
        made["died"], made["moved"] = self.died, self.moved
        return pd.DataFrame(made)

    def __repr__(self) -> str:
        return f"<History of {len(self):,} synthetic people in {self.month:%B %Y}>"

    def _repr_html_(self) -> str:
        rows = [
            (measure, f"{self.before[:, i].mean():.3f}", f"{self.after[:, i].mean():.3f}")
            for i, measure in enumerate(self.measures)
        ]
        note = f"{len(self):,} people in {self.month:%B %Y}; means a person in the months before and after. {SYNTHETIC}"
        return table_html(("measure", "before", "after"), rows, "History", note=note)


def features_of(people: People, *names: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Person by feature, as numbers: these fields, or all but the key."""
    known = list(people.dtype.names or ())
    for name in names:
        if name not in known:
            raise InputError(f"no feature '{name}'; {_engine.nearest(name, known)}")
    chosen = names or tuple(name for name in known if name != "key")
    made = np.empty((len(people), len(chosen)), dtype=np.float32)
    for i, name in enumerate(chosen):
        made[:, i] = people[name]
    return made


def history_of(
    study: Study,
    *,
    month: int = 12,
    before: int = 12,
    after: int = 12,
    sample: float = 1.0,
    seed: int | None = None,
    replicate: int = 0,
    threads: int = 0,
    progress: Progress = None,
) -> History:
    """Everybody who is there at the start of month `month` of the study (from 0) and was when it began, in
    today's arm without programmes; what is counted in the `before` months before and the `after` months after.

    Another `seed` or `replicate` is another luck: train on one, judge on another, run with a third. Raises
    InputError for months that the study does not hold.
    """
    inputs = study.inputs().history_study()
    with shown(progress, "history") as tell:

        def work(stop: _engine.Stop) -> tuple[dict[str, Any], _engine.Compiled]:
            compiled = _engine.prepare(inputs, threads)
            luck = inputs.seed if seed is None else seed
            told = _engine.history(inputs, compiled, month, before, after, luck, replicate, sample, threads, tell, stop)
            return told, compiled

        told, compiled = interruptible(work)
    return History(told, {name: list(states) for name, _, states in compiled.factors})
