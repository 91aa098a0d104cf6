"""The engine of the page, in a process of its own: it may be busy, or die, and the page still answers.

It reads one JSON object a line from its standard input; to its standard output it writes, a line each, the number
of a request and a JSON object that answers it. A newer comparison stops the one under way; what waits behind it is
answered as superseded without being run.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from forestall import _engine
from forestall.app import cache
from forestall.app.comparison import Sides, comparison_of
from forestall.app.compose import Composed, compose
from forestall.app.opening import opened
from forestall.app.settings import Settings
from forestall.app.shelf import Shelf
from forestall.errors import ForestallError, InputError, Stopped

__all__ = ["Engine", "main", "problems_of"]

#: People of a sample: enough to be told in less than a second, few enough on one core.
SAMPLE_PEOPLE = 11_000
SAMPLES = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
MOST_REMEMBERED = 24
MOST_COMPILED = 6


def problems_of(error: BaseException) -> list[dict[str, str]]:
    """What to tell of an error, one entry a problem."""
    if isinstance(error, InputError):
        return [{"what": one.what, "why": one.why, "remedy": one.remedy} for one in error.problems]
    return [{"what": str(error) or type(error).__name__, "why": "", "remedy": "try again"}]


class Engine:
    """Runs comparisons one at a time; `tell` is called with every message, from one thread at a time."""

    def __init__(self, tell: Any, threads: int = 0, studies: Sequence[str] = (), kept: Path | None = None) -> None:
        self._tell, self._threads = tell, threads
        self.studies = Shelf(studies, kept)
        self._today = _engine.TodayShelf()
        self._compiled: OrderedDict[int, _engine.Compiled] = OrderedDict()
        self._answers: OrderedDict[str, list[dict[str, Any]]] = OrderedDict()

    def catalogue(self) -> dict[str, Any]:
        """The Catalogue of contract.ts."""
        return self.studies.catalogue()

    def open(self, name: str, content: bytes) -> dict[str, Any]:
        """Adds a study that somebody opened; its StudyEntry. Raises InputError."""
        return self.studies.add(opened(name, content)).entry()

    def compare(self, number: int, given: Any, stop: _engine.Stop) -> None:
        """Tells a sample's comparison, then everybody's. Raises InputError, Stopped."""
        settings = Settings.read(given)
        key = json.dumps(settings.as_dict(), sort_keys=True)
        if key in self._answers:  # the very same study has run: the same bytes
            self._answers.move_to_end(key)
            for answer in self._answers[key]:
                self._tell({"id": number, "kind": "comparison", "comparison": answer})
            return
        self._progress(number, "preparing", 0.0, None, "Reading the study")
        composed = compose(settings, self.studies.known_to(settings))
        inputs, compiled = self._prepared(composed)
        people = inputs.people
        share = next((1 / n for n in reversed(SAMPLES) if people / n >= SAMPLE_PEOPLE), 1.0)
        answers = []
        if share < 1:
            try:
                answers.append(self._run(number, "sample", composed, inputs, compiled, share, stop))
            except InputError as error:
                # What a sample is too small for, everybody may do; if not, the run of everybody says so.
                self._progress(number, "whole", 0.0, None, f"A sample will not do: {error.problems[0].what}")
        answers.append(self._run(number, "whole", composed, inputs, compiled, 1.0, stop))
        self._answers[key] = answers[-1:]
        if len(self._answers) > MOST_REMEMBERED:
            self._answers.popitem(last=False)

    def _prepared(self, composed: Composed) -> tuple[_engine.Inputs, _engine.Compiled]:
        inputs = composed.inputs
        # A compiled model holds the programmes, in order, and nothing of what arms say of them.
        texts = {path: text for path, text in composed.texts.as_dict().items() if path != composed.texts.main}
        key = hash((composed.without_arms, str(inputs.programmes), tuple(sorted(texts.items()))))
        if key not in self._compiled:
            self._compiled[key] = _engine.prepare(inputs, self._threads)
            if len(self._compiled) > MOST_COMPILED:
                self._compiled.popitem(last=False)
        self._compiled.move_to_end(key)
        return inputs, self._compiled[key]

    def _run(
        self,
        number: int,
        stage: str,
        composed: Composed,
        inputs: _engine.Inputs,
        compiled: _engine.Compiled,
        share: float,
        stop: _engine.Stop,
    ) -> dict[str, Any]:
        begun = time.perf_counter()
        who = f"1 in {round(1 / share)} people" if share < 1 else "everybody"

        def progress(done: float) -> None:
            spent = time.perf_counter() - begun
            left = spent * (1 - done) / done if done > 0.02 else None
            self._progress(number, stage, done, left, f"Simulating {who}")

        if stop.is_set():
            raise Stopped("stopped")
        told = _engine.run(
            inputs, compiled, inputs.seed, 1, 0, share, self._threads, progress, stop, {}, self._today
        )  # fmt: skip
        made = self._comparison(composed, inputs, told, stage, time.perf_counter() - begun)
        if stop.is_set():
            raise Stopped("stopped")
        self._tell({"id": number, "kind": "comparison", "comparison": made})
        return made

    def _comparison(
        self, composed: Composed, inputs: _engine.Inputs, told: Mapping[str, Any], stage: str, seconds: float
    ) -> dict[str, Any]:
        results = told["results"]
        sides = Sides(composed.left, composed.right, composed.left_title, composed.right_title)
        about = {
            "settings": composed.settings.as_dict(),
            "stage": stage,
            "people_simulated": int(told["statistics"]["people_at_start"]),
            "seconds": seconds,
            "place": inputs.place_title,
            "model": inputs.model_title,
        }
        return comparison_of(results, sides, self.studies.model_of(composed), told["programmes"], about)

    def _progress(self, number: int, stage: str, share: float, left: float | None, text: str) -> None:
        self._tell(
            {"id": number, "kind": "progress", "stage": stage, "share": share, "seconds_left": left, "text": text}
        )


class _Desk:
    """Requests as they come in: the newest comparison counts."""

    def __init__(self, engine: Engine, tell: Any) -> None:
        self._engine, self._tell = engine, tell
        self._lock = threading.Condition()
        self._waiting: list[dict[str, Any]] = []
        self._stop: _engine.Stop | None = None
        self._running = 0
        self._closed = False

    def put(self, request: dict[str, Any]) -> None:
        with self._lock:
            if request["do"] == "cancel":
                if self._running == request["id"] and self._stop is not None:
                    self._stop.set()
                for one in [one for one in self._waiting if one["id"] == request["id"]]:
                    self._waiting.remove(one)
                    self._tell({"id": one["id"], "kind": "superseded"})
                return
            if request["do"] == "compare":
                for one in [one for one in self._waiting if one["do"] == "compare"]:
                    self._waiting.remove(one)
                    self._tell({"id": one["id"], "kind": "superseded"})
                if self._stop is not None:
                    self._stop.set()
            self._waiting.append(request)
            self._lock.notify()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._stop is not None:
                self._stop.set()
            self._lock.notify()

    def work(self) -> None:
        """Until closed."""
        while True:
            with self._lock:
                while not self._waiting and not self._closed:
                    self._lock.wait()
                if self._closed:
                    return
                request = self._waiting.pop(0)
                self._stop, self._running = _engine.Stop(), request["id"]
                stop = self._stop
            self._do(request, stop)
            with self._lock:
                self._stop, self._running = None, 0

    def _do(self, request: dict[str, Any], stop: _engine.Stop) -> None:
        number = request["id"]
        try:
            if request["do"] == "catalogue":
                made = self._engine.catalogue()
                self._tell({"id": number, "kind": "catalogue", "catalogue": made})
            elif request["do"] == "start":
                self._tell({"id": number, "kind": "start", "settings": self._engine.studies.start()})
            elif request["do"] == "open":
                entry = self._engine.open(request["name"], bytes.fromhex(request["content"]))
                self._tell({"id": number, "kind": "opened", "entry": entry})
            elif request["do"] == "save":
                saved = self._engine.studies.saved(request["settings"], request["name"])
                self._tell({"id": number, "kind": "saved", **saved})
            else:
                self._engine.compare(number, request["settings"], stop)
            self._tell({"id": number, "kind": "done"})
        except Stopped:
            self._tell({"id": number, "kind": "superseded"})
        except InputError as error:
            self._tell({"id": number, "kind": "refused", "problems": problems_of(error)})
        except (ForestallError, MemoryError) as error:
            text = str(error) or "the machine has too little memory left"
            self._tell({"id": number, "kind": "failed", "text": text, "may_retry": False})
        except Exception:  # a defect of ours: told, and the next request is answered
            traceback.print_exc()
            text = "Something went wrong that should not have; what it was stands where `forestall app` runs."
            self._tell({"id": number, "kind": "failed", "text": text, "may_retry": False})


def main() -> int:
    """Serves one parent, until it closes the pipe."""
    # What the engine or a library prints must not mix with messages.
    out: TextIO = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lock = threading.Lock()

    def tell(message: Mapping[str, Any]) -> None:
        answer = {key: value for key, value in message.items() if key != "id"}
        line = json.dumps(answer, allow_nan=False, separators=(",", ":"))
        with lock:
            out.write(f"{message['id']} {line}\n")
            out.flush()

    folder, threads, *studies = sys.argv[1:] or ["", "0"]
    kept = cache.ready(Path(folder)) if folder else None
    if kept:
        _engine.keep_pasts_in(str(kept))
    engine = Engine(tell, int(threads), studies, kept)
    # Saving and opening do not wait for a run.
    runs, words = _Desk(engine, tell), _Desk(engine, tell)
    workers = [threading.Thread(target=desk.work, daemon=True) for desk in (runs, words)]
    for worker in workers:
        worker.start()
    for line in sys.stdin:
        request = json.loads(line)
        (runs if request["do"] in ("compare", "cancel") else words).put(request)
    for desk in (runs, words):
        desk.close()
    for worker in workers:
        worker.join(timeout=5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
