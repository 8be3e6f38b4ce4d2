"""Which software is running, by its content: pages and files made by other software are made again."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from tracker.publish.templating import PACKAGE, TEMPLATES


@cache
def software() -> str:
    """A mark of the code, templates, catalogues and styles that are running."""
    mark = sha256()
    for folder in (PACKAGE, TEMPLATES):
        for path in sorted(
            p for p in Path(folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts
        ):
            mark.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return mark.hexdigest()[:16]
