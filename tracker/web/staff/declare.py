"""How a staff page is declared: address, name, guard, and a function from a visit to an answer.

``show`` answers GET and HEAD. ``act`` answers POST: it reads the form and refuses one that does not come from
a page of ours before the function sees it, so that no action can forget to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import HTTPRouteHandler
from litestar.types import Guard

from tracker.web.auth import requires_staff
from tracker.web.forms import PROOF, Form, form_of
from tracker.web.sessions import Visit, visit_of

AnyRequest = Request[Any, Any, Any]
Show = Callable[[Visit, AnyRequest], Awaitable[Response[Any]]]
Act = Callable[[Visit, AnyRequest, Form], Awaitable[Response[Any]]]
MOST_BYTES = 2 * 1024 * 1024
FROM_OUR_PAGES = {"same-origin", "none", ""}


class ForeignForm(PermissionDeniedException):
    """A form that carries no proof of coming from a page of ours, or an old one."""


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
                raise ForeignForm(detail="the form does not come from a page of this visit")
            return await function(visit, request, form)

        return _route(path, [HttpMethod.POST], name, guards, function, handler, most_bytes)

    return declare


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
