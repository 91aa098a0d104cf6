"""Long runs of the England model: runs studies on samples, reads their tables, and splits growth into parts.

For make_long_runs.py, which writes a page from it. Needs nothing but Python 3.9 and the forestall program.
"""

import csv
import hashlib
import re
import subprocess
from pathlib import Path
from statistics import mean, stdev

from make_place import rows_of
from project_population import BANDS, Study, projected

TOP = Path(__file__).resolve().parent.parent
STUDIES = TOP / "scenarios/studies"
# Bounds of age that all tables of the page can be made from
AGES = (0, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90)
EVERYBODY = (0, 200)
# Student's t at 97.5%, for as many seeds as the key
T_OF_SEEDS = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}


class LongRunsError(ValueError):
    """Something that the user can put right."""


# ---------------------------------------------------------------- running


class Settings:
    """How to run: the program, its options, and the folder for temporary studies and their tables."""

    def __init__(self, program, sample, seeds, threads, minutes, folder):
        self.program, self.sample, self.seeds = Path(program).resolve(), sample, seeds
        self.threads, self.minutes, self.folder = threads, minutes, Path(folder).resolve()
        if not self.program.is_file():
            raise LongRunsError(f"there is no program '{program}'; build it with 'make build-release', or name another")
        if not 0 < sample <= 1:
            raise LongRunsError(f"the sample is {sample} (it is a share of the people, above 0 and at most 1)")
        if seeds not in T_OF_SEEDS:
            raise LongRunsError(f"{seeds} seeds (give {min(T_OF_SEEDS)} to {max(T_OF_SEEDS)})")
        self.folder.mkdir(parents=True, exist_ok=True)


def temporary_study(name, folder):
    """The shipped study with results by age band and sex alone, written into the folder."""
    source = STUDIES / f"{name}.yaml"
    text = source.read_text(encoding="utf-8")
    for key in ("model", "place"):
        found = re.search(rf"^{key}: *(\S+)$", text, re.M)
        if not found:
            raise LongRunsError(f"{source}: no {key} in the form that this script reads")
        text = text.replace(found[0], f"{key}: {(source.parent / found[1]).resolve()}")
    for key, value in (("strata", "[age, sex]"), ("age_bands", str(list(AGES)))):
        text, count = re.subn(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.M)
        if count != 1:
            raise LongRunsError(f"{source}: no {key} in the form that this script reads")
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def stamp_of(settings, study, seed):
    """A digest of all that the tables of a run rest on."""
    digest = hashlib.sha256()
    for path in [settings.program, study, *sorted((TOP / "scenarios").rglob("*.csv")), *sorted((TOP / "scenarios").rglob("*.yaml"))]:
        if TOP / "scenarios/evidence" not in path.parents:
            digest.update(path.read_bytes())
    digest.update(f"{settings.sample} {seed}".encode())
    return digest.hexdigest()


def run(settings, study, seed, notes):
    """Runs the study with a seed and returns its monthly table; tables in the folder from the same input are taken as they are."""
    tables = settings.folder / f"{study.stem}-{seed}"
    stamp_file, stamp = settings.folder / f"{study.stem}-{seed}.stamp", stamp_of(settings, study, seed)
    if stamp_file.is_file() and stamp_file.read_text() == stamp:
        return tables / "monthly.csv"
    print(f"running {study.stem}, seed {seed}", file=notes, flush=True)
    command = [settings.program, "run", study, "--seed", seed, "--sample", settings.sample, "--threads", settings.threads, "--csv", tables, "--out",
               settings.folder / f"{study.stem}.h5", "--quiet"]
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60 * settings.minutes)
    except subprocess.TimeoutExpired:
        raise LongRunsError(f"the run of {study.stem} took more than {settings.minutes} minutes; allow more with --minutes, or take a smaller --sample") from None
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise LongRunsError(f"the run of {study.stem} with seed {seed} ended with code {done.returncode}:\n{last}")
    stamp_file.write_text(stamp)
    return tables / "monthly.csv"


# ---------------------------------------------------------------- reading


