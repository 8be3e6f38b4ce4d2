"""People and log, for administrators."""

import pytest

from tests.database import counted_queries
from tests.staff_site import OTHER_PASSWORD, StaffSite, make_person, read_again
from tracker.domain.access import Grant
from tracker.store import people, staff_log
from tracker.store.staff_log import Act, Wanted

BOSS = "boss@example.org"
LILLE = "lille-ville-de-la-solidarite"


async def test_a_long_list_of_roles_is_made_shorter_by_words_and_nothing_typed_is_lost(
    loaded_site: StaffSite,
) -> None:
    site = loaded_site
    await site.enter(await site.person(BOSS, "administrator"))
    eva = await site.person("eva@example.org")
    for place, send in (
        ("/staff/people/invite", "/staff/people/invite"),
        (f"/staff/people/{eva.id}", f"/staff/people/{eva.id}/grants"),
    ):
        every = len((await site.see(place)).select("#grant option"))
        chosen = f"reviewer:{LILLE}"
        typed = {"email": "ugo@example", "language": "it", "grant": chosen, "do": "find"}
        form = await site.filled(place, {**typed, "find": "  CÔTE etudiant lille"})
        none = await site.pages.post(send, form, status=200)
        assert "No plan and no organisation has these words." in none.text
        found = await site.pages.post(send, {**form, "find": "LILLE solidarité"}, status=200)
        options = [str(option.get("value")) for option in found.select("#grant option")]
        assert 3 < len(options) < every
        assert all(LILLE in option for option in options[2:])
        assert found.one("#grant option[selected]").get("value") == chosen
        assert found.one("#find").get("value") == "LILLE solidarité"
        if send == place:
            assert found.one("#email").get("value") == "ugo@example"
            assert found.one("#language option[selected]").get("value") == "it"
    assert not (await read_again(eva)).access.grants


async def test_somebody_is_invited_with_a_role_and_comes_in(loaded_site: StaffSite) -> None:
    site = loaded_site
    await site.enter(await site.person(BOSS, "administrator"))
    form = {"email": "Eva@Example.org", "language": "fr", "grant": f"reviewer:{LILLE}"}
    typed = await site.filled("/staff/people/invite", form)
    response = await site.pages.fetch("/staff/people/invite", method="POST", form=typed)
    assert "A link for eva@example.org" in response.text
    (sent,) = site.letters
    assert sent.path in response.text
    await site.submit(sent.path, {"password": OTHER_PASSWORD}, pages=site.visitor())
    eva = await people.by_email("eva@example.org")
    assert eva
    assert (eva.language, eva.invited, eva.access.reviews(LILLE)) == ("fr", False, True)
    lines = await staff_log.lines(Wanted(words="eva@"), 0, 10)
    assert [(line.act, line.by) for line in reversed(lines)] == [
        (Act.INVITED, BOSS),
        (Act.GRANT_GIVEN, BOSS),
        (Act.PASSWORD_CHOSEN, "eva@example.org"),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"email": "eva"}, "email", "Write an e-mail address"),
        ({"email": BOSS}, "email", "has an account already"),
        ({"language": "xx"}, "language", "Choose a language."),
        ({"grant": "king"}, "grant", "Choose a role."),
        ({"grant": "editor:nowhere:nobody"}, "grant", "There is no plan nowhere."),
        ({"grant": f"editor:{LILLE}:nobody"}, "grant", "has no organisation nobody."),
    ],
)
async def test_a_wrong_invitation_is_shown_again_with_what_was_typed(
    loaded_site: StaffSite, typed: dict[str, str], field: str, says: str
) -> None:
    site = loaded_site
    await site.enter(await site.person(BOSS, "administrator"))
    form = {"email": "eva@example.org", "language": "it", "grant": f"council:{LILLE}", **typed}
    page = await site.refused("/staff/people/invite", form)
    fault = page.one(".error-summary a")
    assert fault.get("href") == f"#{field}"
    assert says in "".join(fault.itertext())
    assert page.one("#email").get("value") == form["email"]
    if "language" not in typed:
        assert page.one("#language option[selected]").get("value") == "it"
    if "grant" not in typed:
        assert page.one("#grant option[selected]").get("value") == f"council:{LILLE}"
    assert site.letters == []


async def test_roles_are_given_once_and_withdrawn(loaded_site: StaffSite) -> None:
    site = loaded_site
    await site.enter(await site.person(BOSS, "administrator"))
    eva = await site.person("eva@example.org")
    path = f"/staff/people/{eva.id}"
    choices = [str(option.get("value")) for option in (await site.see(path)).select("#grant option")]
    editor = next(choice for choice in choices if choice.startswith(f"editor:{LILLE}:"))
    for _n in range(2):
        await site.submit(f"{path}/grants", {"grant": editor}, page=path)
    assert (await read_again(eva)).access.grants == {Grant.parse(editor)}
    page = await site.see(path)
    assert "The role is given." in page.text
    assert page.one("input[name=grant]").get("value") == editor
    await site.submit(f"{path}/grants/withdraw", {"grant": editor}, page=path)
    assert (await read_again(eva)).access.grants == frozenset()
    assert await staff_log.count(Wanted(act=Act.GRANT_GIVEN)) == 1


