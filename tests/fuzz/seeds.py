"""What the fuzzer starts from: our form in each format, filled in, and the rehearsal's mail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ace_mailbot.config import Config
from ace_mailbot.model import Address
from ace_mailbot.reading.forms.ole import Ole
from ace_mailbot.rehearsal import cast, forms, proposals
from ace_mailbot.writing import samples
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.templates import Templates
from tests import made
from tests.fuzz.targets import ROOT

_MAIL = ROOT / "ace_mailbot" / "rehearsal" / "mail"
SAMPLES = ROOT / "tests" / "unit" / "reading" / "samples"
_RTF = (
    rb"\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}A1. Title of the project\par Steady feet\par"
    rb"{\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffname A3}}}}{\fldrslt Brent}}\par"
    rb"\trowd\intbl B1 Name\cell Amara \u233?\cell\row\pard\'e9}"
)


def filled(config: Config) -> dict[str, bytes]:
    """The form as it goes out, filled in whole, by its ending."""
    cabinet = Cabinet(config, Templates(config))
    occasion = Occasion(
        replace(samples.full(config), due_at=None, forms=()), config.programme.opens
    )
    found = answers(config)
    docx = forms.fill(cabinet.build("form-docx", occasion).data, found)
    odt = forms.fill_odt(cabinet.build("form-odt", occasion).data, found)
    return {"docx": docx, "odt": odt}


def answers(config: Config) -> dict[str, str]:
    staff = {id: Address(f"{id}@funder.example", id) for id in ("organiser", "approver")}
    part = cast.load(config.programme, staff).part("kwame")
    assert part.project
    return proposals.complete(part.lead.person, part.project, config.form, config.programme)


def write(target: str, folder: Path, config: Config) -> None:
    """Put the seeds of *target* into *folder*."""
    for number, data in enumerate(_of(target, config)):
        (folder / f"seed-{number}").write_bytes(data)


def _of(target: str, config: Config) -> list[bytes]:
    whole = filled(config)
    if target == "mail":
        kept = sorted(SAMPLES.glob("*.eml"))
        return [p.read_bytes() for p in [*sorted(_MAIL.glob("*.eml")), *kept]]
    if target == "docx":
        return [forms.unzip(whole["docx"])["word/document.xml"]]
    if target == "odt":
        return [forms.unzip(whole["odt"])["content.xml"]]
    if target == "file":
        msg = made.msg("Form", "Attached.", {"form.docx": whole["docx"]})
        bundle = [*whole.values(), made.zipped({"form.docx": whole["docx"]}), msg]
        return [*bundle, made.winmail({"form.docx": whole["docx"]})]
    if target == "doc":
        return [_streams(p.read_bytes()) for p in sorted(SAMPLES.glob("*.doc"))]
    kept_files = [p.read_bytes() for p in sorted(SAMPLES.glob(f"*.{target}"))]
    made_here = {
        "rtf": [_RTF],
        "pdf": [made.pdf(["A1. Title", "Steady feet"], {"A3": "Brent"}, ["E2"])[9:]],
        "ole": [made.msg("Form", "A1. Title\nSteady feet", {"a.txt": b"x"})[8:]],
        "winmail": [made.winmail({"a.txt": b"x"}, made.packed_rtf(b"{\\rtf1" + _RTF))[4:]],
        "outlook-rtf": [made.packed_rtf(b"{\\rtf1" + _RTF)],
        "signed": [bytes.fromhex("301a06092a864886f70d010702a00d300b0201013100300306012a")],
    }
    return [*made_here.get(target, []), *kept_files]


def _streams(data: bytes) -> bytes:
    file = Ole(data)
    text = file.read("WordDocument")[:0xFFFF]
    return len(text).to_bytes(2, "little") + text + file.read("1Table")
