"""How people's mail programs dress what they type: plain and HTML bodies, signatures, quotes.

Each function takes what somebody typed and, for a reply, what they reply to, and returns the bodies
that the program would send. Headers, attachments and bytes are `mailmaker`'s.
"""

from __future__ import annotations

import html as escapes
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ace_mailbot.model import Address


@dataclass(frozen=True)
class Quoted:
    """The letter replied to, as a program sees it. *at* is local to the writer."""

    sender: Address
    to: str  # the To header, whole
    subject: str
    at: datetime
    text: str
    html: str  # without html and body tags; "" when the letter had only text


@dataclass(frozen=True)
class Typed:
    """What somebody typed, the signature their program adds, and what they reply to."""

    text: str
    signature: str = ""
    quoted: Quoted | None = None


@dataclass(frozen=True)
class Bodies:
    """What goes into the mail; "" for a body that the program does not make."""

    plain: str = ""
    html: str = ""
    charset: str = "utf-8"
    flowed: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def dress(program: str, typed: Typed) -> Bodies:
    """The bodies that *program* (a key of `PROGRAMS`) makes of *typed*."""
    return PROGRAMS[program](typed)


def _outlook(typed: Typed) -> Bodies:
    """Exchange with Outlook on the web: both bodies, a ruled header block above the quote."""
    plain = _outlook_plain(typed)
    quoted = typed.quoted
    page = _mso_page(typed.text, typed.signature, _reply_forward_block(quoted) if quoted else "")
    return Bodies(plain, page, _windows_charset(plain + page), headers=_EXCHANGE_HEADERS)


def _outlook_desktop(typed: Typed) -> Bodies:
    """Outlook on a desk: HTML alone, in Word's markup, a border above the quote."""
    page = _mso_page(typed.text, typed.signature, _border_block(typed.quoted))
    return Bodies("", page, _windows_charset(page), headers=_EXCHANGE_HEADERS)


def _gmail(typed: Typed) -> Bodies:
    plain, page = typed.text, f'<div dir="ltr">{_divs(typed.text)}</div>'
    if typed.signature:
        plain += f"\n\n-- \n{typed.signature}"
        page += (
            '<br clear="all"><div><br></div>-- <br><div dir="ltr" class="gmail_signature" '
            'data-smartmail="gmail_signature">'
            f'<div dir="ltr">{_breaks(typed.signature)}</div></div>'
        )
    if q := typed.quoted:
        lead = f"On {q.at:%a}, {q.at.day} {q.at:%b %Y at %H:%M}, {q.sender.name} <{q.sender.email}>"
        plain += f"\n\n{lead}\nwrote:\n\n{_angled(q.text)}\n"
        page += (
            '<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
            f"{escapes.escape(lead)} wrote:<br></div>"
            '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
            'border-left:1px solid rgb(204,204,204);padding-left:1ex">'
            f"{_inner(q)}</blockquote></div>"
        )
    return Bodies(plain + "\n", page)


def _apple_mail(typed: Typed) -> Bodies:
    signed = typed.text + (f"\n\n{typed.signature}" if typed.signature else "")
    return _cited(typed, signed, {"X-Mailer": "Apple Mail (2.3654.100.0.2.22)"})


def _iphone(typed: Typed) -> Bodies:
    """An iPhone adds its own line and no signature."""
    signed = f"{typed.text}\n\nSent from my iPhone"
    return _cited(typed, signed, {"X-Mailer": "iPhone Mail (18F72)"})


def _thunderbird(typed: Typed) -> Bodies:
    """Plain text alone, flowed, as the careful send it."""
    plain = _flow(typed.text)
    if q := typed.quoted:
        plain += f"\n\nOn {q.at:%d/%m/%Y %H:%M}, {q.sender.name} wrote:\n{_angled(q.text)}"
    if typed.signature:
        plain += f"\n\n-- \n{typed.signature}"
    headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Thunderbird/78.11.0"}
    return Bodies(plain + "\n", flowed=True, headers=headers)


def _bare(typed: Typed) -> Bodies:
    """A program that adds nothing but angle brackets."""
    plain = typed.text + (f"\n\n{typed.signature}" if typed.signature else "")
    if q := typed.quoted:
        plain += f"\n\nOn {q.at:%d %B %Y %H:%M}, {q.sender.name} wrote:\n{_angled(q.text)}"
    return Bodies(plain + "\n")


PROGRAMS: Mapping[str, Callable[[Typed], Bodies]] = {
    "outlook": _outlook,
    "outlook-desktop": _outlook_desktop,
    "gmail": _gmail,
    "apple-mail": _apple_mail,
    "iphone": _iphone,
    "thunderbird": _thunderbird,
    "bare": _bare,
}

_EXCHANGE_HEADERS = {
    "Accept-Language": "en-GB, en-US",
    "Content-Language": "en-US",
    "X-MS-Has-Attach": "",
}

