"""Accounts for a demonstration."""

from pathlib import Path

import pytest

from tests.staff_site import HOME, NOON, settings_of
from tracker.domain.submission import OPEN, Stage
from tracker.services.people_demo import NotOnLoopbackError, make_demo_people, make_demo_reports
from tracker.services.people_sign_in import sign_in
from tracker.store import people, register, submissions
from tracker.store.engine import Engine

PLANS = ["nantes-nouvelles-solidarites", "alessandria-politiche-sociali"]


async def test_a_demonstration_has_somebody_of_each_role_whose_printed_password_works(
    loaded_database: Engine, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path)
    made = await make_demo_people(PLANS, settings, NOON)
    assert [role for _email, _password, role in made] == [
        "administrator",
        "reviewer",
        "council",
        "editor",
        "editor",
    ]
    for email, password, _role in made:
        _token, complete = await sign_in(email, password, HOME, NOON, demo_allowed=True)
        assert complete
    reviewer = await people.by_email("reviewer@demo.example")
    assert reviewer
    assert all(reviewer.access.reviews(plan) for plan in PLANS)
    assert {person.email for person in await people.demo_people()} == {email for email, *_rest in made}


async def test_a_second_demonstration_has_the_same_people_and_new_passwords(
    loaded_database: Engine, tmp_path: Path
) -> None:
    first = await make_demo_people(PLANS, settings_of(tmp_path), NOON)
    second = await make_demo_people(PLANS[:1], settings_of(tmp_path), NOON)
    assert [email for email, *_rest in first] == [email for email, *_rest in second]
    assert not {password for _email, password, _role in first} & {password for _e, password, _r in second}
    reviewer = await people.by_email("reviewer@demo.example")
    assert reviewer
    assert not reviewer.access.reviews(PLANS[1])


async def test_a_site_that_others_can_reach_gets_no_such_accounts(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, SITE_URL="https://promises.example.org")
    with pytest.raises(NotOnLoopbackError):
        await make_demo_people(PLANS, settings, NOON)
    assert await people.count("") == 0


async def test_newcomers_find_a_report_to_review_and_drafts_that_say_they_are_made_up(
    loaded_database: Engine, tmp_path: Path
) -> None:
    await make_demo_people(PLANS, settings_of(tmp_path), NOON)
    before = await register.head(PLANS[0])
    assert await make_demo_reports(PLANS, NOON) == 4
    kept = await submissions.of_plans(PLANS, OPEN)
    assert sorted(one.stage for one in kept) == [Stage.DRAFT] * 3 + [Stage.SUBMITTED]
    assert {one.typed["text"] for one in kept} == {
        "Un exemple, saisi pour la démonstration\u00a0: rien de tout cela n’a eu lieu."
    }
    assert await register.head(PLANS[0]) == before
    assert await make_demo_reports(PLANS, NOON) == 0
