"""Files that published evidence names, under their SHA-256."""

from __future__ import annotations

import re
from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.exceptions import NotFoundException

from tracker.services.keep_file import content_of, published_file
from tracker.web.file_answer import file_answer

DIGEST = re.compile(r"[0-9a-f]{64}")


@route("/files/{digest:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD], name="file")
async def evidence_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """404 until it is published and once its content was erased, so browsers ask each time."""
    digest = str(request.path_params["digest"])
    file = await published_file(digest) if DIGEST.fullmatch(digest) else None
    if file is None:
        raise NotFoundException(detail="no such file")
    headers = {"ETag": f'"{digest}"', "Cache-Control": "public, no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers)
    answer = file_answer(file, await content_of(request.app.state.settings.data, file))
    answer.headers.update(headers)
    if request.method == "HEAD":
        answer.content = b""
    return answer
