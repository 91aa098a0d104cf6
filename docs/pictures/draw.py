"""Draws the pictures of the README from a result file, and one of ways of evaluating from a table.

    python docs/pictures/draw.py results/buckinghamshire.h5 docs/pictures
    python docs/pictures/draw.py docs/pictures/how-pilots-mislead.csv docs/pictures

The table comes from `forestall evaluate --csv`. Needs xarray, h5netcdf, h5py and matplotlib (the second: matplotlib). Reads nothing but the file named.
"""

import csv
import sys
from pathlib import Path

import matplotlib
import matplotlib.ticker

matplotlib.use("Agg")
import matplotlib.pyplot as plt

BLUE, TEAL, PLUM, ORANGE, GREY = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"
CELLS = ["age_band", "sex", "imd", "layer"]

plt.rcParams.update({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.titleweight": "bold", "axes.titlesize": 11, "axes.titlelocation": "left"})


def change(series):
    """'+12%' from the first to the last year of a yearly series."""
    first, last = float(series[0]), float(series[-1])
    return f"{100 * (last - first) / first:+.0f}%"


def demand(year, path):
    """Four panels of yearly demand; each title states its change over the run."""
    fig, axes = plt.subplots(2, 2, figsize=(9.2, 5.6), constrained_layout=True)
    years = year["year"].values
    population = year["population"].sum(["sex", "imd", "layer"])
    old = population.sel(age_band=["75-84", "85+"]).sum("age_band")
    admissions = year["emergency_admissions"].sum(CELLS)
    beds = year["bed_days"].sum(CELLS) / 365.25
    homes = (year["care_home_residential"] + year["care_home_nursing"]).sum(CELLS)
    home_care = (year["home_care_small"] + year["home_care_medium"] + year["home_care_large"]).sum(CELLS)
    panels = [
        (axes[0, 0], [(old / 1e3, "", BLUE)], f"People aged 75 and over: {change(old)}", "thousand people"),
        (axes[0, 1], [(admissions / 1e3, "", BLUE)], f"Emergency admissions: {change(admissions)}", "thousand a year"),
        (axes[1, 0], [(beds, "", BLUE)], f"Beds filled by emergency stays: {change(beds)}", "beds, average of the year"),
        (axes[1, 1], [(homes, "care homes", PLUM), (home_care, "home care", TEAL)], f"Care homes: {change(homes)}; home care: {change(home_care)}", "people at the year's end"),
    ]
    for axis, lines, title, unit in panels:
        for (series, label, colour), shift in zip(lines, (-16, 8)):
            axis.plot(years, series, color=colour, lw=2.2)
            if label:
                axis.annotate(label, (years[len(years) // 2], float(series[len(years) // 2])), xytext=(0, shift), textcoords="offset points", ha="left" if shift < 0 else "right", color=colour)
        axis.set_title(title)
        axis.set_ylabel(unit)
        axis.set_ylim(0, 1.12 * max(float(series.max()) for series, _, _ in lines))
        axis.grid(axis="y", color="#E0E0E0", lw=0.7)
    fig.suptitle(f"Today's care goes on: Buckinghamshire, {years[0]} to {years[-1]} (one run of synthetic people)", x=0.01, ha="left", fontsize=12)
    fig.savefig(path, dpi=130)


def pyramid(year, path):
    """The layers, to scale: share of people beside share of emergency admissions and of all cost in the first whole year."""
    first = year.isel(year=0)
    layers = list(first["layer"].values)[::-1]
    people = first["population"].sum(["age_band", "sex", "imd"])
    admissions = first["emergency_admissions"].sum(["age_band", "sex", "imd"])
    cost = first["cost"].sum(["age_band", "sex", "imd", "payer"])
    fig, axes = plt.subplots(1, 3, figsize=(9.2, 3.0), sharey=True, constrained_layout=True)
    for axis, series, title, colour in zip(axes, (people, admissions, cost), ("People", "Emergency admissions", "All cost"), (BLUE, ORANGE, PLUM)):
        shares = [100 * float(series.sel(layer=layer) / series.sum()) for layer in layers]
        axis.barh(range(len(layers)), shares, color=colour)
        for i, share in enumerate(shares):
            axis.annotate(f"{share:.1f}%", (share, i), xytext=(4, 0), textcoords="offset points", va="center")
        axis.set_title(title)
        axis.set_xlim(0, 100)
        axis.set_xticks([])
        axis.spines["bottom"].set_visible(False)
    axes[0].set_yticks(range(len(layers)), [layer.replace("_", " ").capitalize() for layer in layers])
    fig.suptitle(f"The pyramid in {int(first['year'])}: share of people, admissions and cost in each layer", x=0.01, ha="left", fontsize=12)
    fig.savefig(path, dpi=130)


def how_pilots_mislead(table, path):
    """Left: admissions of the people treated before and after their start, with and without the programme. Right: what each design finds, beside the truth."""
    with open(table, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lives = {name: [row for row in rows if row["table"] == "months" and row["name"].endswith(f": {name}")] for name in ("with", "without")}
    designs = [row for row in rows if row["table"] == "design"][::-1]
    people = int(next(row for row in designs if row["name"] == "Before and after")["treated"])
    fig, (left, right) = plt.subplots(1, 2, figsize=(9.2, 4.2), constrained_layout=True, width_ratios=(1, 1.05))

    for name, label, colour, style, width in (("with", "with the programme", ORANGE, "-", 4.5), ("without", "the same people without it", BLUE, "--", 1.8)):
        months = [int(row["month"]) + 0.5 for row in lives[name]]
        left.plot(months, [float(row["value"]) for row in lives[name]], style, color=colour, lw=width, label=label)
    left.axvline(0, ymax=0.8, color=GREY, lw=1)
    left.annotate("start", (0, 0), xytext=(4, 6), textcoords="offset points", color=GREY)
    left.set_title("Admissions a month, per 1,000 people")
    left.set_xlabel("months since each person's start")
    left.set_xticks(range(-12, 13, 6))
    left.set_ylim(0, 1.3 * max(float(row["value"]) for row in lives["with"]))
    left.grid(axis="y", color="#E0E0E0", lw=0.7)
    left.legend(loc="upper right", frameon=False)

    for i, row in enumerate(designs):
        found, error = float(row["value"]), 1.96 * float(row["standard_error"])
        right.plot([found - error, found + error], [i, i], color=PLUM, lw=2.2, solid_capstyle="butt")
        right.plot(found, i, "o", color=PLUM, ms=7, label="the design finds (95% interval)" if i == 0 else None)
        right.plot(float(row["truth"]), i, "D", color=TEAL, ms=7, mfc="none", mew=2, label="truth" if i == 0 else None)
    right.axvline(0, ymax=0.86, color=GREY, lw=1, zorder=0)
    right.set_yticks(range(len(designs)), [row["name"].replace(" in half of the area", "\nin half of the area") for row in designs])
    right.set_ylim(-0.6, len(designs) + 0.35)
    right.set_title("What each design finds")
    right.set_xlabel("admissions a person in the year after; left of 0: fewer")
    right.xaxis.set_major_locator(matplotlib.ticker.MultipleLocator(0.5))
    right.grid(axis="x", color="#E0E0E0", lw=0.7)
    right.legend(loc="upper left", frameon=False, ncols=2, columnspacing=1.2, handletextpad=0.4)
    fig.suptitle(f"A programme that does nothing, for {people:,} synthetic people chosen for many admissions", x=0.01, ha="left", fontsize=12)
    fig.savefig(path, dpi=130)


def main(result, folder):
    if Path(result).suffix == ".csv":
        how_pilots_mislead(result, Path(folder) / "how-pilots-mislead.png")
        return
    import xarray as xr

    year = xr.open_dataset(result, group="yearly", engine="h5netcdf").isel(arm=0, draw=0, replicate=0)
    Path(folder).mkdir(parents=True, exist_ok=True)
    demand(year, Path(folder) / "demand.png")
    pyramid(year, Path(folder) / "pyramid.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
