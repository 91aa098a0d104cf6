"""The board report of a result: one HTML file, a tagged PDF, a workbook of the numbers.

`facts` gathers numbers, `words` and `findings` say them, `pictures` draws them, `page`, `printed` and `book` lay them
out, `making` writes files. Nothing is said that no number says.
"""

from forestall.report.making import Wanted, make_report

__all__ = ["Wanted", "make_report"]
