"""One life in two worlds: whose lives a study changes, and each told event by event, arm beside arm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forestall import _engine
from forestall.errors import InputError
from forestall.running import Progress, interruptible, shown
from forestall.showing import SYNTHETIC, table_html, table_text

if TYPE_CHECKING:
    import pandas as pd

    from forestall.study import Study

__all__ = ["Life", "Lives"]


class Lives:
    """The lives of a study's people. With programmes, the whole study is run first: places depend on everybody.

    sample: share of the people who are simulated; persons keep their numbers, but places are as many as the
    sample's share, so whose lives change depends on it.
    """

    def __init__(
        self,
        study: Study,
        *,
        sample: float = 1.0,
        seed: int | None = None,
        until: Any = None,
        threads: int = 0,
        progress: Progress = None,
    ) -> None:
        from forestall.study import _date

        self._inputs = study.inputs().with_options(until=_date(until), strata=[], attribution=False)
        self._seed = self._inputs.seed if seed is None else seed
        self._people = round(self._inputs.people)
        with shown(progress, "whose lives change") as tell:

            def work(stop: _engine.Stop) -> tuple[_engine.Compiled, _engine.Reached]:
                compiled = _engine.prepare(self._inputs, threads)
                return compiled, _engine.reached(self._inputs, compiled, self._seed, sample, threads, tell, stop)

            self._compiled, self._reached = interruptible(work)

    @property
    def starts(self) -> pd.DataFrame:
        """Everybody started by a programme: person, arm, programme, age, chosen, begins, ends."""
        import pandas as pd

        rows = self._reached.starts(self._inputs, self._compiled)
        return pd.DataFrame(rows, columns=["person", "arm", "programme", "age", "chosen", "begins", "ends"])

    @property
    def changed(self) -> pd.DataFrame:
        """Everybody who lives otherwise in an arm than in the first: person, arm."""
        import pandas as pd

        return pd.DataFrame(self._reached.changed(self._inputs), columns=["person", "arm"])

    def of(self, person: int) -> Life:
        """One life in every arm, of somebody who was there at the start: person 1 to the place's number of people.
        Those born or moved in later have larger numbers and cannot be told one by one. Raises InputError.
        """
        if not (isinstance(person, int) or hasattr(person, "__index__")) or int(person) < 1:
            raise InputError(f"person {person!r}; give a whole number from 1, such as one of `changed`")
        if int(person) > self._people:
            raise InputError(
                f"person {person} was born or moved in after the start; only the {self._people:,} who were there "
                "can be told one by one"
            )
        told = _engine.trace(self._inputs, self._compiled, int(person), self._seed, 0, self._reached)
        names = [name for name, _, _ in self._inputs.arms]
        return Life(int(person), dict(zip(names, told)))


class Life:
    """A life told event by event, in every arm: the same luck, other care."""

    def __init__(self, person: int, told: dict[str, dict[str, Any]]) -> None:
        self.person = person
        self._told = told

    @property
    def arms(self) -> list[str]:
        """The arms, today's first."""
        return list(self._told)

    def events(self, arm: str | None = None, *, breaks: bool = False) -> pd.DataFrame:
        """What happens in an arm (the first): date, age, what, changes. `breaks`: birthdays and the like too."""
        import pandas as pd

        name = arm or self.arms[0]
        if name not in self._told:
            raise InputError(f"no arm '{name}'; {_engine.nearest(name, self.arms)}")
        rows = [
            (date, round(age, 2), what, ", ".join(f"{track}: {a} to {b}" for track, a, b in changes))
            for date, _, age, what, is_break, changes, _ in self._told[name]["events"]
            if breaks or not is_break
        ]
        return pd.DataFrame(rows, columns=["date", "age", "what", "changes"])

    def side_by_side(self, left: str | None = None, right: str | None = None) -> pd.DataFrame:
        """Two arms (the first and the last) by date: date, age, left, right; an empty cell where nothing happens."""
        import pandas as pd

        left, right = left or self.arms[0], right or self.arms[-1]
        one, two = self.events(left), self.events(right)
        keys = ["date", "age", "what"]
        one["n"], two["n"] = one.groupby(keys).cumcount(), two.groupby(keys).cumcount()
        both = pd.merge(
            one.assign(**{left: one["what"]}), two.assign(**{right: two["what"]}), on=[*keys, "n"], how="outer"
        )
        made = both.sort_values(["date", "age"], kind="stable")[["date", "age", left, right]]
        return made.fillna("").reset_index(drop=True)

    def _rows(self, arms: tuple[str, str]) -> list[tuple[Any, ...]]:
        table = self.side_by_side(*arms)
        return [tuple(row) for row in table.itertuples(index=False)]

    def _heads(self) -> tuple[str, str]:
        return self.arms[0], self.arms[-1]

    def __repr__(self) -> str:
        return table_text(("date", "age", *self._heads()), self._rows(self._heads()), left=4)

    def _repr_html_(self) -> str:
        start = ", ".join(f"{name} {state}" for name, state in self._told[self.arms[0]]["at_start"][:8])
        note = f"At the start: {start}. {SYNTHETIC}"
        heads = ("date", "age", *self._heads())
        return table_html(heads, self._rows(self._heads()), f"Person {self.person}", left=4, note=note)
