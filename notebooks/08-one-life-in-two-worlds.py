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
# # 8. One life in two worlds
#
# **Everybody in this notebook is synthetic: these are nobody's records.** Every simulated person can live twice, with
# a programme and without, on the same luck. After this notebook you can find out whose lives a programme changes, read
# one such life side by side, draw it, and average over all of them. A single life is an illustration; only the
# average is a result.

# %%
import datetime

import matplotlib.pyplot as plt
import pandas as pd

import forestall as fs

# %matplotlib inline
pd.options.display.max_columns = 12
pd.options.display.max_rows = 40
pd.options.display.width = 120
pd.options.display.float_format = "{:,.2f}".format
plt.rcParams["figure.dpi"] = 80

# %% [markdown]
# ## The study
#
# Falls assessments in Mid and South Essex, believed **as claimed**: 35% fewer emergency admissions and falls for those
# assessed. As controlled trials have it, admissions would not change. We take the claim because it shows more.

# %%
study = fs.load("essex-frailty")
for arm in ("medicines_review", "care_plans", "all_three"):
    del study.spec["arms"][arm]
del study.spec["attribution"]
study.spec["lens"] = "claimed"
study

# %% [markdown]
# ## Whose lives change
#
# `lives` runs the study once and remembers whom the programme reached. `sample=0.2` simulates one person in five, with
# a fifth of the places; the run ends at the end of 2028. So the averages below are less sure than those of a full run,
# and lives are told only up to that day.

# %%
end = datetime.date(2029, 1, 1)
lives = study.lives(sample=0.2, until=end)
starts, changed = lives.starts, lives.changed
print(f"people started:     {starts['person'].nunique():,}")
print(f"lives that changed: {changed['person'].nunique():,}")
starts.head()

# %% [markdown]
# Not every start changes a life. Somebody who leaves at once, or to whom nothing would have happened anyway, lives on
# as before. And everybody who was never started lives exactly the same life in both arms: the programme has no way to
# reach them.

# %% [markdown]
# ## One person, side by side
#
# We take the person with the greatest fall in emergency admissions. That is a choice by result, and the best case of
# the sample: remember it when somebody tells you a story.
#
# First, count events in both worlds for everybody whose life changed. People who moved in during the run cannot be
# told one by one, so they are left out here.


# %%
def ends_with_death(events):
    return events["what"].str.startswith("Death").any()


rows, not_told = [], 0
for person in changed["person"]:
    try:
        life = lives.of(person)
    except fs.InputError:
        not_told += 1
        continue
    today, with_it = life.events("today"), life.events("falls_assessment")
    row = {"person": int(person)}
    for name, what in (("admissions", "Emergency admission"), ("falls", "Fall")):
        row[f"{name}_today"] = (today["what"] == what).sum()
        row[f"{name}_with"] = (with_it["what"] == what).sum()
    row["died_today"], row["died_with"] = ends_with_death(today), ends_with_death(with_it)
    rows.append(row)
counts = pd.DataFrame(rows).set_index("person")
counts["fewer_admissions"] = counts["admissions_today"] - counts["admissions_with"]
print(f"lives told: {len(counts):,}; moved in during the run and left out: {not_told:,}")
counts.sort_values("fewer_admissions", kind="stable").tail(3).T

# %%
best = int(counts["fewer_admissions"].idxmax())
life = lives.of(best)
pairs = life.side_by_side("today", "falls_assessment")
start = starts.loc[starts["person"] == best, "chosen"].min()
print(f"person {best}, offered a place on {start}")
print("the same before that day:", bool((pairs["today"] == pairs["falls_assessment"])[pairs["date"] < start].all()))
pairs[pairs["date"] >= start].head(24)

# %% [markdown]
# ## What "same luck" means
#
# Each person has a luck of their own for every process: how soon it comes at a given rate, how it branches, how long a
# stay lasts. The programme changes *rates*, never luck. So both worlds are the same to the day until the programme
# begins; then an admission that would have come in March may come in May, or not at all. Whatever differs between the
# two worlds is due to the programme.
#
# A picture of both worlds:

# %%
COLOURS = {
    "Emergency admission": "#12436D",
    "Fall": "#F46A25",
    "Emergency department attendance, not admitted": "#28A197",
}
MARKS = {"Emergency admission": "s", "Fall": "v", "Emergency department attendance, not admitted": "o"}


