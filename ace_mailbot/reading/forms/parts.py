"""Questions of several parts, and tables, from the lines and rows below their heading."""

from __future__ import annotations

import re

from ace_mailbot.config import FormQuestion
from ace_mailbot.reading.forms.found import Block, plain, tidy

_MONEY = re.compile(r"(?:£|GBP)?\s*\d[\d,]*(?:\.\d\d)?\s*(?:k\b|GBP|pounds)?", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.):]\s+")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+|\(?0)[\d\s()./-]{8,17}\d")
_MAY_LEAVE = re.compile(r"\s*\((?:optional|required)\)\s*$", re.IGNORECASE)


def of_parts(question: FormQuestion, pieces: list[Block]) -> dict[str, str]:
    """Parts by their labels, row by row and line by line; else by what they look like."""
    names = _names(question)
    found: dict[str, str] = {}
    loose: list[str] = []
    waiting = ""  # the part whose label stood alone on the line before
    labelled = False
    for piece in pieces:
        if not isinstance(piece, str):
            part = names.get(_bare(piece[0]), "")
            labelled = labelled or bool(part)
            if part:
                found.setdefault(part, tidy(" ".join(piece[1:])))
            continue
        for line in filter(str.strip, piece.split("\n")):
            if part := names.get(_bare(line), ""):
                waiting, labelled = part, True
                continue
            for part, value in _labelled(line, names):
                if part or waiting:
                    found.setdefault(part or waiting, tidy(value))
                    labelled = True
                else:
                    loose.append(value)
            waiting = ""
    if loose and not labelled:
        found = _guessed(question, loose)
    return {f"{question.key}_{part}": value for part, value in found.items()}


def _names(question: FormQuestion) -> dict[str, str]:
    """Ways to label each part: its key, its label, and the label's beginning."""
    return {
        name: part.key
        for part in question.parts
        for name in (part.key, plain(part.label), _short(part.label))
        if name
    }


def _short(label: str) -> str:
    """The first words of a label, before any comma or "or"."""
    return plain(re.split(r",| or | and ", label)[0])


def _bare(label: str) -> str:
    return plain(_MAY_LEAVE.sub("", label))


def _labelled(line: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """(part, value) for each "Label: value" in *line*; part is "" for what has no label."""
    words = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    pattern = rf"(?:^|[;,|\t]|\s{{2,}})\W*({words})\b[^\w:=\n]*(?:address|number)?\s*[:=\t–-]\s*"
    found = list(re.finditer(pattern, line, re.IGNORECASE))
    label, _, value = line.partition(":")
    if len(found) < 2 and (part := names.get(_bare(label), "")):
        return [(part, value)]  # a label may itself hold commas
    if not found:
        return [("", line.strip())]
    ends = [m.start() for m in found[1:]] + [len(line)]
    before = line[: found[0].start()].strip(" ,;:")
    pairs = [
        (names[plain(m[1])], line[m.end() : end].strip(" ,;|\t"))
        for m, end in zip(found, ends, strict=True)
    ]
    return ([("", before)] if before else []) + pairs


def _guessed(question: FormQuestion, loose: list[str]) -> dict[str, str]:
    """Unlabelled parts: an address and a phone number show themselves, the rest is in order."""
    found: dict[str, str] = {}
    text = "\n".join(loose)
    for part in question.parts:
        shape = {"email": _EMAIL, "phone": _PHONE}.get(part.kind)
        if shape and (match := shape.search(text)):
            found[part.key] = match[0].strip()
            text = text.replace(match[0], "\n", 1)
    rest = [v for v in re.split(r"[\n,;|\t]", text) if re.search(r"\w", v)]
    others = [p for p in question.parts if p.kind not in ("email", "phone")]
    pairs = zip(others, rest, strict=False)
    return found | {p.key: tidy(v.strip(" .:-<>()")) for p, v in pairs}


def of_table(question: FormQuestion, pieces: list[Block]) -> dict[str, str]:
    """Rows in their order; the table's head and a line of totals are none."""
    found: dict[str, str] = {}
    row = 0
    for piece in _upright(question, pieces):
        lines: list[Block] = list(piece.split("\n")) if isinstance(piece, str) else [piece]
        for line in lines:
            cells = _cells(line, question)
            if not any(c.strip() for c in cells) or _is_head(cells, question):
                continue
            row += 1
            if row <= question.rows:
                for part, cell in zip(question.parts, cells, strict=False):
                    found[f"{question.key}_{row}_{part.key}"] = tidy(cell)
    return found


def _upright(question: FormQuestion, pieces: list[Block]) -> list[Block]:
    """Rows again from a table that was saved as text, each cell on a line of its own."""
    if any(not isinstance(piece, str) for piece in pieces):
        return pieces
    lines = [x for piece in pieces for x in str(piece).split("\n") if x.strip()]
    heads = [plain(part.label) for part in question.parts]
    count = len(heads)
    said = [plain(line) for line in lines]
    starts = (n for n in range(len(lines)) if said[n : n + count] == heads)
    start = next(starts, None)
    if start is None or count < 2:
        return pieces
    cells = lines[start + count :]
    return [tuple(tidy(c) for c in cells[n : n + count]) for n in range(0, len(cells), count)]


def _is_head(cells: tuple[str, ...], question: FormQuestion) -> bool:
    said = {plain(c) for c in cells if c.strip()}
    labels = {plain(p.label) for p in question.parts}
    return (len(said) > 1 or len(cells) == 1) and said <= labels


def _cells(line: Block, question: FormQuestion) -> tuple[str, ...]:
    """The cells of a row, or of a line that stands for one."""
    if not isinstance(line, str):
        # A column that numbers the rows may stand before the form's own.
        extra = len(line) - len(question.parts)
        return line[extra:] if extra > 0 and line[0].strip(" .").isdecimal() else line
    line = _ROW_NUMBER.sub("", line.strip(" \t-•*"))
    if not line.strip() or re.match(r"(?:sub|grand )?total\b", line, re.IGNORECASE):
        return ()
    for separator in ("\t", "|", ";"):
        if separator in line:
            return tuple(c.strip() for c in line.strip("|").split(separator))
    if question.parts[-1].kind == "money":
        return _item_and_amount(line)
    cells = re.split(r"\s+[–—-]\s+|,\s*", line)
    return tuple(cells) if len(cells) > 1 else (line,)


def _item_and_amount(line: str) -> tuple[str, ...]:
    amounts = list(_MONEY.finditer(line))
    if not amounts:
        return (line,)
    last = amounts[-1]
    item = (line[: last.start()] + line[last.end() :]).strip(" :=,–—-.")
    return (item, last[0].strip())
