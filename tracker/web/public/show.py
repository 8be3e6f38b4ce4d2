"""How a public page is declared: its addresses, its name, a function from a reading to an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.datastructures import MultiDict
from litestar.handlers import HTTPRouteHandler

from tracker.web.conditional import SLOW, STREAMS
from tracker.web.frame import Reading, reading_of

Query = MultiDict[str]
Show = Callable[[Reading, Request[Any, Any, Any]], Awaitable[Response[Any]]]


def show(
    *paths: str, name: str, streams: bool = False, slow: bool = False
) -> Callable[[Show], HTTPRouteHandler]:
    """Answer GET and HEAD at ``paths``, below ``/{language}``; ``{plan}`` and ``{day}`` are read here.

    ``streams``: the answer is sent in pieces and never held whole, so it makes its own ETag. ``slow``: it
    takes long, and opens ``read()`` for itself.
    """

    def declare(function: Show) -> HTTPRouteHandler:
        async def handler(request: Request[Any, Any, Any]) -> Response[Any]:
            return await function(await reading_of(request), request)

        handler.__name__ = function.__name__
        handler.__doc__ = function.__doc__
        methods = [HttpMethod.GET, HttpMethod.HEAD]
        opt = {name: True for name, given in ((STREAMS, streams), (SLOW, slow)) if given}
        return route(list(paths), http_method=methods, name=name, opt=opt)(handler)

    return declare
