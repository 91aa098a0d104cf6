#!/usr/bin/env python3
"""Makes the documentation site: gathers the pages, runs Sphinx, follows every link.

    build/python-env/bin/python scripts/make_docs.py            # build/docs/html/index.html
    build/python-env/bin/python scripts/make_docs.py --links    # follow the links of what is there already

Pages are gathered from docs, scenarios and notebooks into build/docs/source; Sphinx must have nothing to complain of.
Then every link, picture and style in the pages has to lead to a file and, where it names a place on a page, to that
place; nothing may be fetched from elsewhere. Links to other sites are listed in build/docs/links-elsewhere.txt and not
opened. Notebooks are shown as they are kept and not run. The network is not needed.

Needs the package (installed, or in build/release or build/dev). The page about the command line is made by the program
that FORESTALL names, or that of a build; without one it says so. Exit codes: 0 done, 1 something is wrong with a page.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import docs_commands
import docs_links
import docs_pages

TOP = Path(__file__).resolve().parent.parent
OUT = TOP / "build/docs"


def find_package() -> None:
    """Lets this process and those it starts find the package, if it is not installed."""
    if importlib.util.find_spec("forestall"):
        return
    for preset in ("release", "dev"):
        place = TOP / f"build/{preset}/python"
        if (place / "forestall/__init__.py").is_file():
            sys.path.insert(0, str(place))
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(place), os.environ.get("PYTHONPATH")]))
            return
    raise docs_pages.PageError("the Python package is not built; make test builds it")


def gather() -> None:
    """All that Sphinx reads."""
    source = OUT / "source"
    many = docs_pages.collect(source)
    with (source / "command-line.md").open("a", encoding="utf-8") as page:
        page.write(docs_commands.told_of_all())
    print(f"{many} pages gathered")


def run_sphinx() -> bool:
    """The pages as HTML; False where there is anything to complain of."""
    for folder in ("html", "doctrees"):
        shutil.rmtree(OUT / folder, ignore_errors=True)
    strict = ["-q", "-n", "-W", "--keep-going"]
    folders = ["-d", str(OUT / "doctrees"), str(OUT / "source"), str(OUT / "html")]
    return (
        subprocess.run([sys.executable, "-m", "sphinx", "-b", "html", *strict, *folders], check=False).returncode == 0
    )


def machine_paths() -> list[str]:
    """Pages that name the folder they were made in."""
    return [
        str(file.relative_to(OUT))
        for file in sorted((OUT / "html").rglob("*.html"))
        if str(TOP) in file.read_text(encoding="utf-8")
    ]


def follow_links() -> bool:
    """False where a link is dead or a page names a folder of this machine; they are listed."""
    links = docs_links.check(OUT / "html")
    for page, link, why in links.dead:
        print(f"{page}: {link} ({why})", file=sys.stderr)
    own = machine_paths()
    for page in own:
        print(f"{page}: names {TOP}", file=sys.stderr)
    listed = OUT / "links-elsewhere.txt"
    listed.write_text("".join(f"{link}\n" for link in sorted(links.elsewhere)), encoding="utf-8")
    print(
        f"{links.pages} HTML pages, {links.followed} links among them, {len(links.dead)} dead; "
        f"{len(links.elsewhere)} links to other sites are in {listed.relative_to(TOP)}"
    )
    return not links.dead and not own


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Makes the documentation site in build/docs/html.")
    parser.add_argument("--links", action="store_true", help="only follow the links of the pages that are there")
    only_links = parser.parse_args().links
    try:
        if only_links:
            return 0 if follow_links() else 1
        find_package()
        gather()
        clean = run_sphinx()
        return 0 if follow_links() and clean else 1
    except (docs_pages.PageError, OSError, subprocess.CalledProcessError) as error:
        print(f"make_docs: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
