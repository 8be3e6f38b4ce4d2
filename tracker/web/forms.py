"""Forms as they were sent: what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile

from tracker.publish.languages import translations
from tracker.services.people_refused import RefusedError

PROOF = "_proof"


class Form:
    """Values by field, and ``faults``: a message by field, in the language of the page, in the order found.

    A fault of the field "" is about the form as a whole. A page shows a form again with all that was typed,
    passwords excepted.
    """

    def __init__(self, page_language: str, sent: FormMultiDict | None = None, /, **typed: str) -> None:
        self.faults: dict[str, str] = {}
        self._language = page_language
        self._gettext = translations(page_language).gettext
        self._typed = typed
        self._sent = sent

    def raw(self, name: str) -> str:
        """Just as it was sent: spaces may belong to a password. Files count as nothing."""
        if self._sent is None:
            return self._typed.get(name, "")
        value = self._sent.get(name, "")
        # PostgreSQL keeps no such character, and no keyboard types it.
        return value.replace("\x00", "") if isinstance(value, str) else ""

    def text(self, name: str) -> str:
        return self.raw(name).strip()

    def chosen(self, name: str) -> list[str]:
        """Every value of a field that may be sent several times: boxes that were ticked."""
        sent = self._sent.getall(name, []) if self._sent is not None else []
        return [value.replace("\x00", "") for value in sent if isinstance(value, str)]

    def texts(self) -> dict[str, str]:
        """Every field with its text, as it was sent or is to be shown."""
        names = self._typed if self._sent is None else self._sent
        return {name: self.raw(name) for name in names}

    def sent_texts(self) -> list[tuple[str, str]]:
        """Every text as it was sent, name and text, in their order; a name may come more than once."""
        sent = self._typed.items() if self._sent is None else self._sent.items()
        return [(name, text.replace("\x00", "")) for name, text in sent if isinstance(text, str)]

    def files(self) -> dict[str, UploadFile]:
        """The files that were chosen, by field."""
        sent = dict(self._sent.multi_items()) if self._sent is not None else {}
        return {name: file for name, file in sent.items() if isinstance(file, UploadFile) and file.filename}

    async def close_files(self) -> None:
        """For a form that no handler gets to see; after a handler, the framework does it."""
        for value in self._sent.values() if self._sent is not None else ():
            if isinstance(value, UploadFile):
                await value.close()

    def showing(self, typed: Mapping[str, str]) -> Form:
        """A form with these texts and the faults of this one."""
        shown = Form(self._language, **typed)
        shown.faults.update(self.faults)
        return shown

    def refuse(self, field: str, message: str, **values: object) -> None:
        """``message`` is marked for translation with ``_``; the first fault of a field is the one to show."""
        told = self._gettext(message)
        self.faults.setdefault(field, told % values if values else told)

    def take(self, refused: RefusedError) -> None:
        self.refuse(refused.field, refused.message, **refused.values)

    @property
    def accepted(self) -> bool:
        return not self.faults


async def form_of(request: Request[Any, Any, Any], language: str) -> Form:
    return Form(language, await request.form())
