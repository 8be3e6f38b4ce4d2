"""Every field of every entry has a label, and every kind a name."""

from datetime import UTC, date, datetime

import pytest

from tests.domain.stories import OPENING, folded
from tracker.domain import events as e
from tracker.domain.amendment_fields import Sort, fields_of
from tracker.domain.state import Told
from tracker.publish.amending import Amending
from tracker.publish.amending_words import KIND

AT = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", sorted(set(e.EVENTS) - {e.CorrectionMade.kind, e.ContentErased.kind}))
def test_every_field_has_a_label_and_every_choice_its_words(kind: str) -> None:
    told = Told(0, AT, date(2024, 1, 1), "city", kind, "plan", None)
    amending = Amending(folded(*OPENING), told, "fr")
    for field in fields_of(kind, {"about-sources-0-title": "One", "comments-1": "Well."}):
        assert amending.label(field)
        if field.sort in (Sort.CHOICE, Sort.AUDIENCES):
            assert len(amending.options(field)) > 1
    assert bool(amending.parts(kind, {})) == (kind != e.MilestoneReached.kind)


def test_every_kind_has_a_name() -> None:
    assert set(KIND) == set(e.EVENTS)
