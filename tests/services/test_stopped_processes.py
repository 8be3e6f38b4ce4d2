"""A process that is killed while it publishes or keeps a file leaves all of it or nothing."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.histories import NOW as HISTORY_NOW
from tests.publish.report_plan import year_2024
from tests.reports import NOW, PLAN, plan_to_report_on, published, submitted
from tracker.domain.fold import state, told
from tracker.domain.register import lines_of
from tracker.domain.submission import Stage
from tracker.domain.verification import verify_lines
from tracker.services.record import record
from tracker.services.verify_plan import verify_plan
from tracker.store import files, projections, register, submissions
from tracker.store.engine import connected

ROOT = Path(__file__).parents[2]

# Stops for good where the test says, inside the transaction, so that the kill comes at that very place.
PUBLISHING = """
import asyncio, sys
from tests.reports import published
from tracker.services import record as recording
from tracker.store import projections, register, submissions
from tracker.store.engine import connected

async def stand_still(*_, **__):
    print("standing", flush=True)
    await asyncio.sleep(3600)

async def main(url, submission, place):
    module, name = {"append": (register, "append"), "save": (projections, "save"),
                    "act": (submissions, "add_act")}[place]
    original = getattr(module, name)
    async def after(*args, **options):
        await original(*args, **options)
        await stand_still()
    setattr(module, name, after)
    async with connected(url):
        await published(await submissions.by_id(int(submission)))

asyncio.run(main(*sys.argv[1:]))
"""

KEEPING = """
import os, sys, time
from pathlib import Path
from tracker.store import files

place = sys.argv[2]
original = {"written": os.fsync, "renamed": Path.rename}[place]

def stand_still(*args):
    made = original(*args)
    print("standing", flush=True)
    time.sleep(3600)
    return made

if place == "written":
    os.fsync = stand_still
else:
    Path.rename = stand_still
files.put(Path(sys.argv[1]), b"x" * 3_000_000)
"""

SEALING = """
import asyncio, sys, time
from pathlib import Path
from tests.histories import NOW
from tracker.services.make_report import Asked
from tracker.services.seal_report import seal
from tracker.settings import Settings
from tracker.store import files, register
from tracker.store.engine import connected

def stands():
    print("standing", flush=True)

async def main(url, data, place):
    module, name = {"file": (files, "put"), "append": (register, "append")}[place]
    original = getattr(module, name)
    def put(*args):
        made = original(*args)
        stands()
        time.sleep(3600)
        return made
    async def after(*args):
        await original(*args)
        stands()
        await asyncio.sleep(3600)
    setattr(module, name, put if place == "file" else after)
    settings = Settings.from_environment({"TRACKER_DATABASE": url, "TRACKER_DATA": data})
    async with connected(url):
        await seal(Asked("quimper", 2024), "", "", settings, NOW)

asyncio.run(main(*sys.argv[1:]))
"""


@contextmanager
def killed(script: str, *arguments: str) -> Iterator[None]:
    """Runs a script until it says that it stands where it should, and kills it there."""
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "standing\n"
        process.kill()
    yield


@pytest.mark.parametrize("place", ["append", "save", "act"])
async def test_a_publication_that_was_killed_never_happened_and_can_be_made_again(
    migrated_url: str, place: str
) -> None:
    async with connected(migrated_url):
        await plan_to_report_on()
        kept = await submitted(status="on-hold", reason="Le bail est refusé.")
        before = await register.entries(PLAN)

    def run() -> None:
        with killed(PUBLISHING, migrated_url, str(kept.id), place):
            pass

    await asyncio.to_thread(run)

    async with connected(migrated_url):
        assert await register.entries(PLAN) == before
        assert await projections.load(PLAN) == state(PLAN, told(before), NOW.date().max)
        waiting = await submissions.by_id(kept.id)
        assert waiting == kept
        await published(kept)
        assert verify_lines(lines_of(await register.entries(PLAN))).size == len(before) + 2
        settled = await submissions.by_id(kept.id)
        assert settled is not None
        assert settled.stage is Stage.PUBLISHED


@pytest.mark.parametrize("place", ["written", "renamed"])
def test_a_file_whose_keeping_was_killed_is_whole_or_absent(tmp_path: Path, place: str) -> None:
    content = b"x" * 3_000_000
    final = files.path_of(tmp_path, sha256(content).hexdigest())
    with killed(KEEPING, str(tmp_path), place):
        pass

    assert final.exists() == (place == "renamed")
    assert files.put(tmp_path, content) == final.name
    assert final.read_bytes() == content


@pytest.mark.parametrize("place", ["file", "append"])
async def test_a_sealing_that_was_killed_left_no_edition(
    migrated_url: str, tmp_path: Path, place: str
) -> None:
    async with connected(migrated_url):
        before = await record("quimper", year_2024(), HISTORY_NOW)

    def run() -> None:
        with killed(SEALING, migrated_url, str(tmp_path), place):
            pass

    await asyncio.to_thread(run)

    async with connected(migrated_url):
        assert await register.entries("quimper") == before
        assert (await verify_plan("quimper", "promises.example/quimper", None, tmp_path)).ok
        assert (await projections.load("quimper")).reports == ()
    left = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert left  # whole files that nothing leads to
    for path in left:
        assert sha256(path.read_bytes()).hexdigest() == path.name