class Table:
    """One run's results by month, age band and sex, raised to the whole population."""

    def __init__(self, path, measures, sample):
        self.cells = {measure: {} for measure in measures}
        with open(path, encoding="utf-8", newline="") as lines:
            reader = csv.reader(lines)
            column = {name: i for i, name in enumerate(next(reader))}
            date, band, sex, measure, value = (column[name] for name in ("date", "age_band", "sex", "measure", "value"))
            for row in reader:
                months = self.cells.get(row[measure])
                if months is not None:
                    low = int(re.match(r"\d+", row[band])[0])
                    months.setdefault((int(row[date][:4]), int(row[date][5:7])), {})[low, row[sex]] = float(row[value]) / sample
        for measure, months in self.cells.items():
            if not months:
                raise LongRunsError(f"{path}: nothing of the measure '{measure}'; does the model still have it?")

    def at_end_of(self, measure, year, month, ages=EVERYBODY, sex=None):
        """People at the end of a month, of ages from the first bound to below the second."""
        if (year, month) not in self.cells[measure]:
            raise LongRunsError(f"the run has no {measure} in {year}-{month:02d}")
        return sum(n for (low, s), n in self.cells[measure][year, month].items() if ages[0] <= low < ages[1] and sex in (None, s))

    def over(self, measure, year, month, ages=EVERYBODY):
        """Sum over the twelve months from that month."""
        months = [(year + (month - 1 + i) // 12, (month - 1 + i) % 12 + 1) for i in range(12)]
        return sum(self.at_end_of(measure, y, m, ages) for y, m in months)


class Runs:
    """The runs of one study with several seeds, and the independent projection of it."""

    def __init__(self, settings, name, measures, seeds, notes):
        study = temporary_study(name, settings.folder)
        self.tables = [Table(run(settings, study, seed, notes), measures, settings.sample) for seed in range(1, seeds + 1)]
        shipped = Study(STUDIES / f"{name}.yaml")
        self.projection = {(year, measure, band): value for year, measure, band, value in projected(shipped, {}, notes)}

    def each(self, figure):
        return [figure(table) for table in self.tables]

    def mean(self, figure):
        return mean(self.each(figure))

    def margin(self, figure):
        """Half the 95% interval of the mean over seeds."""
        values = self.each(figure)
        return T_OF_SEEDS[len(values)] * stdev(values) / len(values) ** 0.5

    def people(self, year, ages=EVERYBODY):
        """In the middle of the year."""
        return self.mean(lambda table: table.at_end_of("population", year, 6, ages))

    def year_to_middle(self, measure, year, ages=EVERYBODY):
        return self.mean(lambda table: table.over(measure, year - 1, 7, ages))


# ---------------------------------------------------------------- parts of a growth


def parts_of_growth(people_then, ill_then, people_now, ill_now, cells, group):
    """Growth of the ill within `group`, some of `cells`: what more people at the old mix of ages and sexes give, what the change of the
    mix gives, and what the change of the share who are ill in each cell gives. Each part at the mean of then and now of the others, so
    that the three add up."""
    all_then, all_now = sum(people_then[c] for c in cells), sum(people_now[c] for c in cells)
    size = ageing = shares = 0.0
    for cell in group:
        mix_then, mix_now = people_then[cell] / all_then, people_now[cell] / all_now
        share_then, share_now = ill_then[cell] / people_then[cell], ill_now[cell] / people_now[cell]
        size += (all_now - all_then) * (mix_then + mix_now) / 2 * (share_then + share_now) / 2
        ageing += (all_then + all_now) / 2 * (mix_now - mix_then) * (share_then + share_now) / 2
        shares += (people_then[cell] + people_now[cell]) / 2 * (share_now - share_then)
    return size, ageing, shares


def published(path, keys, where):
    """Values of an evidence file by the columns `keys`, of the rows for which `where` holds."""
    return {tuple(row[key] for key in keys): float(row["value"]) for row in rows_of(path) if where(row)}


BROAD = [(name, (low, high)) for low, high, name in BANDS]
