"""Where the long parts of a report begin on a new page.

What begins on a new page is laid out by itself, beside the others, and again only when it changes; see
``publish/press/cutting.py``. A chapter is long enough that a page which is not quite full is no loss.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.publish.report.content import AxisYear

# The most blocks of actions, and documents of the annex, in one chapter.
CHAPTER = 40
DOCUMENTS = 150
# From how many blocks on an axis begins on a new page, and from how many since the last one that did.
AXIS = 8
SINCE = 20
# So many rows take the room of a block.
ROWS_A_BLOCK = 8


def opening(axes: Iterable[AxisYear]) -> frozenset[str]:
    """The codes of the axes that begin on a new page: long ones, and short ones that would follow many."""
    found = set()
    since = 0.0
    for group in axes:
        weight = len(group.with_news) + len(group.unchanged) / ROWS_A_BLOCK
        if since and weight and (weight >= AXIS or since + weight > SINCE):
            found.add(group.axis.code)
            since = 0.0
        since += weight
    return frozenset(found)
