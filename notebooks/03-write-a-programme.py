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
# # 3. Write a programme
#
# **Everybody in this notebook is synthetic.** After it you can take a programme that comes with the package, change
# it as plain Python or write a new one as text, put it into a study, run it, and see who was started, what it cost
# and when it paid back. The figures put in below are made up to show the form: they are no evidence.

# %%
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import pandas as pd

import forestall as fs

# %matplotlib inline
pd.options.display.max_columns = 12
pd.options.display.max_colwidth = 70
pd.options.display.max_rows = 40
pd.options.display.width = 120
pd.options.display.float_format = "{:,.2f}".format
plt.rcParams["figure.dpi"] = 80

# %% [markdown]
# ## What there is

# %%
fs.programmes()

# %% [markdown]
# A programme's file says who may be offered a place, how they are found, how many a month, who says yes, how long it
# lasts, what it does and what it costs. Here is one in full; what each key means is in the pages on the model language.

# %%
print(fs.programmes().document("essex-falls-assessment").text)

# %% [markdown]
# ## Copy and change it
#
# A document behaves as nested dictionaries and lists. We make a smaller, cheaper version with a name of its own.

# %%
smaller = fs.programmes().document("essex-falls-assessment")
smaller["name"] = "small_assessment"
smaller["title"] = "Falls risk assessment, smaller"
smaller["ramp"] = "6 months"
smaller["offered"]["a_month"] = 120
smaller["costs"]["coordination"]["value"] = 6000

# %% [markdown]
# ## Put it into a study
#
# We keep two arms of the study of Mid and South Essex, today and its own falls assessment, and add ours as a third.
# The study believes what programmes say of themselves (`claimed`), so that there is something to see; by the
# evidence of trials there would be far less (notebook 2).

# %%
study = fs.load("essex-frailty")
for arm in ("medicines_review", "care_plans", "all_three"):
    del study.spec["arms"][arm]
del study.spec["attribution"]
study.spec["lens"] = "claimed"

study.programmes.add(smaller, arm="small")
study.check()  # reads and compiles everything; says nothing where nothing is wrong
study.arms

# %% [markdown]
# ## When something is misspelt
#
# `check` raises an `InputError` that tells the place, the reason and the nearest name. Each problem is also there as
# an object.

# %%
wrong = study.copy()
wrong.programmes["small_assessment"]["taken_upp"] = {"chance": 0.8, "source": "example_programme"}
try:
    wrong.check()
except fs.InputError as error:
    print(error)
    print("remedy:", error.problems[0].remedy)

# %% [markdown]
# The same holds for names in Python.

# %%
try:
    fs.programmes()["does-nothin"]
except fs.InputError as error:
    print(error)

# %% [markdown]
# ## Write one from nothing
#
# A new programme as text: home safety visits to people of 75 and over, a share of whom are referred after a fall. Each
# figure names a source; `example_programme` is an entry of the sources file that says the figure is made up.

# %%
HOME_SAFETY = """
forestall: programme
name: home_safety
title: Home safety visits after a fall
sources: sources.yaml
kind: tertiary
approach: formal
starts: 2025-04-01
eligible: {age: {at_least: 75}, dying: "no"}
found: {events: [fall], chance: 0.3, source: example_programme}
offered: {a_month: 300, source: example_programme}
taken_up: {chance: 0.6, source: example_programme}
delivered: {after: 2 weeks, lasts: 24 months, again: 24 months, source: example_programme}
felt:
  fewer_falls:
    rates: [fall]
    claimed: {times: 0.7, range: [0.5, 0.9], source: example_programme}
    controlled: {times: 0.85, range: [0.7, 1.05], source: example_programme}
costs:
  visit: {each: start, payer: council, value: 150, unit: gbp_2023_24, source: example_programme}
  coordination: {each: month, payer: council, value: 5000, unit: gbp_2023_24, source: example_programme}
"""
study.programmes.add(HOME_SAFETY, arm="home_safety")
study.check()
study

# %% [markdown]
# ## Run it
#
# One person in ten is simulated (`sample=0.1`), with a tenth of the places, to the end of 2027. Intervals are about
# three times as wide as with everybody.

# %%
result = study.run(sample=0.1, until="2028-01-01", by=["layer"])
result.programmes()[["arm", "programme", "from", "offers_until", "offers", "refusals", "starts", "completions"]]

# %% [markdown]
# ## Who was started
#
# Each programme has counts of its own, such as `home_safety_starts`: offers, refusals, starts, drop-outs, completions,
# and people in delivery. Here, people started by their layer of need.

# %%
names = ["essex_falls_assessment_starts", "small_assessment_starts", "home_safety_starts"]
started = result.by("layer").only(*names).total().mean().to_df()
started = started[started["value"] > 0].pivot_table(index="layer", columns="measure", values="value", sort=False)
started.reindex(result.data["layer"].values).fillna(0).rename(columns=lambda name: f"{name}, people")[
    [f"{name}, people" for name in names]
]

# %% [markdown]
# The assessments start people of high risk, as their score ranks them; home safety takes whoever fell and was referred.

# %%
months = pd.DataFrame(
    {name: result[name].sum("layer").sel(arm=arm).squeeze().to_series() for name, arm in
     zip(names, ("falls_assessment", "small", "home_safety"))}
)  # fmt: skip
fig, ax = plt.subplots(figsize=(8, 3.4), layout="constrained")
for name, colour in zip(names, ("#12436D", "#28A197", "#F46A25")):
    ax.plot(months.index, months[name].rolling(3).mean(), color=colour, label=name.removesuffix("_starts"))
