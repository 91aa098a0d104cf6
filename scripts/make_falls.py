#!/usr/bin/env python3
"""Takes what follows a fall out of the rates of emergency care, so that nothing is counted twice.

Reads tables/fall.csv (falls a person and year), tables/fall_hip_fracture.csv, tables/fall_injury.csv and
tables/fall_ed.csv (what follows a fall: chances), and tables/emergency_admission.csv and
tables/ed_attendance.csv (all admissions and attendances), and writes
    tables/admission_without_fall.csv    all emergency admissions less those that follow a fall
    tables/ed_without_fall.csv           attendances that end at home, less those that follow a fall

    python3 scripts/make_falls.py
"""

import csv
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "scenarios" / "models" / "england" / "tables"


def read(name: str, value: str) -> list[tuple[float, str, str, float]]:
    with (TABLES / name).open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return [(float(row["age"]), row.get("sex", ""), row.get("imd", ""), float(row[value])) for row in rows]


def at(pieces: list[tuple[float, str, str, float]], age: float, sex: str) -> float:
    return ([row[3] for row in pieces if row[0] <= age and row[1] in ("", sex)] or [0.0])[-1]


def main() -> None:
    falls = read("fall.csv", "rate")
    admitted = [read("fall_hip_fracture.csv", "chance"), read("fall_injury.csv", "chance")]
    home = [read("fall_ed.csv", "chance")]
    for source, target, parts, what in (
        ("emergency_admission.csv", "admission_without_fall.csv", admitted, "Emergency admissions"),
        ("ed_attendance.csv", "ed_without_fall.csv", home, "Type 1 attendances that do not end in an admission"),
    ):
        lines = [
            f"# {what}, 1,000 people and year: {source} less those that follow a fall (fall.csv times the\n",
            "# chances of what follows). Made by scripts/make_falls.py.\n",
            "age,sex,imd,rate\n",
        ]
        everything = read(source, "rate")
        ages = sorted({row[0] for row in everything} | {row[0] for row in falls if row[0] > 0})
        for age in ages:
            for sex in ("female", "male"):
                after_fall = 1000 * at(falls, age, sex) * sum(at(part, age, sex) for part in parts)
                for imd in "12345":
                    all_of = [row[3] for row in everything if row[0] <= age and row[1:3] == (sex, imd)][-1]
                    if after_fall > all_of:
                        raise SystemExit(f"make_falls: at {age:g} ({sex}) more follow a fall than there are: {source}")
                    lines.append(f"{age:g},{sex},{imd},{all_of - after_fall:.2f}\n")
        (TABLES / target).write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
