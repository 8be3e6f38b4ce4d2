"""What a file is, found from its content and never from its name, and made safe to give to anybody.

Images are written anew, without anything but their pixels. Documents stay as they are, so that their digest
is that of the file somebody else may hold. What is neither is refused: pages, drawings with scripts,
programs, archives, documents with macros.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from tracker.domain.messages import _

MOST_PIXELS = 40_000_000
MOST_MEMBERS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
PIECE = 1024 * 1024

PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
}
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
IMAGES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}


EMPTY = _("The file is empty. Choose it again.")
UNKNOWN = _("This kind of file can't be taken. Give a PDF, a PNG, JPEG or WebP image, or an office document.")
BROKEN_IMAGE = _("The image can't be read. Save it again as PNG or JPEG.")
LARGE_IMAGE = _("The image has more than {most} million pixels. Make it smaller.")
MOVING_IMAGE = _("The image moves. Give one that stands still.")
BROKEN_PDF = _("The PDF is cut off. Save or export it again.")
BROKEN_ARCHIVE = _("The document is damaged or locked with a password. Save it again without one.")
BOMB = _("The document unpacks to far more than a document holds. Save it again, or as PDF.")
MACROS = _("The document holds macros. Save it without them, or as PDF.")


class FileRefused(Exception):  # noqa: N818 - it reads as what happened
    """A file that can't be taken: an English message with named places, and what fills them."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message.format(**values))
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class SafeFile:
    """What may be kept and served; ``suffix`` is the ending of its name, with the dot."""

    content: bytes
    media_type: str
    suffix: str


def safe(content: bytes) -> SafeFile:
    """Raises FileRefused. Blocks, for seconds if the file is large: call it in a thread."""
    if not content:
        raise FileRefused(EMPTY)
    if content.startswith(b"%PDF-"):
        # A browser takes it for what we say it is, but a cut download would show nothing.
        if b"%%EOF" not in content[-2048:]:
            raise FileRefused(BROKEN_PDF)
        return SafeFile(content, PDF, ".pdf")
    if content.startswith(b"PK\x03\x04"):
        return _document(content)
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff")) or content[8:12] == b"WEBP":
        return _image(content)
    raise FileRefused(UNKNOWN)


def _image(content: bytes) -> SafeFile:
    # Whoever imports WeasyPrint tells Pillow to accept half an image; evidence must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=tuple(IMAGES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise FileRefused(LARGE_IMAGE, most=MOST_PIXELS // 1_000_000)
            if getattr(image, "n_frames", 1) > 1:
                raise FileRefused(MOVING_IMAGE)
            return _rewritten(image, image.format or "")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused(LARGE_IMAGE, most=MOST_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise FileRefused(BROKEN_IMAGE) from None


def _rewritten(image: Image.Image, format_: str) -> SafeFile:
    media_type, suffix = IMAGES[format_]
    upright = _in_common_colours(ImageOps.exif_transpose(image))
    transparent = format_ != "JPEG" and upright.has_transparency_data
    pixels = upright.convert("RGBA" if transparent else "RGB")
    pixels.info.clear()  # comments, places, devices, names
    made = io.BytesIO()
    options: dict[str, Any] = {} if format_ == "PNG" else {"quality": 90}
    pixels.save(made, format=format_, **options)
    return SafeFile(made.getvalue(), media_type, suffix)


def _in_common_colours(image: Image.Image) -> Image.Image:
    """As sRGB, since the colour profile goes with the rest; as it is when the profile can't be read."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return made or image


def _document(content: bytes) -> SafeFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise FileRefused(BOMB)
            names = {member.filename for member in archive.infolist()}
            media_type, suffix = _kind_of(archive, names)
            _check_members(archive)
            return SafeFile(content, media_type, suffix)
    except FileRefused:
        raise
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        # RuntimeError is what a locked member raises; zlib's errors are turned into BadZipFile or OSError.
        raise FileRefused(BROKEN_ARCHIVE) from None


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, str]:
    if any(name.lower().endswith("vbaproject.bin") for name in names) or any(
        name.startswith(("Basic/", "Scripts/")) for name in names
    ):
        raise FileRefused(MACROS)
    if "mimetype" in names:
        said = _beginning(archive, "mimetype").decode("ascii", "replace").strip()
        if said in OPEN_DOCUMENT and "content.xml" in names:
            return said, OPEN_DOCUMENT[said]
    if "[Content_Types].xml" in names:
        said = _beginning(archive, "[Content_Types].xml").decode("utf-8", "replace")
        if "macroEnabled" in said:
            raise FileRefused(MACROS)
        for media_type, suffix in OFFICE.items():
            if f"{media_type}.main+xml" in said:
                return media_type, suffix
    raise FileRefused(UNKNOWN)


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(PIECE)


def _check_members(archive: zipfile.ZipFile) -> None:
    """Unpack everything, keeping nothing: what an archive says of its own sizes may be a lie."""
    unpacked = 0
    for member in archive.infolist():
        if member.filename.startswith(("/", "\\")) or ".." in member.filename.replace("\\", "/").split("/"):
            raise FileRefused(BROKEN_ARCHIVE)
        with archive.open(member) as content:
            while piece := content.read(PIECE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise FileRefused(BOMB)
