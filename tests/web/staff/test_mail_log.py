"""Administrators see what was mailed and what was not, and let what was given up be tried anew."""

from datetime import timedelta

from tests.database import counted_queries
from tests.staff_site import StaffSite
from tracker.domain.reminders import Digest, Matter, Omission, Reason, Recipient, Unsaid
from tracker.store import outbox, reminder_log, staff_log
from tracker.store.outbox import State
from tracker.store.staff_log import Act, Wanted

MAILS, REMINDERS = "/staff/mail", "/staff/mail/reminders"
HOUR = timedelta(hours=1)


async def queue(site: StaffSite, to: str, kind: str = "reminders") -> None:
    await outbox.queue(to, "A secret subject", "A secret link", "", kind, f"{to}:{kind}", at=site.moment)


async def administrator(site: StaffSite) -> None:
    await site.enter(await site.person("boss@example.org", "administrator"))


async def three_mails(site: StaffSite) -> None:
    """One that waits after a try, one that was sent, one that was given up."""
    for name in ("eva", "ugo", "ada"):
        await queue(site, f"{name}@example.org")
        mail = await outbox.claim(site.moment, HOUR)
        assert mail is not None
        if name == "eva":
            await outbox.postpone(mail, site.moment + HOUR, "450 greylisted")
        elif name == "ugo":
            await outbox.mark_sent(mail, site.moment)
        else:
            await outbox.give_up(mail, site.moment, "550 no such mailbox")


async def test_each_mail_is_shown_with_its_state_and_never_with_its_words(site_on_both: StaffSite) -> None:
    site = site_on_both
    await administrator(site)
    await three_mails(site)
    page = await site.see(MAILS)
    recipients, told = page.texts("td[data-label=Recipient]"), page.texts("td[data-label=State]")
    states = dict(zip(recipients, told, strict=True))
    assert states["eva@example.org"] == "waits tried again from 2 March 2026, 13:00 UTC 450 greylisted"
    assert states["ugo@example.org"] == "sent · 2 March 2026, 12:00 UTC"
    assert states["ada@example.org"].startswith("given up")
    assert "secret" not in page.html


async def test_mails_are_searched_and_paged_at_the_same_cost(site: StaffSite) -> None:
    await administrator(site)
    await three_mails(site)
    for query, found in {
        "q=EVA": ["eva@example.org"],
        "q=mailbox": ["ada@example.org"],
        "state=sent": ["ugo@example.org"],
        "first=2026-03-03": [],
        "last=2026-03-02&state=failed": ["ada@example.org"],
        "state=nonsense&first=x&q=ugo": ["ugo@example.org"],
    }.items():
        assert (await site.see(f"{MAILS}?{query}")).texts("td[data-label=Recipient]") == found, query
    with counted_queries() as few:
        await site.see(MAILS)
    for number in range(60):
        await queue(site, f"person{number}@example.org")
    with counted_queries() as many:
        page = await site.see(MAILS)
    assert few.queries == many.queries
    assert len(page.select("tbody tr")) == 50
    (following,) = [link.href for link in page.links if link.text == "Next page"]
    assert len((await site.see(following)).select("tbody tr")) == 13


async def test_what_was_given_up_is_tried_anew_and_the_log_tells_who_asked(site: StaffSite) -> None:
    await administrator(site)
    assert not (await site.see(MAILS)).select('form[action$="/retry"]')
    await three_mails(site)
    assert await site.submit(f"{MAILS}/retry", {}, page=MAILS) == MAILS
    assert "Mails that wait again: 1." in (await site.see(MAILS)).text
    assert (await outbox.counts())[State.FAILED] == 0
    (line,) = await staff_log.lines(Wanted(act=Act.MAILS_RETRIED), 0, 5)
    assert line.by == "boss@example.org"


async def test_reminders_tell_who_was_told_what_and_why_not(site_on_both: StaffSite) -> None:
    site = site_on_both
    await administrator(site)
    eva = await site.person("eva@example.org")
    matter = Matter("pacte", "1.0", Reason.LATE, 7, "ccas")
    digest = Digest(Recipient(str(eva.id), eva.email, "fr"), (matter,))
    today = site.moment.date()
    await queue(site, "eva@example.org")
    await reminder_log.note(digest, "eva@example.org:reminders", today)
    silent = Matter("pacte", "1.1", Reason.SILENT, 200)
    await reminder_log.note_omissions([Omission(silent, "", Unsaid.NOBODY)], today)
    page = await site.see(REMINDERS)
    assert page.texts("td[data-label=Who]") == ["–", "eva@example.org"]
    assert page.texts('td[data-label="What became of it"]') == ["nobody to tell", "waits"]
    for query, found in {
        "q=eva@": ["pacte 1.0"],
        "q=1.1": ["pacte 1.1"],
        "reason=late": ["pacte 1.0"],
        "first=2026-03-03": [],
        "q=nobody": ["pacte 1.1"],
    }.items():
        assert (await site.see(f"{REMINDERS}?{query}")).texts("td[data-label=Action]") == found, query


async def test_the_log_of_mails_is_for_administrators(site: StaffSite) -> None:
    await site.enter(await site.person("rosa@example.org", "reviewer:pacte"))
    for path in (MAILS, REMINDERS):
        await site.pages.fetch(path, status=403)
