"""What is asked of a box again and again, and follows from its style, is answered from what is known.

Whether a box stands in the flow, on which kind of page it begins and ends, and whether it has a background:
some tens of questions for each box of each page, a fifteenth of the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout import background
from weasyprint.layout.absolute import AbsolutePlaceholder

# Whose methods are ours.
CLASSES = (Box, ParentBox)
_CORNERS = tuple(f"border_{end}_{side}_radius" for end in ("top", "bottom") for side in ("left", "right"))
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))

_is_in_normal_flow = Box.is_in_normal_flow
_page_values = ParentBox.page_values
_layout_box_backgrounds = background.layout_box_backgrounds
_flowing: dict[Any, bool] = {}


def is_in_normal_flow(self: Any) -> bool:
    """Whether a box stands where the text runs."""
    key = self.style["float"], self.style["position"]
    known = _flowing.get(key)
    if known is None:
        known = _flowing[key] = _is_in_normal_flow(self)
    return known


def page_values(self: Any) -> tuple[Any, Any]:
    """The kinds of page on which a box begins and ends: those of its first and last child, else its own."""
    start = end = self.style["page"]
    first = _first(self.children)
    if first is not None:
        last = _first(reversed(self.children))
        values = first.page_values()
        start = values[0] or start
        end = (values if last is first else last.page_values())[1] or end
    return start, end


def _first(children: Iterable[Any]) -> Any:
    return next((child for child in children if child.is_in_normal_flow() or child.is_floated()), None)


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find images and places of backgrounds; most boxes have none, and no round corners."""
    if type(box) is AbsolutePlaceholder:
        box = box._box
    if box is page or not layout_children or style is not None or not _is_bare(box.style):
        _layout_box_backgrounds(page, box, get_image, layout_children, style)
        return
    box.__dict__.update(_SQUARE, background=None)
    for child in box.all_children():
        layout_box_backgrounds(page, child, get_image)


def _is_bare(style: Any) -> bool:
    known: bool | None = vars(style).get("_bare")
    if known is None:
        known = style._bare = (
            all((0, "px") in style[corner] for corner in _CORNERS)
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and get_color(style, "background_color").alpha == 0
        )
    return known


STANDS_IN = (
    (_is_in_normal_flow, is_in_normal_flow),
    (_page_values, page_values),
    (_layout_box_backgrounds, layout_box_backgrounds),
)
