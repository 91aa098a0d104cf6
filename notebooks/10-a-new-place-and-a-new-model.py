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
# # A new model and a new place
#
# Nothing in the engine knows about hospitals: what can happen to people stands in text files that you can write.
# After this notebook you can load a small model, write one of your own in some thirty lines, check its figures
# against a formula, and put your own table of people under a study.
#
# Everybody in these figures is synthetic: nobody is a real person. The figures of the new model and place are
# made up for this page and marked `assumed`.

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import forestall as fs

plt.rcParams["figure.dpi"] = 80
pd.options.display.max_columns = 12
pd.options.display.max_colwidth = 90
pd.options.display.precision = 3


def tidy(axes, title):
    axes.set_title(title, loc="left", fontweight="bold")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)


# %% [markdown]
# ## A small model that comes with the package
#
# Sick-Sicker is a disease made up for teaching: people are healthy, sick or sicker. A study is a handful of texts
# that name each other; here they are.

# %%
small = fs.load("sick-sicker")
print("\n".join(small.texts.paths()))
pd.DataFrame(
    [(name, one["rate"]["value"], one["rate"]["unit"]) for name, one in small.model["processes"].items()],
    columns=["process", "rate", "unit"],
)

# %% [markdown]
# One in a hundred of its million people, over the whole study. `[measure]` gives figures of the whole place.

# %%
result = small.run(sample=0.01)
figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
for state, colour in (("healthy", "#28A197"), ("sick", "#F46A25"), ("sicker", "#801650")):
    line = result.by()[state].isel(arm=0).mean([d for d in ("draw", "replicate") if d in result[state].dims])
    time = [d for d in line.dims][0]
    axes.plot(line[time], line / 1000, color=colour, label=state)
axes.set_ylabel("Thousand people")
axes.set_xlabel("Synthetic people; sample of 1 in 100, scaled up")
tidy(axes, "Sick-Sicker: one million people, all healthy at first")

# %% [markdown]
# ## A model of your own
#
# One track, "life with or without the illness", and three things that can happen. All rates are constant, so what
# must come out is known exactly. Every figure names a source; ours is graded `assumed`, which readers of the
# study will see. `fs.load` takes a folder, so the texts go into one (a temporary folder here).

# %%
texts = {
    "sources.yaml": """
forestall: sources
sources:
  made_up: {title: Figures made up for this page, grade: assumed}
""",
    "model.yaml": """
forestall: model
name: short_illness
title: Well and ill, at constant rates
sources: sources.yaml

tracks:
  health: {states: [well, ill], title: Health}

processes:
  falls_ill:
    title: Falls ill
    when: {health: well}
    rate: {value: 0.08, unit: per_year}
    then: {health: ill}
    source: made_up
  dies_well:
    title: Dies without the illness
    when: {health: well}
    rate: {value: 0.02, unit: per_year}
    then: {life: dies}
    source: made_up
  dies_ill:
    title: Dies with the illness
    when: {health: ill}
    rate: {value: 0.25, unit: per_year}
    then: {life: dies}
    source: made_up

measures:
  people: {title: People alive, people: everyone}
  well: {title: People who are well, people: {health: well}}
  ill: {title: People who are ill, people: {health: ill}}
  onsets: {title: Onsets of illness, count: falls_ill}
  deaths: {title: Deaths, count: [dies_well, dies_ill]}
""",
    "place.yaml": """
forestall: place
name: made_up_town
title: A made-up town
sources: sources.yaml
population: {file: population.csv, source: made_up}
""",
    "population.csv": "age,people\n40,100000\n",
    "study.yaml": """
forestall: study
name: short_illness
title: A short illness in a made-up town
model: model.yaml
place: place.yaml
start: 2025-01-01
end: 2045-01-01
window: none
seed: 1
arms:
  today: {title: Rates as written}
""",
}
with tempfile.TemporaryDirectory() as folder:
    for name, text in texts.items():
        Path(folder, name).write_text(text.lstrip(), encoding="utf-8")
    own = fs.load(folder)  # the study holds its texts from here on; the folder is no longer needed
