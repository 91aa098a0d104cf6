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
# # Your own risk model in the loop
#
# A programme finds people by a score. After this notebook you can train a risk model on a simulated history,
# judge it fairly, let it choose whom a programme is offered to, and see what the better or worse finding does to
# demand.
#
# Everybody in these figures is synthetic: nobody is a real person. A model trained here has learned the simulator
# and must not be used on patients.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score

import forestall as fs
from forestall.history import features_of

plt.rcParams["figure.dpi"] = 80
pd.options.display.max_columns = 12
pd.options.display.max_colwidth = 60
pd.options.display.precision = 3

# %% [markdown]
# The study: Mid and South Essex, and a falls risk assessment for people at risk of an emergency admission. We
# keep two arms, today's care and this programme. What the programme's file says of finding people is what our
# model has to be compared with: the same people, the same outcome, the same window.

# %%
study = fs.load("essex-frailty")
for arm in ("medicines_review", "care_plans", "all_three"):
    del study.spec["arms"][arm]
del study.spec["attribution"]
programme = "essex_falls_assessment"
text = study.programmes[programme]
for key in ("starts", "eligible", "found", "offered"):
    print(f"{key}: {dict(text[key]) if hasattr(text[key], 'items') else text[key]}")

# %% [markdown]
# In words: from April 2025, people of 65 and over outside care homes and not in their last months, who have
# fallen lately, are afraid of falling or are frail. The built-in score predicts an emergency admission within 3
# months and flags 35% of them; it is *made* as good as the programme says of itself, so that 70% of those
# admitted are among the flagged. Offers go to the highest scores first, 247 a month once it is in full swing.
#
# ## A history to learn from
#
# The programme starts in month 9 of the study (July 2024 is month 0). `history` gives everybody's state on that
# day and what happens in the 3 months after. Another seed is another luck: we learn on one, judge on a second,
# and the study itself runs on a third. 1 person in 10 is simulated for each.

# %%
learn = study.history(month=9, before=9, after=3, sample=0.1, seed=101)
judge = study.history(month=9, before=9, after=3, sample=0.1, seed=202)
print(learn)
oldest = learn.people["age"] >= 65
table = learn.to_df()[["sex", "imd", "frailty", "falls_12m", "admissions_12m", "fear", "emergency_admissions_after"]]
table.insert(0, "age", learn.people["age"].round(1))
table[oldest].sample(5, random_state=1)

# %% [markdown]
# A finder is asked about those who are eligible, so we train and judge on them too. The score predicts the
# model's process `emergency_admission`; the measure `emergency_admissions` also counts those after a fall, which
# we take off.


# %%
def is_eligible(history):
    """Whom the programme's file names under `eligible`."""
    people = history.to_df()
    outside_homes = people["care"].isin(["none", "home_small", "home_medium", "home_large"])
    is_frail = people["frailty"].isin(["moderate", "severe"])
    at_risk = (people["falls_12m"] != "0") | (people["fear"] == "afraid") | is_frail
    return ((history.people["age"] >= 65) & (people["dying"] == "no") & outside_homes & at_risk).to_numpy()


def admitted(history):
    """What the score predicts: an emergency admission that does not follow a fall."""
    return history.outcome("emergency_admissions") - history.outcome("fall_admissions") > 0


for name, one in (("learn", learn), ("judge", judge)):
    who = is_eligible(one)
    share = admitted(one)[who].mean()
    print(f"{name}: {who.sum():,} people simulated are eligible; {share:.1%} are admitted within 3 months")

# %% [markdown]
# Features are what `people` holds: age and states, as numbers. `features_of` makes the same columns from a
# history and from the people whom a finder is asked about. Beside the model stands a rule of thumb: those with
# most emergency admissions in the last 12 months first, older people first among equals.

# %%
eligible = is_eligible(learn)
settings = {"max_iter": 40, "learning_rate": 0.08, "max_leaf_nodes": 6, "min_samples_leaf": 200, "random_state": 1}
model = HistGradientBoostingClassifier(**settings)
model.fit(features_of(learn.people[eligible]), admitted(learn)[eligible])


def by_model(people, month):
    return model.predict_proba(features_of(people))[:, 1]


def by_admissions(people, month):
    return people["admissions_12m"] + people["age"] / 1000.0


