"""A report form as it was sent: its fields, and the files that came with it."""

from __future__ import annotations

import re

from tracker.domain.state import Action
from tracker.domain.typed import Typed, cleaned
from tracker.publish.comparison import Comparing
from tracker.publish.languages import translations
from tracker.services.file_types import FileRefused
from tracker.services.judge_report import Unfit
from tracker.services.keep_file import keep_file, vouched
from tracker.web.forms import Form
from tracker.web.sessions import Visit

# One file of the largest size that a site may allow, and some words; larger requests aren't read to the end.
MOST_BYTES = 64 * 1024 * 1024
_FILE = re.compile(r"evidence-(\d{1,2})-file")


async def sent_report(visit: Visit, form: Form, plan: str, action: Action, person: int) -> Typed:
    """The fields, with each new file kept and named in its row. Files that can't be taken become faults."""
    fields = form.texts()
    for name in [name for name in fields if name.endswith("-remove")]:
        row = name.removesuffix("remove")
        fields = {one: text for one, text in fields.items() if not one.startswith(row)}
    for name, file in form.files().items():
        match = _FILE.fullmatch(name)
        if match is None or f"evidence-{match[1]}-remove" in form.texts():
            continue
        try:
            kept = await keep_file(
                visit.settings.data,
                plan,
                action.ref,
                file.filename,
                await file.read(),
                most=visit.settings.most_upload,
                person=person,
                now=visit.now,
            )
        except FileRefused as refused:
            told = translations(visit.language).gettext(refused.message).format(**refused.values)
            form.faults.setdefault(name, told)
            continue
        row = f"evidence-{match[1]}"
        fields[f"{row}-sha256"] = kept.sha256
        fields[f"{row}-filename"] = kept.filename
        fields[f"{row}-media_type"] = kept.media_type
        fields[f"{row}-size"] = str(kept.size)
        if not fields.get(f"{row}-title", "").strip():
            fields[f"{row}-title"] = kept.filename.rsplit(".", 1)[0].replace("-", " ")
    return await vouched(cleaned(fields), plan, action.ref)


def number(form: Form, name: str) -> int:
    """A number that our own page put into the form; 0 for anything else."""
    text = form.text(name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def tell_faults(form: Form, unfit: Unfit, comparing: Comparing) -> None:
    for fault in unfit.faults:
        form.faults.setdefault(fault.field, comparing.fault(fault))
