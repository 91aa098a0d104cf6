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
# # How sure can we be, and how many runs does it take?
#
# A simulated difference is uncertain for two reasons that have nothing to do with each other: **luck** (who
# happens to fall ill among those simulated) and **not knowing** (nobody knows the true effect of a programme).
# After this notebook you can tell the two apart, read a table whose intervals hold both, add runs to runs that
# you have already, and say when more runs stop helping.
#
# Everybody in these figures is synthetic: nobody is a real person.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import forestall as fs
from forestall.sweeps import run_many

plt.rcParams["figure.dpi"] = 80
pd.options.display.max_columns = 12
pd.options.display.max_colwidth = 90
pd.options.display.precision = 2

# %% [markdown]
# The study is Mid and South Essex with programmes for frail people. We keep two of its five arms, today's care
# and all three programmes together: fewer arms run faster. We simulate 1 person in 50 until mid-2027. All figures
# are scaled up to the whole place. A smaller sample has **more luck** in it, about √50 ≈ 7 times as much as
# simulating everybody.

# %%
study = fs.load("essex-frailty")
for arm in ("falls_assessment", "medicines_review", "care_plans"):
    del study.spec["arms"][arm]
del study.spec["attribution"]  # who of the three did what: not needed here
options = {"sample": 0.02, "until": "2027-07-01"}
measure = "emergency_admissions"
study

# %% [markdown]
# ## One run: luck alone
#
# One run, with every figure at its central value. The interval comes from how 16 batches of people differ; it
# holds the luck of those simulated and nothing else.

# %%
one = study.run(**options)
one.diff(measures=[measure, "bed_days", "falls"]).by().total().to_df().set_index("measure")[
    ["difference", "standard_error", "low", "high", "unit"]
]

# %% [markdown]
# ## What is not known
#
# Every figure of a programme names its source, and many sources give a range. `use_evidence` turns those ranges
# into distributions. `"programmes/"` takes those of the programmes and leaves the figures of the model alone,
# which keeps each run short. The distributions are of a *factor* on the figure: 0.92 to 1.07 means 8% less to 7%
# more.

# %%
study.use_evidence("programmes/")
known = study.parameters.set_index("path")
table = known.loc[list(study.uncertain), ["title", "low", "range", "grade"]].rename(columns={"low": "central value"})
print(f"{len(table)} figures are uncertain; the first eight:")
table.head(8).reset_index(drop=True)

# %% [markdown]
# ## Draws and replicates
#
# A **draw** is one guess at all the uncertain figures together. A **replicate** is one set of lives. Eight draws
# with four replicates each are 32 runs. Every draw has lucks of its own, so that the spread between draws holds luck
# as well.

# %%
runs = study.run(draws=8, replicates=4, **options)


def difference(of, name=measure):
    """All three programmes less today over the whole run, one figure for each draw and replicate."""
    return of.diff().only(name).by().total().data[name].squeeze("arm", drop=True)


change = difference(runs)  # draws down, replicates across
print(f"{runs.draws} draws x {runs.replicates} replicates; mean difference {float(change.mean()):+,.0f} admissions")
change.to_pandas()

# %% [markdown]
# Each line below is a draw, and its dots are its four lucks. Two things spread the dots: lines lie at different
# places (not knowing, and what is left of luck in a mean of four), and dots lie apart within each line (luck).

# %%
ordered = change.sortby(change.mean("replicate"))
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
places = np.arange(ordered.sizes["draw"])
axes.hlines(places, ordered.min("replicate"), ordered.max("replicate"), color="#AEB7BD", linewidth=2)
for number in range(ordered.sizes["replicate"]):
    axes.scatter(ordered.isel(replicate=number), places, color="#12436D", s=34, zorder=3, alpha=0.85)
axes.axvline(0, color="#212B32", linewidth=1)
axes.set_yticks(places, [f"draw {int(d)}" for d in ordered["draw"]])
axes.set_xlabel("Emergency admissions to mid-2027, all three programmes less today (events)")
axes.set_title("Eight guesses at the truth, four lucks each. Synthetic people.", loc="left", fontweight="bold")
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# The mean of each draw over its four lucks, and how far the lucks of one draw lie apart.

# %%
print("means of draws:", "  ".join(f"{value:+,.0f}" for value in change.mean("replicate").values), "admissions")
within = float(change.var("replicate", ddof=1).mean()) ** 0.5
print(f"standard deviation of lucks within a draw: {within:,.0f} admissions")

# %% [markdown]
# `spread` does the sum, an analysis of variance. `sd` is in the measure's unit: how far *one run* typically lies
# from the mean for each reason.

# %%
runs.spread(measure)

# %% [markdown]
# The split is different for every measure.

# %%
rows = {}
for name in ("emergency_admissions", "bed_days", "falls", "community_contacts", "cost", "programme_cost"):
    part = runs.spread(name).set_index("what")
    rows[runs[name].attrs["long_name"].removesuffix(" by payer")] = part.loc[["luck", "parameters"], "share"]
