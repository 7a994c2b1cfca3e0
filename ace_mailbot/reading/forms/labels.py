"""Answers by the labels that stand before them: "C3.", "B1 name:", or the question's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ace_mailbot.config import Form, FormQuestion
from ace_mailbot.reading.forms.found import Block, tidy

_KEY = re.compile(
    r"^[\s>*_#•\-\[(]*(?:question\s+|q\.?\s*)?(?P<key>[A-Za-z]{1,3}\d{1,2})(?![\w])(?P<mark>[\s.):\]*_–—-]*)(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"^\s*(?P<tag>[A-Z]\d{1,2}(?:_\w+)+)\s*[:=]\s*(?P<rest>.*)$", re.DOTALL)
_ASIDE = re.compile(
    r"^\W*(?:optional|required|(?:up to|max(?:imum)?(?: of)?|no more than|limit:?|word (?:limit|count):?)?\s*\d+ words?(?: (?:max(?:imum)?|or fewer|at most|limit))?"
    r"|choose one.{0,60}|word limit.{0,20})\W*$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^\W*(?:section|part)\s+[A-Z]\b|^\W*[A-Z][.:)]?\s+(?P<title>[A-Z].{2,60})$", re.I
)
_MONEY = re.compile(r"(?:£|GBP)?\s*\d[\d,]*(?:\.\d\d)?\s*(?:k\b|GBP|pounds)?", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.):]\s+")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?:\+|\(?0)[\d\s()./-]{8,17}\d")


@dataclass
class _Reader:
    """Collects the pieces of each question while the blocks go by."""

    form: Form
    current: FormQuestion | None
    pieces: dict[str, list[Block]]

    def see(self, block: Block) -> None:
        cells = (block,) if isinstance(block, str) else block
        first = cells[0]
        if tagged := _TAG.match(first):
            self.pieces.setdefault(tagged["tag"], []).append(tagged["rest"])
            self.current = None
            return
        question, rest = _heading(first, self.form)
        if question is not None:
            self.current = question
            kept = tuple(c for c in (rest, *cells[1:]) if c.strip()) if len(cells) > 1 else (rest,)
            if any(c.strip() for c in kept):
                self._keep(kept[0] if len(kept) == 1 else kept)
        elif self.current is not None:
            if _is_section(first, self.form):
                self.current = None
            else:
                self._keep(block)

    def _keep(self, block: Block) -> None:
        if self.current is not None and not _is_boilerplate(block, self.current):
            self.pieces.setdefault(self.current.key, []).append(block)


def answers(blocks: tuple[Block, ...], form: Form) -> dict[str, str]:
    """Answers by tag, empty ones left out, of every question whose label stands in *blocks*."""
    reader = _Reader(form, None, {})
    for block in blocks:
        reader.see(block)
    found: dict[str, str] = {}
    for question in form.questions:
        found.update(_answered(question, reader.pieces.get(question.key, [])))
        for tag in question.tags:
            if tag in reader.pieces:
                found[tag] = _joined(reader.pieces[tag])
    return {tag: value for tag, value in found.items() if value}


def _heading(text: str, form: Form) -> tuple[FormQuestion | None, str]:
    """The question that *text* announces, and what is left of it as an answer."""
    match = _KEY.match(text)
    if match is not None:
        question = form.question(match["key"].upper())
        # "A1" may begin a sentence; a key counts when a mark, capital or the line's end follows.
        sure = match["mark"].strip() or match["key"][0].isupper()
        if question is not None and sure:
            return question, _after_words(match["rest"], question)
    plain = _plain(text)
    for question in form.questions:
        words = _plain(question.text)
        if len(words) >= 5 and _announces(plain, words, text):
            return question, _after_words(text, question)
    return None, ""


def _announces(plain: str, words: str, text: str) -> bool:
    if plain == words or plain in (f"{words} optional", f"{words} required"):
        return True
    return (
        len(words) >= 12
        and plain.startswith(words)
        and (len(words) >= 30 or ":" in text or "\t" in text or "(" in text)
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _after_words(rest: str, question: FormQuestion) -> str:
    """*rest* of a heading without the question's words, hint and word limit."""
    place = 0
    for word in re.findall(r"\w+", question.text.lower()):
        found = re.compile(rf"\W*{re.escape(word)}\b", re.IGNORECASE).match(rest, place)
        if found is None:
            place = 0
            break
        place = found.end()
    if not place and _overlap(rest, question.text) >= 0.6:
        # Worded a little differently: up to the question mark or colon it is still the question.
        cut = re.search(r"[?:\n]", rest)
        place = cut.end() if cut else len(rest)
    rest = re.sub(
        r"^\W*\((?:[^()]*\bwords?\b[^()]*|optional|required|[^()]{0,20}£[^()]*)\)",
        "",
        rest[place:],
        flags=re.I,
    )
    return rest.lstrip(" \t?.:*_)–—-").strip() if place else rest.strip()


def _overlap(text: str, words: str) -> float:
    wanted = set(re.findall(r"\w+", words.lower()))
    have = set(re.findall(r"\w+", text.lower()[: len(words) * 2]))
    return len(wanted & have) / max(1, len(wanted)) if len(wanted) > 2 else 0.0


def _is_section(text: str, form: Form) -> bool:
    plain = _plain(text)
    titles = {_plain(q.section) for q in form.questions}
    match = _SECTION.match(text)
    return (
        plain in titles
        or re.sub(r"^(?:section |part )?[a-z] ", "", plain) in titles
        or bool(match and match["title"] and _plain(match["title"]) in titles)
    )