# %% [markdown]
# ## Judging it on people it has not seen
#
# `sensitivity`: of those admitted, the share that is flagged (35% are). `ppv`: of those flagged, the share that
# is admitted. `auc`: how often somebody who is admitted is ranked above somebody who is not.


# %%
def quality(scores, happens, share):
    flagged = np.argsort(-scores, kind="stable")[: round(share * len(scores))]
    return {
        "sensitivity": happens[flagged].sum() / happens.sum(),
        "ppv": happens[flagged].mean(),
        "auc": roc_auc_score(happens, scores),
    }


who = is_eligible(judge)
happens = admitted(judge)[who]
people = judge.people[who]
pd.DataFrame(
    {
        "your model": quality(by_model(people, judge.month), happens, 0.35),
        "admissions in the last year": quality(by_admissions(people, judge.month), happens, 0.35),
        "your model, on the people it learned from": quality(
            by_model(learn.people[eligible], learn.month), admitted(learn)[eligible], 0.35
        ),
    }
).T

# %% [markdown]
# The last line is what one would have believed by judging the model on the people it learned from. The distance
# to the first line is what it learned by heart.
#
# Flagging more finds more. The dot is what the programme says of its own score.

# %%
figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
shares = np.linspace(0, 1, 101)
for label, finder, colour in (
    ("your model", by_model, "#12436D"),
    ("admissions in the last year", by_admissions, "#F46A25"),
):
    order = np.argsort(-finder(people, judge.month), kind="stable")
    found = np.concatenate([[0], np.cumsum(happens[order])]) / happens.sum()
    axes.plot(shares, found[np.round(shares * len(order)).astype(int)], color=colour, label=label, linewidth=2)
axes.plot([0, 1], [0, 1], color="#AEB7BD", linestyle="--", label="picked at random")
axes.plot(0.35, 0.7, "o", color="#801650", markersize=9, label="as the programme says of its score")
axes.set_xlabel("Share of eligible people flagged. Synthetic people, another luck than the one learned from.")
axes.set_ylabel("Share of those admitted who are flagged")
for axis in (axes.xaxis, axes.yaxis):
    axis.set_major_formatter(lambda value, _: f"{value:.0%}")
axes.set_title("How many of those who will be admitted are found", loc="left", fontweight="bold")
axes.legend(frameon=False, loc="lower right")
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# The model has to work with what is on record. The built-in score is given each person's true rate, with as much
# error as makes it as good as claimed; part of that rate (a person's own tendency) is on no record. If a model
# trained on records stays below the dot, that is one possible reason; too few people to learn from is another.
#
# ## In the loop
#
# A copy of the study for each way of finding. Effects are those that the programme claims, so that the finding
# has something to work on. 1 person in 10, until mid-2027. All three have the same people with the same luck.

# %%
with_model, with_rule = study.copy(), study.copy()
with_model.finders[programme] = by_model
with_rule.finders[programme] = by_admissions
options = {"sample": 0.1, "lens": "claimed", "until": "2027-07-01"}
results = {
    "built-in score": study.run(**options),
    "your model": with_model.run(**options),
    "admissions in the last year": with_rule.run(**options),
}

# %% [markdown]
# What each achieved at the moment when the programme starts (`achieved`: on luck of its own). The built-in score
# has the quality asked for; the finders have what they have. The run counts among flagged people of the whole
# place.

# %%
columns = ["eligible", "flagged", "sensitivity_achieved", "ppv_achieved", "auc_achieved"]
pd.concat({name: one.scores()[columns].iloc[0] for name, one in results.items()}, axis=1).T

# %% [markdown]
# And what it did to demand, against today's care. Intervals are of the luck of those simulated, 95%.

# %%
measures = ["emergency_admissions", "bed_days", "falls", "essex_falls_assessment_starts"]
effects = pd.concat(
    {name: one.diff(measures=measures).by().total().to_df().set_index("measure") for name, one in results.items()},
    names=["found by", "measure"],
)
effects[["difference", "low", "high", "unit"]].round(0)

# %%
figure, axes = plt.subplots(figsize=(8, 2.8), layout="constrained")
rows = effects.xs("emergency_admissions", level="measure")
for place, (_, row) in enumerate(rows.iterrows()):
    axes.plot([row["low"], row["high"]], [place, place], color="#12436D", linewidth=3, solid_capstyle="butt")
    axes.plot(row["difference"], place, "o", color="#12436D", markersize=9)
