"""A process that is killed while it publishes or keeps a file leaves all of it or nothing."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.reports import NOW, PLAN, plan_to_report_on, published, submitted
from tracker.domain.fold import state, told
from tracker.domain.register import lines_of
from tracker.domain.submission import Stage
from tracker.domain.verification import verify_lines
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
