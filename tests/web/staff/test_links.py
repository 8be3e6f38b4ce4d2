"""Links in letters: invitations, forgotten passwords, e-mails to confirm."""

import pytest

from tests.staff_site import OTHER_PASSWORD, PASSWORD, Letter, StaffSite, read_again
from tracker.services import people_accounts, people_passwords
from tracker.services.people_mail import Post
from tracker.services.people_refused import RefusedError
from tracker.store import attempts, links, people
from tracker.store.links import LASTS, Purpose
from tracker.store.people import Person

ANNA = "anna@example.org"


async def link(site: StaffSite, person: Person, purpose: Purpose) -> str:
    return f"/staff/{purpose}/" + await links.make(person.id, purpose, site.moment)


async def test_an_invitation_is_accepted_once(site_on_both: StaffSite) -> None:
    site = site_on_both
    person = await site.person(ANNA, password="")
    path = await link(site, person, Purpose.INVITATION)
    for _n in range(2):  # scanners of mail open links before people do
        page = await site.see(path)
    assert page.h1 == "Welcome"
    assert ANNA in page.text
    assert await site.submit(path, {"password": OTHER_PASSWORD}) == "/staff/sign-in?done=password"
    assert "Your password is set" in (await site.see("/staff/sign-in?done=password")).text
    await site.see(path, status=404)
    await site.sign_in(ANNA, OTHER_PASSWORD)


async def test_a_used_link_does_not_work_from_a_page_that_was_open(site: StaffSite) -> None:
    person = await site.person(ANNA, password="")
    path = await link(site, person, Purpose.INVITATION)
    form = await site.filled(path, {"password": OTHER_PASSWORD})
    assert await links.use(path.rpartition("/")[2], Purpose.INVITATION, site.moment)
    await site.pages.post(path, form, status=404)
    assert (await read_again(person)).invited


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_a_link_works_for_a_limited_time_and_for_its_purpose_alone(
    site: StaffSite, purpose: Purpose
) -> None:
    person = await site.person(ANNA)
    path = await link(site, person, purpose)
    token = path.rpartition("/")[2]
    for other in set(Purpose) - {purpose}:
        await site.see(f"/staff/{other}/{token}", status=404)
    await site.see(path)
    site.moment += LASTS[purpose]
    await site.see(path, status=404)


async def test_a_newer_link_replaces_the_one_before(site: StaffSite) -> None:
    person = await site.person(ANNA)
    first = await link(site, person, Purpose.PASSWORD)
    await site.see(await link(site, person, Purpose.PASSWORD))
    await site.see(first, status=404)


async def test_links_of_a_closed_account_do_not_work(site: StaffSite) -> None:
    person = await site.person(ANNA)
    path = await link(site, person, Purpose.PASSWORD)
    await people.change(person.id, active=False)
    await site.see(path, status=404)


