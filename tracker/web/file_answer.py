"""How a file is given out: its type as we found it, nothing in it may run, its name safe."""

from __future__ import annotations

import re
from typing import Any

from litestar import Request, Response

from tracker.store.files import KeptFile

# A browser shows these; everything else it saves. Even so, nothing in a file may run or load anything.
SHOWN = ("image/png", "image/jpeg", "image/webp")
SANDBOX = "default-src 'none'; sandbox"


_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z", re.ASCII)


def part_of(answer: Response[bytes], request: Request[Any, Any, Any]) -> Response[bytes]:
    """The bytes of a whole answer that a reader asks for: one range of them, none for HEAD, else all.

    A download that broke off is taken up where it stopped. Several ranges at once get the whole, as they may.
    """
    whole, headers = answer.content, answer.headers
    headers["Accept-Ranges"] = "bytes"
    asked = _RANGE.match(request.headers.get("range", ""))
    unchanged = request.headers.get("if-range", headers.get("ETag")) == headers.get("ETag")
    if asked and unchanged and asked[0] != "bytes=-" and request.method == "GET":
        first, last = _span(asked[1], asked[2], len(whole))
        if first >= len(whole) or last < first:
            answer.status_code, answer.content = 416, b""
            headers["Content-Range"] = f"bytes */{len(whole)}"
        else:
            answer.status_code, answer.content = 206, whole[first : last + 1]
            headers["Content-Range"] = f"bytes {first}-{last}/{len(whole)}"
        headers["Content-Length"] = str(len(answer.content))
    elif request.method == "HEAD":
        answer.content = b""
    return answer


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; ``-500`` asks for the last 500."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def file_answer(file: KeptFile, content: bytes) -> Response[bytes]:
    disposition = "inline" if file.media_type in SHOWN else "attachment"
    headers = {
        "Content-Disposition": f'{disposition}; filename="{file.filename}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(len(content)),
    }
    return Response(content, media_type=file.media_type, headers=headers)
