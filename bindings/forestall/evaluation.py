"""Evaluation designs inside the simulator, beside the truth that only a simulator knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forestall import _engine
from forestall.running import Progress, interruptible, shown
from forestall.showing import SYNTHETIC, table_html

if TYPE_CHECKING:
    import pandas as pd

    from forestall.study import Study

__all__ = ["Evaluation", "evaluate"]


class Evaluation:
    """What each design would have found: events for each person treated in the months after their start."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told
        self.arm: str = told["arm"]
        self.programme: str = told["programme"]
        self.outcome: str = told["outcome"]
        self.means: dict[str, float] = dict(told["means"])
        """Events a person treated: before, after, after_without (the same people without), after_matched."""

    def to_df(self) -> pd.DataFrame:
        """One row a design: people treated and compared, what it finds and the truth with standard errors, bias."""
        import pandas as pd

        names = ["design", "treated", "compared", "found", "found_se", "truth", "truth_se"]
        made = pd.DataFrame(self._told["designs"], columns=names)
        made["bias"] = made["found"] - made["truth"]
        return made

    def course(self) -> pd.DataFrame:
        """Events a month and 1,000 people treated, by months since their start: month, with_programme, without."""
        import pandas as pd

        made = pd.DataFrame({"with_programme": self._told["with_programme"], "without": self._told["without"]})
        before = len(made) - self._after
        made.insert(0, "month", range(-before, self._after))
        return made

    _after = 12

    def _repr_html_(self) -> str:
        rows = [
            (
                row.design,
                f"{row.found:+.2f}",
                f"{row.found - 1.96 * row.found_se:+.2f} to {row.found + 1.96 * row.found_se:+.2f}",
                f"{row.truth:+.2f}",
            )
            for row in self.to_df().itertuples()
        ]
        title = f"What evaluations of {self.programme} would find: {self.outcome} for each person treated"
        return table_html(("design", "finds", "95% interval", "truth"), rows, title, note=SYNTHETIC)


def _first_effect(study: Study, arm: str) -> str:
    """The first process that the arm's first programme acts on."""
    with_programmes = [name for name, programmes in study.arms.items() if programmes]
    names = study.arms.get(arm or next(iter(with_programmes), ""), [])
    for name in names[:1]:
        for effect in (study.programmes[name].get("felt") or {}).values():
            if effect.get("rates"):
                return str(effect["rates"][0])
    return "emergency_admission"


def evaluate(
    study: Study,
    *,
    outcome: str = "",
    arm: str = "",
    before: int = 12,
    recruit: int = 12,
    after: int = 12,
    clusters: int = 12,
    sample: float = 1.0,
    seed: int | None = None,
    threads: int = 0,
    progress: Progress = None,
) -> Evaluation:
    """Before-and-after, matched controls, a randomised trial, a stepped wedge and a pilot in half of the area, all
    in one pass beside the same people's lives without. `outcome`: a process (the first that the programme acts
    on); `arm`: the first with programmes; times in months. Raises InputError.
    """
    inputs = study.inputs()
    outcome = outcome or _first_effect(study, arm)
    with shown(progress, "evaluation") as tell:

        def work(stop: _engine.Stop) -> dict[str, Any]:
            compiled = _engine.prepare(inputs, threads)
            luck = inputs.seed if seed is None else seed
            return _engine.evaluate(
                inputs, compiled, arm, outcome, before, recruit, after, clusters, luck, 0, sample, threads, tell, stop
            )

        told = interruptible(work)
    made = Evaluation(told)
    made._after = after
    return made
