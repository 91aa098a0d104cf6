# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7. How pilots mislead
#
# **Everybody in this notebook is synthetic.** A programme that does *nothing* is evaluated in five ways, beside the
# truth, which only a simulator knows. After this notebook you can see why before-and-after figures of people chosen
# for past use fall by themselves, which designs see through it, and how to try your own design of an evaluation.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import forestall as fs

# %matplotlib inline
pd.options.display.max_columns = 12
pd.options.display.max_rows = 30
pd.options.display.width = 120
pd.options.display.float_format = "{:,.2f}".format
plt.rcParams["figure.dpi"] = 80

# %% [markdown]
# ## A programme that does nothing
#
# It is offered to people who were admitted as an emergency at least twice in the last twelve months. Its only effect
# is a ratio of 1 on their admissions and attendances, under both lenses.

# %%
study = fs.load("how-pilots-mislead")
programme = study.programmes["does_nothing"]
for key in ("eligible", "offered", "taken_up", "delivered", "felt"):
    print(f"{key}: {dict(programme[key])}")

# %% [markdown]
# ## Evaluate it
#
# `evaluate` lets the programme begin and follows the people who start in its first twelve months. Each of them also
# has another life, without the programme and with the same luck: the difference between the two lives is the truth.
# The five designs see only what evaluators would see. Everybody in Buckinghamshire is simulated here.

# %%
evaluation = study.evaluate()
designs = evaluation.to_df()
designs

# %% [markdown]
# Figures are emergency admissions for each person treated, in the twelve months after the start. `found` is what the
# design reports, `truth` what the programme did, `bias` the gap; `_se` are standard errors. The truth is 0.
#
# A picture, with 95% intervals:


# %%
def draw_designs(table, title, ax):
    """What each design finds, with its 95% interval, beside the truth."""
    places = np.arange(len(table))[::-1]
    ax.errorbar(
        table["found"], places, xerr=1.96 * table["found_se"], fmt="o", color="#12436D", capsize=3, label="found"
    )
    ax.plot(table["truth"], places, "D", color="#F46A25", markersize=7, alpha=0.8, zorder=3, label="truth")
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_yticks(places, table["design"])
    ax.set_xlabel("Change in emergency admissions for each person treated, 12 months")
    ax.set_title(title, loc="left", fontsize=10)
    ax.spines[["top", "right"]].set_visible(False)
    ax.margins(y=0.15)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)


fig, ax = plt.subplots(figsize=(8.5, 3), layout="constrained")
draw_designs(designs, "A programme that does nothing: only before and after finds a large effect (synthetic)", ax)

# %% [markdown]
# Before and after is far off, and its interval is *narrow*: more people make it surer of the wrong figure. The other
# four stand near the truth. Where one of their intervals just leaves out 0, remember that one interval in twenty does
# so by luck, and that twelve clusters are few.

# %%
designs["low"] = designs["found"] - 1.96 * designs["found_se"]
designs["high"] = designs["found"] + 1.96 * designs["found_se"]
designs["holds_the_truth"] = (designs["low"] <= designs["truth"]) & (designs["truth"] <= designs["high"])
designs[["design", "found", "low", "high", "truth", "holds_the_truth"]]

# %% [markdown]
# ## Regression to the mean
#
# `course()` follows the people treated by months from their start: with the programme, and in their other life
# without it.

# %%
course = evaluation.course()
fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
ax.axvline(0, color="grey", linewidth=0.8, linestyle=":")
ax.plot(course["month"] + 0.5, course["without"], color="#F46A25", linewidth=5, alpha=0.5, label="without it")
ax.plot(course["month"] + 0.5, course["with_programme"], color="#12436D", linewidth=1.5, label="with the programme")
ax.set_ylim(0)
ax.set_xlabel("Months from the start of the programme")
ax.set_ylabel("Emergency admissions a month\nper 1,000 people treated")
ax.set_title("Admissions rise to the start and fall after it, with or without (synthetic)", loc="left", fontsize=10)
ax.spines[["top", "right"]].set_visible(False)
_ = ax.legend(frameon=False)
print("the two lines are the same:", bool((course["with_programme"] == course["without"]).all()))

