"""What an archive asks for (PDF/A-3): the data a document was made from, and what its colours mean."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import md5
from importlib.resources import files

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tracker.publish.press.order import Archive, Attachment


def enclose(book: pikepdf.Pdf, archive: Archive) -> None:
    """Attach the files to the book and say how its colours are meant."""
    named = Array()
    related = Array()
    for one in sorted(archive.attachments, key=lambda one: one.name.encode()):
        file = _file(book, one, archive.dated)
        named.extend([String(one.name), file])
        related.append(file)
    if "/Names" not in book.Root:
        book.Root.Names = Dictionary()
    book.Root.Names.EmbeddedFiles = book.make_indirect(Dictionary(Names=named))
    book.Root.AF = related
    profile = book.make_stream((files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(), N=3)
    book.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB2014.icc"),
                Info=String("sRGB2014.icc"),
                DestOutputProfile=profile,
            )
        ]
    )


def _file(book: pikepdf.Pdf, one: Attachment, dated: datetime) -> pikepdf.Object:
    moment = String(f"{dated.astimezone(UTC):D:%Y%m%d%H%M%S}Z")
    stream = book.make_stream(
        one.content,
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{one.media_type}"),
        Params=Dictionary(
            CheckSum=String(md5(one.content, usedforsecurity=False).digest()),
            Size=len(one.content),
            CreationDate=moment,
            ModDate=moment,
        ),
    )
    return book.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(one.name),
            UF=String(one.name),
            Desc=String(one.description),
            AFRelationship=Name(f"/{one.relationship}"),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
