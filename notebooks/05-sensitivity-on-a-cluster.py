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
# # Which figures matter? Sweeps, here and on a cluster
#
# After this notebook you can run a study at many values of its figures, hand the runs to a cluster and get the
# very same numbers back, and rank the figures by how much they matter: one at a time (a tornado) and many at a
# time (Morris' screening).
#
# Everybody in these figures is synthetic: nobody is a real person.
#
# The cluster is two worker processes on this machine; on a real one only the line that makes the client is
# different. This page runs as a notebook (Jupyter, nbclient) and, through one line that says why it is there, as
# a plain script.

# %%
import hashlib

import matplotlib.pyplot as plt
import pandas as pd

import forestall as fs
from forestall.plot.tornado import draw_tornado
from forestall.sensitivity import morris, tornado

plt.rcParams["figure.dpi"] = 80
pd.options.display.max_columns = 12
pd.options.display.max_colwidth = 60
pd.options.display.precision = 3

# %% [markdown]
# The study: Mid and South Essex, people at risk of an admission, today's care beside a falls risk assessment,
# with the effects that the programme **claims** of itself. The runs are small ones, 1 person in 50 until
# mid-2027. Figures are scaled up to the whole place, so one event among those simulated counts as 50: look at
# directions and at large differences, not at the last two digits.

# %%
study = fs.load("essex-frailty")
for arm in ("medicines_review", "care_plans", "all_three"):
    del study.spec["arms"][arm]
del study.spec["attribution"]
options = {"sample": 0.02, "until": "2027-07-01", "lens": "claimed"}
measure = "emergency_admissions"
name = "programmes/essex_falls_assessment/"
offers, effect = name + "offered/a_month", name + "felt/fewer_admissions/claimed"
study.parameters.set_index("path").loc[[offers, effect], ["title", "unit", "low", "source"]].reset_index(drop=True)

# %% [markdown]
# ## A sweep
#
# Every combination of three numbers of offers a month and three strengths of the effect: nine points. An effect
# of 0.65 means 35% fewer admissions while it is felt. All points have the same people with the same luck, so they
# differ by care alone.

# %%
sweep = study.sweep(parameters={offers: [120, 247, 500], effect: [0.55, 0.65, 0.8]})
here = sweep.run(measures=[measure, "cost"], **options)
here.effects(measure).rename(columns={offers: "offers a month", effect: "ratio on admissions"})

# %%
table = here.effects(measure)
figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
for (ratio, rows), colour in zip(table.groupby(effect), ("#12436D", "#28A197", "#F46A25")):
    label = f"admissions x {ratio:g} while it is felt"
    axes.plot(rows[offers], rows.iloc[:, -1], marker="o", color=colour, label=label)
axes.axhline(0, color="#212B32", linewidth=1)
axes.set_xlabel("Offers a month. Synthetic people; sample of 1 in 50.")
axes.set_ylabel("Emergency admissions to mid-2027,\nfalls assessment less today")
axes.set_title("More offers, and a stronger effect", loc="left", fontweight="bold")
axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(0, -0.22))
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# ## The same sweep on a cluster
#
# A cluster of two worker processes, and a client that talks to it. Handing the client over as `executor` is all
# that is different. The study is sent to each worker once; a point that goes out is a handful of numbers, and
# what comes back are its sums by month.
#
# Workers are new processes: each first works out the pasts of everybody once, which takes longer than a small
# point. A cluster pays off with hundreds of points, not with nine.

# %%
from dask.distributed import Client, LocalCluster

import __main__

# Only matters in a plain script: worker processes import the script that started them, and that would run all of this
# again. They need nothing of it, so here they are not told its name. In a script of your own, put the work
# below `if __name__ == "__main__":` instead.
vars(__main__).pop("__file__", None)

with (
    LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    Client(cluster) as client,
):
    again = study.sweep(parameters={offers: [120, 247, 500], effect: [0.55, 0.65, 0.8]})
    there = again.run(measures=[measure, "cost"], executor=client, **options)

# %% [markdown]
# The figures are the same to the last bit. We compare a digest of the whole tidy table.

# %%


def digest(result):
    return hashlib.sha256(result.to_df().to_csv(index=False).encode()).hexdigest()


print("rows:   ", f"{len(here.to_df()):,}")
print("threads:", digest(here))
print("cluster:", digest(there))
print("the same:", digest(here) == digest(there))

