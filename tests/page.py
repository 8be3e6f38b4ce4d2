"""One client for every web test: it reads each page strictly before a test sees it.

A page is parsed as HTML5 and refused on the first look if it has a parse error or breaks one of the rules of
`tests/page_rules.py`. What they can't see: which elements may contain which (a `div` in a `ul`), values of
ARIA attributes, whatever depends on styles or scripts, contrast. Browser tests with axe see those.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar

from tests.page_rules import faults_of
from tests.parsed_page import Link, Page, text_of

__all__ = ["Link", "Page", "PageClient", "pages_of", "text_of"]

SITE = "http://127.0.0.1:8000"


class PageClient:
    """Requests to an app in this process and on this event loop; redirects are not followed."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def get(
        self,
        path: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        cookie_allowed: bool = False,
    ) -> Page:
        """The page at `path`, checked. Staff pages, which have a session, pass `cookie_allowed`."""
        return self._checked(path, await self.http.get(path, headers=headers), status, cookie_allowed)

    async def post(self, path: str, form: Mapping[str, str | list[str]], *, status: int = 422) -> Page:
        """The page that answers a form which was not accepted; `submit` is for one that was."""
        return self._checked(path, await self.http.post(path, data=form), status, cookie_allowed=True)

    async def submit(self, path: str, form: Mapping[str, str | list[str]]) -> str:
        """Where an accepted form leads: the address of its 303."""
        response = await self.fetch(path, method="POST", status=303, form=form)
        return response.headers["location"]

    async def fetch(
        self,
        path: str,
        *,
        method: str = "GET",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str | list[str]] | None = None,
    ) -> httpx.Response:
        """A response that is no page: JSON, CSV, a feed, a redirect, a HEAD."""
        response = await self.http.request(method, path, headers=headers, data=form)
        assert response.status_code == status, (
            f"{path}: {response.status_code}, not {status}: {response.text[:500]}"
        )
        return response

    def _checked(self, path: str, response: httpx.Response, status: int, cookie_allowed: bool) -> Page:
        assert response.status_code == status, (
            f"{path}: {response.status_code}, not {status}: {response.text[:500]}"
        )
        assert response.headers["content-type"] == "text/html; charset=utf-8", response.headers
        page = Page(path, response)
        faults = faults_of(page)
        if "set-cookie" in response.headers and not cookie_allowed:
            faults.append(f"a public page sets a cookie: {response.headers['set-cookie']}")
        assert not faults, f"{path}:\n  " + "\n  ".join(faults)
        return page


@asynccontextmanager
async def _started(app: Litestar) -> AsyncIterator[None]:
    started, stop = asyncio.Event(), asyncio.Event()

    # The task that starts an app must stop it; a fixture is set up by one task and torn down by another.
    async def live() -> None:
        async with app.lifespan():
            started.set()
            await stop.wait()

    life = asyncio.create_task(live())
    starting = asyncio.create_task(started.wait())
    await asyncio.wait({life, starting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if started.is_set():
            yield
    finally:
        starting.cancel()
        stop.set()
        await life


@asynccontextmanager
async def pages_of(app: Litestar) -> AsyncIterator[PageClient]:
    """A client of `app`, started and stopped on the running event loop."""
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with _started(app), httpx.AsyncClient(transport=transport, base_url=SITE) as http:
        yield PageClient(http)
