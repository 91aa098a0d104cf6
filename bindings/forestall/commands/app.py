"""forestall app: the split-screen page, on this machine alone; or one file of it to pass on."""

from __future__ import annotations

import argparse
import logging
import sys
import threading
from collections.abc import Sequence
from typing import Any

from forestall.commands.ending import GOOD, ended
from forestall.errors import InputError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="forestall app",
        description="Two scenarios side by side in your browser: short term above, long term below. The page is served "
        "to this machine alone and needs no network. Everyone is synthetic.",
        epilog="Exit codes: 0 done; 1 something that was given cannot be used; 2 the machine refused; 130 stopped "
        "with Ctrl-C.",
    )
    made.add_argument("studies", nargs="*", help="studies to show or to export (default: those of the package)")
    made.add_argument("--link", metavar="LINK", help="a share link, or the part of it after #: opens with its settings")
    made.add_argument("--port", type=int, default=0, help="the port to serve on (default: any that is free)")
    made.add_argument("--no-browser", action="store_true", help="print the link and open nothing")
    made.add_argument("--threads", type=int, default=0, help="0: all cores")
    made.add_argument("--export", metavar="FILE.html", help="write one file that holds stored runs, and serve nothing")
    made.add_argument("--sample", type=float, default=1.0, help="with --export: share of the people to simulate")
    made.add_argument("--quiet", action="store_true", help="print nothing but the link and errors")
    return made


def _serve(arguments: argparse.Namespace) -> int:
    import webbrowser

    from forestall.app import cache
    from forestall.app.engine import EngineHandle
    from forestall.app.guard import Session
    from forestall.app.listening import bound_socket

    if arguments.studies:
        from forestall.app.shelf import check_given

        check_given(arguments.studies)
    try:
        listening = bound_socket(arguments.port)
    except OSError as error:
        raise InputError(
            f"--port {arguments.port}: {error.strerror}; leave it out, and any free port is used"
        ) from None
    port = listening.getsockname()[1]
    session = Session(port)
    folder = cache.folder()
    engine = EngineHandle(str(folder) if folder else "", arguments.threads, arguments.studies)
    from forestall.app.server import Page, serve  # while the engine loads

    fragment = "#" + arguments.link.rpartition("#")[2] if arguments.link else ""

    def link() -> str:
        return f"http://127.0.0.1:{port}/open?token={session.new_token()}{fragment}"

    logging.basicConfig(level=logging.ERROR if arguments.quiet else logging.WARNING, format="%(message)s")
    listening.listen()
    first = link()
    print(f"Forestall is at {first}", flush=True)
    if not arguments.quiet:
        print("The link works once, in one browser. Enter: a new link. Ctrl-C: the end.", file=sys.stderr, flush=True)
    if not arguments.no_browser:
        threading.Thread(target=webbrowser.open, args=(first,), daemon=True).start()
    if sys.stdin.isatty():
        threading.Thread(target=_links_on_enter, args=(link,), daemon=True).start()
    serve(Page(session, engine), listening)
    return GOOD


def _links_on_enter(link: Any) -> None:
    for _ in sys.stdin:
        print(f"A new link: {link()}", flush=True)


def _export(arguments: argparse.Namespace) -> int:
    from forestall.app.export import export

    told = None if arguments.quiet else lambda text: print(text, file=sys.stderr, flush=True)
    export(arguments.export, arguments.studies, sample=arguments.sample, threads=arguments.threads, tell=told)
    if not arguments.quiet:
        print(f"{arguments.export}: open it with a double click. Its controls choose among stored runs.")
    return GOOD


def main(arguments: Sequence[str] | None = None) -> int:
    """The verb. Returns its exit code."""
    given = _parser().parse_args(arguments)
    return ended(lambda: _export(given) if given.export else _serve(given), "stopped on request")


if __name__ == "__main__":
    sys.exit(main())
