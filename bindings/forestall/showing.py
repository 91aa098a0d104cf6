"""How objects show themselves in a notebook: small tables in plain HTML, nothing to load."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["escaped", "figure", "table_html", "table_text"]

_STYLE = (
    "border-collapse:collapse;font-family:Arial,sans-serif;font-size:13px;"
    "font-variant-numeric:tabular-nums;margin:0.5em 0"
)
_CELL = "padding:3px 10px;border-bottom:1px solid #d8dde0;text-align:{align};vertical-align:top"

#: Note of variables that are people at a period's end, in result files.
AT_END = "number at the period's end"
SYNTHETIC = "Everyone is synthetic: nobody in these figures is a real person."


def escaped(text: object) -> str:
    """Text that is safe in HTML."""
    return html.escape(str(text))


def figure(value: float, digits: int = 0) -> str:
    """A number as people read it: 1,234 or -0.25; a dash for none."""
    if value is None or value != value:
        return "-"
    text = f"{value:,.{digits}f}"
    return text[1:] if text.startswith("-") and float(text.replace(",", "")) == 0 else text


def table_html(
    heads: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "", left: int = 1, note: str = ""
) -> str:
    """A table whose first `left` columns are words and whose others are figures."""

    def cell(tag: str, text: Any, column: int) -> str:
        align = "left" if column < left else "right"
        return f'<{tag} style="{_CELL.format(align=align)}">{escaped(text)}</{tag}>'

    made = [f'<table style="{_STYLE}">']
    if caption:
        made.append(f'<caption style="text-align:left;font-weight:bold;padding:4px 0">{escaped(caption)}</caption>')
    made.append("<thead><tr>" + "".join(cell("th", head, i) for i, head in enumerate(heads)) + "</tr></thead><tbody>")
    made.extend("<tr>" + "".join(cell("td", text, i) for i, text in enumerate(row)) + "</tr>" for row in rows)
    made.append("</tbody></table>")
    if note:
        made.append(f'<p style="font-family:Arial,sans-serif;font-size:12px;color:#4c6272">{escaped(note)}</p>')
    return "".join(made)


def table_text(heads: Sequence[str], rows: Iterable[Sequence[Any]], left: int = 1) -> str:
    """The same in letters of one width."""
    lines = [[str(head) for head in heads], *([str(text) for text in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    made = []
    for line in lines:
        cells = [text.ljust(w) if i < left else text.rjust(w) for i, (text, w) in enumerate(zip(line, widths))]
        made.append("  ".join(cells).rstrip())
    return "\n".join(made)
