"""The whole form, in every format that it comes back in: all answers are read.

LibreOffice's files are its own. What Word, Google Docs and Pages write is made by hand as they do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from lxml import etree

from ace_mailbot.config import Config
from ace_mailbot.model import Message
from ace_mailbot.reading.attachments import open_attachment
from ace_mailbot.rehearsal import forms, proposals
from tests import made
from tests.fuzz import seeds
from tests.unit.reading.conftest import Reader

SOFFICE = shutil.which("soffice")
SAMPLES = Path(__file__).parent / "samples"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice (soffice) is not on this machine"
)


@pytest.fixture(scope="module")
def answers(config: Config) -> Mapping[str, str]:
    return seeds.answers(config)


@pytest.fixture(scope="module")
def filled(config: Config) -> Mapping[str, bytes]:
    """The form with every answer, as .docx and .odt."""
    return seeds.filled(config)


def read_back(config: Config, data: bytes, name: str = "form") -> Mapping[str, str]:
    """The answers in a file, or in the one file that it holds."""
    contents = open_attachment(name, "", data, config.form, config.programme.key)
    for inner in contents.inside:
        if inner.contents and inner.contents.answers:
            contents = inner.contents
    assert not contents.problem
    assert contents.reference in ("ACE-001", "")
    return dict(contents.answers)


# --- what LibreOffice writes --------------------------------------------------------------------


@needs_libreoffice
@pytest.mark.parametrize("saved_as", ["docx", "odt", "doc", "rtf", "pdf", "html", "txt:Text"])
@pytest.mark.parametrize("sent_as", ["docx", "odt"])
def test_saved_by_libreoffice(
    config: Config,
    filled: Mapping[str, bytes],
    answers: Mapping[str, str],
    tmp_path: Path,
    sent_as: str,
    saved_as: str,
) -> None:
    source = tmp_path / f"form.{sent_as}"
    source.write_bytes(filled[sent_as])
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", saved_as, "--outdir", str(out)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    [saved] = out.iterdir()
    assert read_back(config, saved.read_bytes(), saved.name) == answers


def test_an_old_word_file_needs_no_libreoffice(config: Config, answers: Mapping[str, str]) -> None:
    saved = (SAMPLES / "form.doc").read_bytes()  # as LibreOffice 7.4 writes Word 97
    assert read_back(config, saved, "form.doc") == answers


# --- what Word writes, and what others make of it -------------------------------------------------


def document(docx: bytes) -> etree._Element:
    return etree.fromstring(forms.unzip(docx)["word/document.xml"])


def with_document(docx: bytes, root: etree._Element) -> bytes:
    return forms.rezip({**forms.unzip(docx), "word/document.xml": etree.tostring(root)})


def test_words_content_controls(
    config: Config, filled: Mapping[str, bytes], answers: Mapping[str, str]
) -> None:
    assert read_back(config, filled["docx"]) == answers


def without_controls(docx: bytes) -> bytes:
    """As Google Docs and Pages export it: the words stay where they were, the controls go."""
    root = document(docx)
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        assert parent is not None
        content = control.find(f"{W}sdtContent")
        for child in [] if content is None else list(content):
            control.addprevious(child)
        parent.remove(control)
    return with_document(docx, root)


def test_exported_by_google_docs_or_pages(
    config: Config, filled: Mapping[str, bytes], answers: Mapping[str, str]
) -> None:
    data = without_controls(filled["docx"])
    assert b"w:sdt>" not in forms.unzip(data)["word/document.xml"]
    assert read_back(config, data) == answers


def with_legacy_fields(docx: bytes) -> bytes:
    """As in Word 97 to 2003: each control a form field, its name kept in w:ffData."""
    root = document(docx)
    for control in list(root.iter(f"{W}sdt")):
        tag = control.find(f"{W}sdtPr/{W}tag")
        assert tag is not None
        text = "".join(t.text or "" for t in control.iter(f"{W}t"))
        prompting = control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
        control.addprevious(
            etree.fromstring(_legacy_field(str(tag.get(f"{W}val")), "" if prompting else text))
        )
        parent = control.getparent()
        assert parent is not None
        parent.remove(control)
    return with_document(docx, root)


def _legacy_field(name: str, text: str) -> str:
    def char(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'

    data = f'<w:ffData><w:name w:val="{name}"/><w:enabled/><w:textInput/></w:ffData>'
    result = f"<w:r><w:t>{text.replace('&', '&amp;')}</w:t></w:r>"
    return (
        f'<w:smartTag xmlns:w="{W[1:-1]}">{char("begin", data)}'
        f"<w:r><w:instrText> FORMTEXT </w:instrText></w:r>{char('separate')}{result}"
        f"{char('end')}</w:smartTag>"
    )


def test_words_legacy_form_fields(
    config: Config, filled: Mapping[str, bytes], answers: Mapping[str, str]
) -> None:
    data = with_legacy_fields(filled["docx"])
    assert b"w:ffData" in forms.unzip(data)["word/document.xml"]
    assert read_back(config, data) == answers


def paragraphs(lines: list[str]) -> bytes:
    """A Word document of mere paragraphs."""
    text = "".join(f"<w:p><w:r><w:t>{x.replace('&', '&amp;')}</w:t></w:r></w:p>" for x in lines)
    xml = f'<w:document xmlns:w="{W[1:-1]}"><w:body>{text}</w:body></w:document>'
    return made.zipped({"word/document.xml": xml.encode()})


def test_retyped_into_plain_paragraphs(config: Config, answers: Mapping[str, str]) -> None:
    typed = proposals.pasted(answers, config.form)
    assert read_back(config, paragraphs(typed.split("\n"))) == answers


def test_retyped_into_a_table_of_questions_and_answers(
    config: Config, answers: Mapping[str, str]
) -> None:
    simple = [q for q in config.form.questions if not q.parts and q.tags and q.key in answers]
    rows = "".join(
        f"<w:tr><w:tc><w:p><w:r><w:t>{q.key} {q.text}</w:t></w:r></w:p></w:tc>"
        f"<w:tc><w:p><w:r><w:t>{answers[q.key]}</w:t></w:r></w:p></w:tc></w:tr>"
        for q in simple
    )
    xml = f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>'
    read = read_back(config, made.zipped({"word/document.xml": xml.encode()}))
    assert read == {q.key: answers[q.key] for q in simple}


def test_reworded_reordered_and_without_numbers(config: Config) -> None:
    lines = [
        "How will users be at the centre of your work?",
        "They help to word the issue.",
        "Who will be involved and why are these the right people?",
        "Carers, two wards and three schools.",
        "What will you achieve together, and how was it agreed?",
        "Every young carer is known to one adult.",
        "What are you going to try, what might fail, how will you know?",
        "One question at admission.",
    ]
    assert read_back(config, paragraphs(lines)) == {
        "C1": "Every young carer is known to one adult.",
        "C2": "Carers, two wards and three schools.",
        "C4": "One question at admission.",
        "C5": "They help to word the issue.",
    }


# --- PDF ------------------------------------------------------------------------------------------


def test_a_pdf_with_form_fields(config: Config, answers: Mapping[str, str]) -> None:
    data = made.pdf(["ACE application form", "Reference: ACE-001"], answers)
    assert read_back(config, data, "form.pdf") == answers


def test_a_ticked_box_and_a_field_within_a_page_are_read(config: Config) -> None:
    fields = {"form1[0].page1[0].A1[0]": "Steady feet", "form1[0].page1[0].A3[0]": "Brent"}
    assert read_back(config, made.pdf(["A form"], fields, ticked=["E2"]), "form.pdf") == {
        "A1": "Steady feet",
        "A3": "Brent",
        "E2": "Yes",
    }


# --- files in files -------------------------------------------------------------------------------

HELD: Mapping[str, Callable[[bytes], bytes]] = {
    "a zip": lambda form: made.zipped({"Our bid/form.docx": form, "__MACOSX/x": b"x"}),
    "a zip in a zip": lambda form: made.zipped({"a.zip": made.zipped({"form.docx": form})}),
    "a saved mail": lambda form: mail_with(form).as_bytes(),
    "Outlook's .msg": lambda form: made.msg("Form", "Attached.", {"form.docx": form}),
    "winmail.dat": lambda form: made.winmail({"form.docx": form}),
    "a .msg in a zip": lambda form: made.zipped({"m.msg": made.msg("", "", {"form.docx": form})}),
}


@pytest.mark.parametrize("what", HELD)
def test_in_another_file(
    config: Config, filled: Mapping[str, bytes], answers: Mapping[str, str], what: str
) -> None:
    held = HELD[what](filled["docx"])
    name = "message.eml" if what == "a saved mail" else "held"
    assert read_back(config, held, name) == answers


def mail_with(form: bytes, name: str = "form.docx") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Kwame Mensah <kwame@ealingyoungcarers.example>"
    mail["To"] = "ace@funder.example"
    mail["Subject"] = "Our form"
    mail.set_content("Our form is attached.")
    mail.add_attachment(form, "application", "octet-stream", filename=name)
    return mail


def test_in_a_forwarded_message(
    read: Reader, filled: Mapping[str, bytes], answers: Mapping[str, str]
) -> None:
    outer = EmailMessage()
    outer["From"] = "Denise Hall <denise.hall@trust.example>"
    outer["To"] = "ace@funder.example"
    outer["Subject"] = "Fw: Our form"
    outer.set_content("Please see below.")
    outer.add_attachment(mail_with(filled["docx"]))
    message = read(outer.as_bytes())
    assert dict(message.answers) == answers
    assert message.form_source == "form.docx in forwarded message.eml"


def test_typed_into_the_mail_fresh_or_between_what_is_quoted(
    config: Config, read: Reader, write: Callable[..., bytes], answers: Mapping[str, str]
) -> None:
    typed = proposals.pasted(answers, config.form)
    assert dict(read(write(typed, "Our form")).answers) == answers
    quoted = "Please see our answers below.\n\nOn 6 July ACE wrote:\n" + re.sub(
        r"^", "> ", typed, flags=re.MULTILINE
    )
    ours = {"In_Reply_To": "<ace-001.k7m2pq4dxabz@funder.example>"}
    assert dict(read(write(quoted, "Re: pack", **ours)).answers) == answers


@pytest.mark.parametrize(
    "introduced",
    [
        "On 5 July 2021 Denise Hall <denise@trust.example> wrote:\n",
        "---------- Forwarded message ---------\nFrom: Denise Hall <denise@trust.example>\n"
        "Date: Mon, 5 July 2021\nSubject: Our answers\nTo: Kwame\n\n",
    ],
)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_quoted_or_forwarded_from_a_colleague_in_a_mail_that_answers_nothing(
    config: Config,
    read: Reader,
    write: Callable[..., bytes],
    answers: Mapping[str, str],
    introduced: str,
    mark: str,
) -> None:
    typed = re.sub(r"^", mark, proposals.pasted(answers, config.form), flags=re.MULTILINE)
    passed_on = f"Our answers are below.\n\n{introduced}{typed}"
    assert dict(read(write(passed_on, "Fw: Our answers")).answers) == answers


def test_signed_by_the_senders_program(
    read: Reader, filled: Mapping[str, bytes], answers: Mapping[str, str]
) -> None:
    message = signed(mail_with(filled["docx"]).as_bytes())
    assert dict(read(message).answers) == answers


def signed(mail: bytes) -> bytes:
    """S/MIME as Outlook signs it, opaque: the message in a ContentInfo of SignedData (RFC 5652)."""
    octets = _der(0x04, mail)
    enclosed = _der(0x30, bytes.fromhex("06092a864886f70d010701") + _der(0xA0, octets))
    body = _der(0x30, b"\x02\x01\x01" + _der(0x31, b"") + enclosed + _der(0x31, b""))
    data = _der(0x30, bytes.fromhex("06092a864886f70d010702") + _der(0xA0, body))
    outer = EmailMessage()
    outer["From"] = "Kwame Mensah <kwame@ealingyoungcarers.example>"
    outer["To"] = "ace@funder.example"
    outer["Subject"] = "Our form"
    outer.set_content(
        data,
        "application",
        "pkcs7-mime",
        filename="smime.p7m",
        params={"smime-type": "signed-data"},
    )
    return outer.as_bytes()


def _der(tag: int, data: bytes) -> bytes:
    size = len(data)
    if size < 0x80:
        return bytes([tag, size]) + data
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + data


# --- what only a person can open ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "parameters", "data"),
    [
        (
            "pkcs7-mime",
            {"smime-type": "enveloped-data"},
            bytes.fromhex("300b06092a864886f70d010703"),
        ),
        ("octet-stream", {"name": "message.rpmsg"}, b"\x76\xe8\x04\x60\xc4\x11\xe3\x86"),
        ("octet-stream", {"name": "x.asc"}, b"-----BEGIN PGP MESSAGE-----\n\nhQEMA"),
    ],
)
def test_an_encrypted_mail_is_unreadable_and_says_so(
    read: Reader, kind: str, parameters: dict[str, str], data: bytes
) -> None:
    mail = EmailMessage()
    mail["From"] = "Amara Okafor <amara.okafor@trust.example>"
    mail["To"] = "ace@funder.example"
    mail["Subject"] = "[secure] Our form"
    mail.set_content(data, "application", kind, params=parameters, filename="x.asc")
    assert _is_sealed(read(mail.as_bytes()))


WRAPPERS = {
    "Microsoft": "Amara Okafor (amara.okafor@trust.example) has sent you a protected message.\n\n"
    "Read the message\n\nLearn about messages protected by Microsoft Purview Message Encryption.",
    "Egress": "You have received an Egress secure email from Amara Okafor.\n\n"
    "To read this email, open the attachment, or sign in to your account.",
    "Trend Micro": "You have received an encrypted message from Amara Okafor.\n\n"
    "To view the message, open the attachment and click the button.",
    "Proofpoint": "This is a secure, encrypted message.\n\n"
    "Click here by 2021-08-20 to read your message. More info: Proofpoint Encryption.",
    "Microsoft, French": "Amara Okafor (amara.okafor@trust.example) vous a envoyé un message "
    "protégé.\n\nLire le message",
    "Microsoft, German": "Amara Okafor hat Ihnen eine geschützte Nachricht gesendet.\n\n"
    "Klicken Sie hier, um die Nachricht zu lesen.",
    "Microsoft, Spanish": "Amara Okafor le ha enviado un mensaje protegido.\n\nLeer el mensaje",
    "Microsoft, Polish": "Amara Okafor wysłała Ci chronioną wiadomość.\n\nOtwórz załącznik, aby "
    "przeczytać wiadomość.",
    "Egress, Italian": "Ha ricevuto un messaggio crittografato da Amara.\n\nApra l'allegato.",
    "Zix, Portuguese": "Recebeu uma mensagem encriptada. Clique para abrir a mensagem.",
    "Cisco, Romanian": "Ați primit un mesaj criptat. Deschideți atașamentul pentru a-l citi.",
    "Cisco, Turkish": "Size şifreli bir mesaj gönderildi. Mesajı açmak için tıklayın.",
    "Proofpoint, Dutch": "U hebt een versleuteld bericht ontvangen. Klik hier om het te openen.",
    "Cisco, Russian": "Вы получили зашифрованное сообщение. Откройте вложение, чтобы прочитать.",
    "Microsoft, Arabic": "لقد تلقيت رسالة مشفرة من أمارا. انقر هنا لقراءة الرسالة.",
    "Microsoft, Bengali": "আমারা আপনাকে একটি সুরক্ষিত বার্তা পাঠিয়েছেন। বার্তাটি পড়তে ক্লিক করুন।",
    "Egress, by its link alone": "Amara Okafor\n\n"
    "https://reader.egress.example/ui/securemail/read?t=Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5",
    "PGP": "-----BEGIN PGP MESSAGE-----\n\nhQEMA3Jx\n-----END PGP MESSAGE-----",
}


@pytest.mark.parametrize("maker", WRAPPERS)
def test_a_wrapper_is_no_form_and_no_question(
    read: Reader, write: Callable[..., bytes], maker: str
) -> None:
    assert _is_sealed(read(write(WRAPPERS[maker], "[secure] Application form")))


def _is_sealed(message: Message) -> bool:
    return message.defects == (
        "It is encrypted, so only a person with its key or an account could open it.",
    )


SEALED_PAGE = (
    "<html><body><p>Abra esta página</p><form action='https://x.example/open' method='post'>"
    f"<input type='hidden' name='m' value='{'QUJD' * 800}'><input type='submit'></form></body>"
)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("message.html", SEALED_PAGE),
        ("securedoc_20210706T091226.html", "<html><body><p>Öffnen</p></body></html>"),
        ("SecureMessageAtt.html", "<html><body><p>Otwórz</p></body></html>"),
    ],
)
def test_a_sealed_page_is_told_by_what_it_is_in_whatever_language(
    read: Reader, name: str, page: str
) -> None:
    mail = EmailMessage()
    mail["From"] = "Amara Okafor <amara.okafor@trust.example>"
    mail["To"] = "ace@funder.example"
    mail["Subject"] = "[secure] Our form"
    mail.set_content("Veja o anexo.")
    mail.add_attachment(page.encode(), "text", "html", filename=name)
    assert _is_sealed(read(mail.as_bytes()))


def test_a_page_that_somebody_saved_is_read(read: Reader) -> None:
    mail = EmailMessage()
    mail["From"] = "Amara Okafor <amara.okafor@trust.example>"
    mail["To"] = "ace@funder.example"
    mail["Subject"] = "Our form"
    mail.set_content("Please see the attached page.")
    picture = f"<img src='data:image/png;base64,{'QUJD' * 800}'>"
    page = f"<html><body>{picture}<form><p>We work in Brent.</p></form></body></html>"
    mail.add_attachment(page.encode(), "text", "html", filename="message.html")
    assert not read(mail.as_bytes()).defects


@pytest.mark.parametrize(
    "text",
    [
        "Can a school lead?\n\nReply securely: https://securemail.trust.example/",
        "Wir haben Ihre verschlüsselte Nachricht nicht lesen können. Können Sie sie offen senden?",
        "We work on safe, encrypted messages between carers and the ward, in Brent.",
    ],
)
def test_a_person_who_writes_of_sealed_mail_is_read(
    read: Reader, write: Callable[..., bytes], text: str
) -> None:
    assert not read(write(text, "Our message")).defects


def test_a_footer_that_names_the_maker_seals_nothing(
    read: Reader, write: Callable[..., bytes]
) -> None:
    text = "Can a school lead?\n\nThis email was sent securely with Egress Switch."
    assert not read(write(text, "A question")).defects
