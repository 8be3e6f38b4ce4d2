"""The command line for mail: `tracker remind` and `tracker mail`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime

import click

from tracker.app import now
from tracker.cli_shared import DAY, run, settings
from tracker.domain.reminders import Unsaid
from tracker.services.remind import Reminded, publish_sent, remind, subject_of
from tracker.services.reminder_people import recipients_on
from tracker.services.send_mail import Delivery, send_waiting
from tracker.settings import MailServer, Settings
from tracker.store import outbox
from tracker.store.outbox import State

Clock = Callable[[], datetime]


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Say who would be reminded of what, and queue nothing.")
@click.option("--today", type=DAY, help="The day to remind for; by default today.")
def remind_people(dry_run: bool, today: datetime | None) -> None:
    """Queue reminders of deadlines and silence; ``tracker serve`` does so once a day."""
    chosen = settings()
    if not dry_run:
        _mail_server(chosen)  # without one the mails would pile up
    day = today.date() if today else now().date()
    _tell_reminded(run(lambda: _remind(day, now(), chosen.site_url, dry_run)))


@click.group()
def mail() -> None:
    """Mails that wait in the outbox."""


@mail.command("send")
def mail_send() -> None:
    """Send the mails that are due; ``tracker serve`` does so every minute."""
    server = _mail_server(settings())
    delivery, counts = run(lambda: _send_all(server, now))
    click.echo(
        f"{delivery.sent} sent, {delivery.postponed} to be tried again, {delivery.given_up} given up; "
        f"{counts[State.WAITING]} waiting, {counts[State.FAILED]} given up in all"
    )
    if delivery.trouble:
        raise click.ClickException(f"the mail server: {delivery.trouble}")


@mail.command("retry")
def mail_retry() -> None:
    """Let the mails that were given up be tried anew, once what kept them is mended."""
    click.echo(f"{run(lambda: outbox.revive(now()))} mails wait again")


def _tell_reminded(reminded: Reminded) -> None:
    for digest in reminded.digests:
        click.echo(f"{digest.recipient.email}: {subject_of(digest)}")
    for digest in reminded.deferred:
        click.echo(f"{digest.recipient.email}: had a mail today, will get the rest tomorrow")
    for one in reminded.omissions:
        if one.why is Unsaid.NOBODY:
            click.echo(f"nobody to remind: {one.matter.plan} {one.matter.ref} ({one.matter.reason})")


async def _remind(day: date, now: datetime, site_url: str, dry_run: bool) -> Reminded:
    return await remind(await recipients_on(day), day, now, site_url, dry_run=dry_run)


async def _send_all(server: MailServer, now: Clock) -> tuple[Delivery, dict[State, int]]:
    delivery = await send_waiting(server, now, most=sys.maxsize)
    await publish_sent(now())
    return delivery, await outbox.counts()


def _mail_server(settings: Settings) -> MailServer:
    if settings.mail is None:
        raise click.ClickException("no mail server is set. Set TRACKER_SMTP_HOST and TRACKER_SMTP_FROM.")
    return settings.mail
