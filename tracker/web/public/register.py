"""The register in public: its entries in words, its checkpoint, its file, and how to check them."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.exceptions import NotFoundException
from litestar.response import Stream
from markupsafe import Markup

from tracker.domain.events import Event
from tracker.domain.merkle import Checkpoint
from tracker.domain.register import Entry
from tracker.domain.state import Plan, Told
from tracker.publish.sentences import Subject, detail, sentence, subject
from tracker.publish.templating import STATIC
from tracker.store import register as store
from tracker.web.frame import Reading
from tracker.web.pages import Pager, pager
from tracker.web.public.plan_frame import plan_page
from tracker.web.public.show import show

ENTRIES_A_PAGE = 50
JSONL = "application/jsonl"
TEXT = "text/plain"  # the framework adds the charset
SCRIPT = STATIC / "verify_register.py"


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry in words. ``told`` is how it reads now: corrections and erasures are named, never hidden.

    ``as_recorded`` is what it said at first, where a correction has changed it since.
    """

    entry: Entry
    told: Told
    subject: Subject
    sentence: Markup
    text: str
    as_recorded: Markup | None


@dataclass(frozen=True, slots=True)
class RegisterPage:
    entries: tuple[EntryShown, ...]
    pager: Pager
    size: int
    head: str
    checkpoint: Checkpoint
    script: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """``payload`` is the recorded content, laid out to be read; None when it was erased."""

    shown: EntryShown
    by: str
    payload: str | None
    leaf: str
    line: str
    size: int


@show("/{plan:str}/register", name="register.show")
async def register(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    plan = await reading.plan()
    size = reading.head.size if reading.head else 0
    asked = request.query_params.get("page", "")
    pages = pager(asked, size, ENTRIES_A_PAGE, lambda number: f"{reading.base}/register?page={number}")
    first = size - pages.number * ENTRIES_A_PAGE
    found = await store.recorded(plan.slug, first, ENTRIES_A_PAGE + min(first, 0))
    context = RegisterPage(
        entries=tuple(entry_shown(*one, plan, reading) for one in reversed(found)),
        pager=pages,
        size=size,
        head=reading.head.hash if reading.head else "",
        checkpoint=await reading.checkpoint(),
        script=SCRIPT.read_text(encoding="utf-8"),
    )
    return plan_page(reading, plan, "register/show.html", {"page": context, "here": "register"})


@show("/{plan:str}/register/{index:str}", name="register.entry")
async def entry(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    plan = await reading.plan()
    size = reading.head.size if reading.head else 0
    asked = str(request.path_params["index"])
    if not re.fullmatch(r"0|[1-9]\d{0,8}", asked, re.ASCII) or int(asked) >= size:
        raise NotFoundException(detail="no such entry")
    found = await store.recorded(plan.slug, int(asked), 1)
    shown = entry_shown(*found[0], plan, reading)
    context = EntryPage(
        shown=shown,
        by=plan.organisation_name(shown.entry.by),
        payload=_laid_out(shown.entry.payload),
        leaf=shown.entry.leaf.hex(),
        line=shown.entry.line,
        size=size,
    )
    return plan_page(reading, plan, "register/entry.html", {"page": context, "here": "register"})


@show("/{plan:str}/register/checkpoint", name="register.checkpoint")
async def checkpoint(reading: Reading, request: Request[Any, Any, Any]) -> Response[str]:
    return Response((await reading.checkpoint()).text, media_type=TEXT)


@show("/{plan:str}/register.jsonl", name="register.file", streams=True)
async def register_file(reading: Reading, request: Request[Any, Any, Any]) -> Response[Any]:
    """The whole register, in pieces: it may be longer than what should be held at once."""
    if reading.head is None:
        raise NotFoundException(detail="no such plan")
    # The last hash stands for every entry before it, and erasing content appends an entry too.
    etag = f'W/"{reading.head.hash[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "public, no-cache",
        "Content-Disposition": f'attachment; filename="{reading.head.plan}-register.jsonl"',
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    if request.method == "HEAD":
        return Response(b"", media_type=JSONL, headers=headers)
    return Stream(_in_pieces(store.lines(reading.head.plan)), media_type=JSONL, headers=headers)


async def _in_pieces(lines: AsyncIterator[bytes], least: int = 64_000) -> AsyncIterator[bytes]:
    """Lines in pieces that are worth a network packet or more."""
    piece = bytearray()
    async for line in lines:
        piece += line
        if len(piece) >= least:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def entry_shown(entry: Entry, told: Told, plan: Plan, reading: Reading) -> EntryShown:
    recorded: Event | None = entry.event
    changed = told.corrected_by is not None and recorded is not None
    first = Told(entry.index, entry.at, entry.on, entry.by, entry.kind, entry.subject, recorded)
    return EntryShown(
        entry=entry,
        told=told,
        subject=subject(told, plan, reading.base),
        sentence=sentence(told, plan, reading.language, reading.base),
        text=detail(told),
        as_recorded=sentence(first, plan, reading.language, reading.base) if changed else None,
    )


def _laid_out(payload: str | None) -> str | None:
    if payload is None:
        return None
    return json.dumps(json.loads(payload), ensure_ascii=False, indent=2, sort_keys=True)
