"""How the marks of charts are coloured: by class on a page, by colour on paper.

A page's style sheet gives each class its colour, light or dark. A printed drawing knows no style sheet, so
that it carries the colours of the light page, laid on white.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markupsafe import Markup

INK, SOFT, WHITE = "#23211e", "#6b665e", "#ffffff"
LINE, STRONG = "#d9d0be", "#8d8270"
WARM, ACCENT = "#8a3d12", "#1b4d5c"
# From paper to ink: the further along, the darker.
FILLS = {
    "planned": "#d9d0be",
    "submitted": "#d9d0be",
    "in-progress": "#a3b8cf",
    "under-review": "#c7c1d9",
    "partly-delivered": "#86a996",
    "delivered": "#1f6238",
    "accepted": "#0f6470",
    "on-hold": "#cdbfa0",
    "abandoned": "#d3b9b9",
    "declined": "#d3b9b9",
    "merged": "#d2c9d0",
    "referred": "#d7c9bb",
}
# White marks stand on these.
DARK = frozenset({"delivered", "accepted"})
_FONT = {"font-family": "Source Sans 3, Source Sans 3 Extended"}
_HEAVY = {**_FONT, "font-weight": "600"}
_CLOSED = {"fill": "#f2ecdf", "stroke": LINE}
_OPEN = {"fill": WHITE, "stroke": STRONG}
_APART = {"stroke": WHITE, "stroke-width": "1.5"}
_PAPER: Mapping[str, Mapping[str, str]] = {
    "words": {**_FONT, "fill": SOFT},
    "in-ink": {**_FONT, "fill": INK},
    "strong": {**_HEAVY, "fill": INK},
    "strong-dark": {**_HEAVY, "fill": WHITE},
    "upon": {"color": INK},
    "upon-dark": {"color": WHITE},
    **{f"fill-{status}": {"fill": fill, **_APART} for status, fill in FILLS.items()},
    **{f"tile-{status}": {"fill": fill, "stroke": fill} for status, fill in FILLS.items()},
    **{f"tile-{status}": _OPEN for status in ("planned", "submitted")},
    **{f"tile-{status}": _CLOSED for status in ("abandoned", "declined", "merged", "referred")},
    "tile": {"stroke-width": "1.2"},
    "silent": {"stroke": INK, "stroke-width": "1.4", "stroke-dasharray": "3 2.6"},
    "late": {"fill": WARM, "stroke": WHITE, "stroke-width": "1"},
    "absent": {"fill": STRONG},
    "tick": {"stroke": LINE, "stroke-width": "0.8"},
    "base": {"stroke": LINE, "stroke-width": "0.8"},
    "today": {"stroke": INK, "stroke-width": "1.4"},
    "stretch-area": {"fill": "#e3ddd1"},
    "move": {"stroke": WARM, "stroke-width": "1.4", "stroke-dasharray": "3.5 2.5"},
    "hollow": {"fill": WHITE, "stroke": INK, "stroke-width": "1.5"},
    "between": {"fill": WHITE, "stroke": SOFT, "stroke-width": "1.2"},
    "solid": {"fill": INK},
    "overdue": {"fill": WARM},
    "stopped": {"fill": "none", "stroke": SOFT, "stroke-width": "1.8"},
    "kept": {"fill": FILLS["delivered"], "stroke": WHITE, "stroke-width": "1"},
    "kept-tick": {"fill": "none", "stroke": WHITE, "stroke-width": "1.6"},
    "zero": {"stroke": LINE, "stroke-width": "0.8"},
    "target": {"stroke": INK, "stroke-width": "1", "stroke-dasharray": "2 3"},
    "series": {"stroke": ACCENT, "stroke-width": "1.6"},
    "point": {"fill": WHITE, "stroke": ACCENT, "stroke-width": "1.4"},
    "newest": {"fill": ACCENT},
}


def page_ink(names: str) -> Markup:
    """The attribute that gives a mark of these names its colours on a page."""
    return Markup(' class="{}"').format(names)


@cache
def paper_ink(names: str) -> Markup:
    """The same on paper, where a later name goes before an earlier one."""
    merged: dict[str, str] = {}
    for name in names.split():
        merged |= _PAPER[name]
    return Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in merged.items())
