"""Functions that a study asks while it runs: their answers checked, their time taken."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from forestall.errors import CallableError, InputError

__all__ = ["Finder", "Response", "Review", "StopRule", "Timed"]

People: TypeAlias = np.ndarray[Any, np.dtype[np.void]]
Scores: TypeAlias = npt.ArrayLike
#: (people, month) -> one score each; higher means sooner, minus infinity never.
Finder: TypeAlias = Callable[[People, datetime.date], Scores]
#: (people just started, month) -> how much of every effect each feels: 1 as written, 0 nothing.
Response: TypeAlias = Callable[[People, datetime.date], Scores]


class Review:
    """A programme in an arm at the start of a month, as a stop rule sees it."""

    def __init__(self, arm: str, month: datetime.date, months_open: int, saved: Any, started: Any) -> None:
        self.arm = arm
        self.month = month
        self.months_open = months_open
        self._saved, self._started = saved, started

    @property
    def saved(self) -> float:
        """Money that the arm has saved so far against the first arm, of the whole place."""
        return float(self._saved())

    @property
    def started(self) -> float:
        """People started so far, of the whole place."""
        return float(self._started())


#: review -> whether the programme makes no more offers from now on.
StopRule: TypeAlias = Callable[[Review], bool]


class Timed:
    """A function with what it has cost: `calls`, `people`, `seconds`."""

    def __init__(self, kind: str, programme: str, function: Callable[..., Any]) -> None:
        if not callable(function):
            raise InputError(f"the {_words(kind)} of '{programme}' is {type(function).__name__}; give a function")
        self.kind, self.programme, self.function = kind, programme, function
        self.calls = self.people = 0
        self.seconds = 0.0

    def __call__(self, *arguments: Any) -> Any:
        """Asks the function, checks its answer and takes the time. Raises CallableError with the place."""
        begun = time.perf_counter()
        try:
            return self._review(*arguments) if self.kind == "stop_rule" else self._scores(*arguments)
        finally:
            self.calls += 1
            self.seconds += time.perf_counter() - begun

    def _place(self, month: datetime.date) -> str:
        return f"the {_words(self.kind)} of '{self.programme}' in {month:%B %Y}"

    def _asked(self, month: datetime.date, *arguments: Any) -> Any:
        try:
            return self.function(*arguments)
        except Exception as error:
            raise CallableError(f"{self._place(month)} failed: {type(error).__name__}: {error}") from error

    def _scores(self, people: People, month: datetime.date) -> npt.NDArray[np.float64]:
        self.people += len(people)
        given = self._asked(month, people, month)
        try:
            scores = np.ascontiguousarray(given, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise CallableError(
                f"{self._place(month)} gave {type(given).__name__}; give one number a person"
            ) from error
        if scores.shape != (len(people),):
            raise CallableError(
                f"{self._place(month)} gave values of shape {scores.shape} for {len(people)} people; "
                "give one number a person"
            )
        wrong = np.isnan(scores) if self.kind == "finder" else ~(np.isfinite(scores) & (scores >= 0))
        if wrong.any():
            first = int(np.argmax(wrong))
            wanted = "give a number" if self.kind == "finder" else "give a number of at least 0"
            raise CallableError(
                f"{self._place(month)} gave {scores[first]} for person {people['key'][first]} "
                f"({int(wrong.sum())} such of {len(people)}); {wanted}"
            )
        return scores

    def _review(self, arm: str, month: datetime.date, months_open: int, saved: Any, started: Any) -> bool:
        given = self._asked(month, Review(arm, month, months_open, saved, started))
        if not isinstance(given, (bool, np.bool_)):
            raise CallableError(f"{self._place(month)} gave {given!r}; give True or False")
        return bool(given)


def _words(kind: str) -> str:
    return kind.replace("_", " ")