def draw_life(life, left, right, first_day, last_day, ax, title):
    """Two worlds of a person, one above the other."""
    for height, arm in ((1, left), (0, right)):
        events = life.events(arm)
        final = events[events["what"].str.startswith(("Death", "Moves away"))]
        until = final["date"].iloc[0] if len(final) else last_day
        ax.plot([first_day, until], [height, height], color="#C3CACE", linewidth=8, solid_capstyle="butt", zorder=1)
        for what, colour in COLOURS.items():
            dates = events.loc[(events["what"] == what) & (events["date"] >= first_day), "date"]
            ax.plot(dates, [height] * len(dates), MARKS[what], color=colour, markersize=7, alpha=0.75, zorder=2)
        if len(final):
            ax.plot(until, height, "X", color="black", markersize=10, zorder=3)
            ax.annotate(final["what"].iloc[0], (until, height), xytext=(0, 12), textcoords="offset points", ha="right")
        taken = events.loc[events["what"].str.startswith("Takes up"), "date"]
        for day in taken:
            ax.annotate("takes it up", (day, height), xytext=(0, -20), textcoords="offset points", ha="center")
            ax.plot(day, height, "|", color="black", markersize=16)
    for what, colour in COLOURS.items():
        ax.plot([], [], MARKS[what], color=colour, label=what)
    ax.set_yticks([1, 0], [left, right])
    ax.set_ylim(-0.6, 1.6)
    ax.set_xlim(first_day, last_day)
    ax.set_title(title, loc="left", fontsize=10)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.legend(loc="upper left", bbox_to_anchor=(0, -0.12), ncol=3, frameon=False, fontsize=9)


fig, ax = plt.subplots(figsize=(9, 3.2), layout="constrained")
draw_life(life, "today", "falls_assessment", datetime.date(2024, 7, 1), end, ax,
          f"Person {best} in two worlds: the same until the programme (synthetic)")  # fmt: skip

# %% [markdown]
# ## The other end
#
# The admissions that this person is spared come close together, so they are hardly independent: one that does not
# happen takes others with it.
#
# Now the person with the greatest *rise* in admissions. Look at when they die.

# %%
worst = int(counts["fewer_admissions"].idxmin())
fig, ax = plt.subplots(figsize=(9, 3.2), layout="constrained")
draw_life(lives.of(worst), "today", "falls_assessment", datetime.date(2024, 7, 1), end, ax,
          f"Person {worst} in two worlds: more admissions with the programme (synthetic)")  # fmt: skip
counts.loc[[worst]].T

# %% [markdown]
# ## The average over all of them
#
# The second person has more admissions because they live longer in that world. One life shows how; the average over
# all changed lives shows how much. Events are counted from July 2024, so those before the start are in both worlds
# alike, and cancel in the difference. Its standard error is that of the mean over
# people, and holds luck alone.

# %%
summary = []
for name in ("admissions", "falls"):
    fewer = counts[f"{name}_today"] - counts[f"{name}_with"]
    summary.append(
        {
            "events": f"{name}, to the end of 2028",
            "today, each": counts[f"{name}_today"].mean(),
            "with the programme, each": counts[f"{name}_with"].mean(),
            "fewer, each": fewer.mean(),
            "standard error": fewer.sem(),
        }
    )
pd.DataFrame(summary).set_index("events")

# %%
shares = counts["fewer_admissions"].clip(-2, 4).value_counts(normalize=True).sort_index()
fig, ax = plt.subplots(figsize=(7.5, 3), layout="constrained")
ax.bar(shares.index, 100 * shares, color="#005EB8")
labels = {-2: "2 or more\nadded", -1: "1 added", 0: "none", 4: "4 or more"}
ax.set_xticks(range(-2, 5), [labels.get(i, str(i)) for i in range(-2, 5)])
ax.set_xlabel("Emergency admissions fewer in one life, to the end of 2028")
ax.set_ylabel("Share of changed lives, %")
ax.set_title("Most changed lives have as many admissions as before (synthetic)", loc="left", fontsize=10)
ax.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# So even where a claim of 35% is taken as true, the usual changed life has the same number of admissions, some of
# them on other days. The average comes from the minority who are spared one or more. Many started late in this run, so
# their difference had little time to grow; over everybody who started it is a little smaller still, as the others
# change by nothing.
#
# ## Exercises
#
# 1. For the best case above, on which day do the two worlds first differ after the offer? How long after it is that?
# 2. How many of the lives told end in death by the end of 2028 in one world and not in the other?
# 3. The study `how-pilots-mislead` has a programme that does nothing. How many lives does it change?

# %% [markdown]
# ## Worked solutions
#
# **1.** Rows in which one cell is empty are days on which something happens in one world alone. Taking the offer up is
# such a row, so look after it.

# %%
after = pairs[(pairs["date"] > start) & (pairs["today"] != pairs["falls_assessment"])]
first = after["date"].iloc[0]
print(f"offered on {start}, first difference on {first}: {(first - start).days} days later")

# %% [markdown]
# **2.** A death that is put off beyond the end of the run counts as none. The programme has no effect on dying as such:
# it works through admissions, falls and what follows from them.

# %%
pd.crosstab(counts["died_today"], counts["died_with"])

# %% [markdown]
# **3.** None: places are offered and taken, and nothing follows. That is what the same luck is for.

# %%
nothing = fs.load("how-pilots-mislead").lives(sample=0.1, until="2026-07-01")
print(f"people started: {nothing.starts['person'].nunique():,}")
print(f"lives that changed: {len(nothing.changed):,}")
