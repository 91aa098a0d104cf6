# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The best £10 million
#
# Six programmes, one sum of money: which of them, and how large? After this notebook you can let a search try
# mixes of programmes within a budget, draw what each mix costs against what it does, and check the winner in a
# way that does not flatter it.
#
# Everybody in these figures is synthetic: nobody is a real person.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import forestall as fs
from forestall.mixes import best_mix

plt.rcParams["figure.dpi"] = 80
pd.options.display.max_columns = 12
pd.options.display.max_colwidth = 60
pd.options.display.precision = 2

# %% [markdown]
# The study *bridge* is Buckinghamshire with six programmes, from home visits for frail people to activity for
# anybody. Its arm `big_bang` starts all six in April 2025. Effects are those that trials and fair comparisons
# support, not those that programmes claim. Sizes are factors on the places offered each month:

# %%
study = fs.load("bridge")
figures = study.parameters.set_index("path")
places = figures.loc[[f"programmes/{name}/offered/a_month" for name in study.arms["big_bang"]], "low"]
pd.DataFrame(
    {
        "programme": [figures.loc[path, "title"].removesuffix(": offered a_month") for path in places.index],
        "offers a month, as written": places.to_numpy(),
    }
)

# %% [markdown]
# ## The search
#
# £10 million from April 2025 to the end of 2029, over all payers, in the study's money and without discounting.
# Each programme may be left out, half its size, as written, or twice its size: 4⁶ = 4,096 mixes. We try 24 (one
# that is proposed twice is run once). The first seven are each programme alone and all of them; then a search
# (Optuna) proposes mixes that look promising. The effect is emergency admissions over that time, against today's
# care: fewer is better.
#
# All mixes meet the same people with the same luck. Only 1 person in 20 is simulated, so the luck of those
# simulated is large: the column `standard_error` says how large.

# %%
options = {"sample": 0.05, "until": "2030-01-01"}
measure = "emergency_admissions"
budget = 10e6
mixes = best_mix(study, budget, measure, arm="big_bang", trials=24, together=2, **options)
tried = mixes.to_df()
short = {name: name.replace("_", " ") for name in study.arms["big_bang"]}
titled = {**short, "cost": "cost, £ million", "effect": "effect, admissions"}
tried.assign(cost=tried["cost"] / 1e6).rename(columns=titled).sort_values("effect, admissions").head(10)

# %%
best = mixes.best
print("best within the budget, of those tried:")
for name, size in best.sizes.items():
    print(f"  {short[name]}: {'left out' if size == 0 else f'{size:g} times as written'}")
print(f"cost £{best.cost / 1e6:.1f} million")
print(f"effect {best.effect:+,.0f} admissions, standard error {best.standard_error:,.0f}")

# %% [markdown]
# ## What each mix costs and does
#
# Each dot is a mix; bars are one standard error of luck either way. Right of the dashed line is too dear. Where
# bars of many dots overlap, the search has not found *the* best mix but one of many that are about as good.

# %%
figure, axes = plt.subplots(figsize=(8, 4.4), layout="constrained")
for affordable, colour, label in ((True, "#12436D", "within the budget"), (False, "#AEB7BD", "too dear")):
    rows = tried[tried["is_affordable"] == affordable]
    axes.errorbar(
        rows["cost"] / 1e6,
        rows["effect"],
        yerr=rows["standard_error"],
        fmt="o",
        color=colour,
        elinewidth=0.8,
        label=label,
    )
axes.plot(
    best.cost / 1e6,
    best.effect,
    "o",
    markersize=15,
    markerfacecolor="none",
    markeredgecolor="#801650",
    markeredgewidth=2,
    label="best tried within the budget",
)
axes.axvline(budget / 1e6, color="#212B32", linestyle="--", linewidth=1)
axes.axhline(0, color="#212B32", linewidth=1)
axes.set_xlim(0)
axes.set_xlabel("Cost of programmes to the end of 2029, £ million. Synthetic people; sample of 1 in 20.")
axes.set_ylabel("Emergency admissions, less today")
axes.set_title(f"{len(tried)} mixes of six programmes", loc="left", fontweight="bold")
axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# Many mixes have the very same effect: at this sample, with effects as trials support them, most programmes but
# the home visits change hardly any admissions before 2030. What they do for smoking or diabetes comes later or
# shows in other measures. Among equals, `best` is the cheapest.
#
# ## What the search did not try
#
# 24 trials are few among 4,096. Before believing a search, try what it suggests to a human: here more home visits
# and nothing else. `with_mix` puts a mix into a copy of the study. First a check that it gives the search's own
# figure back.


# %%
def with_mix(sizes):
    """A copy of the study with today's arm and one arm with programmes of these sizes."""
    made = study.copy()
    del made.spec["arms"]["bridge"]
    arm = made.spec["arms"]["big_bang"]
    arm["programmes"] = [use for name, use in zip(sizes, arm["programmes"]) if sizes[name] > 0]
    for name, size in sizes.items():
        if size not in (0, 1):
            made.scale(f"programmes/{name}/offered/a_month", size)
    return made


def judged(sizes, seed):
    """Cost in pounds and effect in admissions, on the luck of a seed."""
    result = with_mix(sizes).run(seed=seed, by=[], **options)
    change = result.diff(measures=[measure, "programme_cost"]).by().total().mean().data.sel(arm="big_bang")
    return float(change["programme_cost"]), float(change[measure])


