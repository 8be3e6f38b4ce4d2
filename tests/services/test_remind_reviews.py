"""Reports that wait are in their reviewers' digest, with the way to the queue."""

from datetime import timedelta

from tests.reports import NOW, PLAN, plan_to_report_on, submitted
from tracker.domain.reminders import Reason, Recipient, Recipients
from tracker.services.remind import Reminded, remind
from tracker.store import outbox, reminder_log
from tracker.store.engine import Engine
from tracker.store.mail_tables import OutboxMail

SITE = "https://city.example"
RITA = Recipient("3", "rita@city.example", "en")


async def reminded(days: int = 0) -> Reminded:
    moment = NOW + timedelta(days)
    return await remind(Recipients({}, {PLAN: (RITA,)}), moment.date(), moment, SITE)


async def test_a_report_that_waits_is_in_the_digest_of_reviewers(database: Engine) -> None:
    await plan_to_report_on()
    await submitted()
    (digest,) = (await reminded()).digests
    assert (Reason.REVIEW, "1.0", 0) in [(m.reason, m.ref, m.days) for m in digest.matters]
    mail = (await OutboxMail.select())[0]
    assert mail["subject"].startswith("Reminder: 1 report to review")
    for body in (mail["text"], mail["html"]):
        assert f"{SITE}/staff/review" in body
        assert "handed in today" in body
    (line,) = [one for one in await reminder_log.lines(99) if one.matter.reason is Reason.REVIEW]
    assert (line.person, line.outcome) == ("3", outbox.State.WAITING)


async def test_it_is_said_again_after_a_week_and_not_once_it_is_settled(sqlite_database: Engine) -> None:
    await plan_to_report_on()
    await submitted()

    async def told(days: int) -> bool:
        made = await reminded(days)
        return any(m.reason is Reason.REVIEW for digest in made.digests for m in digest.matters)

    assert [await told(days) for days in (0, 1, 6, 7)] == [True, False, False, True]


async def test_a_mail_about_reviews_alone_asks_for_nothing_else(sqlite_database: Engine) -> None:
    await plan_to_report_on(1)
    await submitted()
    quiet = Recipient("3", "rita@city.example", "fr", frozenset(set(Reason) - {Reason.REVIEW}))
    await remind(Recipients({}, {PLAN: (quiet,)}), NOW.date(), NOW, SITE)
    mail = (await OutboxMail.select())[0]
    assert mail["subject"] == "Rappel\u00a0: 1 compte rendu à relire"
    assert "attendent un mot" not in mail["text"]
