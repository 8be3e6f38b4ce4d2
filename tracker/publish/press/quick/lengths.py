"""Lengths that depend on nothing but the style are worked out once a style.

Margins, padding, borders, width and height of each box are worked out anew wherever it is laid out, though
few of them are percentages: a tenth of the work.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from weasyprint.layout import percent
from weasyprint.layout.absolute import AbsolutePlaceholder

_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = tuple(
    [f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES]
    + [f"{limit}{length}" for limit in ("", "min_", "max_") for length in ("width", "height")]
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)

_resolve_percentages = percent.resolve_percentages


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Give a box its lengths in pixels."""
    if type(box) is AbsolutePlaceholder:
        box = box._box
    known = vars(box.style).get("_lengths")
    if known is None:
        known = box.style._lengths = _lengths(box.style)
    if not known:
        _resolve_percentages(box, containing_block)
        return
    box.__dict__.update(known)
    if box.style["border_collapse"] == "collapse":
        _border(box)


def _lengths(style: Any) -> dict[str, Any]:
    """What every box of a style gets; nothing if some of it depends on where the box stands. Borders that
    are shared with neighbours are left out."""
    if not all(_is_fixed(style[name]) for name in _LENGTHS):
        return {}
    box = SimpleNamespace(style=style)
    for name in _LENGTHS:
        percent.resolve_one_percentage(box, name, 0)
    if style["border_collapse"] != "collapse":
        _border(box)
    del box.style
    return vars(box)


def _is_fixed(length: Any) -> bool:
    return length == "auto" or getattr(length, "unit", None) == "px"


def _border(box: Any) -> None:
    for border in _BORDERS:
        # Where tables were collapsed, a border that won has its width already.
        if not hasattr(box, border):
            setattr(box, border, box.style[border])
    percent.adjust_box_sizing(box, "width")
    percent.adjust_box_sizing(box, "height")


STANDS_IN = ((_resolve_percentages, resolve_percentages),)
