"""What can go wrong, in three kinds: what was given, what happened while running, what was asked to stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["CallableError", "ForestallError", "InputError", "Problem", "RunError", "Stopped"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was given: where, what, why, and what to do about it."""

    file: str
    line: int
    column: int
    what: str
    why: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.line:
            where += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        text = f"{where}: {self.what}" if where else self.what
        if self.why:
            text += f" ({self.why})"
        return f"{text}; {self.remedy}" if self.remedy else text


class ForestallError(Exception):
    """Every error that Forestall raises on purpose."""


class InputError(ForestallError, ValueError):
    """What was given cannot be used. ``problems`` holds all that was found, each with its place."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = [Problem("", 0, 0, problems)]
        self.problems = tuple(problems)
        super().__init__("\n".join(str(one) for one in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class RunError(ForestallError, RuntimeError):
    """The run met something impossible, or the machine refused (full disk, file that cannot be written)."""


class CallableError(RunError):
    """A function that was handed to a study failed, or gave an answer that cannot be used."""


class Stopped(ForestallError):
    """The run was asked to stop; nothing was written."""
