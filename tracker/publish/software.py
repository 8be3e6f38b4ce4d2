"""Which software is running, by its content: pages and files made by other software are made again."""

from __future__ import annotations

import platform
import zlib
from ctypes import CDLL, c_char_p
from ctypes.util import find_library
from functools import cache
from hashlib import sha256
from importlib.metadata import version
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


# The libraries that have a hand in the bytes of a PDF. Those of the system say their version themselves.
_LIBRARIES = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "pyphen",
    "pillow",
    "babel",
    "jinja2",
    "markdown-it-py",
    "pikepdf",
)
_OF_THE_SYSTEM = (("pango-1.0", "pango_version_string"), ("harfbuzz", "hb_version_string"))


@cache
def made_with() -> str:
    """Everything that decides on the bytes of a report but its content: our code and fonts, and libraries.

    Two that are equal promise the same bytes.
    """
    ours = f"tracker {version('tracker')} ({software()})"
    theirs = [f"{name} {version(name)}" for name in _LIBRARIES]
    below = [_of_the_system(*one) for one in _OF_THE_SYSTEM]
    python = f"Python {platform.python_version()}"
    return "; ".join((ours, *theirs, *below, f"zlib {zlib.ZLIB_RUNTIME_VERSION}", python))


def _of_the_system(library: str, function: str) -> str:
    name = library.partition("-")[0]
    found = find_library(library)
    if found is None:
        return f"{name} unknown"
    say = getattr(CDLL(found), function)
    say.restype = c_char_p
    return f"{name} {say().decode()}"