axes.set_yticks(range(len(rows)), rows.index)
axes.invert_yaxis()
axes.set_ylim(len(rows) - 0.5, -0.5)
axes.axvline(0, color="#212B32", linewidth=1)
axes.set_xlabel("Emergency admissions to mid-2027, less today (95% intervals of luck). Synthetic people.")
axes.set_title("What finding differently does to demand, as claimed", loc="left", fontweight="bold")
axes.spines[["top", "right"]].set_visible(False)

# %% [markdown]
# Intervals that overlap do not settle which is better: the runs share their luck, so compare run with run. For
# each of the 16 batches of people that a result keeps, we take one arm less the other and see how the batches
# differ.


# %%
def batches(result, measure):
    """Differences from today over the run, by batch of people, of the whole place."""
    data = result.differences[measure].sel(arm="falls_assessment") / result.sample
    return data.sum([name for name in data.dims if name != "batch"])


admissions = {name: batches(one, "emergency_admissions") for name, one in results.items()}
gap = admissions["your model"] - admissions["built-in score"]
error = float(gap.std("batch", ddof=1)) * gap.sizes["batch"] ** 0.5
print(f"your model less the built-in score: {float(gap.sum()):+,.0f} admissions, standard error {error:,.0f}")

# %% [markdown]
# A positive figure means that fewer admissions were prevented with your model. Weigh it against its standard
# error: less than about twice that could be luck. Mind two things besides. Offers go to the top of the list only,
# so ranking well at the top counts for more here than the sensitivity at 35%. And people who keep a high score
# are asked again, so the number who start differs between the ways of finding: look at the starts in the table
# above.
#
# ## What it cost to ask
#
# Functions are called once a month with everybody who is eligible, in one go, so that NumPy or scikit-learn can
# do the work; a loop over people in Python would take far longer. `profile` says how often they were called and
# how long they took.

# %%
with_model.profile()[["what", "calls", "people"]].dropna()  # and "seconds", which differ from machine to machine

# %% [markdown]
# ## Exercises
#
# 1. How good would the model be with age and frailty alone?
# 2. Write a finder that never offers a place to anybody without an admission in the last 12 months (a score of
#    minus infinity means never) and count how many people start.
# 3. The programme's file claims a sensitivity of 70%. Set the built-in score to what your model reached, and see
#    how many admissions the study then prevents.

# %% [markdown]
# ## Worked solutions
#
# **1.** Name the features, in training and in judging alike.

# %%
few = HistGradientBoostingClassifier(**settings)
few.fit(features_of(learn.people[eligible], "age", "frailty"), admitted(learn)[eligible])
by_few = few.predict_proba(features_of(people, "age", "frailty"))[:, 1]
pd.Series(quality(by_few, happens, 0.35), name="age and frailty")

# %% [markdown]
# **2.** `admissions_12m` is 0 for none; the last state stands for that number or more. If as many start as before, the
# offers of the whole time never got down the list to anybody without an admission.


# %%
def only_admitted(people, month):
    return np.where(people["admissions_12m"] > 0, by_model(people, month), -np.inf)


strict = study.copy()
strict.finders[programme] = only_admitted
started = {"your model": results["your model"], "only after an admission": strict.run(**options)}
for name, one in started.items():
    starts = one.diff(measures=[f"{programme}_starts"]).by().total().mean()[f"{programme}_starts"]
    print(f"{name}: {float(starts.squeeze()):,.0f} people start, whole place")

# %% [markdown]
# **3.** The built-in score's quality is a figure like any other. We give it what the model reached when the
# programme started.

# %%
reached = float(results["your model"].scores()["sensitivity_achieved"].iloc[0])
modest = study.copy().set(f"programmes/{programme}/found/sensitivity", round(reached, 2))
same = modest.run(**options)
lines = {
    "built-in score as claimed": results["built-in score"],
    f"built-in score at {reached:.2f}": same,
    "your model": results["your model"],
}
for name, one in lines.items():
    print(f"{name}: {float(batches(one, 'emergency_admissions').sum()):+,.0f} admissions")
