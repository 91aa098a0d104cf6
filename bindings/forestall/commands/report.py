"""forestall report: a board report of a result, as a page, a PDF and a workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from forestall.commands.ending import BAD_INPUT, GOOD, ended

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="forestall report",
        description="A board report of a result: one HTML page, a tagged PDF of at most four pages and an appendix, "
        "and a workbook of the numbers. Everyone is synthetic.",
        epilog="Exit codes: 0 done (without a Chromium, and unless --pdf asks for it, the PDF is left out with a "
        "note); 1 something that was given cannot be used; 2 a file could not be written; 130 stopped with Ctrl-C.",
    )
    made.add_argument("result", type=Path, help="a result file of forestall run, as in out.h5")
    made.add_argument("--out", metavar="FOLDER_OR_NAME", help="where to write (default: NAME-report beside the result)")
    made.add_argument(
        "--arm", metavar="NAME", help="the scenario that the finding is about (default: that with most programmes)"
    )
    which = made.add_mutually_exclusive_group()
    which.add_argument("--pdf", action="store_true", help="fail where no PDF can be made")
    which.add_argument("--no-pdf", action="store_true", help="make no PDF")
    made.add_argument("--no-excel", action="store_true", help="make no workbook")
    made.add_argument("--chromium", metavar="PATH", help="the Chromium, Chrome or Edge that prints the PDF")
    made.add_argument("--quiet", action="store_true", help="print nothing but errors")
    return made


def run(arguments: argparse.Namespace) -> int:
    """Does what the command line says."""
    import matplotlib

    matplotlib.use("Agg")
    from forestall.report import Wanted, make_report

    def tell(text: str) -> None:
        if not arguments.quiet:
            print(f"{text} ...", file=sys.stderr, flush=True)

    wanted = Wanted(
        arguments.result,
        arguments.out,
        arguments.arm,
        pdf=not arguments.no_pdf,
        excel=not arguments.no_excel,
        chromium=arguments.chromium,
    )
    made = make_report(wanted, tell)
    if not arguments.quiet:
        for path in made.files:
            print(path)
    failed = arguments.pdf and not made.has_pdf
    if failed or not arguments.quiet:
        for note in made.notes:
            print(f"note: {note}", file=sys.stderr)
    return BAD_INPUT if failed else GOOD


def main(arguments: Sequence[str] | None = None) -> int:
    """The verb. Returns its exit code."""
    return ended(lambda: run(_parser().parse_args(arguments)), "stopped on request; no file is left half-written")


if __name__ == "__main__":
    sys.exit(main())
