"""The fence: files are read in a process of their own, and nothing they do gets out."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ace_mailbot.config import Config, load
from ace_mailbot.fence import Fence
from ace_mailbot.model import Attachment, Contents, Unreachable
from tests import made

ROOT = Path(__file__).parents[2]
ASKS_FOR_ANOTHER = (
    "Please send it as a Word (.docx) or OpenDocument (.odt) file, "
    "or paste your answers into an email."
)

_W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TOO_MUCH = "it needs more time or memory than any form does"


@pytest.fixture(scope="module")
def config() -> Config:
    return load(ROOT / "config.toml", {})


@pytest.fixture(scope="module")
def fence() -> Iterator[Fence]:
    with Fence(seconds=5) as made:
        yield made


def opened(fence: Fence, config: Config, name: str, data: bytes) -> Contents:
    attachment = Attachment(name, "application/octet-stream", data)
    (found,) = fence.opened((attachment,), config.form, config.programme.key)
    assert found.contents
    return found.contents


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_plain_file_is_read(fence: Fence, config: Config) -> None:
    assert opened(fence, config, "idea.txt", b"Falls in Brent\n") == Contents(text="Falls in Brent")


def test_a_torn_pdf_gets_a_kind_sentence(fence: Fence, config: Config) -> None:
    assert opened(fence, config, "form.pdf", b"%PDF-1.7\n...").problem == (
        f"We could not read the file form.pdf: it is damaged. {ASKS_FOR_ANOTHER}"
    )


def test_a_zip_bomb_is_refused(fence: Fence, config: Config) -> None:
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})
    assert len(bomb) < 100_000
    contents = opened(fence, config, "form.docx", bomb)
    assert "it expands to far more than it should hold" in contents.problem


def test_entities_expand_to_nothing(fence: Fence, config: Config) -> None:
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    xml = f"<!DOCTYPE d [{laughs}]><d>&l9;</d>".encode()
    contents = opened(fence, config, "form.docx", zipped({"word/document.xml": xml}))
    assert "haha" not in contents.text


def test_a_file_on_the_machine_is_not_read(fence: Fence, config: Config) -> None:
    xml = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
    contents = opened(fence, config, "form.docx", zipped({"word/document.xml": xml}))
    assert "root:" not in contents.text


def test_a_file_that_takes_too_long_gets_a_sentence_and_the_next_is_read(config: Config) -> None:
    with Fence(seconds=0.0) as impatient:
        contents = opened(impatient, config, "slow.docx", b"words " * 2_000_000)
        assert (
            contents.problem
            == f"We could not read the file slow.docx: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}"
        )
    with Fence() as patient:
        assert opened(patient, config, "idea.txt", b"Falls").text == "Falls"


def test_a_file_that_needs_too_much_memory_gets_a_sentence(config: Config) -> None:
    with Fence(megabytes=1) as small:
        contents = opened(small, config, "large.txt", b"words in a line\n" * 2_000_000)
        assert (
            contents.problem
            == f"We could not read the file large.txt: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}"
        )


def test_an_answer_that_is_too_long_gets_a_sentence(fence: Fence, config: Config) -> None:
    contents = opened(fence, config, "long.txt", b"word\n" * 1_200_000)
    assert (
        contents.problem == f"We could not read the file long.txt: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}"
    )


def test_a_closed_fence_opens_again(config: Config) -> None:
    fence = Fence()
    assert opened(fence, config, "a.txt", b"one").text == "one"
    fence.close()
    assert opened(fence, config, "a.txt", b"two").text == "two"
    fence.close()


def test_it_works_below_a_script_without_a_main_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from ace_mailbot.config import load\n"
        "from ace_mailbot.fence import Fence\n"
        "from ace_mailbot.model import Attachment\n"
        f"form = load(Path({str(ROOT / 'config.toml')!r}), {{}}).form\n"
        "with Fence() as fence:\n"
        "    files = (Attachment('a.txt', 'text/plain', b'one'),)\n"
        "    print(fence.opened(files, form, 'ACE')[0].contents.text)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "one\n"


def test_a_reader_that_cannot_start_is_our_trouble_and_no_files_fault(config: Config) -> None:
    with Fence(python="/bin/false") as broken, pytest.raises(Unreachable, match="can't be started"):
        opened(broken, config, "idea.txt", b"Falls in Brent\n")


# --- attacks: each is parked with a reason, and the next file is read ---------------------------

_CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">'
    "<office:body>&l9;</office:body></office:document-content>"
)


def laughing(xml: str) -> bytes:
    """*xml* below ten entities, each ten times the one before."""
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    return f"<!DOCTYPE d [{laughs}]>{xml}".encode()


def nested_zip() -> bytes:
    """A gigabyte of zeros, in zips within zips."""
    data = zipped({"zeros.txt": b"\0" * 10_000_000})
    for level in range(8):
        data = zipped({f"{level}-{n}.zip": data for n in range(10)})
    return data


def overlapping_zip() -> bytes:
    """Five hundred entries of which each is the same compressed megabytes."""
    one = zipped({"a": b"\0" * 5_000_000})
    start = one.index(b"PK\x01\x02")
    ends = one.index(b"PK\x05\x06")
    listing = one[start:ends] * 500
    tail = one[ends : ends + 8] + (500).to_bytes(2, "little") * 2
    tail += len(listing).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"
    return one[:start] + listing + tail


def pdf_of(objects: dict[int, bytes]) -> bytes:
    held = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in objects.items())
    return b"%PDF-1.4\n" + held + b"trailer << /Root 1 0 R >>\n%%EOF\n"


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_LONG = b"<< /Type /Pages /Count 900 /Kids [%s] >>" % b" ".join(
    b"%d 0 R" % n for n in range(3, 903)
)
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
_FORM = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [3 0 R] >> >>"


def mail_in_mail() -> bytes:
    mail = b"From: a@b.example\r\nSubject: x\r\n\r\nHello"
    for _ in range(500):
        mail = b"From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n" + mail
    return mail


ATTACKS = {
    "a nested zip bomb": ("bomb.zip", nested_zip, "it holds too much"),
    "a flat zip bomb": (
        "bomb.zip",
        lambda: zipped({"a.txt": b"\0" * 300_000_000}),
        "it expands to far more than it should hold",
    ),
    "an overlapping zip bomb": (
        "bomb.zip",
        overlapping_zip,
        "it expands to far more than it should hold",
    ),
    "a zip of very many files": (
        "many.zip",
        lambda: zipped({f"{n}.txt": b"x" for n in range(3000)}),
        "it has too many parts",
    ),
    "entities in a .docx": (
        "form.docx",
        lambda: zipped({"word/document.xml": laughing("<d>&l9;</d>")}),
        "it is damaged",
    ),
    "entities in a .odt": (
        "form.odt",
        lambda: zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": laughing(_CONTENT),
            }
        ),
        "it is damaged",
    ),
    "a PDF whose pages hold themselves": (
        "loop.pdf",
        lambda: pdf_of({1: _CATALOG, 2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"}),
        "it is a picture or a scan",
    ),
    "a PDF whose fields hold themselves": (
        "loop.pdf",
        lambda: pdf_of(
            {
                1: _FORM,
                2: b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
                3: b"<< /T (A1) /Kids [3 0 R 3 0 R] >>",
                4: _PAGE,
            }
        ),
        "it is a picture or a scan",
    ),
    "a PDF of very many pages": (
        "long.pdf",
        lambda: pdf_of({1: _CATALOG, 2: _LONG, **dict.fromkeys(range(3, 903), _PAGE)}),
        "it has more than 60 pages",
    ),
    "a program by the name of a form": (
        "form.docx",
        lambda: b"MZ\x90\x00\x03" + b"\0" * 500,
        "we do not know this kind of file",
    ),
    "mails within mails without end": ("mail.eml", mail_in_mail, "it holds too much"),
    "rich text within rich text": (
        "form.rtf",
        lambda: b"{\\rtf1" + b"{" * 100_000,
        "its parts are nested too deep",
    ),
}


@pytest.mark.parametrize("what", ATTACKS)
def test_an_attack_ends_with_a_reason_and_the_next_file_is_read(
    fence: Fence, config: Config, what: str
) -> None:
    name, data, reason = ATTACKS[what]
    contents = opened(fence, config, name, data())
    inside = (a.contents.problem for a in contents.inside if a.contents)
    assert reason in " ".join((contents.problem, *inside))
    assert opened(fence, config, "idea.txt", b"Falls in Brent\n").text == "Falls in Brent"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("form.doc", b"<html><body><p>Falls in Brent</p></body></html>"),
        ("form.docx", made.pdf(["Falls in Brent"], {})),
        ("form.pdf", b"{\\rtf1 Falls in Brent}"),
        (
            "form.pdf",
            zipped(
                {"word/document.xml": b"<w:p xmlns:w='%s'><w:t>Falls in Brent</w:t></w:p>" % _W}
            ),
        ),
    ],
)
def test_a_harmless_file_by_a_wrong_name_is_read_by_what_it_is(
    fence: Fence, config: Config, name: str, data: bytes
) -> None:
    assert opened(fence, config, name, data).text == "Falls in Brent"


def test_the_files_of_one_message_share_its_time(config: Config) -> None:
    slow = tuple(Attachment(f"{n}.txt", "", b"word\n" * 400_000) for n in range(50))
    with Fence(seconds=1.0) as hurried:
        found = hurried.opened(slow, config.form, config.programme.key)
    problems = [a.contents.problem for a in found if a.contents]
    assert f"We could not read the file 49.txt: {_TOO_MUCH}. {ASKS_FOR_ANOTHER}" in problems


def test_what_is_inside_a_file_comes_with_it(fence: Fence, config: Config) -> None:
    data = zipped({"a.txt": b"one", "b/c.zip": zipped({"d.txt": b"two"})})
    inside = opened(fence, config, "held.zip", data).inside
    assert [(a.name, a.contents and a.contents.text) for a in inside] == [
        ("a.txt in held.zip", "one"),
        ("c.zip in held.zip", ""),
        ("d.txt in c.zip in held.zip", "two"),
    ]