own_seed = int(study.spec["seed"])
visits_twice = {name: 2.0 if name == "home_visits_in_frailty" else 0.0 for name in best.sizes}
for label, sizes in (("best mix of the search", best.sizes), ("home visits twice, nothing else", visits_twice)):
    cost, effect = judged(sizes, own_seed)
    print(f"{label}: £{cost / 1e6:.1f} million, {effect:+,.0f} admissions")
print(f"(the search said £{best.cost / 1e6:.1f} million and {best.effect:+,.0f} for its best)")

# %% [markdown]
# ## Is the winner as good as it looks? The winner's curse
#
# A winner is chosen *because* its figure is the best, and part of that figure is luck. So it has to be judged on
# other lucks than those that chose it. All mixes of a search share their luck, which protects their order: what
# flatters one flatters all. It does not protect their level: that may be too good or too bad for all of them.
# Four other seeds, and three mixes: the search's best, the one by hand, and all six as written.

# %%
seeds = [101, 102, 103, 104]
mixes_judged = {
    "best mix of the search": best.sizes,
    "home visits twice": visits_twice,
    "all six as written": {name: 1.0 for name in best.sizes},
}
again = pd.DataFrame(
    {label: [judged(sizes, seed)[1] for seed in seeds] for label, sizes in mixes_judged.items()}, index=seeds
)
again.rename_axis("seed").round(0)

# %%
summary = pd.DataFrame({"mean, admissions": again.mean(), "standard error": again.sem()})
gap = again.sub(again["all six as written"], axis=0)
summary["less all six, seed by seed"] = gap.mean()
summary["its standard error"] = gap.sem()
summary.round(0)

# %% [markdown]
# Seed by seed, mixes are compared on the same luck, so the last two columns tell mixes apart better than the
# first two. Four lucks tell a standard error only roughly.

# %%
all_six = tried[(tried[list(best.sizes)] == 1).all(axis=1)].iloc[0]
said = {
    "best mix of the search": best.effect,
    "home visits twice": judged(visits_twice, own_seed)[1],
    "all six as written": all_six["effect"],
}
figure, axes = plt.subplots(figsize=(8, 3), layout="constrained")
for place, label in enumerate(again.columns):
    first = place == 0
    axes.plot(
        again[label],
        np.full(len(again), place),
        "o",
        color="#12436D",
        alpha=0.6,
        label="four other lucks" if first else None,
    )
    axes.plot(
        again[label].mean(),
        place,
        "|",
        color="#12436D",
        markersize=24,
        markeredgewidth=3,
        label="their mean" if first else None,
    )
    axes.plot(
        said[label],
        place,
        "o",
        markersize=13,
        markerfacecolor="none",
        markeredgecolor="#801650",
        markeredgewidth=2,
        label="the luck of the search" if first else None,
    )
axes.set_yticks(range(len(again.columns)), again.columns)
axes.set_ylim(len(again.columns) - 0.4, -0.6)
axes.set_xlim(right=60)
axes.axvline(0, color="#212B32", linewidth=1)
axes.set_xlabel("Emergency admissions to the end of 2029, less today. Synthetic people.")
axes.set_title("The same mixes on other lucks", loc="left", fontweight="bold")
axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1), labelspacing=1.4)
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# In this case the luck of the search was an unkind one: the four others say more admissions are prevented by
# every one of the three. On average over many searches it goes the other way. Either way, quote the figures of
# the fresh lucks and not those of the search.
#
# ## Exercises
#
# 1. Which of the tried mixes had the best effect for each million pounds? Leave out those that cost nothing or do
#    nothing.
# 2. What would be the best of the tried mixes for £3 million? No new runs are needed.
# 3. Do the doubled home visits pay for themselves by the end of 2029? Compare what care costs less with what the
#    visits cost, on seed 101.

# %% [markdown]
# ## Worked solutions
#
# **1.** Divide, and mind that the order among mixes with few events is mostly luck.

# %%
worth = tried[(tried["cost"] > 0) & (tried["effect"] < 0)].copy()
worth["admissions for each £ million"] = worth["effect"] / (worth["cost"] / 1e6)
worth["cost"] /= 1e6
worth.rename(columns=titled).sort_values("admissions for each £ million").head(3)

# %% [markdown]
# **2.** A budget is only a filter on what was tried.

# %%
cheap = tried[tried["cost"] <= 3e6].sort_values("effect").iloc[0]
chosen = {short[name]: float(cheap[name]) for name in best.sizes if cheap[name] > 0}
print(f"{chosen}: £{cheap['cost'] / 1e6:.1f} million")
print(f"{cheap['effect']:+,.0f} admissions, standard error {cheap['standard_error']:,.0f}")

# %% [markdown]
# **3.** `cost` is of care alone; programmes are counted beside it. The interval is of luck.

# %%
change = with_mix(visits_twice).run(seed=101, by=[], **options).diff(measures=["cost", "programme_cost"]).by().total()
care = change.to_df().set_index("measure").loc["cost", ["difference", "low", "high"]] / 1e6
visits = float(change.mean()["programme_cost"].squeeze()) / 1e6
print(f"care: {care['difference']:+.1f} £ million (95% interval {care['low']:+.1f} to {care['high']:+.1f})")
print(f"visits: {visits:+.1f} £ million")
