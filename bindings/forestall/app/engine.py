"""The server's hold on the engine's process: asks, passes answers on, starts it anew when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

__all__ = ["EngineHandle"]

log = logging.getLogger("forestall.app")

ENDS = ("done", "refused", "failed", "superseded")
LONGEST_LINE = 256 << 20
LONGEST_SMALL = 100_000  # longer answers are comparisons, and need not be parsed to know it
DIED = (
    "The part of the programme that simulates has stopped (the machine may be short of memory). It is started "
    "anew; nothing that you set is lost."
)
NEVER_BEGAN = (
    "The part of the programme that simulates does not begin; what it says stands where `forestall app` runs. "
    "Install Forestall anew, or look there for the reason."
)
MOST_FAILURES = 3


class _Run:
    """One request: every answer so far, for those who ask for the same while it runs."""

    def __init__(self, number: int, key: str) -> None:
        self.number, self.key = number, key
        self.is_over = False
        self.listeners = 0
        self._answers: list[str] = []
        self._progress, self._steps = "", 0  # only the latest is of use to anybody
        self._news = asyncio.Condition()

    async def add(self, answer: str) -> None:
        """An answer has come."""
        kind = json.loads(answer)["kind"] if len(answer) < LONGEST_SMALL else "comparison"
        async with self._news:
            if kind == "progress":
                self._progress, self._steps = answer, self._steps + 1
            else:
                self._answers.append(answer)
            self.is_over = kind in ENDS
            self._news.notify_all()

    async def follow(self) -> AsyncIterator[str]:
        """Answers from the first on, until the last."""
        seen = steps = 0
        is_over = False
        while not is_over:
            async with self._news:
                while len(self._answers) == seen and self._steps == steps:
                    await self._news.wait()
                fresh = self._answers[seen:]
                if self._steps > steps and not self.is_over:
                    fresh.append(self._progress)
                seen, steps, is_over = len(self._answers), self._steps, self.is_over
            for answer in fresh:
                yield answer


class EngineHandle:
    """One process at a time. Every method belongs to one event loop."""

    def __init__(self, cache: str = "", threads: int = 0, studies: Sequence[str] = ()) -> None:
        module = "forestall.app.engine_process"
        self._command = [sys.executable, "-m", module, cache, str(threads), *studies]
        # At once: it loads while the server does.
        self._process = self._spawned()
        self._reader: asyncio.Task[None] | None = None
        self._runs: dict[int, _Run] = {}
        self._number = 0
        self._opened: list[dict[str, Any]] = []  # told again to a process that is started anew
        self._starting = asyncio.Lock()
        self._is_closed = self._has_answered = False
        self._failures = 0  # processes in a row that ended without an answer

    def _spawned(self) -> subprocess.Popen[bytes]:
        # In a session of its own: Ctrl-C is for the server, which then ends it.
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)

    async def start(self) -> None:
        """Starts the process where none is running."""
        async with self._starting:
            if self._reader is not None and not self._reader.done():
                return
            if self._process.poll() is not None:
                self._process = self._spawned()
            self._has_answered = False
            lines = asyncio.StreamReader(limit=LONGEST_LINE)
            protocol = asyncio.StreamReaderProtocol(lines)
            await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, self._process.stdout)
            self._reader = asyncio.create_task(self._read(self._process, lines))
            for request in self._opened:
                self._number += 1
                self._write({**request, "id": self._number})

    async def close(self) -> None:
        """Ends the process."""
        self._is_closed = True
        process = self._process
        with contextlib.suppress(OSError):
            assert process.stdin is not None
            process.stdin.close()
        try:
            await asyncio.to_thread(process.wait, 3)
        except subprocess.TimeoutExpired:
            process.kill()
            await asyncio.to_thread(process.wait)

    def _write(self, request: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # the reader tells that it has died
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    async def _read(self, process: subprocess.Popen[bytes], lines: asyncio.StreamReader) -> None:
        while line := await lines.readline():
            number, _, answer = line.decode().partition(" ")
            self._has_answered = True
            run = self._runs.get(int(number))
            if run is not None:
                await run.add(answer.rstrip("\n"))
                if run.is_over:
                    self._runs.pop(run.number, None)
        await asyncio.to_thread(process.wait)
        if self._is_closed:
            return
        log.warning("the engine process %s ended with %s", process.pid, process.returncode)
        # One that never answered would not the next time either.
        self._failures = self._failures + 1 if not self._has_answered else 0
        may_retry = self._failures < MOST_FAILURES
        text = DIED if may_retry else NEVER_BEGAN
        for run in list(self._runs.values()):
            await run.add(json.dumps({"kind": "failed", "text": text, "may_retry": may_retry}))
        self._runs.clear()
        self._reader = None
        if may_retry:
            await self.start()

    async def ask(self, request: Mapping[str, Any], *, keeps: bool = False) -> AsyncIterator[str]:
        """Answers, JSON objects, as they come; the last is of a kind in ENDS. Who asks for what is running already
        listens to that run. When nobody listens any more it is cancelled, unless it `keeps` on.
        """
        await self.start()
        key = json.dumps(request, sort_keys=True)
        run = next((one for one in self._runs.values() if one.key == key and not one.is_over), None)
        if run is None:
            self._number += 1
            run = self._runs[self._number] = _Run(self._number, key)
            self._write({**request, "id": run.number})
        run.listeners += 2 if keeps else 1
        try:
            async for answer in run.follow():
                yield answer
        finally:
            run.listeners -= 1
            if run.listeners == 0 and not run.is_over:
                self._write({"do": "cancel", "id": run.number})

    async def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The first answer to a request, parsed."""
        found: dict[str, Any] = {}
        async for answer in self.ask(request):
            found = found or json.loads(answer)
        if request.get("do") == "open" and found.get("kind") == "opened":
            self._opened.append(dict(request))
        return found