async def test_a_role_that_cannot_be_is_refused(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    eva = await site.person("eva@example.org")
    path = f"/staff/people/{eva.id}"
    for grant in ("", "administrator:lille", "editor:lille", "reviewer", "a:b:c:d"):
        page = await site.refused(f"{path}/grants", {"grant": grant}, page=path)
        assert page.texts(".error-summary a") == ["Choose a role."]


async def test_a_closed_account_is_out_at_once_and_can_be_opened_again(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    eva = await site.person("eva@example.org")
    visitor = site.visitor()
    await site.enter(eva, visitor)
    path = f"/staff/people/{eva.id}"
    await site.submit(f"{path}/disable", {}, page=path)
    await visitor.fetch("/staff/", status=303)
    await site.refused(f"{path}/link", {}, page=path)
    await site.submit(f"{path}/enable", {}, page=path)
    assert (await read_again(eva)).active


async def test_there_is_always_an_administrator(site_on_both: StaffSite) -> None:
    site = site_on_both
    boss = await site.person(BOSS, "administrator")
    await site.enter(boss)
    path = f"/staff/people/{boss.id}"
    page = await site.refused(f"{path}/grants/withdraw", {"grant": "administrator"}, page=path)
    assert "no administrator left" in page.text
    page = await site.refused(f"{path}/disable", {}, page=path)
    assert page.texts(".error-summary li") == ["You can't close your own account."]
    assert (await read_again(boss)).access.administers


async def test_an_administrator_makes_links_and_removes_a_lost_second_factor(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    eva = await site.person("eva@example.org", factor=True)
    path = f"/staff/people/{eva.id}"
    await site.submit(f"{path}/second-factor/remove", {}, page=path)
    assert not (await read_again(eva)).has_second_factor
    form = await site.filled(path, {})
    response = await site.pages.fetch(f"{path}/link", method="POST", form=form)
    assert site.letters[-1].path in response.text
    assert site.letters[-1].path.startswith("/staff/password/")


async def test_people_are_found_by_e_mail_and_paged(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    for n in range(60):
        await make_person(f"person{n:02}@example.org", password="")
    page = await site.see("/staff/people")
    assert "61 people" in page.text
    assert len(page.select("tbody tr")) == 50
    (following,) = [link.href for link in page.links if link.text == "Next page"]
    assert len((await site.see(following)).select("tbody tr")) == 11
    assert (await site.see("/staff/people?q=PERSON07")).texts("tbody th") == ["person07@example.org"]
    assert "Nobody is found." in (await site.see("/staff/people?q=nobody&page=9")).text
    await site.see("/staff/people/999999", status=404)


async def test_lists_cost_the_same_however_long_they_are(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    costs = []
    for more in (0, 20):
        for n in range(more):
            await make_person(f"person{n:02}@example.org", "reviewer:lille", password="")
            await staff_log.note(Act.INVITED, site.moment, by=BOSS)
        for path in ("/staff/people", "/staff/log"):
            with counted_queries() as count:
                await site.see(path)
            costs.append(count.queries)
    assert costs[:2] == costs[2:]


async def test_the_log_is_searched_by_words_act_and_day(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    await staff_log.note(Act.INVITED, site.moment, by=BOSS, about="eva@example.org", address="203.0.113.9")
    site.passes(days=1)
    await site.enter(await site.person("x@example.org", "administrator"))
    await staff_log.note(Act.DISABLED, site.moment, by=BOSS, about="ugo@example.org")
    both = ["eva@example.org", "ugo@example.org"]
    for query, found in {
        "": both,
        "q=EVA": both[:1],
        "q=203.0.113": both[:1],
        "act=disabled": both[1:],
        "first=2026-03-03": both[1:],
        "last=2026-03-02": both[:1],
        "first=2026-03-02&last=2026-03-03": both,
        "act=nonsense&first=yesterday&page=0": both,
        "q=nothing": [],
    }.items():
        page = await site.see(f"/staff/log?{query}")
        assert sorted(page.texts("td[data-label=About]")) == found, query


async def test_the_log_is_kept_for_a_year(site: StaffSite) -> None:
    await staff_log.note(Act.INVITED, site.moment, by=BOSS)
    site.passes(days=364)
    await staff_log.forget_old(site.moment)
    assert await staff_log.count(Wanted()) == 1
    site.passes(days=2)
    await staff_log.forget_old(site.moment)
    assert await staff_log.count(Wanted()) == 0


async def test_a_name_with_markup_stays_a_name(site: StaffSite) -> None:
    await site.enter(await site.person(BOSS, "administrator"))
    page = await site.see("/staff/people?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.one("#q").get("value") == "<script>alert(1)</script>"
    assert page.select("script") == []
