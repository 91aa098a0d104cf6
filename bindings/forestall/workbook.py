"""A workbook of the figures: what it is, then a sheet for each measure (XlsxWriter)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from forestall.errors import InputError
from forestall.showing import SYNTHETIC

if TYPE_CHECKING:
    import pandas as pd

    from forestall.measures import Measures

__all__ = ["write_workbook"]

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576


def write_workbook(measures: Measures, path: Path) -> None:
    """Means over draws and replicates; time down, arms and strata across."""
    import xlsxwriter

    mean = measures.mean() if measures._luck() else measures
    tables = {name: _table(mean, name) for name in mean.names}
    for name, table in tables.items():
        if table.shape[1] + table.index.nlevels > MOST_COLUMNS or len(table) + 9 > MOST_ROWS:
            raise InputError(
                f"'{name}' has {table.shape[1]:,} columns and {len(table):,} rows, more than a sheet holds; "
                "add up strata with by(...) or take years with annual() first"
            )
    # No time of writing: the same figures give the same file.
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "nan_inf_to_errors": True}) as book:
        import datetime

        book.set_properties({"title": mean._title(), "created": datetime.datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0.##"})
        _contents(book.add_worksheet("Contents"), mean, bold)
        used: set[str] = {"contents"}
        for name, table in tables.items():
            sheet = book.add_worksheet(_sheet_name(name, used))
            _fill(sheet, mean, name, table, bold, number)


def _table(mean: Measures, name: str) -> pd.DataFrame:
    variable = mean._whole()[name]
    times = [dim for dim in ("point", "month", "year", "horizon") if dim in variable.dims]
    series = variable.to_series()
    if not times:
        return series.to_frame("value")
    across = [dim for dim in variable.dims if dim not in times]
    return series.unstack(across) if across else series.to_frame("value")


def _sheet_name(name: str, used: set[str]) -> str:
    """At most 31 letters, none twice."""
    made, number = name[:31], 1
    while made.lower() in used:
        number += 1
        made = f"{name[:28]}~{number}"
    used.add(made.lower())
    return made


def _contents(sheet: Any, mean: Measures, bold: Any) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 2, 60)
    sheet.write(0, 0, mean._title(), bold)
    sheet.write(1, 0, SYNTHETIC)
    facts = mean.data.attrs
    row = 3
    for name in ("study", "model", "place", "version", "seed", "sample", "hash"):
        if name in facts:
            sheet.write(row, 0, name)
            sheet.write(row, 1, str(facts[name]))
            row += 1
    row += 1
    for i, head in enumerate(("measure", "what it is", "unit")):
        sheet.write(row, i, head, bold)
    for name in mean.names:
        row += 1
        attrs = mean.data[name].attrs
        sheet.write_row(row, 0, [name, attrs.get("long_name", ""), attrs.get("units", "")])


def _fill(sheet: Any, mean: Measures, name: str, table: pd.DataFrame, bold: Any, number: Any) -> None:
    attrs = mean.data[name].attrs
    sheet.write(0, 0, f"{attrs.get('long_name', name)}, {attrs.get('units', '')}; {attrs.get('cell_note', '')}", bold)
    levels, depth = table.columns.nlevels, table.index.nlevels
    sheet.set_column(0, 0, 14)
    for level in range(levels):
        sheet.write(1 + level, 0, str(table.columns.names[level] or ""), bold)
        for i, label in enumerate(table.columns.get_level_values(level)):
            sheet.write(1 + level, depth + i, str(label), bold)
    for r, (index, values) in enumerate(zip(table.index, table.to_numpy(dtype=float))):
        labels = index if isinstance(index, tuple) else (index,)
        for i, label in enumerate(labels):
            sheet.write(1 + levels + r, i, _label(label))
        for i, value in enumerate(values):
            if value == value:
                sheet.write_number(1 + levels + r, depth + i, float(value), number)
    sheet.freeze_panes(1 + levels, depth)


def _label(label: Any) -> Any:
    text = str(label)
    return text[:10] if text.endswith("00:00:00") else label if isinstance(label, (int, float)) else text
