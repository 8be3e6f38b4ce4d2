"""What may be kept as evidence: found from the content, made harmless, or refused with advice."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from tests.uploads import ODT, PDF, archive, docx, image
from tracker.services import file_types
from tracker.services.file_types import FileRefused, safe

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        safe(content)
    return refused.value.message


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [
        (PDF, "application/pdf", ".pdf"),
        (docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        (ODT, "application/vnd.oasis.opendocument.text", ".odt"),
    ],
)
def test_documents_are_kept_as_they_are(content: bytes, media_type: str, suffix: str) -> None:
    kept = safe(content)
    assert (kept.content, kept.media_type, kept.suffix) == (content, media_type, suffix)


@pytest.mark.parametrize(("format_", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp")])
def test_images_are_written_anew_in_their_own_format(format_: str, suffix: str) -> None:
    kept = safe(image(format_))
    assert kept.suffix == suffix
    with Image.open(io.BytesIO(kept.content)) as made:
        assert (made.format, made.size) == (format_, (40, 30))


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP"])
def test_images_lose_everything_but_their_pixels(format_: str) -> None:
    marked = Image.new("RGB", (40, 30), "teal")
    exif = Image.Exif()
    exif[0x010E] = "PLANTED exif"
    exif[0x0112] = 6  # a quarter turn
    options: dict[str, object] = {"exif": exif, "xmp": b"PLANTED xmp", "comment": b"PLANTED comment"}
    if format_ == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "PLANTED author")
        options["pnginfo"] = text
    raw = io.BytesIO()
    marked.save(raw, format_, **options)
    assert b"PLANTED" in raw.getvalue()

    kept = safe(raw.getvalue())

    assert b"PLANTED" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as made:
        assert made.size == (30, 40)  # what the turn said is now in the pixels
        assert not made.getexif()


def test_what_is_seen_through_stays_seen_through() -> None:
    with Image.open(io.BytesIO(safe(image("PNG", "RGBA")).content)) as made:
        assert made.mode == "RGBA"


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"\xef\xbb\xbf" + HTML,
        b"GIF89a" + HTML,
        b"MZ\x90\x00",
        b"#!/bin/sh\n",
        b" " + PDF,
        b"RIFF\x00\x00\x00\x00WAVE",
        archive({"index.html": HTML}),
        archive({"mimetype": b"application/epub+zip", "content.xml": b""}),
        archive({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    ],
)
def test_pages_scripts_programs_and_other_archives_are_refused(content: bytes) -> None:
    assert refusal(content) == file_types.UNKNOWN


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", file_types.EMPTY),
        (PDF[:40], file_types.BROKEN_PDF),
        (image("PNG")[:60], file_types.BROKEN_IMAGE),
        (b"\x89PNG\r\n\x1a\n" + HTML, file_types.BROKEN_IMAGE),
        (b"\xff\xd8\xff" + HTML, file_types.BROKEN_IMAGE),
        (docx()[:-30], file_types.BROKEN_ARCHIVE),
        (b"PK\x03\x04" + HTML, file_types.BROKEN_ARCHIVE),
        (docx({"../../etc/passwd": b"x"}), file_types.BROKEN_ARCHIVE),
        (docx({"word/vbaProject.bin": b"x"}), file_types.MACROS),
        (archive({"mimetype": b"", "content.xml": b"", "Basic/x.xml": b""}), file_types.MACROS),
    ],
)
def test_what_is_damaged_or_active_is_refused_with_advice(content: bytes, message: str) -> None:
    assert refusal(content) == message


def test_a_moving_image_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    raw = io.BytesIO()
    frames[0].save(raw, "WEBP", save_all=True, append_images=frames[1:])
    assert refusal(raw.getvalue()) == file_types.MOVING_IMAGE


def test_an_image_that_unpacks_to_gigabytes_is_refused_before_it_does() -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    )
    assert refusal(b"\x89PNG\r\n\x1a\n" + chunks) == file_types.LARGE_IMAGE


def test_a_document_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_types, "MOST_UNPACKED", 4 * 1024 * 1024)
    assert refusal(docx({"word/media/image1.png": b"\0" * (5 * 1024 * 1024)})) == file_types.BOMB


def test_a_document_that_lies_about_its_sizes_is_measured_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_types, "MOST_UNPACKED", 4 * 1024 * 1024)
    honest = docx({"word/media/image1.png": b"\0" * (5 * 1024 * 1024)})
    true, false = struct.pack("<I", 5 * 1024 * 1024), struct.pack("<I", 10)
    assert refusal(honest.replace(true, false)) in (file_types.BOMB, file_types.BROKEN_ARCHIVE)


def test_a_document_with_thousands_of_parts_is_refused() -> None:
    parts = {f"word/part{number}.xml": b"" for number in range(file_types.MOST_MEMBERS)}
    assert refusal(docx(parts)) == file_types.BOMB


def test_a_locked_document_is_refused() -> None:
    locked = bytearray(docx())
    with zipfile.ZipFile(io.BytesIO(bytes(locked))) as made:
        offset = made.start_dir
        first = made.infolist()[0]
    locked[first.header_offset + 6] |= 1
    locked[offset + 8] |= 1
    assert refusal(bytes(locked)) == file_types.BROKEN_ARCHIVE


def test_half_an_image_is_refused_although_the_pdf_library_would_take_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refusal(image("PNG")[:60]) == file_types.BROKEN_IMAGE