# %% [markdown]
# ## One at a time: a tornado
#
# Which of the programme's figures decides how much it does? For each, a range that somebody might argue for.
# These ranges are made up for the exercise; `study.use_evidence()` takes those of the sources instead. Each
# figure goes to the two ends of the middle 95% of its range, with all others as they stand: two runs a figure.

# %%
ranges = {
    effect: (0.55, 0.8),
    offers: (150, 350),
    name + "taken_up/chance": (0.5, 0.9),
    name + "delivered/drop_out": (0.005, 0.05),
    name + "delivered/lasts": (6, 18),
    name + "found/flagged": (0.3, 0.45),
}
blown = tornado(study, measure, ranges, **options)
blown[["title", "at_low", "at_high", "low", "high"]].assign(central=blown.attrs["central"])

# %%
axes = draw_tornado(blown, unit="emergency admissions")

# %% [markdown]
# `low` and `high` say what becomes of the difference when the figure goes to that end; below 0 means more
# admissions are prevented. A tornado misses what two figures do together.
#
# ## Many at a time: Morris' screening
#
# Morris' method walks through the ranges and changes one figure at a time from many starting points. `mu_star` is
# the mean size of the change, `sigma` how much that depends on where the others stand (or is luck, in runs as
# small as these). Three walks through six figures are 21 points. That is few: ten walks or more are usual, and
# the order of figures that lie close together may change with them.

# %%
screened = morris(study, measure, ranges, trajectories=3, **options)
titles = study.parameters.set_index("path")["title"].str.removeprefix("Falls risk assessment: ")
screened.assign(path=screened["path"].map(titles)).rename(columns={"path": "figure"})

# %%
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
axes.scatter(screened["mu_star"], screened["sigma"], color="#12436D")
for row in screened.itertuples():
    axes.annotate(titles[row.path], (row.mu_star, row.sigma), xytext=(6, 4), textcoords="offset points", fontsize=9)
axes.set_xlim(0, screened["mu_star"].max() * 1.4)
axes.set_ylim(-0.05 * screened["sigma"].max(), screened["sigma"].max() * 1.2)
axes.set_xlabel("mu_star: mean size of the effect of a step, emergency admissions. Synthetic people.")
axes.set_ylabel("sigma, emergency admissions")
axes.set_title("The further right, the more a figure matters", loc="left", fontweight="bold")
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# The two rankings need not agree. A tornado starts from the figures as written and asks what either end does;
# Morris asks what a step does from wherever the others happen to stand. A figure that matters only near one end
# of its range is easily missed by three walks.
#
# ## Exercises
#
# 1. What does the programme cost in each of the nine points, in thousand pounds? Use the finished sweep.
# 2. Add a fourth number of offers, 800 a month, to the sweep without running the nine points again.
# 3. Keep finished points in a folder, as on a cluster without Dask: run the first half, then the second, then
#    collect. Check that the table is the same.

# %% [markdown]
# ## Worked solutions
#
# **1.** Costs of programmes come with `cost`. Pounds here; divided by 1,000.

# %%
spent = here.effects("programme_cost").rename(columns={offers: "offers a month", effect: "ratio on admissions"})
spent.assign(thousand_pounds=spent.pop("difference in programme_cost") / 1000)

# %% [markdown]
# **2.** `extend` takes points that are there already, whatever sweep they are from.

# %%
wider = study.sweep(parameters={offers: [120, 247, 500, 800], effect: [0.55, 0.65, 0.8]})
wide = wider.run(measures=[measure, "cost"], extend=here, **options)
wide.effects(measure).pivot(index=offers, columns=effect, values=f"difference in {measure}").rename_axis(
    index="offers a month", columns="ratio on admissions"
)

# %% [markdown]
# **3.** Each part stands for one job of a job array. The last run finds everything in the folder and only
# collects.

# %%
import tempfile

with tempfile.TemporaryDirectory() as folder:
    for k in (1, 2):
        job = study.sweep(parameters={offers: [120, 500], effect: [0.65]})
        job.run(measures=[measure, "cost"], store=folder, part=(k, 2), **options)
    collected = study.sweep(parameters={offers: [120, 500], effect: [0.65]}).run(
        measures=[measure, "cost"], store=folder, **options
    )
at_once = study.sweep(parameters={offers: [120, 500], effect: [0.65]}).run(measures=[measure, "cost"], **options)
print("the same:", digest(collected) == digest(at_once))
