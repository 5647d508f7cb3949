"""Info, XMP, output intent: what a file says about itself."""

from __future__ import annotations

import io
import struct
from xml.etree import ElementTree

import pytest
from pikepdf import Name
from PIL import Image, ImageCms

from pipeline.model.nodes import Metadata
from pipeline.pdf import write_pdf
from pipeline.pdf.profile import srgb_profile

from .layouts import one_page
from .reading import opened
from .samples import FULL_METADATA


def test_info_and_xmp_say_the_same() -> None:
    with opened(write_pdf(one_page(["text"]), FULL_METADATA)) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Visit brief: Phnom Penh & région",
            "/Author": "Protocol Office",
            "/Subject": "ASEAN-related <meetings>",
            "/Keywords": "brief, Phnom Penh",
            "/Creator": "print-briefs",
            "/Producer": "print-briefs with ReportLab",
            "/CreationDate": "D:20220802000000Z",
            "/ModDate": "D:20220802000000Z",
        }
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
        assert pdf.Root.Metadata.get("/Filter") is None
        assert ElementTree.fromstring(xmp) is not None
        for line in (
            '<rdf:li xml:lang="x-default">Visit brief: Phnom Penh &amp; région</rdf:li></rdf:Alt></dc:title>',
            "<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>",
            "ASEAN-related &lt;meetings&gt;",
            "<xmp:CreateDate>2022-08-02T00:00:00Z</xmp:CreateDate>",
            "<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>",
        ):
            assert line in xmp


def test_what_is_not_known_is_left_out() -> None:
    data = write_pdf(one_page(["text"]), Metadata("T"))
    with opened(data) as pdf:
        assert sorted(pdf.docinfo) == ["/Creator", "/Producer", "/Title"]
        assert b"Date" not in pdf.Root.Metadata.read_bytes()
        assert b"1970" not in pdf.Root.Metadata.read_bytes()


def test_characters_that_xml_cannot_hold_do_no_harm() -> None:
    with opened(write_pdf(one_page(["text"]), Metadata("a\x01b\uffff<c>"))) as pdf:
        assert ElementTree.fromstring(pdf.Root.Metadata.read_bytes()) is not None
        assert str(pdf.docinfo["/Title"]) == "a\x01b\uffff<c>"


def test_the_catalog_says_what_readers_need() -> None:
    with opened(write_pdf(one_page(["text"]), FULL_METADATA)) as pdf:
        assert pdf.pdf_version == "1.7"
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        intent = pdf.Root.OutputIntents[0]
        assert (intent.S, str(intent.OutputConditionIdentifier)) == (Name.GTS_PDFA1, "sRGB IEC61966-2.1")
        assert intent.DestOutputProfile.read_bytes() == srgb_profile()
        assert int(intent.DestOutputProfile.N) == 3


def test_the_profile_is_srgb_without_a_clock() -> None:
    profile = srgb_profile()
    assert len(profile) == struct.unpack(">I", profile[:4])[0] == 2524
    assert struct.unpack(">6H", profile[24:36]) == (2000, 1, 1, 0, 0, 0)
    opened_profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    assert ImageCms.getProfileDescription(opened_profile).strip() == "sRGB IEC61966-2.1"


@pytest.mark.parametrize("color", [(255, 0, 0), (10, 200, 30), (128, 128, 128), (0, 0, 255), (255, 255, 255)])
def test_the_profile_leaves_srgb_colours_as_they_are(color: tuple[int, int, int]) -> None:
    source = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    picture = Image.new("RGB", (1, 1), color)
    converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    assert converted is not None
    pixel = converted.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert max(abs(now - then) for now, then in zip(pixel, color, strict=True)) <= 1
