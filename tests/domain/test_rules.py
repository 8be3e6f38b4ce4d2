"""Each rule refuses what it is there for, in words that say what would satisfy it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest

from tests.domain.facts import ONE, SECOND, WITHDRAWN, Facts, erase, fix, moved, said, status
from tests.domain.rule_examples import EXAMPLES
from tests.domain.stories import (
    OPENING,
    SIZE,
    Fact,
    broken,
    broken_in,
    commitment,
    evidence,
    of_action,
    register,
    rules_broken,
)
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.rules import SAYINGS, Broken
from tracker.domain.status import (
    FINAL,
    NEEDS_REASON,
    STATUSES,
    Kind,
    Status,
    needs_reason,
    next_statuses,
)

# What else may be broken with a rule: a plan whose opening is gone is not open.
CONSEQUENCES = {"not-withdrawable": ("not-open",), "no-remains": ("not-open",), "wrong-subject": ("bad-ref",)}

# Rules on the opening itself cannot be broken after it.
UNOPENED = (OPENING[1], Fact("2023-01-01", "axis:1", e.AxisAdded(title="One", position=1)))

CASES = [(rule, *pair) for rule, pairs in EXAMPLES.items() for pair in pairs]


@pytest.mark.parametrize(
    ("rule", "wrong", "right"), CASES, ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(CASES)]
)
def test_a_rule_refuses_what_it_is_for_and_nothing_else(rule: str, wrong: Facts, right: Facts) -> None:
    today = date(2026, 1, 1)
    found = set(rules_broken(*wrong, today=today))
    assert rule in found
    assert found <= {rule, *CONSEQUENCES.get(rule, ())}
    assert rules_broken(*right, today=today) == []


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) | {"not-open", "reserved-slug"} == set(SAYINGS)


@pytest.mark.parametrize("slug", ["definitions", "static", "staff", "files", "fr", "it", "en"])
def test_an_address_of_the_site_is_no_name_of_a_plan(slug: str) -> None:
    assert [problem.rule for problem in broken_in(register(*OPENING, plan=slug))] == ["reserved-slug"]
    assert broken_in(register(*OPENING, plan=f"{slug}-2030")) == []


def test_the_opening_itself_breaks_no_rule() -> None:
    assert rules_broken() == []


def test_nothing_is_said_of_a_plan_that_was_not_opened() -> None:
    assert {problem.rule for problem in broken(*UNOPENED)} == {"not-open"}
    worded = commitment(wording=e.Wording(text="A house.", source="pact"))
    rules = [problem.rule for problem in broken(*UNOPENED, of_action("2023-01-01", worded))]
    assert "not-open" in rules


@cache
def every_problem() -> list[Broken]:
    found = [problem for _, wrong, _ in CASES for problem in broken(*OPENING, *wrong, today=date(2026, 1, 1))]
    return found + broken(*UNOPENED) + broken_in(register(*OPENING, plan="static"))


@pytest.mark.parametrize("rule", SAYINGS)
def test_a_saying_says_what_would_satisfy_it(rule: str) -> None:
    assert re.fullmatch(r"[A-Z“{].*[.:}]", SAYINGS[rule])
    places = set(re.findall(r"{(\w*)}", SAYINGS[rule]))
    same = [problem for problem in every_problem() if problem.rule == rule]
    assert same
    for problem in same:
        assert set(problem.values) == places
        assert not re.search(r"[{}]|None|Status\.|Kind\.", problem.message)


def test_a_problem_names_the_entry_that_breaks_the_rule() -> None:
    facts = said(ONE, e.ProgressDeclared(percent=101), status("delivered"))
    assert [(p.index, p.rule) for p in broken(*OPENING, *facts)] == [
        (SIZE + 1, "progress"),
        (SIZE + 2, "no-evidence"),
    ]


def test_every_broken_rule_is_told_at_once() -> None:
    event = commitment("", axis="9", owner="nobody", description="x" * 100_001)
    assert set(rules_broken(*said(event, ref="a b"))) == {
        "bad-ref", "no-title", "long-text", "unknown-axis", "unknown-organisation",
    }  # fmt: skip


def test_the_message_of_a_silent_move_lists_the_reasons() -> None:
    (problem,) = broken(*OPENING, *said(moved("2025", None)))
    assert problem.message == (
        "The due date moves from 2024-06 to 2025 without a reason. Say because of what: funding, "
        "procurement, staffing, dependency, legal, technical, scope, priority, unforeseen, clarified, other."
    )


def test_an_action_to_come_that_already_has_news_is_refused_and_not_a_crash() -> None:
    coming = Fact("2027-01-01", "action:9", commitment(due=PartialDate("2028")))
    news = of_action("2027-01-02", e.UpdatePublished(text="News.", evidence=("photo",)), ref="9")
    rules = {p.rule for p in broken(*OPENING, coming, news, today=date(2026, 1, 1))}
    assert rules == {"future", "unknown-id"}


def test_a_fact_may_be_of_the_day_of_its_recording_and_no_later() -> None:
    early = Fact("2024-01-02", "action:1.01", ONE, at="2024-01-01")
    assert rules_broken(early) == ["future"]
    assert rules_broken(of_action("2024-01-02", ONE), today=date(2024, 1, 2)) == []


def test_evidence_withdrawn_later_leaves_the_declaration_of_then() -> None:
    facts = said(evidence(), status("delivered")) + said(WITHDRAWN, on="2024-05-01")
    assert rules_broken(*facts) == []
    again = said(status("in-progress", reason="Reopened."), on="2024-06-01")
    assert rules_broken(*facts, *again, *said(status("delivered"), on="2024-07-01")) == ["no-evidence"]


def test_a_correction_is_judged_by_what_it_makes_of_the_story() -> None:
    facts = said(status("in-progress"), status("on-hold", reason="Wait."))
    assert rules_broken(*facts, *said(fix(SIZE + 1, {"status": "on-hold"}))) == ["no-reason"]
    assert rules_broken(*facts, *said(fix(SIZE, {"status": "abandoned", "reason": "No."}))) == ["transition"]


def test_erased_content_is_judged_no_more() -> None:
    facts = said(e.UpdatePublished(text="Mrs Smith."), erase(SIZE, {"text": ""}))
    assert rules_broken(*facts) == ["no-text"]
    assert rules_broken(*facts[:1], *said(erase(SIZE))) == []


# --- statuses ---------------------------------------------------------------------------------------------

C, P = Kind.COMMITMENT, Kind.PROPOSAL
ALLOWED = {
    C: {
        "planned": "in-progress partly-delivered delivered on-hold abandoned merged",
        "in-progress": "partly-delivered delivered on-hold abandoned merged",
        "on-hold": "planned in-progress abandoned merged",
        "partly-delivered": "in-progress delivered abandoned",
        "delivered": "in-progress partly-delivered",
        "abandoned": "planned in-progress",
        "merged": "planned",
    },
    P: {
        "submitted": "under-review accepted declined referred merged",
        "under-review": "accepted declined referred merged",
        "accepted": "under-review",
        "declined": "under-review",
        "referred": "under-review",
        "merged": "submitted",
    },
}
PATHS = {
    "planned": [], "submitted": [], "in-progress": ["in-progress"], "on-hold": ["on-hold"],
    "partly-delivered": ["partly-delivered"], "delivered": ["delivered"], "abandoned": ["abandoned"],
    "merged": ["merged"], "under-review": ["under-review"], "accepted": ["accepted"],
    "declined": ["declined"], "referred": ["referred"],
}  # fmt: skip


def whole(kind: Kind, after: str) -> e.StatusChanged:
    """A declaration with everything that its status may need."""
    into = "1.02" if kind is C else "P2"
    return status(
        after,
        reason="Because.",
        merged_into=into if after == "merged" else "",
        referred_to="parks" if after == "referred" else "",
        answered_by=("1.01",) if after == "accepted" else (),
    )


@pytest.mark.parametrize("kind", Kind)
def test_only_listed_transitions_are_allowed(kind: Kind) -> None:
    ref = "1.01" if kind is C else "P1"
    for before, after in product(map(str, STATUSES[kind]), map(str, Status)):
        events = [evidence(), *(whole(kind, step) for step in PATHS[before]), whole(kind, after)]
        facts = [of_action(f"2024-01-{day:02}", event, ref=ref) for day, event in enumerate(events, 1)]
        rules = rules_broken(SECOND, *facts)
        if after not in STATUSES[kind]:
            assert rules == ["wrong-kind"], (before, after)
        elif after in ALLOWED[kind][before].split():
            assert rules == [], (before, after)
        else:
            assert rules == ["transition"], (before, after)


@pytest.mark.parametrize("kind", Kind)
def test_next_statuses_are_those_of_the_table_in_the_order_of_pages(kind: Kind) -> None:
    for before in STATUSES[kind]:
        allowed = ALLOWED[kind][before].split()
        assert list(next_statuses(kind, before)) == [s for s in STATUSES[kind] if s in allowed]
        assert allowed, "no status is a dead end"


def test_a_reason_is_due_for_unwelcome_statuses_and_for_leaving_final_ones() -> None:
    for before, after in product(Status, Status):
        assert needs_reason(before, after) == (after in NEEDS_REASON or before in FINAL)
    assert {"declined", "referred", "on-hold", "abandoned", "merged"} == NEEDS_REASON


def test_a_year_of_news_is_judged_in_time() -> None:
    day = date(2024, 1, 1)
    facts = [
        of_action((day + timedelta(n)).isoformat(), e.ProgressDeclared(percent=n % 101)) for n in range(365)
    ]
    assert broken_in(register(*OPENING, *facts)) == []


def test_what_names_erased_content_was_right_when_it_was_said() -> None:
    # The entries from SIZE on: a photo, news that name it, a delivery that it shows.
    news = e.UpdatePublished(text="It is open.", evidence=("photo",))
    facts = said(evidence(), news, status("delivered"))
    assert rules_broken(*facts, *said(erase(SIZE))) == []
    # A mistake that is taken back was never there; nor does the erasure excuse what is said after it.
    assert rules_broken(*facts, *said(fix(SIZE, None))) == ["unknown-id", "no-evidence"]
    assert rules_broken(*facts, *said(erase(SIZE), news)) == ["unknown-id"]
    again = said(erase(SIZE), status("in-progress", reason="Reopened."), status("delivered"))
    assert rules_broken(*facts, *again) == ["no-evidence"]


def test_a_milestone_or_an_indicator_that_was_erased_excuses_no_other() -> None:
    site = e.MilestoneAdded(id="site", title="A site")
    facts = said(site, e.MilestoneReached(id="site"), e.MilestoneReached(id="site"))
    assert rules_broken(*facts[:2], *said(erase(SIZE))) == []
    assert rules_broken(*said(site), *said(news_of("photo"), erase(SIZE))) == ["unknown-id"]


def news_of(id_: str) -> e.UpdatePublished:
    return e.UpdatePublished(text="It is open.", evidence=(id_,))
