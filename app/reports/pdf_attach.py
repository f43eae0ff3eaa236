"""An electronic invoice inside the PDF that people read: one file for both.

The PDF gets what Factur-X asks of it beside the file itself: its metadata, and a colour profile as PDF/A-3 wants one.
Fonts are embedded already. No name of a computer and no moment of writing goes in, so the same two files always give
the same bytes.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from app.models.document import DocumentSnapshot
from app.reports.factur_x import FILE_NAME

_CREATOR = "Daybook"

# The extension schema in the form that the Factur-X specification prescribes.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 pdfaid:part="3" pdfaid:conformance="B"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="{creator}"/>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:CreatorTool="{creator}" xmp:CreateDate="{moment}" xmp:ModifyDate="{moment}"/>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
 fx:DocumentType="INVOICE" fx:DocumentFileName="{file}" fx:Version="1.0" fx:ConformanceLevel="EN 16931"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>fx</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"""

_PROPERTIES = (
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    ("Version", "The actual version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "The conformance level of the embedded XML document"),
)


def attach_xml(pdf: bytes, xml: bytes, snapshot: DocumentSnapshot) -> bytes:
    """The PDF of an invoice with its electronic form inside, for programs that read it instead of people."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DecodedStreamObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    def stream(data: bytes, entries: dict[str, Any], *, packed: bool) -> Any:
        made = DecodedStreamObject()
        made.set_data(data)
        made.update({NameObject(key): value for key, value in entries.items()})
        return writer._add_object(made.flate_encode() if packed else made)

    def dictionary(entries: dict[str, Any]) -> DictionaryObject:
        return DictionaryObject({NameObject(key): value for key, value in entries.items()})

    reader = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = "%PDF-1.7"
    identity = reader.trailer.get("/ID")
    if identity is not None:
        writer._ID = ArrayObject(ByteStringObject(part.original_bytes) for part in identity)
    day = f"D:{snapshot.date.replace('-', '')}000000+00'00'"
    title = reader.metadata.title if reader.metadata is not None and reader.metadata.title else snapshot.number
    writer.metadata = {
        "/Title": title,
        "/Author": snapshot.seller.name,
        "/Creator": _CREATOR,
        "/Producer": _CREATOR,
        "/CreationDate": day,
        "/ModDate": day,
    }
    name = TextStringObject(FILE_NAME)
    entry = stream(
        xml,
        {
            "/Type": NameObject("/EmbeddedFile"),
            "/Subtype": NameObject("/text/xml"),
            "/Params": dictionary({"/ModDate": TextStringObject(day), "/Size": NumberObject(len(xml))}),
        },
        packed=True,
    )
    described = writer._add_object(
        dictionary(
            {
                "/Type": NameObject("/Filespec"),
                "/F": name,
                "/UF": name,
                "/Desc": TextStringObject("Factur-X / ZUGFeRD"),
                "/AFRelationship": NameObject("/Alternative"),
                "/EF": dictionary({"/F": entry, "/UF": entry}),
            }
        )
    )
    # Metadata stay readable for programs that know nothing of PDF.
    metadata = stream(
        _metadata(title, snapshot).encode(),
        {"/Type": NameObject("/Metadata"), "/Subtype": NameObject("/XML")},
        packed=False,
    )
    profile = stream(_colours(), {"/N": NumberObject(3)}, packed=True)
    intent = dictionary(
        {
            "/Type": NameObject("/OutputIntent"),
            "/S": NameObject("/GTS_PDFA1"),
            "/OutputConditionIdentifier": TextStringObject("sRGB"),
            "/Info": TextStringObject("sRGB"),
            "/DestOutputProfile": profile,
        }
    )
    files = dictionary({"/EmbeddedFiles": dictionary({"/Names": ArrayObject([name, described])})})
    writer.root_object.update(
        {
            NameObject("/AF"): ArrayObject([described]),
            NameObject("/Names"): files,
            NameObject("/Metadata"): metadata,
            NameObject("/OutputIntents"): ArrayObject([intent]),
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _metadata(title: str, snapshot: DocumentSnapshot) -> str:
    return _XMP.format(
        title=escape(title),
        author=escape(snapshot.seller.name),
        creator=_CREATOR,
        moment=f"{snapshot.date}T00:00:00+00:00",
        file=FILE_NAME,
        properties="".join(_PROPERTY.format(name=name, description=text) for name, text in _PROPERTIES),
    )


@lru_cache(maxsize=1)
def _colours() -> bytes:
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The day on which the profile was made stands in its head; it says nothing about the colours.
    made[24:36] = bytes((0x07, 0xD0, 0, 1, 0, 1)) + bytes(6)
    return bytes(made)
