"""Chapters laid out beside each other, each in a process of its own that is forked for it."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import msgspec

from tracker.publish.press.laid import Laid
from tracker.publish.press.layout import Press
from tracker.publish.press.order import FAILED, PdfFailed
from tracker.publish.press.shelf import Shelf

NO_MEMORY = 4


class Hall:
    """``folder`` is where processes leave what they made; ``processes`` is how many there are at most, and
    ``share`` how many bytes each may have."""

    def __init__(self, press: Press, shelf: Shelf, folder: Path, processes: int, share: int) -> None:
        self._press, self._shelf, self._folder = press, shelf, folder
        self._processes, self._share = processes, share

    def lay_out(self, chapters: Sequence[str], *, tagged: bool = True) -> list[Laid]:
        """The chapters in their order. Raises PdfFailed, MemoryError; then no process is left."""
        names = [self._shelf.name(chapter, str(tagged)) for chapter in chapters]
        laid = {name: self._shelf.get(name) for name in names}
        # The longest first, so that no long one is left for the end.
        waiting = sorted(
            {
                name: chapter for name, chapter in zip(names, chapters, strict=True) if laid[name] is None
            }.items(),
            key=lambda item: len(item[1]),
        )
        running: dict[int, str] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self._processes:
                    name, chapter = waiting.pop()
                    running[self._fork(chapter, tagged, self._folder / name)] = name
                process, status = os.wait()
                name = running.pop(process)
                laid[name] = self._received(name, os.waitstatus_to_exitcode(status))
        finally:
            for process in running:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        return [one for one in map(laid.get, names) if one is not None]

    def _received(self, name: str, code: int) -> Laid:
        file = self._folder / name
        if code == FAILED:
            raise PdfFailed(file.read_text())
        if code == NO_MEMORY:
            raise MemoryError
        if code:
            raise PdfFailed(f"a process that lays out a chapter ended with {code}")
        self._shelf.put(name, file)
        made = msgspec.msgpack.decode(file.read_bytes(), type=Laid)
        file.unlink()
        return made

    def _fork(self, chapter: str, tagged: bool, target: Path) -> int:
        process = os.fork()
        if process == 0:
            self._work(chapter, tagged, target)
        return process

    def _work(self, chapter: str, tagged: bool, target: Path) -> NoReturn:
        """Nothing of the parent's is cleaned up here: it still needs its fonts."""
        code = 1
        # One chapter fits in memory; looking for what could be given back takes a tenth of the time.
        gc.disable()
        resource.setrlimit(resource.RLIMIT_AS, (self._share, self._share))
        try:
            target.write_bytes(msgspec.msgpack.encode(self._press.lay_out(chapter, tagged=tagged)))
            code = 0
        except PdfFailed as failed:
            target.write_text(str(failed))
            code = FAILED
        except MemoryError:
            code = NO_MEMORY
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