_MSO_HEAD = """\
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/html">
<meta name="Generator" content="Microsoft Word 15 (filtered medium)">
<style><!--
/* Font Definitions */
@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
p.MsoNormal, li.MsoNormal, div.MsoNormal
  {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}
@page WordSection1 {size:612.0pt 792.0pt; margin:72.0pt 72.0pt 72.0pt 72.0pt;}
div.WordSection1 {page:WordSection1;}
--></style>
<!--[if gte mso 9]><xml><o:shapedefaults v:ext="edit" spidmax="1026" /></xml><![endif]-->
</head>
<body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word">
"""


def _outlook_plain(typed: Typed) -> str:
    plain = typed.text + (f"\n\n{typed.signature}" if typed.signature else "")
    if q := typed.quoted:
        plain += "\n\n________________________________\n"
        plain += "\n".join(f"{name}: {value}" for name, value in _sent_lines(q))
        plain += f"\n\n{q.text}"
    return plain + "\n"


def _mso_page(text: str, signature: str, below: str) -> str:
    body = "\n".join(_mso_paragraphs(text))
    if signature:
        lines = _breaks(signature)
        body += (
            '\n<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'
            '<table class="MsoNormalTable" border="0" cellspacing="0" cellpadding="0">'
            '<tr><td style="padding:0cm 5.4pt 0cm 5.4pt">'
            f'<p class="MsoNormal"><span style="color:#1F497D">{lines}<o:p></o:p></span></p>'
            "</td></tr></table>"
        )
    return f'{_MSO_HEAD}<div class="WordSection1">\n{body}\n</div>\n{below}</body>\n</html>\n'


def _mso_paragraphs(text: str) -> list[str]:
    return [
        f'<p class="MsoNormal">{escapes.escape(line) or "&nbsp;"}<o:p></o:p></p>'
        for line in text.split("\n")
    ]


def _reply_forward_block(q: Quoted) -> str:
    lines = "<br>\n".join(f"<b>{n}:</b> {escapes.escape(v)}" for n, v in _sent_lines(q))
    return (
        '<div id="appendonsend"></div>\n<hr style="display:inline-block;width:98%" tabindex="-1">\n'
        '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" '
        f'style="font-size:11pt" color="#000000">{lines}</font>\n<div>&nbsp;</div>\n</div>\n'
        f"<div>{_inner(q)}</div>\n"
    )


def _border_block(q: Quoted | None) -> str:
    if q is None:
        return ""
    lines = "<br>\n".join(
        f'<b><span lang="EN-US">{n}:</span></b> <span lang="EN-US">{escapes.escape(v)}</span>'
        for n, v in _sent_lines(q)
    )
    return (
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">\n'
        f'<p class="MsoNormal">{lines}<o:p></o:p></p></div></div>\n<div>{_inner(q)}</div>\n'
    )


def _sent_lines(q: Quoted) -> list[tuple[str, str]]:
    return [
        ("From", f"{q.sender.name} <{q.sender.email}>"),
        ("Sent", f"{q.at:%d %B %Y %H:%M}"),
        ("To", q.to),
        ("Subject", q.subject),
    ]


def _cited(typed: Typed, signed: str, headers: Mapping[str, str]) -> Bodies:
    """Apple's way: a flowed plain body, and blockquotes of type cite."""
    plain = _flow(signed)
    page = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
        f'<body dir="auto">{_breaks(signed)}'
    )
    if q := typed.quoted:
        lead = f"On {q.at.day} {q.at:%b %Y, at %H:%M}, {q.sender.name} <{q.sender.email}> wrote:"
        plain += f"\n\n> {lead}\n> \n{_angled(q.text)}"
        page += (
            f'<div dir="ltr"><br><blockquote type="cite">{escapes.escape(lead)}<br><br>'
            '</blockquote></div><blockquote type="cite"><div dir="ltr">'
            f"\N{ZERO WIDTH NO-BREAK SPACE}{_inner(q)}</div></blockquote>"
        )
    return Bodies(plain + "\n", page + "</body></html>\n", flowed=True, headers=headers)


def _flow(text: str) -> str:
    """*text* with long lines broken softly (RFC 3676: a space before the break)."""
    lines: list[str] = []
    for line in text.split("\n"):
        pieces = textwrap.wrap(line, 72, break_long_words=False, break_on_hyphens=False)
        lines += [piece + " " for piece in pieces[:-1]] + pieces[-1:] if pieces else [line]
    return "\n".join(lines)


def _angled(text: str) -> str:
    return "\n".join("> " + line if line else ">" for line in text.rstrip("\n").split("\n"))


def _breaks(text: str) -> str:
    return escapes.escape(text).replace("\n", "<br>\n")


def _divs(text: str) -> str:
    return "".join(f"<div>{escapes.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def _inner(q: Quoted) -> str:
    """The letter's own HTML without its outer tags, or its text when it had none."""
    found = re.search(r"<body[^>]*>(.*)</body>", q.html, re.DOTALL | re.IGNORECASE)
    return found[1] if found else (q.html or _breaks(q.text))


def _windows_charset(text: str) -> str:
    """Outlook writes windows-1252 whenever it can."""
    try:
        text.encode("windows-1252")
    except UnicodeEncodeError:
        return "utf-8"
    return "windows-1252"
