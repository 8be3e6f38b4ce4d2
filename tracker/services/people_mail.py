"""Letters to people with an account: a link, or the news that their account changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tracker.domain.messages import _
from tracker.publish.languages import translations
from tracker.publish.templating import render
from tracker.store.links import Purpose
from tracker.store.people import Person
from tracker.store.sessions import fingerprint

PATHS = {
    Purpose.INVITATION: "invitation",
    Purpose.PASSWORD: "password",
    Purpose.EMAIL: "email",
}
# Subject, what the letter says, and what the link says.
LINK_LETTERS = {
    Purpose.INVITATION: (
        _("Your account at %(site)s"),
        _("You are invited to work on the promises published at %(site)s. Choose a password within 7 days:"),
    ),
    Purpose.PASSWORD: (
        _("A new password for %(site)s"),
        _("Somebody, surely you, asked for a new password at %(site)s. Choose it within 2 hours:"),
    ),
    Purpose.EMAIL: (
        _("Confirm your e-mail for %(site)s"),
        _("This address is to become your e-mail at %(site)s. Confirm it within 24 hours:"),
    ),
}
IGNORE = _("If you did not expect this letter, do nothing: without the link nothing changes.")
CHANGED = _("Your account at %(site)s changed")
PASSWORD_CHANGED = _("The password of your account at %(site)s was changed.")
EMAIL_CHANGED = _("The e-mail of your account at %(site)s was changed to %(email)s.")
FACTOR_SET = _("A second factor now protects your account at %(site)s.")
FACTOR_REMOVED = _("The second factor of your account at %(site)s was removed.")
CONNECTED = _("Your account at %(site)s can now be opened by signing in with %(provider)s.")
DISCONNECTED = _("Your account at %(site)s can no longer be opened by signing in with %(provider)s.")
TELL_US = _("If this was not you, tell an administrator of the site at once.")


class Queue(Protocol):
    """Puts a mail in the outbox, in the transaction that is open; the same ``dedupe`` is never sent twice."""

    async def __call__(
        self, to: str, subject: str, text: str, html: str, kind: str, dedupe: str
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Post:
    """How letters leave this site, whose address they name. Without a queue none does, and pages say so."""

    site_url: str
    queue: Queue | None = None

    @property
    def works(self) -> bool:
        return self.queue is not None

    @property
    def site(self) -> str:
        return self.site_url.partition("://")[2]

    def address(self, purpose: Purpose, token: str) -> str:
        return f"{self.site_url}/staff/{PATHS[purpose]}/{token}"

    async def send_link(self, person: Person, purpose: Purpose, token: str, to: str = "") -> None:
        subject, words = LINK_LETTERS[purpose]
        await self._send(
            to or person.email,
            person.language,
            subject,
            [words, IGNORE],
            link=self.address(purpose, token),
            kind=f"staff.{purpose}",
            dedupe=f"staff.{purpose}:{fingerprint(token)}",
        )

    async def tell(self, person: Person, words: str, dedupe: str, **values: str) -> None:
        """Some news of the account, at the address it had when ``person`` was read."""
        await self._send(
            person.email,
            person.language,
            CHANGED,
            [words, TELL_US],
            kind="staff.changed",
            dedupe=f"staff.changed:{person.id}:{dedupe}",
            **values,
        )

    async def _send(
        self,
        to: str,
        language: str,
        subject: str,
        paragraphs: list[str],
        *,
        kind: str,
        dedupe: str,
        link: str = "",
        **values: str,
    ) -> None:
        if self.queue is None:
            return
        gettext, filled = translations(language).gettext, {"site": self.site, **values}
        title = gettext(subject) % filled
        first, *rest = (gettext(words) % filled for words in paragraphs)
        text = "\n\n".join(filter(None, (first, link, *rest))) + "\n"
        context = {"title": title, "first": first, "link": link, "rest": rest}
        html = render("staff/letter.html", language, context)
        await self.queue(to, title, text, html, kind, dedupe)
