"""The server of the page: on this machine alone, with an engine in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from forestall.app.engine import EngineHandle
from forestall.app.guard import Guard, Session, TooLong

__all__ = ["Page", "serve"]

log = logging.getLogger("forestall.app")

FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/app.js": ("app.js", "text/javascript; charset=utf-8"),
    "/app.css": ("app.css", "text/css; charset=utf-8"),
    "/licences.txt": ("licences.txt", "text/plain; charset=utf-8"),
}


class Page:
    """The application: files, the catalogue, comparisons as they come, studies to save and to open."""

    def __init__(self, session: Session, engine: EngineHandle) -> None:
        self.session, self.engine = session, engine
        self._folder = Path(__file__).parent.parent / "page"
        self._catalogue: dict[str, Any] | None = None
        self._reading = asyncio.Lock()
        self._ahead: asyncio.Task[None] | None = None
        routes = [
            Route("/open", self._open_session, methods=["GET"]),
            Route("/api/catalogue", self._tell_catalogue, methods=["GET"]),
            Route("/api/compare", self._compare, methods=["POST"]),
            Route("/api/save", self._save, methods=["POST"]),
            Route("/api/open", self._open_study, methods=["POST"]),
            *(Route(path, self._file, methods=["GET"]) for path in FILES),
        ]
        handlers = {404: _not_found, TooLong: _too_long}
        inner = Starlette(routes=routes, exception_handlers=handlers, lifespan=self._life)
        inner.router.redirect_slashes = False
        self.app = Guard(inner, session)

    @contextlib.asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        # The engine begins with what the page will show first while the browser is still opening.
        self._ahead = asyncio.create_task(self._run_ahead())
        yield
        self._ahead.cancel()
        await self.engine.close()

    async def _run_ahead(self) -> None:
        told = await self.engine.answer({"do": "start"})
        reading = asyncio.create_task(self._known_catalogue())
        if told.get("kind") == "start":
            async for _ in self.engine.ask({"do": "compare", "settings": told["settings"]}, keeps=True):
                pass
        await reading

    async def _known_catalogue(self) -> dict[str, Any]:
        async with self._reading:
            if self._catalogue is None:
                told = await self.engine.answer({"do": "catalogue"})
                if told.get("kind") != "catalogue":
                    return told
                self._catalogue = told["catalogue"]
            return self._catalogue

    # --- Requests -----------------------------------------------------------------------------

    async def _open_session(self, request: Request) -> Response:
        key = self.session.exchange(request.query_params.get("token", ""))
        if key is None:
            log.warning("refused a token that was used or never given")
            text = "This link has been used, or was never given. Press Enter where `forestall app` runs for a new one."
            return PlainTextResponse(text, 401)
        made = RedirectResponse("/", 303)
        made.set_cookie(self.session.cookie, key, httponly=True, samesite="strict", path="/")
        return made

    async def _file(self, request: Request) -> Response:
        name, kind = FILES[request.url.path]
        content = await asyncio.to_thread((self._folder / name).read_bytes)
        return Response(content, media_type=kind)

    async def _tell_catalogue(self, _: Request) -> Response:
        told = await self._known_catalogue()
        return JSONResponse(told, 200 if "studies" in told else 503)

    async def _compare(self, request: Request) -> Response:
        settings = await _json(request)
        if settings is None:
            return _problem(400, "the request is not JSON")

        async def lines() -> AsyncIterator[bytes]:
            async for answer in self.engine.ask({"do": "compare", "settings": settings}):
                yield answer.encode() + b"\n"

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    async def _save(self, request: Request) -> Response:
        wanted = await _json(request)
        if not isinstance(wanted, dict) or not isinstance(wanted.get("name"), str):
            return _problem(400, "the request names no study to save")
        told = await self.engine.answer({"do": "save", "settings": wanted.get("settings"), "name": wanted["name"]})
        if told.get("kind") != "saved":
            return _told(told)
        headers = {"content-disposition": f'attachment; filename="{told["file"]}"', "x-forestall-run": told["run"]}
        return Response(bytes.fromhex(told["content"]), media_type="application/zip", headers=headers)

    async def _open_study(self, request: Request) -> Response:
        name = request.headers.get("x-file-name", "study.yaml")[:200]
        content = await request.body()
        told = await self.engine.answer({"do": "open", "name": name, "content": content.hex()})
        if told.get("kind") != "opened":
            log.warning("refused a study file")
            return _told(told)
        self._catalogue = None
        return JSONResponse(told["entry"])


async def _json(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None


def _problem(status: int, what: str) -> Response:
    return JSONResponse({"problems": [{"what": what, "why": "", "remedy": ""}]}, status)


def _told(told: Mapping[str, Any]) -> Response:
    if told.get("kind") == "refused":
        return JSONResponse({"problems": told["problems"]}, 422)
    return _problem(503, str(told.get("text", "the engine gave no answer; try again")))


async def _not_found(_: Request, __: Exception) -> Response:
    return _problem(404, "there is nothing here")


async def _too_long(_: Request, __: Exception) -> Response:
    log.warning("refused a body that is too long")
    return _problem(413, "the request's body is too long")


def serve(page: Page, listening: socket.socket) -> None:
    """Serves until Ctrl-C."""
    config = uvicorn.Config(
        page.app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listening])
