"""Who may talk to the server: this machine's own browser, with the session that it was given.

A page of another site can make a browser send requests to 127.0.0.1, and a name that it owns can point there. So
every request must name this server as its host, come from this server's own page, and carry the session's cookie;
everything else is refused, logged, and nothing happens.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

__all__ = ["CONTENT_POLICY", "Guard", "Session", "refusal"]

log = logging.getLogger("forestall.app")

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", CONTENT_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cache-control", "no-store"),
)
#: Bytes of a body, by path; of any other, none.
LIMITS = {"/api/compare": 64 << 10, "/api/save": 64 << 10, "/api/open": 8 << 20}
MOST_HEADERS = 16 << 10

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class Session:
    """A token that opens the page once, and the cookie that it is exchanged for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = f"forestall-{port}"
        self._key = secrets.token_urlsafe(32)
        self._token: str | None = None

    def new_token(self) -> str:
        """Takes the place of the one before."""
        self._token = secrets.token_urlsafe(32)
        return self._token

    def exchange(self, token: str) -> str | None:
        """The cookie's value for a token that has not been used."""
        if self._token is None or not secrets.compare_digest(token.encode(), self._token.encode()):
            return None
        self._token = None
        return self._key

    def is_open_to(self, cookies: str) -> bool:
        """Whether a request's cookies hold the session's."""
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return False
        return found is not None and secrets.compare_digest(found.value.encode(), self._key.encode())

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names under which the server may be asked."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"


class Guard:
    """Around the whole application."""

    def __init__(self, app: App, session: Session) -> None:
        self._app, self._session = app, session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
        refused = self._refused(scope, headers)
        if refused is None:
            limited = _Limited(receive, LIMITS.get(scope["path"], 0))
            await self._app(scope, limited, _with_headers(send))
            return
        status, what = refused
        log.warning("refused %s %s: %s %s", scope["method"], _shown(scope["path"]), status, what)
        await refusal(_with_headers(send), status, what)

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        if sum(len(name) + len(value) for name, value in headers.items()) > MOST_HEADERS:
            return 431, "the request's headers are too long"
        if headers.get("host") not in self._session.hosts:
            return 421, "the request names another host than this server"
        own = tuple(f"http://{host}" for host in self._session.hosts)
        origin = headers.get("origin")
        if origin is not None and origin not in own:
            return 403, "the request comes from another site"
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return 403, "the request comes from another site"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "there is nothing here for this method"
        if scope["method"] == "POST" and origin is None:
            return 403, "the request does not say where it comes from"
        if scope["path"] != "/open" and not self._session.is_open_to(headers.get("cookie", "")):
            return (
                401,
                "there is no session: open the link that `forestall app` printed, or press Enter there for a new one",
            )
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LIMITS.get(scope["path"], 0):
            return 413, "the request's body is too long"
        return None


def _shown(path: str) -> str:
    """A path as a log may hold it: short, printable."""
    return "".join(one if one.isprintable() else "?" for one in path[:100])


class TooLong(Exception):
    """A body that goes on beyond its limit."""


class _Limited:
    """A body that may not be longer than it says or is allowed."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise TooLong
        return message


def _with_headers(send: Send) -> Send:
    async def sends(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            there = {name.lower() for name, _ in message.get("headers", [])}
            more = [(name.encode(), value.encode()) for name, value in HEADERS if name.encode() not in there]
            message = {**message, "headers": [*message.get("headers", []), *more]}
        await send(message)

    return sends


async def refusal(send: Send, status: int, what: str) -> None:
    """Answers with a problem as the page reads it."""
    body = json.dumps({"problems": [{"what": what, "why": "", "remedy": ""}]}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