# %% [markdown]
# Why? People become eligible at the moment of their second admission, so the month before the start is a peak *by
# choice*. Some were admitted twice because they are ill for good, others because they were unlucky that year. Choosing
# by the past year picks both, and only the first lasts.

# %%
means = evaluation.means
print(f"people treated:                 {means['people']:,.0f}")
print(f"admissions each, year before:   {means['before']:.2f}")
print(f"admissions each, year after:    {means['after']:.2f}")
print(f"without the programme:          {means['after_without']:.2f}")
print(f"fall that nobody caused:        {1 - means['after_without'] / means['before']:.0%}")

# %% [markdown]
# ## How people are chosen decides
#
# The same programme, offered by luck to people of 80 and over, whatever they have used. (Half of the people are
# simulated from here on, to save time: intervals are about 1.4 times as wide.)

# %%
by_age = fs.load("how-pilots-mislead")
del by_age.programmes["does_nothing"]["eligible"]["admissions_12m"]
by_age.programmes["does_nothing"]["eligible"]["age"] = {"at_least": 80}
other = by_age.evaluate(sample=0.5)
print(f"before: {other.means['before']:.2f} admissions each, after: {other.means['after']:.2f}")

fig, ax = plt.subplots(figsize=(8.5, 3), layout="constrained")
draw_designs(other.to_df(), "Nobody chosen for past use: before and after now finds harm (synthetic)", ax)

# %% [markdown]
# There is no fall any more, as there was no peak to fall from. Now before and after finds a little *more* use after
# than before. Part of it must be that people are a year older; and whoever starts has lived to that day and was not
# in their last months, while in the year after some are. No design is right by its name; it depends on how people
# were chosen.
#
# ## Exercises
#
# 1. Run the first evaluation with `sample=0.3`. What happens to the interval of before and after, and to its bias?
# 2. Let the programme work: set the ratio on admissions to 0.8. Which designs find the truth within their intervals?
# 3. Repeat the first evaluation with the seeds 2 to 5, on 30% of the people. How often does each design's 95%
#    interval hold the truth?

# %% [markdown]
# ## Worked solutions
#
# **1.** Fewer people make the interval wider. The bias stays about where it was: it is not a matter of luck.

# %%
smaller = study.evaluate(sample=0.3).to_df()
sizes = pd.DataFrame({"everybody": designs.iloc[0], "30%": smaller.iloc[0]}).T
sizes[["treated", "found", "found_se", "bias"]]

# %% [markdown]
# **2.** The study believes the `controlled` value of an effect, so that is the one to change. Before and after now
# adds the programme's effect to the fall that nobody caused.

# %%
works = fs.load("how-pilots-mislead")
works.programmes["does_nothing"]["felt"]["nothing"]["controlled"]["times"] = 0.8
working = works.evaluate(sample=0.5).to_df()
fig, ax = plt.subplots(figsize=(8.5, 3), layout="constrained")
draw_designs(working, "The same with 20% fewer admissions (synthetic)", ax)
gap = (working["found"] - working["truth"]).abs() / working["found_se"]
working.assign(within_its_interval=gap <= 1.96)[["design", "found", "found_se", "truth", "bias", "within_its_interval"]]

# %% [markdown]
# Matching and randomising come close. (Matching does, because people were chosen by exactly what is matched; with a
# score that knows more than the evaluator it need not.) The two designs by area look at all who are eligible, of
# whom few are treated, so the effect drowns in luck.
#
# **3.** Another seed is another set of lives.

# %%
tables = [study.evaluate(sample=0.3, seed=seed).to_df().assign(seed=seed) for seed in range(2, 6)]
seeds = pd.concat(tables)
seeds["holds_the_truth"] = (seeds["found"] - seeds["truth"]).abs() <= 1.96 * seeds["found_se"]
seeds.groupby("design", sort=False).agg(
    runs=("seed", "size"), intervals_that_hold_the_truth=("holds_the_truth", "sum"), mean_found=("found", "mean")
)
