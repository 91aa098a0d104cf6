"""
The engine of Forestall. Use the package `forestall` instead: this may change at any time.
"""

from __future__ import annotations
import collections.abc
import typing

__all__: list[str] = [
    "Compiled",
    "Inputs",
    "Reached",
    "Results",
    "Stop",
    "TodayShelf",
    "check_file",
    "evaluate",
    "history",
    "keep_pasts_in",
    "nearest",
    "prepare",
    "reached",
    "run",
    "t_quantile",
    "trace",
    "version",
]

class Inputs:
    """
    A study with all that it names, read and checked for its shape.
    """
    @staticmethod
    def of_texts(
        texts: collections.abc.Mapping[str, str], main: str, draw: typing.SupportsInt | typing.SupportsIndex = 0
    ) -> Inputs: ...
    @staticmethod
    def read(path: str, draw: typing.SupportsInt | typing.SupportsIndex = 0) -> Inputs: ...
    def changed(
        self, changes: collections.abc.Sequence[tuple[str, str, typing.SupportsFloat | typing.SupportsIndex]]
    ) -> Inputs: ...
    def describe(self) -> str: ...
    def history_study(self) -> Inputs: ...
    def parameters(self) -> list[typing.Any]: ...
    def with_options(
        self,
        lens: str | None = None,
        until: tuple[
            typing.SupportsInt | typing.SupportsIndex,
            typing.SupportsInt | typing.SupportsIndex,
            typing.SupportsInt | typing.SupportsIndex,
        ]
        | None = None,
        strata: collections.abc.Sequence[str] | None = None,
        attribution: bool = True,
    ) -> Inputs: ...
    def with_programmes(self, kept: collections.abc.Mapping[str, collections.abc.Sequence[str]]) -> Inputs:
        """
        The same study whose arms use only these of their programmes.
        """
    @property
    def arms(self) -> list[typing.Any]: ...
    @property
    def changes(self) -> list[str]: ...
    @property
    def draw(self) -> int: ...
    @property
    def end(self) -> typing.Any: ...
    @property
    def has_fit(self) -> bool: ...
    @property
    def lens(self) -> str: ...
    @property
    def measures(self) -> list[typing.Any]: ...
    @property
    def model(self) -> str: ...
    @property
    def model_title(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def people(self) -> float: ...
    @property
    def place(self) -> str: ...
    @property
    def place_title(self) -> str: ...
    @property
    def programmes(self) -> list[typing.Any]: ...
    @property
    def replicates(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def start(self) -> typing.Any: ...
    @property
    def strata(self) -> list[str]: ...
    @property
    def texts(self) -> dict[str, str]: ...
    @property
    def title(self) -> str: ...

class Results:
    """
    What a run counted, as labelled arrays.
    """
    @staticmethod
    def load(path: str) -> Results: ...
    def money(self, arg0: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]: ...
    def reach(self, arg0: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]: ...
    def save(
        self,
        path: str,
        command: collections.abc.Sequence[str],
        draw: typing.SupportsInt | typing.SupportsIndex,
        threads: typing.SupportsInt | typing.SupportsIndex,
        seconds: collections.abc.Sequence[tuple[str, typing.SupportsFloat | typing.SupportsIndex]],
    ) -> None: ...
    def split_screen(self) -> dict[str, typing.Any]: ...
    def where_it_went(self, arg0: typing.SupportsInt | typing.SupportsIndex) -> dict[str, typing.Any]: ...
    @property
    def axes(self) -> list[typing.Any]: ...
    @property
    def groups(self) -> dict[str, typing.Any]: ...
    @property
    def provenance(self) -> dict[str, str]: ...

class Stop:
    """
    Set from any thread: the runs that hold it stop soon.
    """
    def __init__(self) -> None: ...
    def is_set(self) -> bool: ...
    def set(self) -> None: ...

class Compiled:
    """
    A model ready to run.
    """
    @property
    def factors(self) -> list[typing.Any]: ...

class TodayShelf:
    """
    Today's lives, kept between runs of studies that differ in their programmes' settings alone: the later ones live again only those whom a programme may reach.
    """
    def __init__(self) -> None: ...

class Reached:
    """
    Whom the programmes of a study reach.
    """
    def changed(self, inputs: Inputs) -> list[typing.Any]: ...
    def starts(self, inputs: Inputs, compiled: Compiled) -> list[typing.Any]: ...

def check_file(path: str) -> None: ...
def evaluate(
    inputs: Inputs,
    compiled: Compiled,
    arm: str,
    outcome: str,
    before: typing.SupportsInt | typing.SupportsIndex,
    recruit: typing.SupportsInt | typing.SupportsIndex,
    after: typing.SupportsInt | typing.SupportsIndex,
    clusters: typing.SupportsInt | typing.SupportsIndex,
    seed: typing.SupportsInt | typing.SupportsIndex,
    replicate: typing.SupportsInt | typing.SupportsIndex,
    sample: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
    tell: typing.Any,
    stop: Stop,
) -> dict[str, typing.Any]: ...
def history(
    inputs: Inputs,
    compiled: Compiled,
    month: typing.SupportsInt | typing.SupportsIndex,
    before: typing.SupportsInt | typing.SupportsIndex,
    after: typing.SupportsInt | typing.SupportsIndex,
    seed: typing.SupportsInt | typing.SupportsIndex,
    replicate: typing.SupportsInt | typing.SupportsIndex,
    sample: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
    tell: typing.Any,
    stop: Stop,
) -> dict[str, typing.Any]: ...
def keep_pasts_in(folder: str) -> None:
    """
    Pasts are looked for in this folder before they are lived, and left there.
    """

def nearest(word: str, candidates: collections.abc.Sequence[str]) -> str:
    """
    "did you mean 'x'?", or a list of what there is.
    """

def prepare(inputs: Inputs, threads: typing.SupportsInt | typing.SupportsIndex = 0) -> Compiled: ...
def reached(
    inputs: Inputs,
    compiled: Compiled,
    seed: typing.SupportsInt | typing.SupportsIndex,
    sample: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
    tell: typing.Any,
    stop: Stop,
) -> Reached: ...
def run(
    inputs: Inputs,
    compiled: Compiled,
    seed: typing.SupportsInt | typing.SupportsIndex,
    replicates: typing.SupportsInt | typing.SupportsIndex,
    first_replicate: typing.SupportsInt | typing.SupportsIndex,
    sample: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
    tell: typing.Any,
    stop: Stop,
    functions: collections.abc.Mapping[str, collections.abc.Mapping[str, typing.Any]],
    today: TodayShelf | None = None,
) -> dict[str, typing.Any]: ...
def t_quantile(degrees_of_freedom: typing.SupportsInt | typing.SupportsIndex) -> float:
    """
    Two-sided 95% quantile of Student's t.
    """

def trace(
    inputs: Inputs,
    compiled: Compiled,
    person: typing.SupportsInt | typing.SupportsIndex,
    seed: typing.SupportsInt | typing.SupportsIndex,
    replicate: typing.SupportsInt | typing.SupportsIndex,
    reached: Reached | None = None,
) -> list[typing.Any]: ...

version: str
