"""The form in Word and as OpenDocument: every question once, prefilled, read by tag or label."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from odfdo import Document as OpenDocument

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Person
from ace_mailbot.reading.attachments import open_attachment
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.documents.open_document import LOEXT
from tests.unit.writing.documents.conftest import Built

_ORDER = (
    *("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary", "showingPlcHdr"),
    *("dataBinding", "label", "tabIndex"),
)
_SORTS = {"text", "date", "dropDownList"}
PREFILLED = {
    "reference": "ACE-001",
    "A1": "Steady on your feet",
    "A2": "North West London",
    "B1_name": "Amara Okafor",
    "B1_role": "Head of falls prevention",
    "B1_organisation": "Brent Community Trust",
    "B1_email": "amara.okafor@trust.example",
    "B1_phone": "07700 900123",
}


def xml_of(data: bytes, part: str) -> etree._Element:
    with ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(part))


def controls(docx: bytes) -> list[etree._Element]:
    return list(xml_of(docx, "word/document.xml").iter(qn("w:sdt")))


def tag(control: etree._Element) -> str:
    (found,) = control.iterfind(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return str(found.get(qn("w:val")))


def shown(control: etree._Element) -> str:
    return "".join(t.text or "" for t in control.iter(qn("w:t")))


def prompting(control: etree._Element) -> bool:
    return control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def all_tags(config: Config) -> list[str]:
    return ["reference", *(tag for q in config.form.questions for tag in q.tags)]


def test_the_word_form_has_one_control_for_each_tag_in_order(config: Config, built: Built) -> None:
    tags = [tag(control) for control in controls(built("form-docx").data)]
    assert tags == all_tags(config)
    assert {"A1", "B4_2_agency", "D3_1_amount", "F3_name", "F3_date"} <= set(tags)


def test_what_we_know_is_filled_in_and_the_rest_prompts(built: Built) -> None:
    found = {tag(c): c for c in controls(built("form-docx").data)}
    assert {t: shown(c) for t, c in found.items() if not prompting(c)} == PREFILLED
    assert shown(found["C1"]) == "Write your answer here"


def test_what_we_do_not_know_is_asked(
    config: Config, cabinet: Cabinet, invited: Application
) -> None:
    unknown = replace(invited, lead=Person(), footprint=None, title="")
    file = cabinet.build("form-docx", Occasion(unknown, config.programme.opens))
    filled = {tag(c): shown(c) for c in controls(file.data) if not prompting(c)}
    assert filled == {"reference": "ACE-001"}


def test_one_form_holds_nothing_of_another(config: Config, cabinet: Cabinet, built: Built) -> None:
    built("form-docx"), built("form-odt")
    nobody = Occasion(None, config.programme.opens)
    for name, part in (("form-docx", "word/document.xml"), ("form-odt", "content.xml")):
        file = cabinet.build(name, nobody)
        words = "".join(str(t) for t in xml_of(file.data, part).itertext())
        assert "ACE-001" not in words and "Amara" not in words
        assert file.filename.startswith("ACE application form")


def test_controls_keep_the_order_that_word_insists_on(built: Built) -> None:
    ids = []
    for control in controls(built("form-docx").data):
        names = [etree.QName(child).localname for child in control[0]]
        *before, sort = names
        assert sort in _SORTS
        assert before == sorted(before, key=_ORDER.index)
        ids += [i.get(qn("w:val")) for i in control[0].iterfind(qn("w:id"))]
    assert len(set(ids)) == len(ids)


def test_choices_offer_their_options_and_dates_a_calendar(config: Config, built: Built) -> None:
    found = {tag(c): c for c in controls(built("form-docx").data)}

    def options(name: str) -> list[str | None]:
        return [i.get(qn("w:displayText")) for i in found[name].iter(qn("w:listItem"))]

    assert options("A2") == [f.name for f in config.programme.footprints]
    assert options("F2") == ["Yes", "Not yet"]
    assert options("B4_1_confirmed") == ["Confirmed", "Not yet"]
    assert found["F3_date"].find(f".//{qn('w:date')}") is not None
    (text,) = found["C1"].iter(qn("w:text"))
    assert text.get(qn("w:multiLine")) == "1"
    (lock,) = found["reference"].iter(qn("w:lock"))
    assert lock.get(qn("w:val")) == "sdtContentLocked"


def test_the_word_form_is_accessible(config: Config, built: Built) -> None:
    document = Document(BytesIO(built("form-docx").data))
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Arial", 12)
    assert document.core_properties.title == "ACE application form"
    assert {x.get(qn("w:val")) for x in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 3"]
    assert headings == [f"{q.key}. {q.text}" for q in config.form.questions]
    for table in document.tables:
        assert table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))
        for cell in table._tbl.iter(qn("w:tc")):
            assert "".join(t.text or "" for t in cell.iter(qn("w:t"))).strip()


def test_limits_and_hints_are_printed_under_the_question(built: Built) -> None:
    document = Document(BytesIO(built("form-docx").data))
    hints = [p.text for p in document.paragraphs if p.style and p.style.name == "Hint"]
    assert "Up to 300 words." in hints
    assert "You may leave this empty. Up to 50 words." in hints
    assert "Never send bank details by email." in hints


def test_the_open_document_form_reads_by_tag(config: Config, built: Built) -> None:
    root = xml_of(built("form-odt").data, "content.xml")
    found = list(root.iter(f"{{{LOEXT}}}content-control"))
    assert [c.get(f"{{{LOEXT}}}tag") for c in found] == all_tags(config)
    filled = (c for c in found if c.get(f"{{{LOEXT}}}showing-place-holder") is None)
    assert {
        str(c.get(f"{{{LOEXT}}}tag")): "".join(str(t) for t in c.itertext()) for c in filled
    } == PREFILLED


def test_the_open_document_form_reads_by_label(config: Config, built: Built) -> None:
    body = OpenDocument(BytesIO(built("form-odt").data)).body
    headings = [h.inner_text for h in body.get_headers(outline_level="3")]
    assert headings == [f"{q.key}. {q.text}" for q in config.form.questions]
    lead = body.get_table(name="B1")
    assert lead is not None
    assert [row[0] for row in lead.get_values()] == [
        *("Detail", "B1 Name", "B1 Role", "B1 Organisation", "B1 Email", "B1 Phone"),
    ]
    paragraphs = [p.inner_text for p in body.get_paragraphs(style="Answer")]
    assert paragraphs[:3] == ["Steady on your feet", "North West London", "Write your answer here"]


def test_an_open_document_says_what_it_is_in_its_first_bytes(built: Built) -> None:
    assert built("form-odt").data[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


def test_a_name_that_xml_cannot_hold_does_not_break_the_form(
    config: Config, cabinet: Cabinet, invited: Application
) -> None:
    odd = replace(invited, lead=Person("A\x00\x0bB\ufffe<&>\ud800", "a@b.example"), title="x\r\ny")
    for name in ("form-docx", "form-odt"):
        file = cabinet.build(name, Occasion(odd, config.programme.opens))
        part = "word/document.xml" if name == "form-docx" else "content.xml"
        assert "A B <&>" in "".join(str(t) for t in xml_of(file.data, part).itertext())


@pytest.mark.parametrize("name", ["form-docx", "form-odt"])
def test_a_form_that_nobody_touched_reads_as_what_we_filled_in(
    config: Config, built: Built, name: str
) -> None:
    file = built(name)
    read = open_attachment(file.filename, file.content_type, file.data, config.form, "ACE")
    assert {"reference": read.reference, **read.answers} == PREFILLED


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["form-docx", "form-odt"])
def test_libreoffice_opens_the_form_and_shows_every_question(
    config: Config, built: Built, name: str, tmp_path: Path
) -> None:
    source = tmp_path / built(name).filename
    source.write_bytes(built(name).data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run(
        [*convert, "--outdir", tmp_path, source], check=True, timeout=120, capture_output=True
    )
    text = source.with_suffix(".txt").read_text("utf-8-sig")
    assert [q.key for q in config.form.questions if f"{q.key}. {q.text}" not in text] == []
    assert [answer for answer in PREFILLED.values() if answer not in text] == []
