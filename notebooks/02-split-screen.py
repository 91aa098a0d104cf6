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
# # 2. The split screen
#
# **Everybody in this notebook is synthetic.** After it you can put today's care beside a scenario, in the short term
# and in the long term, under both readings of the evidence; see who is where, who moves and who pays; and say what
# an interval means and what it does not.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import forestall as fs

# %matplotlib inline
pd.options.display.max_columns = 12
pd.options.display.max_rows = 24
pd.options.display.width = 120
pd.options.display.float_format = "{:,.1f}".format
plt.rcParams["figure.dpi"] = 80

# %% [markdown]
# ## One scenario, two lenses
#
# The study of Mid and South Essex compares five arms. We keep two: today, and all three programmes together. A
# study's text is open to change as plain Python.

# %%
study = fs.load("essex-frailty")
for arm in ("falls_assessment", "medicines_review", "care_plans"):
    del study.spec["arms"][arm]
del study.spec["attribution"]  # shares an arm's effect out over its programmes: not needed here
study

# %% [markdown]
# Every effect in a programme's file has two values: as **claimed** by the programme, and as **controlled** trials and
# fair comparisons support it. `lens="both"` runs each arm twice, on the same people with the same luck.
#
# With `sample=0.1` one person in ten is simulated: figures are scaled up to the whole place, and their intervals are
# about three times as wide as those of a full run. With `until` the run ends after 2030.

# %%
result = study.run(sample=0.1, until="2031-01-01", by=["layer"], lens="both")
result.arms

# %% [markdown]
# ## The table
#
# The short term, counted in months from the programmes' start in April 2025, stands above a year of the longer term.

# %%
result.split_screen()

# %% [markdown]
# ## The picture
#
# Left: today. Middle: the scenario, on the same axes. Right: the difference, with its 95% interval. For each measure
# the first 24 months stand above the calendar years. `cost` is the cost of care, without that of the programmes. First
# the claim:

# %%
axes = result.plot.split_screen(["emergency_admissions", "cost"], arm="all_three_claimed")

# %% [markdown]
# And the same programmes, for the same people, as controlled studies have it:

# %%
axes = result.plot.split_screen("emergency_admissions", arm="all_three_controlled")

# %% [markdown]
# ## Differences in figures
#
# `diff("today")` takes today's arm away from every other, run by run. `to_df()` adds the standard error and the 95%
# interval.

# %%
differences = result.diff("today", ["emergency_admissions", "bed_days"]).by().annual()
table = differences.to_df()
table.query("year in (2026, 2030)")[["arm", "year", "measure", "difference", "standard_error", "low", "high", "unit"]]

# %% [markdown]
# Standard errors come from 16 batches of people within the run: how much do the batches differ?

# %%
print("degrees of freedom:", differences.degrees_of_freedom)

# %% [markdown]
# ## What an interval means
#
# Another run of the same study, with other luck, would give another difference. The standard error says how far such
# runs stray. We can look: here are ten runs of one person in fifty, each with its own luck.

# %%
again = study.run(sample=0.02, replicates=10, until="2027-01-01", by=[], lens="both")
months = again.diff("today", ["emergency_admissions"]).first_months(12, start=9)  # programmes start in month 9
each = months["emergency_admissions"].sel(arm="all_three_claimed").squeeze()
of_the_mean = months.se()["emergency_admissions"].sel(arm="all_three_claimed").item()
print("Emergency admissions in the first 12 months, all_three as claimed less today")
print(f"mean of the {each.size} runs: {each.mean().item():,.0f} events")
print(f"how far single runs stray (standard deviation): {each.std(ddof=1).item():,.0f} events")
print(f"standard error of one run, from batches: {of_the_mean * each.size**0.5:,.0f} events")
print(f"standard error of the mean of all of them: {of_the_mean:,.0f} events")

# %% [markdown]
# The interval below is that of the mean of all ten, so single runs may well lie outside it.

# %%
bounds = months.interval()["emergency_admissions"].sel(arm="all_three_claimed")
low, mean, high = (bounds.sel(bound=name).item() for name in ("low", "mean", "high"))
fig, ax = plt.subplots(figsize=(7.5, 2.6), layout="constrained")
ax.axvspan(low, high, color="#005EB8", alpha=0.15, label="95% interval of the mean")
ax.axvline(mean, color="#005EB8", label="mean")
ax.plot(each, range(1, each.size + 1), "o", color="#F46A25", label="one run each")
ax.axvline(0, color="black", linewidth=1)
ax.set_xlabel("Emergency admissions in the first 12 months, all_three as claimed less today")
ax.set_yticks([])
ax.set_title("Ten runs of 1 person in 50 (synthetic): luck alone makes them differ", loc="left", fontsize=10)
ax.spines[["top", "right"]].set_visible(False)
_ = ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False, fontsize=9)

