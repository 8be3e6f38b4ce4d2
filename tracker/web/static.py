"""Styles, fonts and symbols, read once. Their address carries a mark of their content."""

from __future__ import annotations

import mimetypes
from functools import cache
from hashlib import sha256
from typing import Any

from litestar import HttpMethod, Request, Response, Router, route
from litestar.exceptions import NotFoundException

from tracker.publish.accent import stylesheet
from tracker.publish.templating import STATIC

FOR_EVER = "public, max-age=31536000, immutable"
ACCENT = "accent.css"
TYPES = {
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".py": "text/plain",
}


@cache
def _files() -> dict[str, tuple[bytes, str, str]]:
    """Content, media type and ETag by path below the static folder. Nothing else is ever served."""
    made = {}
    for path in STATIC.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            made[path.relative_to(STATIC).as_posix()] = (content, kind, _etag(content))
    return made


@cache
def _accent(colour: str) -> tuple[bytes, str, str]:
    content = stylesheet(colour).encode()
    return content, TYPES[".css"], _etag(content)


def _etag(content: bytes) -> str:
    return f'"{sha256(content).hexdigest()[:32]}"'


@route("/{name:path}", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="static")
async def static_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    name, accent = str(request.path_params["name"]).lstrip("/"), request.app.state.settings.accent
    found = _accent(accent) if accent and name == ACCENT else _files().get(name)
    if found is None:
        raise NotFoundException(detail="no such file")
    content, kind, etag = found
    marked = "v" in request.query_params
    headers = {"ETag": etag, "Cache-Control": FOR_EVER if marked else "public, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    # HEAD says how long the file is and sends none of it.
    headers["Content-Length"] = str(len(content))
    body = b"" if request.method == "HEAD" else content
    return Response(body, media_type=kind, headers=headers)


static = Router("/static", route_handlers=[static_file])
