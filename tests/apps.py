"""Applications lent to tests. Making one takes a fifth of a second, of which most tests need nothing."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from litestar import Litestar

from tests.page import PageClient, pages_of
from tracker.app import Clock, create_app, furnish, now
from tracker.services.people_mail import Queue
from tracker.settings import Settings

# By what is built into an application: its hosts and its scheme.
_idle: dict[tuple[tuple[str, ...], bool], list[Litestar]] = defaultdict(list)


@contextmanager
def lent_app(settings: Settings, clock: Clock = now, queue_mail: Queue | None = None) -> Iterator[Litestar]:
    """The application that `create_app` would make, for one test at a time.

    One in which a test failed is not lent again. Tests of how an application is made call `create_app`.
    """
    idle = _idle[settings.allowed_hosts, settings.https]
    if idle:
        app = idle.pop()
        furnish(app, settings, clock, queue_mail)
    else:
        app = create_app(settings, clock, queue_mail)
    yield app
    app.state.forget_pages()
    idle.append(app)


@asynccontextmanager
async def site_of(settings: Settings, clock: Clock = now) -> AsyncIterator[PageClient]:
    """A client of the site, on the database in use."""
    with lent_app(settings, clock) as app:
        async with pages_of(app) as pages:
            yield pages