# %% [markdown]
# ## What an interval does not mean
#
# It holds the luck of those simulated, and nothing else. It does not say whether what was put in is right: not the
# effects, not the prices, not the model. Running more people makes it narrower around whatever was put in. Look at
# the two lenses together:

# %%
ax = result.plot.fan("emergency_admissions", arms=["all_three_claimed", "all_three_controlled"], differences=True)

# %% [markdown]
# Both bands are 95% intervals, and in none of these years do they overlap. At most one of the two lenses can be right,
# and no interval tells which. That takes evidence: the range of each effect with its source is in
# `study.parameters`.

# %%
effects = study.parameters
effects = effects[effects["path"].str.contains("fewer_admissions/c")]
pd.DataFrame(
    {
        "parameter": effects["path"].str.removeprefix("programmes/"),
        "ratio": effects["low"].map("{:.2f}".format),
        "source": effects["source"],
        "grade": effects["grade"],
    }
)

# %% [markdown]
# ## Who is where
#
# People by layer of need at the end of a year, drawn to scale: today beside the scenario. The numbers hardly differ:
# these programmes are about what happens to people, and do little to how many are in each layer.

# %%
axes = result.plot.pyramid(2030, arm="all_three_claimed")

# %% [markdown]
# ## Who moves
#
# Moves between layers in one year, births, deaths and migration. These are counts of moves: somebody who moves twice
# counts twice.

# %%
ax = result.plot.flows("today", 2026)

# %% [markdown]
# ## Who pays
#
# Costs of programmes and of care fall on different payers. Here there are no intervals by payer: read small bars as
# luck unless something else supports them.

# %%
axes = result.plot.who_pays("all_three_claimed")

# %% [markdown]
# ## Exercises
#
# 1. In which calendar years is the difference in the cost of care told from none: as claimed, and as controlled?
# 2. What is the difference *between the lenses*? Take `diff("all_three_controlled")` of this result and look at the
#    standard error. Why is there none, and how do you get one?
# 3. Add up care and programmes for each payer over the whole run under both lenses. Who gains in one and not in the
#    other?

# %% [markdown]
# ## Worked solutions
#
# **1.** A difference is told from none where its interval leaves out 0. One comparison in twenty does so by luck
# even where there is no difference.

# %%
cost = result.diff("today", ["cost"]).by().annual().to_df()
cost["is_told_from_none"] = (cost["low"] > 0) | (cost["high"] < 0)
for name in ("difference", "low", "high"):
    cost[name] /= 1e6
cost = cost.rename(columns={name: f"{name}, million pounds" for name in ("difference", "low", "high")})
cost[["arm", "year", "difference, million pounds", "low, million pounds", "high, million pounds", "is_told_from_none"]]

# %% [markdown]
# **2.** Batches of people are kept as differences from the first arm. Against another arm, standard errors need
# several runs, such as the ten replicates above (of 1 person in 50, to the end of 2026).

# %%
between = result.diff("all_three_controlled", ["emergency_admissions"]).by().total().to_df()
print("one run, standard error:", between.query("arm == 'all_three_claimed'")["standard_error"].item())
lenses = again.diff("all_three_controlled", ["emergency_admissions"]).total().to_df()
lenses.query("arm == 'all_three_claimed'")[["arm", "measure", "difference", "standard_error", "low", "high", "unit"]]

# %% [markdown]
# **3.** `who_pays` gives thousands of pounds. Negative: the payer spends less than today. Without intervals by payer,
# only large figures should be read.

# %%
payers = {}
for arm in ("all_three_claimed", "all_three_controlled"):
    whole = result.who_pays(arm).query("horizon == 'the whole run'")
    payers[f"{arm}, thousand pounds"] = whole.groupby("payer", sort=False)["difference"].sum()
pd.DataFrame(payers)

# %% [markdown]
# As claimed, the payer of acute care gains most, while primary care and the community pay. As controlled, the
# community and primary care still pay, and far less comes back. Figures in the last column may well be luck, those of
# self-funders and of acute care too: there is no interval by payer.
