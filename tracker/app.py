"""The application: the only place where its parts are put together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException

from tracker.services.background import Worker
from tracker.services.check_links import links_work
from tracker.services.keep_time import Job, every_day_from, every_minute, keep_time
from tracker.services.people_mail import Queue
from tracker.services.prepare_report import preview_pdf
from tracker.services.provider import Provider
from tracker.services.public_summary import Summaries
from tracker.services.remind import publish_sent, remind
from tracker.services.reminder_people import recipients_on
from tracker.services.send_mail import send_waiting
from tracker.services.sign_report import sealing
from tracker.settings import MailServer, Settings
from tracker.store import outbox
from tracker.store.background_jobs import Kind
from tracker.store.engine import close_engine, open_engine
from tracker.web.conditional import PACKS_ITSELF, Conditional
from tracker.web.errors import broken, not_found, refused
from tracker.web.headers import guarded
from tracker.web.hosts import KnownHosts
from tracker.web.public.files import evidence_file
from tracker.web.public.plans import choose_language
from tracker.web.public.routes import PAGES
from tracker.web.staff.routes import staff
from tracker.web.static import static

Clock = Callable[[], datetime]
# How long a process that stops waits for the mail it is sending.
STOPPING_SECONDS = 15.0
REMINDING_HOUR = 5  # of universal time


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def engine_open(app: Litestar) -> AsyncIterator[None]:
    await open_engine()
    try:
        yield
    finally:
        await close_engine()


@asynccontextmanager
async def timekeeping(app: Litestar) -> AsyncIterator[None]:
    """The timer of this process, while the application is up: where a mail server is set."""
    settings, clock = app.state.settings, app.state.clock
    if not settings.mail:
        yield
        return
    stopping = asyncio.Event()
    timer = asyncio.create_task(keep_time(jobs_of(settings, settings.mail, clock), clock, stopping))
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait([timer], timeout=STOPPING_SECONDS)
        timer.cancel()


def jobs_of(settings: Settings, server: MailServer, clock: Clock) -> tuple[Job, ...]:
    """What a served site does by itself; reminders come early in the European morning."""

    async def remind_today(now: datetime) -> None:
        today = now.astimezone(UTC).date()
        await remind(await recipients_on(today), today, now, settings.site_url)

    async def send(now: datetime) -> None:
        await send_waiting(server, clock)
        await publish_sent(now)

    daily = every_day_from(REMINDING_HOUR)
    return (
        Job("remind", daily, remind_today),
        Job("mail", every_minute, send),
        Job("forget-mail", daily, outbox.forget_sent),
    )


def worker_of(settings: Settings, clock: Clock) -> Worker:
    """Who does in this process what takes longer than a page may."""
    works = {
        Kind.PREVIEW: preview_pdf(settings, clock),
        Kind.SEAL: sealing(settings, clock),
        Kind.LINKS: links_work(settings, clock),
    }
    return Worker(works, clock, settings.data, asyncio.Event())


@asynccontextmanager
async def working(app: Litestar) -> AsyncIterator[None]:
    """The worker of this process, while the application is up."""
    stopping = asyncio.Event()
    at_work = asyncio.create_task(app.state.worker.work(stopping))
    try:
        yield
    finally:
        stopping.set()
        at_work.cancel()
        await asyncio.wait([at_work])


def furnish(app: Litestar, settings: Settings, clock: Clock, queue_mail: Queue | None) -> None:
    """Give an application that is not up what its parts ask it for. It keeps its hosts and its scheme."""
    app.state.update(
        {
            "settings": settings,
            "clock": clock,
            "queue_mail": queue_mail or (outbox.queue if settings.mail else None),
            "provider": Provider(settings.provider, settings.site_url) if settings.provider else None,
            "summaries": Summaries(),
            "worker": worker_of(settings, clock),
        }
    )


def create_app(
    settings: Settings | None = None, clock: Clock = now, queue_mail: Queue | None = None
) -> Litestar:
    """The site. ``clock`` gives the moment, aware; tests set it, everybody else has the real one.

    Letters go to the outbox where a mail server is set, or to ``queue_mail``; without either nothing is
    mailed, and the staff pages say so where a letter would be sent.
    """
    settings = settings or Settings.from_environment(os.environ)
    conditional = Conditional()

    def forget_pages() -> None:
        conditional.bodies.clear()
        app.state.summaries.forget()

    public = Router(
        "/{language:str}",
        route_handlers=PAGES,
        middleware=[conditional],
        opt={"exclude_from_csrf": True, PACKS_ITSELF: True},
    )
    app = Litestar(
        route_handlers=[choose_language, static, evidence_file, staff, public],
        lifespan=[engine_open, timekeeping, working],
        state=State({"forget_pages": forget_pages}),
        middleware=[KnownHosts(settings.allowed_hosts)],
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=6, exclude_opt_key=PACKS_ITSELF
        ),
        exception_handlers={NotFoundException: not_found, HTTPException: refused, Exception: broken},
        after_request=guarded(https=settings.https),
        openapi_config=None,
    )
    furnish(app, settings, clock, queue_mail)
    return app