shares = pd.DataFrame(rows).T
figure, axes = plt.subplots(figsize=(8, 3.4), layout="constrained")
axes.barh(shares.index, shares["luck"], color="#AEB7BD", label="luck (sample of 1 in 50)")
axes.barh(shares.index, shares["parameters"], left=shares["luck"], color="#12436D", label="not knowing")
axes.invert_yaxis()
axes.set_xlim(0, 1)
axes.set_xlabel("Share of the variance of one run's difference. Synthetic people.")
axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
axes.set_title("Luck, or not knowing the parameters?", loc="left", fontweight="bold")
axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# Read such shares as "mostly" and "hardly": eight draws tell a variance roughly. A share of luck near 100% says that
# this sample is too small to see what the parameters do; the whole population has a fiftieth of the variance by luck.
#
# ## A table with intervals over draws
#
# The split screen of many draws says where 95% of the draws lie. Each draw is a mean over its replicates, so what is
# not known is in the interval, and so is what is left of luck.

# %%
runs.split_screen()

# %% [markdown]
# How much of the spread between draws would be left if nobody had luck? The variance between draws less the luck
# that is left in their means (a quarter of the variance within a draw, as each has four).

# %%
between = float(change.mean("replicate").var("draw", ddof=1))
left = float(change.var("replicate", ddof=1).mean()) / runs.replicates
sd = pd.Series({"draws as they are": between, "luck left in them": left, "not knowing alone": max(0.0, between - left)})
(sd**0.5).rename("standard deviation, admissions").to_frame().round(0)

# %% [markdown]
# ## More runs, without running the old ones again
#
# Draw 7 is the same draw whether 8 or 10 are asked for. `extend` takes the runs that are there and adds the rest.

# %%
more = run_many(study, draws=10, replicates=4, extend=runs, **options)
longer = difference(more)
print("the first eight draws are unchanged:", bool((longer.values[:8] == change.values).all()))
pd.DataFrame(
    {
        f"{values.sizes['draw']} draws": {
            "mean difference, admissions": float(values.mean()),
            "standard deviation between draws, admissions": float(values.mean("replicate").std("draw", ddof=1)),
        }
        for values in (change, longer)
    }
).round(0)

# %% [markdown]
# More draws tell the mean and the spread between draws better. They do **not** make that spread smaller: it is
# about the world, not about the computer. Only better evidence narrows it.
#
# ## How many replicates are enough?
#
# Luck can be reduced as far as you like. `until_se` runs replicates until the standard error of the difference is
# small enough, here 45 admissions over the whole run, with every figure at its central value. `most` is a safety
# stop.

# %%
enough = study.until_se(measure, 45, most=16, **options)
print(f"replicates run: {enough.replicates}; standard error: {enough.se:.0f} admissions; good enough: {enough.reached}")
if not enough.reached:
    print(f"about {enough.more} more replicates would be needed")

# %% [markdown]
# The standard error falls with the square root of the number of replicates: four times the runs for half the
# error. The line is that rule, drawn through the last point, whose error is known from batches of people. The
# dots are cruder: what the first 2, 3, 4, ... replicates say by how they differ from each other; with few
# replicates that is a poor guide.

# %%
lucks = difference(enough).values.ravel()
counts = np.arange(2, len(lucks) + 1)
errors = [lucks[:n].std(ddof=1) / n**0.5 for n in counts]
smooth = np.linspace(1, len(lucks), 100)
figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
axes.plot(smooth, enough.se * np.sqrt(len(lucks) / smooth), color="#AEB7BD", linewidth=2, label="square-root rule")
axes.scatter(counts, errors, color="#12436D", zorder=3, label="first n replicates")
axes.axhline(45, color="#F46A25", linestyle="--", linewidth=1, label="asked for: 45 admissions")
axes.set_ylim(0)
axes.set_xticks(range(1, len(lucks) + 1))
axes.set_xlabel("Replicates. Synthetic people.")
axes.set_ylabel("Standard error, admissions")
axes.set_title("More runs buy less luck, at a falling rate", loc="left", fontweight="bold")
axes.legend(frameon=False)
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# ## Exercises
#
# 1. How much of the spread in bed days is luck, and what is its standard deviation?
# 2. How many replicates of this small sample would a standard error of 20 admissions take? Work it out from
#    `enough` without running anything.
# 3. The falls assessment's effect on admissions is one of the uncertain figures. Draw everything **but** that one
#    (4 draws, 4 replicates) and compare the spread between draws with that of the first four draws above.

# %% [markdown]
# ## Worked solutions
#
# **1.** The unit of `sd` is the measure's, person-days.

# %%
runs.spread("bed_days")[["what", "share", "sd"]]

# %% [markdown]
# **2.** The number of replicates goes with the square of the ratio of the errors.

# %%
print(f"about {int(np.ceil(enough.replicates * (enough.se / 20) ** 2))} replicates")

# %% [markdown]
# **3.** Copies of a study are independent, so the distribution is removed from the copy alone. A draw of a figure
# depends on the seed, the draw's number and the figure's path, so all other figures are drawn as before.

# %%
without = study.copy()
del without.uncertain["programmes/essex_falls_assessment/felt/fewer_admissions/controlled"]
fewer = difference(without.run(draws=4, replicates=4, **options))
print("standard deviation between draws, admissions:")
print(f"  all drawn:            {float(change.isel(draw=slice(0, 4)).mean('replicate').std('draw', ddof=1)):.0f}")
print(f"  without that effect:  {float(fewer.mean('replicate').std('draw', ddof=1)):.0f}")