def _is_boilerplate(block: Block, question: FormQuestion) -> bool:
    """The form's own words: hint, limit, question again, the head of a table."""
    if not isinstance(block, str):
        known = {_plain(p.label) for p in question.parts}
        cells = [_plain(c) for c in block if c.strip()]
        return bool(cells) and len(cells) > 1 and all(c in known for c in cells)
    plain = _plain(block)
    return (
        bool(_ASIDE.match(block))
        or (bool(plain) and plain in (_plain(question.hint), _plain(question.text)))
        or (
            bool(question.hint)
            and bool(plain)
            and len(plain) > 20
            and plain in _plain(question.hint)
        )
    )


def _answered(question: FormQuestion, pieces: list[Block]) -> dict[str, str]:
    if not pieces or question.kind == "email_reply":
        return {}
    if question.rows:
        return _table(question, pieces)
    if question.parts:
        return _parts(question, pieces)
    return {question.key: _joined(pieces)}


def _joined(pieces: list[Block]) -> str:
    lines = [p if isinstance(p, str) else " ".join(c for c in p if c) for p in pieces]
    return tidy(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))


def _parts(question: FormQuestion, pieces: list[Block]) -> dict[str, str]:
    """Parts by their labels, line by line or cell by cell; else by what they look like."""
    found: dict[str, str] = {}
    loose: list[str] = []
    for line in _lines_of(pieces):
        for key, value in _labelled(line, question):
            if key:
                found.setdefault(f"{question.key}_{key}", value)
            elif value:
                loose.append(value)
    if loose and not found:
        found = _guessed(question, loose)
    return found


def _lines_of(pieces: list[Block]) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            lines += piece.split("\n")
        else:
            lines.append(": ".join(c.replace("\n", " ") for c in piece if c.strip()))
    return [line for line in lines if line.strip()]


def _labelled(line: str, question: FormQuestion) -> list[tuple[str, str]]:
    """(part, value) for each "Label: value" in *line*; part is "" for what has no label."""
    names = {
        name: p.key for p in question.parts for name in (p.key, _plain(p.label), _short(p.label))
    }
    pattern = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True) if n)
    found = list(
        re.finditer(
            rf"(?:^|[;,|\t]|\s{{2,}})\W*({pattern})\b[^\w:=\n]*(?:address|number)?\s*[:=\t–-]\s*",
            line,
            re.I,
        )
    )
    start = re.match(rf"^\W*({pattern})\s+(?=\S)", line, re.IGNORECASE) if not found else None
    if start is not None and question.parts[0].kind != "money":
        found = [start]
    if not found:
        return [("", line.strip())]
    ends = [m.start() for m in found[1:]] + [len(line)]
    before = line[: found[0].start()].strip(" ,;:")
    pairs = [
        (names[_plain(m[1])], tidy(line[m.end() : e].strip(" ,;|\t")))
        for m, e in zip(found, ends, strict=True)
    ]
    return ([("", before)] if before else []) + pairs


def _short(label: str) -> str:
    """The first words of a label, before any comma or "or"."""
    return _plain(re.split(r",| or | and ", label)[0])


def _guessed(question: FormQuestion, loose: list[str]) -> dict[str, str]:
    """Unlabelled parts: an address and a phone number show themselves, the rest is in order."""
    found: dict[str, str] = {}
    text = "\n".join(loose)
    for part in question.parts:
        shape = {"email": _EMAIL, "phone": _PHONE}.get(part.kind)
        if shape and (match := shape.search(text)):
            found[f"{question.key}_{part.key}"] = match[0].strip()
            text = text.replace(match[0], "\n", 1)
    rest = [v for v in re.split(r"[\n,;|\t]", text) if re.search(r"\w", v)]
    others = [p for p in question.parts if p.kind not in ("email", "phone")]
    found.update(
        {
            f"{question.key}_{p.key}": tidy(v.strip(" .:-<>()"))
            for p, v in zip(others, rest, strict=False)
        }
    )
    return found


def _table(question: FormQuestion, pieces: list[Block]) -> dict[str, str]:
    found: dict[str, str] = {}
    row = 0
    for piece in pieces:
        lines: list[Block] = list(piece.split("\n")) if isinstance(piece, str) else [piece]
        for line in lines:
            cells = _cells(line, question)
            if not any(cells) or row >= question.rows:
                continue
            row += 1
            for part, cell in zip(question.parts, cells, strict=False):
                found[f"{question.key}_{row}_{part.key}"] = tidy(cell)
    return found


def _cells(line: Block, question: FormQuestion) -> tuple[str, ...]:
    """The cells of a row, or of a line that stands for one."""
    if not isinstance(line, str):
        count = len(question.parts)
        return line[-count:] if len(line) > count else line
    line = _ROW_NUMBER.sub("", line.strip(" \t-•*|"))
    if not line or re.match(r"(?:sub)?total\b", line, re.IGNORECASE):
        return ()
    if {_plain(c) for c in re.split(r"[\t|;,]", line)} <= {_plain(p.label) for p in question.parts}:
        return ()
    for separator in (r"\t+", r"\s*\|\s*", r"\s*;\s*"):
        cells = re.split(separator, line)
        if len(cells) > 1:
            return tuple(cells)
    if question.parts[-1].kind == "money":
        amounts = list(_MONEY.finditer(line))
        if amounts:
            last = amounts[-1]
            item = (line[: last.start()] + line[last.end() :]).strip(" :=,–—-.")
            return (item, last[0].strip())
    cells = re.split(r"\s+[–—-]\s+|,\s*", line)
    return tuple(cells) if len(cells) > 1 else (line,)
