"""What a reader sees when something is not there or went wrong, in the language of the address."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from tracker.publish.languages import LANGUAGES, preferred
from tracker.publish.templating import render
from tracker.web.frame import HTML, JSON
from tracker.web.headers import guarded

log = logging.getLogger("tracker.web")


def not_found(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    return _error_page(request, 404)


def refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Any other answer that says the request was wrong; its own status is kept."""
    return _error_page(request, error.status_code, error.headers)


def broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _error_page(request, 500)


def _error_page(
    request: Request[Any, Any, Any], status: int, headers: dict[str, str] | None = None
) -> Response[Any]:
    # The hook that guards other answers is not asked about errors.
    guard = guarded(https=request.app.state.settings.https)
    return guard(_error(request, status, headers))


def _error(request: Request[Any, Any, Any], status: int, headers: dict[str, str] | None) -> Response[Any]:
    if request.url.path.endswith(".json"):
        content = {"status": status, "error": HTTPStatus(status).phrase}
        return Response(msgspec.json.encode(content), media_type=JSON, status_code=status, headers=headers)
    language = request.url.path.split("/")[1]
    if language not in LANGUAGES:
        language = preferred(request.headers.get("accept-language", ""))
    site = request.app.state.settings.site_url
    context = {
        "status": status,
        "canonical": f"{site}/{language}/",
        "alternates": [(code, f"/{code}/") for code in LANGUAGES],
        "home_href": f"/{language}/",
        "accent": request.app.state.settings.accent,
    }
    body = render("error.html", language, context)
    return Response(body, media_type=HTML, status_code=status, headers=headers)