own.check()
print("lines of the model:", len(texts["model.yaml"].strip().splitlines()))
own

# %% [markdown]
# `check` says nothing where all is well. A mistake is told with its file, its line, and what to do:

# %%
broken = own.copy()
broken.model["processes"]["falls_ill"]["then"]["health"] = "sick"
try:
    broken.check()
except fs.InputError as problems:
    print(problems)

# %% [markdown]
# ## Held against the formula
#
# Whoever is well leaves that state at a rate of 0.08 + 0.02 = 0.1 a year, so after t years exp(−0.1 t) of them
# are still well. With r = 0.25, the rate of death when ill, the ill are 0.08 / (r − 0.1) x (exp(−0.1 t) − exp(−r
# t)).
#
# **Tolerance, said beforehand:** at every month's end, each count may differ from the formula by at most 4
# standard errors of a count of that size among 100,000 people, √(n p (1 − p)). There are 480 such comparisons,
# which are far from independent; chance alone would seldom go further.

# %%
outcome = own.run()
months = np.arange(1, outcome["people"].sizes["month"] + 1)
ends = pd.DatetimeIndex(outcome["people"]["month"].values) + pd.offsets.MonthBegin(1)
years = (ends - pd.Timestamp("2025-01-01")).days.to_numpy() / 365.25
exact = {"well": np.exp(-0.1 * years), "ill": 0.08 / 0.15 * (np.exp(-0.1 * years) - np.exp(-0.25 * years))}
n = 100_000
for state, share in exact.items():
    counted = outcome[state].squeeze(drop=True).values
    off = (counted - n * share) / np.sqrt(n * share * (1 - share))
    print(
        f"{state}: largest difference {np.abs(counted - n * share).max():,.0f} people,",
        f"{np.abs(off).max():.1f} standard errors;",
        "within the tolerance" if np.abs(off).max() <= 4 else "NOT within the tolerance",
    )

# %%
figure, axes = plt.subplots(figsize=(8, 3.8), layout="constrained")
for state, colour in (("well", "#28A197"), ("ill", "#801650")):
    counted = outcome[state].squeeze(drop=True).values
    axes.plot(years, n * exact[state] / 1000, color="#AEB7BD", linewidth=5, label="formula" if state == "ill" else None)
    axes.plot(years[5::12], counted[5::12] / 1000, "o", color=colour, markersize=4, label=f"simulated: {state}")
axes.set_xlabel("Years since the start. Synthetic people.")
axes.set_ylabel("Thousand people")
tidy(axes, "The simulation keeps to the formula")

# %% [markdown]
# ## An arm to compare
#
# A second arm in which illness begins a quarter less often. Texts are plain objects; `times` is a ratio on a
# process. Five replicates, each with its own luck, tell how large that luck is.

# %%
own.spec["arms"]["fewer"] = {"title": "A quarter fewer fall ill", "times": {"falls_ill": 0.75}}
compared = own.run(replicates=5)
compared.diff(measures=["onsets", "deaths", "ill"]).by().total().to_df().set_index("measure")[
    ["difference", "standard_error", "low", "high", "unit"]
].round(0)

# %% [markdown]
# Counts of events are added up over the 20 years; the number of ill people is a mean over them. Deaths fall by
# less than onsets: whoever does not fall ill may still die in these years, of the illness later or of something
# else.
#
# ## Your own people
#
# A table of people is a text too. The town gets an old and a young quarter: a **fixed** track, one that no
# process changes, which the place must then say for everybody. The model uses it in one line: in the old quarter
# people fall ill twice as often. All of it is made up and marked `assumed`.

