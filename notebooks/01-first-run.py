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
# # 1. A first run
#
# Forestall simulates the people of an English health and care system one by one, and what happens to them with and
# without programmes of prevention. **Everybody in it is synthetic: no row, figure or picture here is of a real
# person.**
#
# After this notebook you can load a study, run it, read its split screen, take its figures into pandas, draw one of
# them, and keep the result in a file.

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

import forestall as fs

# %matplotlib inline
pd.options.display.max_columns = 12
pd.options.display.max_rows = 20
pd.options.display.width = 120
pd.options.display.float_format = "{:,.2f}".format
plt.rcParams["figure.dpi"] = 80

# %% [markdown]
# ## What comes with the package
#
# A **study** names a place, a model of health and care, a period, and the **arms** to compare. An arm is one way in
# which care could go on; the first is usually today's.

# %%
fs.studies()

# %% [markdown]
# ## Load a study
#
# We take Mid and South Essex with three programmes for frail people. (`fs.demo()` runs the same study in one line
# and prints its main table.)

# %%
study = fs.load("essex-frailty")
study

# %% [markdown]
# ## Run it
#
# Four choices keep this quick:
#
# - `sample=0.1` simulates one person in ten. Figures are scaled up to the whole place. The smaller the sample, the
#   wider the intervals: a tenth of the people makes them about three times as wide as simulating everybody.
# - `until="2031-01-01"` stops ten years earlier than the study would.
# - `by=["layer", "imd"]` keeps figures apart by layer of need and by fifth of deprivation.
# - `lens="claimed"` believes what programmes say of themselves. The study's own choice is `"controlled"`: what trials
#   and fair comparisons support. Notebook 2 puts the two side by side, and they differ a great deal.
#
# The seed is the study's own, so you will get the same figures.

# %%
result = study.run(sample=0.1, until="2031-01-01", by=["layer", "imd"], lens="claimed")
result.notes or "nothing to note"

# %% [markdown]
# ## The split screen
#
# Today's figures stand beside what each arm would change: the first months of the programmes above a year further
# off. Months are counted from April 2025, when the programmes start. Each difference has a 95% interval. Where the
# interval holds 0, this run does not tell the difference from none.

# %%
result.split_screen()

# %% [markdown]
# The same as a pandas table: here, one measure in one arm. The column `is_told_from_none` says whether the interval
# leaves out 0.

# %%
screen = result.split_screen().to_df()
columns = ["horizon", "today", "difference", "low", "high", "unit", "is_told_from_none"]
screen.query("measure == 'emergency_admissions' and arm == 'all_three'")[columns]

# %% [markdown]
# ## What was counted
#
# A result holds many measures, each with a title and a unit. Here are the first; `result.names` has them all.

# %%
counted = [(name, result[name].attrs["long_name"], result[name].attrs["units"]) for name in result.names]
print(len(counted), "measures")
pd.DataFrame(counted, columns=["measure", "title", "unit"]).head(12)

# %% [markdown]
# ## Figures by layer
#
# `by("layer")` adds up over everything but the layer of need; `annual()` makes whole calendar years. Both return
# objects of the same kind, so they can be chained. `to_df()` gives a tidy table with one figure a row.

# %%
layers = result.by("layer").annual().only("population", "emergency_admissions").to_df()
layers.head()

# %% [markdown]
# The run starts in July 2024, so its first whole calendar year is 2025. A number of people (`population`) is that of
# the year's end; a count of events is the sum over the year. With both, pandas gives a rate.

# %%
today_2025 = layers.query("arm == 'today' and year == 2025").pivot_table(
    index="layer", columns="measure", values="value", sort=False
)
rates = 1000 * today_2025["emergency_admissions"] / today_2025["population"]
pd.DataFrame(
    {
        "people at the end of 2025": today_2025["population"],
        "emergency admissions in 2025": today_2025["emergency_admissions"],
        "admissions per 1,000 people": rates,
    }
)

# %% [markdown]
# A picture of it. The rates are rough: an admission is counted in the layer that somebody was in when it happened,
# and divided by those who were there at the year's end. In the small top layer people stay for months rather than
# years, so a rate can be more than one admission a person.

# %%
fig, ax = plt.subplots(figsize=(7.5, 3.2), layout="constrained")
ax.barh(rates.index[::-1], rates[::-1], color="#005EB8")
for place, rate in enumerate(rates[::-1]):
    ax.text(rate, place, f" {rate:,.0f}", va="center")
