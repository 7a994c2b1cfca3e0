"""Rich Text: paragraphs, rows of tables and the form fields of Word 97 to 2003.

Read here rather than by LibreOffice: that would take seconds a file, and is a large program to let
loose on a stranger's bytes. After "Rich Text Format Specification 1.9.1".
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ace_mailbot.model import Unreadable
from ace_mailbot.reading.forms.found import Block, Found, tidy

DEEPEST = 500  # groups within groups
_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<open>\{)|(?P<close>\})|(?P<line>[\r\n]+)"
    rb"|(?P<text>[^\\{}\r\n]+)|(?P<stray>\\)",
    re.DOTALL,
)
_HIDDEN = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl"),
        *("headerr", "headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "footnote"),
        *("annotation", "atnid", "atnauthor", "nonshppict", "filetbl", "tc", "xe", "sp"),
    ]
)
# Destinations that begin with \* are passed over, but for these.
_SHOWN = frozenset({"shptxt", "ud", "upr"})
_SYMBOLS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_CHARACTERS = {
    **{"line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "page": "\n"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"emspace": " ", "enspace": " ", "qmspace": " "},
}
_ENDS = {"par": "par", "sect": "par", "cell": "cell", "nestcell": "cell"}
_ENDS |= {"row": "row", "nestrow": "row"}
_TEXT, _BOX, _LIST = 0, 1, 2  # \fftype


@dataclass(slots=True)
class _Field:
    """A form field. *picked* is 1 for a ticked box, or the number of an entry in a list."""

    name: str = ""
    type: int = -1
    picked: int = 0
    choices: list[str] = field(default_factory=list)
    result: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the brace closes. *inside* names the destination that it stands in."""

    inside: str = ""
    uc: int = 1  # how many bytes stand for a character that \\u gives
    deleted: bool = False
    filling: _Field | None = None  # the form field whose result this is


def read(data: bytes) -> Found:
    reader = _Reader(_codepage(data))
    reader.see(data)
    return Found(tuple(reader.finished()), tuple(map(_control, reader.fields)))


def _codepage(data: bytes) -> str:
    match = re.search(rb"\\ansicpg(\d{3,5})", data[:4000])
    name = f"cp{match[1].decode()}" if match else "cp1252"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _control(found: _Field) -> tuple[str, str]:
    if found.type == _BOX:
        return found.name, "Yes" if found.picked == 1 else ""
    if found.type == _LIST:
        fits = 0 <= found.picked < len(found.choices)
        return found.name, tidy(found.choices[found.picked]) if fits else ""
    return found.name, tidy(found.result)


class _Reader:
    def __init__(self, codepage: str) -> None:
        self.fields: list[_Field] = []
        self._blocks: list[Block] = []
        self._codepage = codepage
        self._group = _Group()
        self._stack: list[_Group] = []
        self._line: list[str] = []
        self._lines: list[str] = []  # paragraphs of the cell that is open
        self._cells: list[str] = []
        self._in_table = False
        self._skip = 0  # bytes that only repeat what \u said
        self._star = False
        self._aside: list[str] = []  # the text of a form field's part
        self._asked: _Field | None = None  # a form field that waits for its result

    def see(self, data: bytes) -> None:
        for token in _TOKEN.finditer(data):
            kind = token.lastgroup if not token["word"] else "word"
            match kind:
                case "word":
                    self._word(token["word"].decode(), token["number"])
                case "open":
                    self._open()
                case "close":
                    self._close()
                case "hex":
                    self._bytes(bytes.fromhex(token["hex"].decode()))
                case "symbol":
                    self._symbol(token["symbol"].decode("latin-1"))
                case "text":
                    self._bytes(token["text"])

    def finished(self) -> Iterator[Block]:
        self._end("par")
        yield from (self._blocks if not self._cells else [*self._blocks, tuple(self._cells)])

    def _open(self) -> None:
        if len(self._stack) >= DEEPEST:
            raise Unreadable("its parts are nested too deep")
        self._stack.append(self._group)
        self._star = False

    def _close(self) -> None:
        before = self._group
        self._group = self._stack.pop() if self._stack else _Group()
        self._skip = 0
        if before.inside != self._group.inside and self.fields:
            told, self._aside = "".join(self._aside).strip(), []
            if before.inside == "ffname":
                self.fields[-1].name = told
            elif before.inside == "ffl":
                self.fields[-1].choices.append(told)

    def _word(self, word: str, number: bytes | None) -> None:
        value = int(number) if number else None
        star, self._star = self._star, False
        if word == "u" and value is not None:
            self._unicode(value)
        elif word == "uc":
            self._group = replace(self._group, uc=min(max(value or 0, 0), 8))
        elif word in ("deleted", "v"):
            self._group = replace(self._group, deleted=value != 0)
        elif word == "plain":
            self._group = replace(self._group, deleted=False)
        elif word == "bin":
            self._skip = 0
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])
        elif word in _ENDS and not self._group.inside:
            self._end(_ENDS[word])
        elif word in ("pard", "intbl"):
            self._in_table = word == "intbl"
        elif word.startswith("ff") or word in ("formfield", "fldrslt"):
            self._form_field(word, value)
        elif (word in _HIDDEN or (star and word not in _SHOWN)) and not self._group.inside:
            self._group = replace(self._group, inside="hidden")

    def _form_field(self, word: str, value: int | None) -> None:
        if word == "formfield":
            self.fields.append(_Field())
            self._asked = self.fields[-1]
            self._group = replace(self._group, inside="formfield")
        elif word == "fldrslt":
            self._group = replace(self._group, filling=self._asked)
            self._asked = None
        elif self.fields and word in ("ffname", "ffl"):
            self._aside = []
            self._group = replace(self._group, inside=word)
        elif self.fields and word == "fftype":
            self.fields[-1].type = value or 0
        elif self.fields and word in ("ffres", "ffdefres") and value not in (None, 25):
            # 25 means that the default holds, which may stand before or after it.
            self.fields[-1].picked = value or 0
        elif word in ("ffdeftext", "ffformat", "ffhelptext", "ffstattext", "ffentrymcr"):
            self._group = replace(self._group, inside="hidden")

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
        elif symbol in ("\n", "\r"):
            self._end("par")
        elif symbol in _SYMBOLS:
            self._add(_SYMBOLS[symbol])

    def _unicode(self, number: int) -> None:
        code = number + 65536 if number < 0 else number
        self._skip = 0
        if 0 < code < 0x110000:
            self._add(chr(code))
        self._skip = self._group.uc

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._add(data[skipped:].decode(self._codepage, "replace"))

    def _add(self, text: str) -> None:
        if self._group.inside in ("ffname", "ffl"):
            self._aside.append(text)
        elif not self._group.inside and not self._group.deleted:
            self._line.append(text)
            if self._group.filling is not None:
                self._group.filling.result += text

    def _end(self, what: str) -> None:
        text, self._line = "".join(self._line), []
        self._lines.append(text)
        if what == "par" and (self._in_table or self._cells):
            return
        whole, self._lines = tidy("\n".join(self._lines)), []
        if what == "par":
            if whole:
                self._blocks.append(whole)
            return
        if what == "cell":
            self._cells.append(whole)
            return
        if any(self._cells):
            self._blocks.append(tuple(self._cells))
        self._cells = []
