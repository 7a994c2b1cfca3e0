"""Forms as files: Word, OpenDocument and what other programs make of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.model import Attachment, Contents
from ace_mailbot.reading import attachments
from tests import made

SOFFICE = shutil.which("soffice")
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)

PDF = made.pdf(["A1. Title of the project"], {"A1": "Steady feet"})
MSG = made.msg("", "Steady feet", {})


def docx(body: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, data in more.items():
            archive.writestr(name, data)
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def control(tag: str, content: str, more: str = "") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/>{more}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(run(c))}</w:tc>" for c in cells) + "</w:tr>"


def opened(config: Config, data: bytes, name: str = "form.docx") -> Contents:
    return attachments.open_attachment(name, "", data, config.form, config.programme.key)


def test_controls_are_read_at_every_level(config: Config) -> None:
    body = (
        paragraph(run("Reference: ") + control("reference", run("ACE-003")))
        + paragraph(run("A1. ") + control("A1", run("Steady ") + run("feet")))
        + control("C1", paragraph(run("One.")) + paragraph(run("Two.")))
        + control("A4", paragraph(run("Click or tap here")), "<w:showingPlcHdr/>")
        + "<w:tbl><w:tr>"
        + control("B1_name", "<w:tc>" + paragraph(run("Amara")) + "</w:tc>")
        + "</w:tr>"
        + control(
            "", "<w:tr><w:tc>" + paragraph(control("B1_role", run("Lead"))) + "</w:tc></w:tr>"
        )
        + "</w:tbl>"
        + paragraph(
            control("E2", run("☒"), '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>')
        )
    )
    contents = opened(config, docx(body))
    assert dict(contents.answers) == {
        "A1": "Steady feet",
        "B1_name": "Amara",
        "B1_role": "Lead",
        "C1": "One.\nTwo.",
        "E2": "Yes",
    }
    assert contents.reference == "ACE-003"


def test_legacy_form_fields_are_read(config: Config) -> None:
    def field(name: str, kind: str, result: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/>{kind}'
            "</w:ffData></w:fldChar></w:r><w:r><w:instrText> FORM </w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    options = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/>'
    body = (
        paragraph(field("A1", "<w:textInput/>", run("Steady feet")))
        + paragraph(field("E2", f"{options}</w:ddList>", ""))
        + paragraph(field("F2", "<w:checkBox><w:checked/></w:checkBox>", ""))
    )
    assert dict(opened(config, docx(body)).answers) == {
        "A1": "Steady feet",
        "E2": "Yes",
        "F2": "Yes",
    }


def test_a_form_without_controls_is_read_by_its_labels(config: Config) -> None:
    body = (
        paragraph(run("A1. Title of the project"))
        + paragraph(run("Up to 15 words."))
        + paragraph(run("Steady feet"))
        + paragraph(run("People"))
        + paragraph(run("B1. Project lead"))
        + "<w:tbl>"
        + row("Detail", "Your answer")
        + row("B1 Name", "Amara Okafor")
        + row("B1 Role", "")
        + "</w:tbl>"
        + paragraph(run("B4. Partners"))
        + "<w:tbl>"
        + row("Agency or group", "Person", "What they bring", "Confirmed?")
        + row("Age Well", "Sam", "A hall", "Confirmed")
        + "</w:tbl>"
        + paragraph(run("How are users at the centre of this work?"))
        + paragraph(run("They lead it."))
    )
    assert dict(opened(config, docx(body)).answers) == {
        "A1": "Steady feet",
        "B1_name": "Amara Okafor",
        "B4_1_agency": "Age Well",
        "B4_1_person": "Sam",
        "B4_1_contribution": "A hall",
        "B4_1_confirmed": "Confirmed",
        "C5": "They lead it.",
    }


def test_text_typed_below_an_empty_control_counts(config: Config) -> None:
    body = (
        paragraph(control("A1", run("Steady feet")))
        + paragraph(run("C2. Who is involved, and why are they the right people?"))
        + paragraph(control("C2", run("Write your answer here"), "<w:showingPlcHdr/>"))
        + paragraph(run("Everyone who matters."))
    )
    answers = opened(config, docx(body)).answers
    assert dict(answers) == {"A1": "Steady feet", "C2": "Everyone who matters."}


def test_a_letter_is_no_form(config: Config) -> None:
    contents = opened(config, docx(paragraph(run("We want to meet."))))
    assert contents == Contents(text="We want to meet.")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("form.pdf", b"%PDF-1.7", "it is damaged"),
        ("form.pdf", PDF.replace(b"[0 0 595 842]", b"[0 0 (a) null]"), "it is damaged"),
        ("form.pdf", PDF.replace(b"/FT /Tx", b"/FT /Tx /Q"), "it is damaged"),
        ("form.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "it is damaged"),
        ("form.msg", MSG[:32] + b"\x7f" + MSG[33:], "it is damaged"),  # sectors of 2**127 bytes
        (
            "form.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        ("form.jpg", b"\xff\xd8\xff\xe0", "it is a picture or a scan"),
        ("form.rtf", b"{\\rtf1 }", "there is no text in it"),
        ("form.docx", b"PK\x03\x04 damaged", "it is damaged"),
        ("form.bin", b"\x01\x00\x02", "we do not know this kind of file"),
        ("form.docm", docx("", **{"word/vbaProject.bin": b"x"}), "it holds macros"),
    ],
)
def test_what_cannot_be_read_gets_a_kind_sentence(
    config: Config, name: str, data: bytes, reason: str
) -> None:
    problem = opened(config, data, name).problem
    assert reason in problem
    assert problem.startswith(f"We could not read the file {name}: ")
    assert problem.endswith(", or paste your answers into an email.")


def test_logos_are_not_worth_opening() -> None:
    assert not reading.worth_opening(Attachment("logo.png", "image/png", b"x" * 9000, inline=True))
    assert not reading.worth_opening(Attachment("facebook.png", "image/png", b"x" * 900))
    assert reading.worth_opening(Attachment("scan.jpg", "image/jpeg", b"x" * 90_000))
    assert reading.worth_opening(Attachment("form", "application/octet-stream", b"PK"))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_answers_survive_a_round_trip_through_libreoffice(config: Config, tmp_path: Path) -> None:
    body = (
        paragraph(run("A1. Title of the project"))
        + paragraph(control("A1", run("Steady feet"), "<w:text/>"))
        + paragraph(run("A3. Boroughs or neighbourhoods"))
        + paragraph(control("A3", run("Brent"), "<w:text/>"))
        + paragraph(run("C2. Who is involved, and why are they the right people?"))
        + paragraph(control("C2", run("All of us."), "<w:text/>"))
    )
    source = tmp_path / "form.docx"
    source.write_bytes(docx(body))
    for number, kind in enumerate(("odt", "docx", "odt")):
        out = tmp_path / str(number)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
        source = out / f"form.{kind}"
        assert dict(opened(config, source.read_bytes(), source.name).answers) == {
            "A1": "Steady feet",
            "A3": "Brent",
            "C2": "All of us.",
        }