async def test_links_that_never_were_do_not_work(site: StaffSite) -> None:
    for token in ("x", "A" * 43, "%00", "é"):
        await site.see(f"/staff/password/{token}", status=404)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "12 characters or more"),
        ("x" * 201, "200 characters at most"),
        ("passwordpassword", "easily guessed"),
        ("motdepasse2026", "easily guessed"),
        ("azertyuiop123", "easily guessed"),
        ("anna@example.org", "easily guessed"),
        ("aaaaaaaaaaaaaaaaaaaa", "easily guessed"),
        ("promises.example.org", "easily guessed"),
    ],
)
async def test_a_weak_password_is_refused_and_says_why(password: str, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        await people_passwords.check_new(password, ANNA, "promises.example.org")


@pytest.mark.parametrize(
    "password", [PASSWORD, OTHER_PASSWORD, "Zw9!kQ2#vLx7", "été à la mer, trois gâteaux"]
)
async def test_a_good_password_needs_no_special_signs(password: str) -> None:
    await people_passwords.check_new(password, ANNA, "promises.example.org")


async def test_a_password_is_the_same_however_a_keyboard_writes_its_accents() -> None:
    hashed = await people_passwords.hash_password("un été sans e\u0301clair")
    assert await people_passwords.matches(hashed, "un e\u0301té sans éclair")
    assert not await people_passwords.matches(hashed, "un ete sans eclair")


async def test_a_refused_password_leaves_the_link_working(site: StaffSite) -> None:
    path = await link(site, await site.person(ANNA, password=""), Purpose.INVITATION)
    page = await site.refused(path, {"password": "short"})
    assert page.texts(".error-summary a") == ["Choose a password of 12 characters or more."]
    assert page.one("#password").get("aria-invalid") == "true"
    await site.see(path)


async def ask(site: StaffSite, email: str) -> str:
    form = await site.filled("/staff/forgotten", {"email": email})
    response = await site.pages.fetch("/staff/forgotten", method="POST", form=form)
    return response.text.replace(email, "E-MAIL").replace(form["_proof"], "")


def letter(site: StaffSite) -> Letter:
    assert len(site.letters) == 1
    return site.letters.pop()


async def test_a_forgotten_password_is_replaced_by_letter(site: StaffSite) -> None:
    person = await site.person(ANNA)
    await site.enter(person)
    await ask(site, ANNA)
    sent = letter(site)
    assert (sent.to, sent.subject) == (ANNA, "A new password for 127.0.0.1:8000")
    assert sent.path in sent.html
    await attempts.count({f"account:{ANNA}": 10}, site.moment)
    await site.submit(sent.path, {"password": OTHER_PASSWORD})
    assert "password of your account" in letter(site).text
    await site.pages.fetch("/staff/", status=303)  # every session ended
    await site.sign_in(ANNA, OTHER_PASSWORD)


async def test_asking_for_a_link_tells_nobody_who_has_an_account(site: StaffSite) -> None:
    await site.person(ANNA)
    known, unknown = [await ask(site, email) for email in (ANNA, "nobody@example.org")]
    page = known[: known.index("<input")] if "<input" in known else known
    assert page == (unknown[: unknown.index("<input")] if "<input" in unknown else unknown)
    assert [sent.to for sent in site.letters] == [ANNA]


async def test_nobody_is_flooded_with_links(site: StaffSite) -> None:
    await site.person(ANNA)
    for _n in range(people_accounts.LINKS_PER_ACCOUNT + 2):
        await ask(site, ANNA)
    assert len(site.letters) == people_accounts.LINKS_PER_ACCOUNT


async def test_a_site_without_mail_says_so_and_sends_to_its_administrators(silent_site: StaffSite) -> None:
    assert "Ask one of its administrators" in (await silent_site.see("/staff/forgotten")).text
    await silent_site.enter(await silent_site.person(ANNA))
    assert "can't be confirmed" in (await silent_site.see("/staff/account/email")).text


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "anna@example",
        "a b@example.org",
        "a@b.org\nBcc: c@d.org",
        "<a@b.org>",
        "a" * 250 + "@b.org",
    ],
)
async def test_what_is_no_e_mail_is_refused(email: str) -> None:
    with pytest.raises(RefusedError, match="Write an e-mail"):
        people_accounts.check_email(email)


async def test_an_e_mail_changes_when_the_new_one_confirms_and_the_old_one_is_told(site: StaffSite) -> None:
    person = await site.person(ANNA)
    await site.enter(person)
    form = {"email": "Anna.B@example.org", "current": PASSWORD}
    await site.submit("/staff/account/email", form)
    assert "A letter is on its way to Anna.B@example.org" in (await site.see("/staff/account")).text
    sent = letter(site)
    assert sent.to == "anna.b@example.org"
    assert (await read_again(person)).email == ANNA
    await site.submit(sent.path, {})
    assert (await read_again(person)).email == "anna.b@example.org"
    told = letter(site)
    assert told.to == ANNA
    assert "changed to anna.b@example.org" in told.text
    await site.see(sent.path, status=404)


async def test_an_e_mail_that_somebody_has_cannot_be_taken_and_is_not_told(site: StaffSite) -> None:
    await site.person("other@example.org")
    person = await site.person(ANNA)
    await site.enter(person)
    await site.submit("/staff/account/email", {"email": "other@example.org", "current": PASSWORD})
    assert site.letters == []


async def test_an_e_mail_taken_meanwhile_is_not_taken_twice(site: StaffSite) -> None:
    person = await site.person(ANNA)
    token = await links.make(person.id, Purpose.EMAIL, site.moment, "new@example.org")
    form = await site.filled(f"/staff/email/{token}", {})
    await site.person("new@example.org")
    await site.pages.post(f"/staff/email/{token}", form, status=404)
    assert (await read_again(person)).email == ANNA


async def test_changing_the_password_takes_the_old_one_and_ends_other_sessions(site: StaffSite) -> None:
    person = await site.person(ANNA)
    elsewhere = site.visitor()
    await site.enter(person, elsewhere)
    await site.enter(person)
    typed = {"current": "not this", "password": OTHER_PASSWORD}
    page = await site.refused("/staff/account/password", typed)
    assert page.texts(".error-summary a") == ["This is not your current password."]
    await site.submit("/staff/account/password", {"current": PASSWORD, "password": OTHER_PASSWORD})
    assert "You are signed out everywhere else." in (await site.see("/staff/account")).text
    assert "You are signed out everywhere else." not in (await site.see("/staff/account")).text
    await elsewhere.fetch("/staff/", status=303)
    assert "was changed" in letter(site).text


async def test_letters_are_in_the_language_of_whom_they_are_for(site: StaffSite) -> None:
    person = await site.person(ANNA)
    await people.change(person.id, language="it")
    post = Post("https://promises.example.org", None)
    assert not post.works
    await people_accounts.new_link(await read_again(person), site.moment, post, by="x")
    await ask(site, ANNA)
    assert '<html lang="it">' in letter(site).html