# %%
town = own.copy()
town.model["tracks"]["quarter"] = {"states": ["new", "old"], "title": "Quarter of the town"}
town.model["processes"]["falls_ill"]["times"] = {"quarter": {"new": 1, "old": 2}}
people = pd.DataFrame(
    [
        (30, "new", 24_000),
        (50, "new", 12_000),
        (70, "new", 4_000),
        (30, "old", 6_000),
        (50, "old", 9_000),
        (70, "old", 5_000),
    ],
    columns=["age", "quarter", "people"],
)
town.texts.put("population.csv", people.to_csv(index=False))
town.place["title"] = "A made-up town with two quarters"
town.spec["strata"] = ["quarter"]
town.check()
source = town.texts.document("sources.yaml")["sources"]["made_up"]
print(f"{people['people'].sum():,} people; source: {source['title']}; grade: {source['grade']}")
people.pivot(index="age", columns="quarter", values="people")

# %%
quarters = town.run()
by_quarter = quarters.by("quarter").only("people", "ill")
share = (by_quarter["ill"] / by_quarter["people"]).sel(arm="today").squeeze(drop=True)
figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
for quarter, colour in (("new", "#28A197"), ("old", "#801650")):
    axes.plot(share["month"], share.sel(quarter=quarter), color=colour, label=f"{quarter} quarter", linewidth=2)
axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
axes.set_ylabel("Share of people alive who are ill")
axes.set_xlabel("Synthetic people, made-up rates")
tidy(axes, "Where illness begins twice as often")

# %% [markdown]
# `study.save(folder)` writes the texts, changed as they are, as files that `forestall run` takes. For a real
# area, the page *Make a place* says which published tables to collect. No record about a person is needed.
#
# ## Exercises
#
# 1. Double the rate of death when ill with `study.set`, and compare the number of ill people at the end with the
#    formula.
# 2. Let people recover: add a process `recovers` at 0.5 a year. How many are ill after 20 years, with and
#    without?
# 3. Make the town twice as large and keep its shape. Does the *relative* luck shrink? Compare the standard error
#    of the difference in onsets with the difference itself.

# %% [markdown]
# ## Worked solutions
#
# **1.** Figures have paths; `parameters` lists them.

# %%
deadly = own.copy().set("processes/dies_ill/rate", 0.5)
ill_now = deadly.run()["ill"].sel(arm="today").isel(month=-1)
share = 0.08 / 0.4 * (np.exp(-0.1 * years[-1]) - np.exp(-0.5 * years[-1]))
print(
    f"simulated: {int(ill_now.squeeze()):,} people; formula: {n * share:,.0f} people,",
    f"standard error {np.sqrt(n * share * (1 - share)):.0f}",
)

# %% [markdown]
# **2.** A process is a few keys more in the model.

# %%
mild = own.copy()
mild.model["processes"]["recovers"] = {
    "title": "Recovers",
    "when": {"health": "ill"},
    "rate": {"value": 0.5, "unit": "per_year"},
    "then": {"health": "well"},
    "source": "made_up",
}
for name, one in (("without recovery", outcome), ("with recovery", mild.run())):
    print(f"{name}: {int(one['ill'].sel(arm='today').isel(month=-1).squeeze()):,} people ill after 20 years")

# %% [markdown]
# **3.** Twice the people should have √2 times the standard error, so about 0.7 times the relative one. Ten
# replicates tell a standard error only roughly, give or take a quarter.

# %%
large = town.copy()
large.texts.put("population.csv", people.assign(people=people["people"] * 2).to_csv(index=False))
for name, one in (("as it is", town.run(replicates=10)), ("twice as large", large.run(replicates=10))):
    row = one.diff(measures=["onsets"]).by().total().to_df().iloc[0]
    print(
        f"{name}: {row['difference']:,.0f} onsets, standard error {row['standard_error']:,.0f},",
        f"{row['standard_error'] / abs(row['difference']):.1%} of the difference",
    )
