"""Reports that pages show, kept in memory: in another language, or once more, they are the same.

Sealing and making again never ask here: what is sealed is computed from the entries as they lie.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date

from tracker.publish.report.content import Report
from tracker.services.make_report import Asked, make_report
from tracker.store import register
from tracker.store.engine import current_engine, read

# Of all reports that are kept together; the last one always is.
MOST_ACTIONS = 5_000

_kept: OrderedDict[tuple[object, ...], Report] = OrderedDict()


async def report_kept(asked: Asked, host: str, today: date) -> Report:
    """As ``make_report``, and from memory while the register has not grown. Raises NoReport."""
    async with read():
        head = await register.head(asked.plan)
    texts = asked.texts
    key = (
        *(id(current_engine()), asked.plan, head.hash, host, today),
        *(asked.year, asked.cut_off, asked.since, asked.known or head.size),
        *(texts.foreword, texts.closing, tuple(sorted(texts.comments.items())), tuple(texts.left_out)),
    )
    made = _kept.get(key)
    if made is None:
        known = asked.known or head.size or None
        made = await make_report(replace(asked, known=known, edition=0, reason=""), host, today)
        _kept[key] = made
        while len(_kept) > 1 and sum(1 + len(one.actions) for one in _kept.values()) > MOST_ACTIONS:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(key)
    return replace(made, edition=asked.edition, reason=asked.reason)


def forget_reports(plan: str) -> None:
    """Drop what this process remembers of a plan, erased content included."""
    for key in [key for key in _kept if key[1] == plan]:
        del _kept[key]
