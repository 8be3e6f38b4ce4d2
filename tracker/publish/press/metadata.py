"""What a document says of itself: title, author, dates, language, and the standards that it keeps to.

The same facts stand twice, as PDF/A asks: in the information dictionary and in XMP.
"""

from __future__ import annotations

from datetime import datetime
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String
from weasyprint import __version__

from tracker.publish.press.laid import About

PRODUCER = f"WeasyPrint {__version__}"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{parts}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_PART = '<rdf:Description rdf:about="" xmlns:{prefix}="{space}">{content}</rdf:Description>'
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
# PDF/A knows no name of PDF/UA: an archive that keeps to both has to explain it (ISO 19005-3, 6.6.2.3).
_EXPLAINED = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def describe(book: pikepdf.Pdf, about: About, *, archive: bool) -> None:
    """Write what ``about`` says into the book, with its claim: PDF/UA-1, for an archive PDF/A-3a too."""
    given = {
        "/Title": about.title,
        "/Author": about.author,
        "/Subject": about.description,
        "/Creator": about.generator,
        "/Producer": PRODUCER,
        "/CreationDate": _date(about.created),
        "/ModDate": _date(about.modified),
    }
    for name, value in given.items():
        if value:
            book.docinfo[Name(name)] = String(value)
    xmp = book.make_stream(_xmp(about, archive).encode())
    xmp.Type, xmp.Subtype = Name.Metadata, Name.XML
    book.Root.Metadata = xmp
    book.Root.Lang = String(about.language)
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _date(moment: str) -> str:
    """A moment of W3C's as PDF writes it: ``D:20241231235959Z``; "" for none."""
    return f"{datetime.fromisoformat(moment):D:%Y%m%d%H%M%S}Z" if moment else ""


def _xmp(about: About, archive: bool) -> str:
    parts = [_part("pdfuaid", "<pdfuaid:part>1</pdfuaid:part>")]
    if archive:
        content = "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        parts += [_part("pdfaid", content), _EXPLAINED]
    dublin = _alternative("dc:title", about.title) + _alternative("dc:description", about.description)
    if about.author:
        dublin += f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>"
    dublin += f"<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>"
    made = [("CreatorTool", about.generator), ("CreateDate", about.created), ("ModifyDate", about.modified)]
    tool = "".join(f"<xmp:{name}>{escape(value)}</xmp:{name}>" for name, value in made if value)
    parts += [_part("dc", dublin), _part("xmp", tool)]
    parts.append(_part("pdf", f"<pdf:Producer>{escape(PRODUCER)}</pdf:Producer>"))
    return _XMP.format(parts="\n".join(parts))


def _part(prefix: str, content: str) -> str:
    return _PART.format(prefix=prefix, space=_SPACES[prefix], content=content)


def _alternative(name: str, text: str) -> str:
    if not text:
        return ""
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'
