"""A member's declaration of conflicts, as they type it in a reply to the list.

`none`, `ACE-003: she is my sister-in-law`, `conflict 3 because I chair the trust`, or a plain
sentence that names an application, a person or an agency on the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ace_mailbot.rules.orders import words
from ace_mailbot.rules.orders.words import References

_NONE = re.compile(
    r"(?:(?:none|nil|nothing|no)(?: of (?:these|them|the (?:above|below)))?(?: (?:to declare|at all"
    r"|declared|apply|that i (?:know|am aware) of|here|from me|for me))*"
    r"|n/?a|all (?:clear|fine|good)|(?:i(?:['’]ve| have)? |we )?(?:have |declare )?(?:no|not any"
    r"|none|nothing|don['’]?t have any|do not have any)\b[^.]{0,40}\b(?:conflicts?|interests?"
    r"|declare|connections?|links?)\b[^.]{0,80}"
    r"|(?:i )?(?:don['’]?t|do not) know (?:any|anyone)\b.*)\W*",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:but|except|apart from|other than|however|besides|save|with the exception)\b", re.I
)
_CLEAR = re.compile(
    r"^\W*(?:is |are |has |have |- )?(?:none|no|nothing|fine|clear|ok|okay|n/?a"
    r"|no (?:conflicts?|interests?|links?|connections?)(?: (?:here|with .+))?)\W*$",
    re.IGNORECASE,
)
_NO_CONFLICT = re.compile(
    r"\b(?:no|not|isn['’]t|don['’]?t|without|none)\b[^.]{0,60}\b(?:conflicts?|connect\w*|links?|know|involved)\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:i (?:have|declare|must declare|need to declare) )?(?:an? )?"
    r"(?:conflicts?(?: of interest)?|declare|interest)(?: (?:with|in|on|for))?\s*:?\s*",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^(?:hi|hello|dear|hiya|good (?:morning|afternoon))\b[^:]{0,40}$", re.I)
_THANKS = re.compile(
    r"^(?:(?:many |with )?thanks?(?: you)?|cheers|(?:kind|best|warm) (?:regards|wishes)|regards"
    r"|best|sent from .*)\b.{0,40}$",
    re.IGNORECASE,
)

_LONGEST_SIGNATURE = 8  # words
_SPEAKS = re.compile(
    r"\b(?:i|i['’]\w+|my|me|we|our|us|he|she|they|his|her|hers|their|them|is|was|are|were|know\w*"
    r"|worked|works|working|friends?|family|brother|sister|cousin|wife|husband|partner|conflict\w*"
    r"|interests?|declare\w*|but|except)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Declaration:
    """*conflicts* maps references to what was said of each; *clear* are those said to be fine.

    *none* is true where the rest was said to be free. *unclear* are lines that say something that
    was not understood.
    """

    none: bool = False
    conflicts: Mapping[str, str] = field(default_factory=dict)
    clear: frozenset[str] = frozenset()
    unclear: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        return self.none or bool(self.conflicts) or bool(self.clear)


def declared(text: str, key: str, names: Mapping[str, Sequence[str]]) -> Declaration:
    """What *text* declares. *key* is the programme's; *names* gives for each application that was
    listed the people and agencies in it, by which a member may name it."""
    references = References(key)
    none, conflicts, unclear = False, dict[str, str](), list[str]()
    clear: set[str] = set()
    for line in _sentences(text):
        if _NONE.fullmatch(line) and not _BUT.search(line):
            none = True
            continue
        if _BUT.search(line) and _NONE.match(_BUT.split(line)[0].strip(" ,.;")):
            none, line = True, _BUT.split(line, maxsplit=1)[1].strip(" ,:;")
        found = _named(line, references, names)
        rest = _without_names(line, references)
        if not found and not ((none or conflicts) and _is_a_signature(line)):
            unclear.append(line)
        elif not found:
            continue
        elif _CLEAR.match(rest) or _NO_CONFLICT.search(rest):
            clear |= set(found)
        else:
            conflicts |= dict.fromkeys(found, rest or line)
    return Declaration(none, conflicts, frozenset(clear - set(conflicts)), tuple(unclear))


def _sentences(text: str) -> Iterator[str]:
    """Lines and sentences with something to say; a sign-off ends them."""
    for raw in text.splitlines():
        line = words.without_thanks(raw).strip(" \t*•·–—-")
        if not re.search(r"\w", line) or _GREETING.match(line):
            continue
        if _THANKS.match(line):
            return
        for piece in re.split(r"(?<=[.!;])\s+(?=[A-Z])", line):
            if not _THANKS.match(piece):
                yield piece.strip()


def _is_a_signature(line: str) -> bool:
    """A name, a post or a number below what was said: it speaks of nobody."""
    return len(line.split()) <= _LONGEST_SIGNATURE and not _SPEAKS.search(line)


def _named(
    line: str, references: References, names: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The applications on the list that *line* names: by reference, else by a person or agency."""
    at_start = re.match(
        rf"(?:{_LEAD_IN.pattern[1:]})?(?P<refs>{references.some})", line, re.IGNORECASE
    )
    found = references.read(at_start["refs"]) if at_start else ()
    keyed = [m[0] for m in references.keyed.finditer(line)]
    found = tuple(dict.fromkeys((*found, *references.read(" ".join(keyed)))))
    if found:
        return tuple(r for r in found if r in names)
    said = _plain(line)
    return tuple(
        r
        for r, theirs in names.items()
        if any(f" {_plain(n)} " in f" {said} " for n in theirs if _plain(n))
    )


def _without_names(line: str, references: References) -> str:
    """What is said, without the reference and the word "conflict" that lead up to it."""
    bare = re.sub(
        rf"^(?:{_LEAD_IN.pattern[1:]})?{references.some}\s*"
        r"(?:[:,–—-]+|because|as|since|is a conflict)?\s*(?:because )?",
        "",
        line,
        flags=re.IGNORECASE,
    )
    return re.sub(r"^because (?:of )?", "", bare.strip(" ()"), flags=re.IGNORECASE).strip()


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
