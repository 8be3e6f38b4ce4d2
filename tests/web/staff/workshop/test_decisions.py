"""What becomes of an action: merged, split, a proposal answered."""

import pytest

from tests.histories import about
from tests.reports import NOW, PLAN
from tests.staff_site import StaffSite
from tests.web.staff.workshop.bench import (
    PATH,
    compared,
    fields_of,
    keeper,
    looked,
    plan_now,
    recorded,
    refused,
)
from tests.web.staff.workshop.test_actions import PROPOSAL
from tracker.domain import events as e
from tracker.domain.dates import PartialDate
from tracker.domain.status import Status
from tracker.domain.vocabulary import Because
from tracker.services.record import record
from tracker.services.verify_plan import verify_plan
from tracker.store import register

ANSWER = f"{PATH}/actions/P1/answer"
SPLIT = f"{PATH}/actions/1.0/split"


async def proposed(site: StaffSite) -> None:
    await keeper(site)
    await record(PLAN, [PROPOSAL], NOW)


async def test_merging_says_what_will_show_and_both_pages_lead_to_each_other(site: StaffSite) -> None:
    await keeper(site)
    path = f"{PATH}/actions/1.1/merge"
    shown = await looked(site, path, merged_into="1.2", reason="Le même guichet.")
    assert "Its page stays at its address" in shown.text
    assert compared(shown)["Status"] == (["planned"], ["merged"])
    assert compared(shown)["Action it is merged into"] == ([], ["1.2 Action 1.2"])
    await recorded(site, path, merged_into="1.2", reason="Le même guichet.")
    assert "Le même guichet." in (await site.pages.get(f"/fr/{PLAN}/actions/1.1")).text
    assert "Action 1.1" in (await site.pages.get(f"/fr/{PLAN}/actions/1.2")).text
    await site.see(path, status=404)


@pytest.mark.parametrize("into", ["", "9.9", "1.1"])
async def test_an_action_is_merged_into_another_that_there_is(site: StaffSite, into: str) -> None:
    await keeper(site)
    page = await refused(site, f"{PATH}/actions/1.1/merge", merged_into=into, reason="Pareil.")
    assert page.one("#merged_into").get("aria-invalid") == "true"
    assert page.texts("#reason") == ["Pareil."]
    page = await refused(site, f"{PATH}/actions/1.1/merge", merged_into="1.2")
    assert page.one("#reason").get("aria-invalid") == "true"


async def test_parts_of_an_action_keep_its_promise_and_its_deadline(site: StaffSite) -> None:
    await keeper(site)
    await recorded(site, f"{PATH}/actions/1.0/reword", wording="Un guichet et un jardin.", reason="Retrouvé.")
    moved = e.DatesSet(due=PartialDate("2025-12"), because=Because.FUNDING)
    await record(PLAN, [about("1.0", moved, NOW.date())], site.moment)
    parts = {"part__1__ref": "1.0a", "part__1__title": "Le jardin", "part__1__owner": "ville"}
    rest = {"fate": "stays", "title": "Le guichet", "reason": "Deux chantiers."}
    shown = await looked(site, SPLIT, **parts, **rest)
    assert compared(shown)["New action 1 · Title"] == ([], ["Le jardin"])
    assert compared(shown)["This action itself"] == ([], ["it stays, for what is left of it"])
    await recorded(site, SPLIT, **parts, **rest)
    plan = await plan_now()
    part, whole = plan.actions["1.0a"], plan.actions["1.0"]
    assert (part.split_from, part.due, part.wording) == ("1.0", PartialDate("2025-12"), whole.wording)
    assert (part.owner, whole.title) == ("ville", "Le guichet")

    public = await site.pages.get(f"/en/{PLAN}/actions/1.0a")
    assert "It was a part of this action" in public.text
    assert "added “Le jardin”, split from 1.0 Le guichet." in public.text
    assert "These actions were split from it" in (await site.pages.get(f"/en/{PLAN}/actions/1.0")).text
    data = (await site.pages.fetch(f"/en/{PLAN}/actions/1.0.json")).json()
    assert [one["ref"] for one in data["split_into"]] == ["1.0a"]
    assert (await verify_plan(PLAN, f"127.0.0.1/{PLAN}")).ok


async def test_an_action_may_go_on_in_its_parts_alone(site: StaffSite) -> None:
    await keeper(site)
    parts = {
        "part__1__ref": "1.1a", "part__1__title": "Un", "part__2__ref": "1.1b", "part__2__title": "Deux",
    }  # fmt: skip
    path = f"{PATH}/actions/1.1/split"
    shown = await looked(site, path, **parts, fate="goes-on", reason="Deux chantiers.")
    assert compared(shown)["Status"] == (["planned"], ["merged"])
    await recorded(site, path, **parts, fate="goes-on", reason="Deux chantiers.")
    plan = await plan_now()
    assert (plan.actions["1.1"].status, plan.actions["1.1"].merged_into) == (Status.MERGED, "1.1a")
    assert [one.ref for one in plan.actions.values() if one.split_from == "1.1"] == ["1.1a", "1.1b"]


