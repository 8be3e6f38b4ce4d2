"""How a staff page is declared: address, name, guard, and a function from a visit to an answer.

``show`` answers GET and HEAD. ``act`` answers POST: it reads the form and refuses one that does not come from
a page of ours before the function sees it, so that no action can forget to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.types import Guard
from litestar.utils import ensure_async_callable

from tracker.web.auth import SignInNeeded, requires_staff
from tracker.web.forms import PROOF, Form, form_of
from tracker.web.sessions import Visit, visit_of

AnyRequest = Request[Any, Any, Any]
Show = Callable[[Visit, AnyRequest], Awaitable[Response[Any]]]
Act = Callable[[Visit, AnyRequest, Form], Awaitable[Response[Any]]]
MOST_BYTES = 2 * 1024 * 1024
FROM_OUR_PAGES = {"same-origin", "none", ""}


class ForeignForm(PermissionDeniedException):
    """A form that carries no proof of coming from a page of ours, or an old one.

    ``unsent`` is the form if its browser says that it does come from a page of ours: then the proof is old.
    """

    unsent: Form | None = None


def show(
    path: str, *, name: str, guards: Sequence[Guard] = (requires_staff,)
) -> Callable[[Show], HTTPRouteHandler]:
    def declare(function: Show) -> HTTPRouteHandler:
        async def handler(request: AnyRequest) -> Response[Any]:
            return await function(visit_of(request), request)

        return _route(path, [HttpMethod.GET, HttpMethod.HEAD], name, guards, function, handler)

    return declare


def act(
    path: str, *, name: str, guards: Sequence[Guard] = (requires_staff,), most_bytes: int = MOST_BYTES
) -> Callable[[Act], HTTPRouteHandler]:
    """``most_bytes`` is the largest body that is read; more is refused while it arrives, with 413."""

    def declare(function: Act) -> HTTPRouteHandler:
        async def handler(request: AnyRequest) -> Response[Any]:
            visit = visit_of(request)
            form = await form_of(request, visit.language)
            # Browsers say from where a request comes; the proof is for those that don't.
            from_us = request.headers.get("sec-fetch-site", "") in FROM_OUR_PAGES
            if not (from_us and visit.proved_by(form.raw(PROOF))):
                foreign = ForeignForm(detail="the form does not come from a page of this visit")
                foreign.unsent = form if _vouched(request) else None
                raise foreign
            return await function(visit, request, form)

        kept = [_keeping_form(guard) for guard in guards]
        return _route(path, [HttpMethod.POST], name, kept, function, handler, most_bytes)

    return declare


def _vouched(request: AnyRequest) -> bool:
    """Whether the browser itself says that a form comes from a page of ours."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("origin") == visit_of(request).settings.site_url


def _keeping_form(guard: Guard) -> Guard:
    """The guard; where nobody is signed in any more, a form of ours goes with its refusal."""

    async def keeping(request: Any, handler: BaseRouteHandler) -> None:
        try:
            await ensure_async_callable(guard)(request, handler)
        except SignInNeeded as needed:
            visit = visit_of(request)
            form = await form_of(request, visit.language)
            await form.close_files()
            silent = "sec-fetch-site" not in request.headers
            if _vouched(request) or (silent and visit.proved_by(form.raw(PROOF))):
                needed.unsent = form
            raise

    return keeping


def _route(
    path: str,
    methods: list[HttpMethod],
    name: str,
    guards: Sequence[Guard],
    function: Callable[..., Any],
    handler: Callable[..., Any],
    most_bytes: int = MOST_BYTES,
) -> HTTPRouteHandler:
    handler.__name__ = function.__name__
    handler.__doc__ = function.__doc__
    return route(
        path,
        http_method=methods,
        name=name,
        guards=list(guards),
        status_code=200,
        request_max_body_size=most_bytes,
        sync_to_thread=None,
    )(handler)