ax.xaxis.set_major_locator(mdates.MonthLocator([1, 7]))
ax.set_ylabel("People started a month,\nmean of three months")
ax.set_ylim(0)
ax.set_title("People started, whole place scaled up from 1 in 10 (synthetic)", loc="left", fontsize=10)
ax.spines[["top", "right"]].set_visible(False)
_ = ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))

# %% [markdown]
# ## What changed
#
# Falls and emergency admissions in 2027, with 95% intervals of luck.

# %%
changes = result.diff("today", ["falls", "emergency_admissions"]).by().annual().to_df()
changes.query("year == 2027")[["arm", "measure", "difference", "low", "high", "unit"]]

# %% [markdown]
# In emergency admissions the intervals of the two assessments overlap widely: this sample does not tell the smaller
# one from the larger one.
#
# ## Cost and pay-back
#
# `money` follows, month by month, what an arm costs more than today: care, programmes, and both added up. `breaks_even`
# is the month from which it has saved, if it has.

# %%
fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
for arm, colour in zip(result.arms[1:], ("#12436D", "#28A197", "#F46A25")):
    money = result.money(arm)
    even = money.attrs["breaks_even"]
    print(f"{arm}: programmes cost £{money['programmes'].sum() / 1e3:,.0f} thousand; "
          f"in all £{money['in_all'].iloc[-1] / 1e3:+,.0f} thousand by the end; "
          f"in credit from {pd.Timestamp(even):%B %Y}" if even is not None else
          f"{arm}: programmes cost £{money['programmes'].sum() / 1e3:,.0f} thousand; "
          f"in all £{money['in_all'].iloc[-1] / 1e3:+,.0f} thousand by the end; not in credit by then")  # fmt: skip
    ax.plot(money["month"], money["in_all"] / 1e6, color=colour, label=arm)
ax.axhline(0, color="black", linewidth=0.8)
ax.set_ylabel("Care and programmes,\nmillion pounds more than today")
ax.set_title("Below zero the arm has saved, if the claims are true (synthetic; no intervals)", loc="left", fontsize=10)
ax.spines[["top", "right"]].set_visible(False)
_ = ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))

# %% [markdown]
# These lines hold a good deal of luck in a sample of one in ten. The interval of the total tells how much:

# %%
total = result.diff("today", ["cost"]).by().total().to_df()
for name in ("difference", "low", "high"):
    total[f"{name}, million pounds"] = total[name] / 1e6
total[["arm", "difference, million pounds", "low, million pounds", "high, million pounds"]]

# %% [markdown]
# ## Change a figure by its path
#
# Every figure of model, place and programmes has a path, in `study.parameters`, with its unit, source and grade.

# %%
parameters = study.parameters
own = parameters[parameters["path"].str.startswith("programmes/home_safety/")]
own[["path", "unit", "low", "source", "grade"]].rename(columns={"low": "value"})

# %% [markdown]
# `set` gives a parameter another value, `scale` multiplies it. Both return the study, and both refuse a path that is
# not there. A change by path stays out of the texts and is listed in `changes`, and in what the result says of itself.

# %%
larger = study.copy()
larger.set("programmes/home_safety/taken_up/chance", 0.8)
larger.scale("programmes/home_safety/offered/a_month", 2)
print(larger.changes)
try:
    larger.set("programmes/home_safety/taken_up/chanse", 0.8)
except fs.InputError as error:
    print(error)

# %%
after = larger.run(sample=0.1, until="2028-01-01", by=["layer"])
both = {"as written": result, "larger": after}
pd.DataFrame(
    {
        name: one.programmes().set_index("arm").loc["home_safety", ["offers", "refusals", "starts"]]
        for name, one in both.items()
    }
).rename(index=lambda what: f"{what}, people")

# %% [markdown]
# ## Exercises
#
# 1. List the parameters of `small_assessment` with the grade `assumed`. How many are there beside all of its figures?
# 2. Start home safety visits a year later in an arm of their own, without a second file. (`add` takes what an arm says
#    of a programme, such as `starts`.)
# 3. What price of a visit would make home safety cost twice as much in all? Change it by path and check.

# %% [markdown]
# ## Worked solutions
#
# **1.** The grade says how a figure is known: `assumed` is the weakest.

# %%
small = parameters[parameters["path"].str.startswith("programmes/small_assessment/")]
print(f"{(small['grade'] == 'assumed').sum()} of {len(small)} figures are assumed")
small.groupby("grade").size().rename("figures").to_frame()

# %% [markdown]
# **2.** The same programme in another arm is added once more, with another date.

# %%
later = study.copy()
later.programmes.add(later.programmes["home_safety"], arm="home_safety_later", starts="2026-04-01")
later.check()
late = later.run(sample=0.05, until="2028-01-01", by=[])
late.programmes().set_index("arm").loc[["home_safety", "home_safety_later"], ["from", "offers", "starts"]]

# %% [markdown]
# **3.** Programmes cost a price for each start and a sum each month. The price has no effect on who starts, so the
# price needed follows from the counts.

# %%
visits = result.programmes().set_index("arm").loc["home_safety", "starts"]
now = result.money("home_safety")["programmes"].sum()
price = 150 + now / visits
print(f"{visits:,.0f} visits, £{now:,.0f} in all; a price of £{price:,.0f} for each doubles it")
dearer = study.copy().set("programmes/home_safety/costs/visit", price)
check = dearer.run(sample=0.1, until="2028-01-01", by=["layer"]).money("home_safety")["programmes"].sum()
print(f"with that price: £{check:,.0f}, {check / now:.2f} times as much")