async def test_a_split_without_parts_reason_or_fate_is_refused(site: StaffSite) -> None:
    await keeper(site)
    size = (await register.head(PLAN)).size
    page = await refused(site, SPLIT, part__2__title="Le jardin")
    assert {one.get("id") for one in page.select("[aria-invalid]")} == {
        "part-1-ref", "part-2-ref", "reason",
    }  # fmt: skip
    page = await refused(site, SPLIT, part__1__ref="1.1", part__1__title="Pris", reason="Non.")
    assert page.one("#fate").get("aria-invalid") == "true"
    taken = {"part__1__ref": "1.1", "part__1__title": "Pris", "reason": "Non.", "fate": "stays"}
    page = await refused(site, SPLIT, **taken)
    assert page.one("#part-1-ref").get("aria-invalid") == "true"
    assert page.one("#part-1-title").get("value") == "Pris"
    assert (await register.head(PLAN)).size == size


async def test_a_proposal_is_accepted_with_commitments_that_are_there_and_a_new_one(site: StaffSite) -> None:
    await proposed(site)
    typed = {
        "decision": "accepted", "answered_by": "1.1", "new__ref": "2.01", "new__title": "Ouvrir un lieu",
        "new__wording": "Un lieu ouvrira.", "new__owner": "ccas", "new__due": "06/2027",
    }  # fmt: skip
    shown = await looked(site, ANSWER, **typed)
    assert compared(shown)["Status"] == (["submitted"], ["accepted"])
    assert compared(shown)["A new commitment that answers it · Due date"] == ([], ["June 2027"])
    assert await recorded(site, ANSWER, **typed) == f"{PATH}/actions/P1"
    plan = await plan_now()
    assert plan.actions["P1"].status is Status.ACCEPTED
    assert {one.ref for one in plan.answering("P1")} == {"1.1", "2.01"}
    made = plan.actions["2.01"]
    assert (made.axis, made.owner, made.due) == ("1", "ccas", PartialDate("2027-06"))
    public = (await site.pages.get(f"/fr/{PLAN}/actions/P1")).text
    assert "Ouvrir un lieu" in public


async def test_a_proposal_is_declined_or_referred_with_a_reason(site: StaffSite) -> None:
    await proposed(site)
    page = await refused(site, ANSWER, decision="declined")
    assert page.one("#reason").get("aria-invalid") == "true"
    page = await refused(site, ANSWER, decision="referred", reason="Pas de notre ressort.")
    assert page.one("#referred_to").get("aria-invalid") == "true"
    await recorded(site, ANSWER, decision="referred", reason="Pas de notre ressort.", referred_to="ccas")
    assert (await plan_now()).actions["P1"].status is Status.REFERRED
    await recorded(site, ANSWER, decision="under-review", reason="On en reparle.")
    await recorded(site, ANSWER, decision="declined", reason="Trop cher.")
    assert "Trop cher." in (await site.pages.get(f"/fr/{PLAN}/actions/P1")).text


async def test_words_that_go_with_another_decision_are_not_dropped_unseen(site: StaffSite) -> None:
    await proposed(site)
    typed = {"decision": "declined", "reason": "Non.", "answered_by": "1.1", "new__title": "Un lieu"}
    page = await refused(site, ANSWER, **typed)
    assert page.texts("#answered_by-fault") == [
        "This goes with another decision. Empty it, or choose that decision."
    ]
    assert page.one("#new-title").get("value") == "Un lieu"
    page = await refused(site, ANSWER, decision="")
    assert "Choose a decision." in page.text
    page = await refused(site, ANSWER, decision="accepted")
    assert "Name at least one." in page.texts("#answered_by-fault")[0]
    page = await refused(site, ANSWER, decision="accepted", answered_by="P1")
    assert "P1 is not a commitment." in page.text


async def test_a_decision_taken_meanwhile_is_shown(site: StaffSite) -> None:
    await proposed(site)
    shown = await looked(site, ANSWER, decision="declined", reason="Trop cher.")
    await recorded(site, ANSWER, decision="under-review")
    page = await looked(site, ANSWER, decision="declined", reason="Trop cher.")
    assert compared(page)["Status"] == (["under review"], ["declined"])
    late = await site.pages.post(ANSWER, {**fields_of(shown), "do": "record"}, status=409)
    assert "Somebody changed this meanwhile" in late.text
    assert (await plan_now()).actions["P1"].status is Status.UNDER_REVIEW
