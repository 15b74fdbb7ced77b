"""A prepared picture inside a ReportLab document, its transparency beside it."""

from __future__ import annotations

from reportlab.pdfbase import pdfdoc

from invoices.picture import Picture


def embed(picture: Picture, document: pdfdoc.PDFDocument, name: str) -> None:
    """Under the name by which a canvas draws it."""
    entries: dict[str, object] = {"ColorSpace": "/DeviceRGB"}
    if picture.mask is not None:
        mask = _image(picture, picture.mask, {"ColorSpace": "/DeviceGray"})
        entries["SMask"] = document.Reference(mask, f"{name}-mask")  # type: ignore[no-untyped-call]
    image = _image(picture, picture.colours, entries)
    document.Reference(image, document.getXObjectName(name))  # type: ignore[no-untyped-call]


def _image(picture: Picture, content: bytes, entries: dict[str, object]) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(
            {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": picture.width,
                "Height": picture.height,
                "BitsPerComponent": 8,
                "Filter": "/FlateDecode",
                **entries,
            }
        ),
        content,
    )
    stream.filters = []
    return stream
