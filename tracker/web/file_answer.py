"""How a file is given out: its type as we found it, nothing in it may run, its name safe."""

from __future__ import annotations

from litestar import Response

from tracker.store.files import KeptFile

# A browser shows these; everything else it saves. Even so, nothing in a file may run or load anything.
SHOWN = ("image/png", "image/jpeg", "image/webp")
SANDBOX = "default-src 'none'; sandbox"


def file_answer(file: KeptFile, content: bytes) -> Response[bytes]:
    disposition = "inline" if file.media_type in SHOWN else "attachment"
    headers = {
        "Content-Disposition": f'{disposition}; filename="{file.filename}"',
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(len(content)),
    }
    return Response(content, media_type=file.media_type, headers=headers)