ax.set_xlabel("Emergency admissions in 2025 per 1,000 people at the year's end")
ax.set_title(
    "Today's arm: the fewer the people in a layer, the more admissions each (synthetic)", loc="left", fontsize=10
)
ax.xaxis.set_major_formatter("{x:,.0f}")
ax.spines[["top", "right"]].set_visible(False)
ax.margins(x=0.1)

# %% [markdown]
# ## Draw a measure over time
#
# `plot.fan` draws one measure over whole calendar years, a line for each arm. Its title says what the figures say of
# the last year.

# %%
ax = result.plot.fan("emergency_admissions", arms=["today", "all_three"])

# %% [markdown]
# The vertical axis does not begin at zero: the two lines are less than 1% apart in every year, because the programmes
# reach few people beside all who live in the place. The differences show more. Both arms have the same people with
# the same luck, so a difference is known far better than
# either figure alone.

# %%
ax = result.plot.fan("emergency_admissions", arms=["all_three"], differences=True)

# %% [markdown]
# The band holds luck alone. It says nothing about whether the claim that was put in is right.
#
# ## What became of the programmes
#
# How many people were offered a place, refused, and started, up to the end of this run.

# %%
result.programmes()[["arm", "programme", "from", "offers_until", "offers", "refusals", "starts"]]

# %% [markdown]
# ## Keep it and open it again
#
# `save` writes one HDF5 file, with a short record of the run beside it. We use a temporary folder here. What became
# of programmes (the table above) is not part of the file, but all figures by month are.

# %%
with tempfile.TemporaryDirectory() as folder:
    path = result.save(Path(folder) / "first-run.h5")
    print(path.name, f"{path.stat().st_size / 1e6:.1f} MB")
    opened = fs.open_result(path)

same = (opened["emergency_admissions"] == result["emergency_admissions"]).all().item()
print("the same figures:", same)
print({key: opened.provenance[key] for key in ("study", "place", "seed", "sample") if key in opened.provenance})

# %% [markdown]
# Tables go to other programs with `to_csv`, `to_parquet` or `to_excel`, from any object with figures.

# %%
with tempfile.TemporaryDirectory() as folder:
    path = result.only("emergency_admissions", "bed_days").by().annual().to_csv(Path(folder) / "by-year.csv")
    print(path.read_text()[:300])

# %% [markdown]
# ## Exercises
#
# 1. Draw falls of people of 65 and over (`falls`) in the arm `falls_assessment`, as a difference from today, with its
#    interval.
# 2. Which fifth of deprivation has most emergency admissions per 1,000 people in 2025, in today's arm? Which stratum
#    tells you?
# 3. Run the study again with a quarter of the people of this sample, and compare the widths of the 95% intervals of
#    the first 18 months. What would you expect?

# %% [markdown]
# ## Worked solutions
#
# **1.** `differences=True` takes today's arm away, run by run.

# %%
ax = result.plot.fan("falls", arms=["falls_assessment"], differences=True)

# %% [markdown]
# **2.** The stratum is `imd`; 1 is the most deprived fifth. People of different fifths differ in age, so these are
# crude rates.

# %%
fifths = result.by("imd").annual().only("population", "emergency_admissions").data
fifths = fifths.sel(arm="today", year=2025).squeeze().to_dataframe()
(1000 * fifths["emergency_admissions"] / fifths["population"]).rename("admissions per 1,000 people").to_frame()

# %% [markdown]
# **3.** Widths go with one over the square root of the people simulated, so a quarter of them should make intervals
# about twice as wide. Programmes reach few people in a small sample, and each width is itself estimated from 16
# batches of people, so single ratios stray from 2.

# %%
smaller = study.run(sample=0.025, until="2027-01-01", by=["layer"], lens="claimed").split_screen().to_df()
widths = {}
for name, table in (("sample 0.1", screen), ("sample 0.025", smaller)):
    chosen = table.query("horizon == 'first 18 months' and arm == 'all_three'").set_index("measure")
    widths[name] = (chosen["high"] - chosen["low"]).loc[["emergency_admissions", "bed_days", "ed_attendances", "falls"]]
widths = pd.DataFrame(widths)
widths["ratio"] = widths["sample 0.025"] / widths["sample 0.1"]
widths
