"""Files as people send them."""

import io
import zipfile
from collections.abc import Mapping

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
_WORD = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)


def archive(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def docx(parts: Mapping[str, bytes] | None = None) -> bytes:
    return archive({"[Content_Types].xml": _WORD, "word/document.xml": b"<w:document/>", **(parts or {})})


ODT = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:text/>"})


def image(format_: str, mode: str = "RGB") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (40, 30), "teal").save(made, format_)
    return made.getvalue()
