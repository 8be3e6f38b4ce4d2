"""The command line for people: `tracker user …`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from tracker.app import now
from tracker.cli_shared import run, settings
from tracker.domain.access import Grant
from tracker.publish.languages import LANGUAGES
from tracker.services import people_accounts, people_admin, people_factor
from tracker.services.people_mail import Post
from tracker.services.people_refused import RefusedError
from tracker.store import people
from tracker.store.people import Person

T = TypeVar("T")
BY = "command line"


def read_grant(text: str) -> Grant:
    try:
        return Grant.parse(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no role. Write administrator, reviewer:PLAN, council:PLAN "
            "or editor:PLAN:ORGANISATION."
        ) from None


@click.group()
def user() -> None:
    """The people who work on plans."""


@user.command()
@click.argument("email")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option(
    "--role",
    "grants",
    type=read_grant,
    metavar="ROLE",
    multiple=True,
    help="administrator, reviewer:PLAN, council:PLAN or editor:PLAN:ORGANISATION; may be repeated.",
)
def add(email: str, language: str, grants: tuple[Grant, ...]) -> None:
    """Add somebody, and print the link with which they choose a password."""
    moment, post = now(), Post(settings().site_url)

    async def work() -> str:
        for grant in grants:
            await people_admin.check_grant(grant, moment.date())
        _person, link = await people_accounts.invite(email, language, grants, moment, post, by=BY)
        return link

    click.echo(_on_people(work))
    if not grants:
        click.echo("They have no role yet: give --role, or let an administrator give one.", err=True)


@user.command("list")
def list_() -> None:
    """Everybody with an account, by e-mail: state, second factor, roles."""
    found = _on_people(lambda: people.search("", 0, 1_000_000))
    for person in found:
        click.echo(
            "\t".join((person.email, _state(person), ", ".join(map(str, sorted(person.access.grants)))))
        )


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Close an account: its sessions end and its links stop working."""
    _on_people(lambda: _on(email, lambda person: people_admin.disable(person, now(), by=BY)))


@user.command("reset-link")
@click.argument("email")
@click.option("--drop-second-factor", is_flag=True, help="For somebody who lost phone and recovery codes.")
def reset_link(email: str, drop_second_factor: bool) -> None:
    """Print a link with which somebody chooses a new password."""
    post = Post(settings().site_url)

    async def work(person: Person) -> str:
        if drop_second_factor and person.has_second_factor:
            await people_factor.remove(person, now(), post, by=BY)
        return await people_accounts.new_link(person, now(), post, by=BY)

    click.echo(_on_people(lambda: _on(email, work)))


def _on_people(work: Callable[[], Awaitable[T]]) -> T:
    try:
        return run(work)
    except RefusedError as refused:
        raise click.ClickException(str(refused)) from None


async def _on(email: str, work: Callable[[Person], Awaitable[T]]) -> T:
    person = await people.by_email(email)
    if person is None:
        raise click.ClickException(f"nobody has the e-mail {email}")
    return await work(person)


def _state(person: Person) -> str:
    state = "closed" if not person.active else "invited" if person.invited else "open"
    return f"{state}, second factor" if person.has_second_factor else state
