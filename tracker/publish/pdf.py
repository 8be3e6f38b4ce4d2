"""HTML to a tagged PDF, by processes that reach no network and no file but our fonts and styles.

``publish/press`` does the work, in a program of its own with a limit of time and one of memory; past them it
is killed, with every process that it forked. The same HTML gives the same bytes: nothing of the machine, the
clock or its fonts goes in, nor how many processes there were or what was laid out before.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

import msgspec

from tracker.publish.press.order import FAILED, Archive, Attachment, Order, PdfFailed
from tracker.publish.software import made_with

__all__ = ["Archive", "Attachment", "Limits", "PdfFailed", "forget_chapters", "to_pdf"]

FONTS = Path(__file__).with_name("fonts.conf")

MOST_SECONDS = 600
MOST_BYTES = 4_000_000_000
# More share the memory, and a document has not that many chapters.
MOST_PROCESSES = 4


class Limits(TypedDict, total=False):
    """What ``to_pdf`` may take and where it keeps chapters, by the names of its parameters."""

    seconds: float
    most_bytes: int
    processes: int | None
    shelf: Path | None


async def to_pdf(
    html: str,
    *,
    seconds: float = MOST_SECONDS,
    most_bytes: int = MOST_BYTES,
    archive: Archive | None = None,
    processes: int | None = None,
    shelf: Path | None = None,
) -> bytes:
    """The PDF/UA-1 of a document; with an ``archive`` it is PDF/A-3a too, and holds its files.

    ``processes`` lay out chapters at once: as many as there are processors, if None. ``shelf`` is the folder
    in which chapters are kept for a day, by default one of this user's among the temporary files.
    Raises PdfFailed: a forbidden address, an error in the document, a limit passed.
    """
    order = Order(
        html=html,
        seconds=math.ceil(seconds) + 1,
        most_bytes=most_bytes,
        processes=processes or min(_processors(), MOST_PROCESSES),
        shelf=str(shelf or _own_shelf() or ""),
        software=await asyncio.to_thread(made_with),
        archive=archive,
    )
    with tempfile.TemporaryDirectory(prefix="tracker-pdf-") as folder:
        return await _printed(order, seconds, folder)


async def _printed(order: Order, seconds: float, folder: str) -> bytes:
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tracker.publish.press.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        made, said = await asyncio.wait_for(worker.communicate(msgspec.msgpack.encode(order)), seconds)
    except TimeoutError:
        raise PdfFailed(f"the document was not ready after {seconds:g} seconds; it was given up") from None
    finally:
        # The whole group: what the worker forked must not outlive it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        await worker.wait()
    if worker.returncode:
        raise PdfFailed(_why(worker.returncode, said.decode(errors="replace")))
    return made


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _own_shelf() -> Path | None:
    """A folder that only this user can read or write; None where somebody else has taken its name."""
    folder = Path(tempfile.gettempdir()) / f"tracker-chapters-{os.getuid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if (
            folder.is_dir()
            and not folder.is_symlink()
            and found.st_uid == os.getuid()
            and not found.st_mode & 0o077
        ):
            return folder
    return None


def forget_chapters() -> None:
    """Throw away the chapters that were kept: something in them may no longer be told."""
    shelf = _own_shelf()
    for file in shelf.iterdir() if shelf else ():
        file.unlink(missing_ok=True)


def _environment(folder: str) -> dict[str, str]:
    """What the worker may know of us: where Python and its libraries are; no address, no password.

    ``folder`` is for its temporary files, which are gone with it.
    """
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "VIRTUAL_ENV", "HOME")
    given = {name: os.environ[name] for name in kept if name in os.environ}
    path = os.pathsep.join(entry for entry in sys.path if entry)
    closed = {"PYTHONPATH": path, "FONTCONFIG_FILE": str(FONTS), "LC_ALL": "C.UTF-8", "TMPDIR": folder}
    return {**given, **closed}


def _why(code: int, said: str) -> str:
    if code == FAILED:
        return said.strip()
    last = said.strip().splitlines()[-1:] or ["it said nothing"]
    return f"the worker that makes PDFs ended with {code}: {last[0]}"
