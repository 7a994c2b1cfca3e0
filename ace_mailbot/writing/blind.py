"""Names struck out of what people wrote, for a review that is blind. Pure.

A person goes by their whole name, by an initial and the surname, by either name alone; an agency
by its whole name, its initials, or what is left without "NHS Trust" and the like. A name that is
also a word, or a place, stands alone only for the word: it goes where a title, an initial or the
other name shows that it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

GONE = "[left out]"

Strike = Callable[[str], str]


def _several(words: str) -> set[str]:
    return set(words.split("|"))


_SHORTEST = 3  # letters of a name that may go by itself
_SHORTEST_WHOLE = 4  # letters of whole names: a shorter one would strike out parts of others
_TITLES = (
    r"(?:Dr|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Rev|Revd|Sir|Dame|Cllr|Councillor|Canon|Rabbi|Imam)"
)
_JOINS = {"of", "and", "the", "for", "in", "at", "to", "with", "on", "a", "&"}
# What an agency has in common with others of its kind.
_GENERIC = _several(
    "academy|acute|adult|adults|agencies|agency|alliance|ambulance|association|board|borough|"
    "care|carers|center|centre|charity|children|childrens|church|cic|cio|city|college|"
    "community|council|court|department|families|federation|fire|forum|foundation|gp|gps|group|"
    "groups|health|healthcare|hospice|hospital|hospitals|housing|icb|icp|ics|library|limited|"
    "llp|local|london|ltd|mental|mosque|network|nhs|older|organisation|partners|partnership|"
    "patients|pcn|people|pharmacy|plc|police|practice|primary|prison|probation|public|"
    "residents|school|schools|sector|service|services|social|society|surgery|synagogue|team|"
    "teams|temple|trust|trusts|uk|university|users|voluntary|volunteers|young|youth"
)
# Words in a place for a person that tell a post, or nobody.
_POSTS = _several(
    "assistant|chair|chief|clinical|co-ordinator|commissioner|confirmed|consultant|coordinator|"
    "deputy|director|doctor|executive|finance|head|lead|manager|matron|medical|name|none|nurse|"
    "nursing|officer|operations|person|pharmacist|practitioner|recruiting|representative|"
    "secretary|strategy|tba|tbc|tbd|teacher|team|therapist|treasurer|trustee|unknown|vacancy|"
    "various|worker"
)
# Names that are words too, in the beginning of a sentence not to be told apart.
_ALSO_WORDS = _several(
    "abbot|amber|april|archer|art|august|autumn|baker|ball|banks|barber|bell|best|bill|bird|"
    "bishop|black|blue|bond|bowls|bridge|bright|brook|brooks|brown|bush|butler|cannon|"
    "carpenter|carter|case|chance|chase|christian|church|clay|cole|cook|cooper|cross|daisy|"
    "dale|dawn|day|dean|drake|drew|duke|earl|eastern|england|faith|farmer|field|fields|fisher|"
    "flower|ford|forest|fox|france|frank|freeman|frost|gardener|gardner|gold|good|grace|grant|"
    "gray|green|grey|guy|hall|harmony|harp|hart|heather|hill|hills|holly|hope|house|hunt|"
    "hunter|iris|ivy|jack|jade|joy|june|justice|kent|king|knight|lake|lamb|lane|law|lily|"
    "little|long|love|low|major|mark|marsh|mason|max|may|mercy|mile|miles|mill|miller|mills|"
    "moon|moore|moss|new|noble|north|olive|page|palmer|park|parker|patience|peace|penny|piper|"
    "pitt|pool|pope|porter|potter|power|price|prior|prudence|ray|read|reed|rich|rivers|rob|"
    "robin|rock|root|rose|ruby|rush|sage|scott|sharp|shepherd|short|silver|singer|skip|small|"
    "smart|smith|snow|south|spark|spring|star|steel|stone|street|strong|sue|summer|sutton|swan|"
    "taylor|temple|terry|trinity|victor|victory|walker|wall|ward|waters|weaver|webb|wells|west|"
    "white|will|wills|winter|wise|wood|woods|wren|young"
)
# What stands after one of these is a place: "we live near King's Cross".
_NEAR = r"(?:[Ii]n|[Nn]ear|[Aa]round|[Aa]cross|[Tt]hroughout|[Oo]utside)"
_WEB = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.])@[A-Za-z]\w{2,}")
_SPELT_EMAIL = re.compile(
    r"[\w.+'-]+ ?[\[(] ?at ?[\])] ?[\w-]+(?:(?:\.| ?[\[(] ?dot ?[\])] ?)[\w-]+)+"
)
_AGAIN = re.compile(rf"{re.escape(GONE)}(?:[ ,&/-]{{1,3}}{re.escape(GONE)})+")


def strike(
    people: Iterable[str],
    organisations: Iterable[str],
    texts: Iterable[str],
    places: Iterable[str],
    keep: Iterable[str] = (),
) -> Strike:
    """What takes the names out of a text. *texts* are all that will be read: a name that stands in
    one of them in small letters is a word there. *places* and *keep* stay: "Brent", "NHS"."""
    written = "\n".join(texts)
    small = set(re.findall(r"\b[^\W\d_A-Z][^\W\d_]*\b", written))
    place = {word.lower() for name in places for word in re.findall(r"[^\W\d_]+", name)}
    words = small | place | _ALSO_WORDS | _GENERIC
    kept = {k.upper() for k in keep} | {"NHS", "ICS", "ICB", "GP", "MOU", "UK"}
    people = [name for p in dict.fromkeys(people) if (name := _bare(p))]
    agencies = [o.strip() for o in dict.fromkeys(organisations) if o.strip()]
    whole = [n for n in (*people, *agencies) if len(n) >= _SHORTEST_WHOLE and _is_name(n, words)]
    whole += [s for o in agencies for s in _said_short(o, written) if s.upper() not in kept]
    whole.sort(key=len, reverse=True)
    exact = [p for person in people for p in _of_person(person, words)]
    short = [s for o in agencies for s in _short_forms(o, words, place, kept)]
    exact += [s for s in short if not re.search(rf"\b{_NEAR}\s+{s}(?!\w)", written)]
    exact.sort(key=len, reverse=True)
    patterns = [_WEB, _SPELT_EMAIL]
    for alternatives, flags in ((list(map(_spaced, whole)), re.IGNORECASE), (exact, re.NOFLAG)):
        if alternatives:
            joined = "|".join(alternatives)
            patterns.append(re.compile(rf"(?<![\w@-])(?:{joined})(?![\w@]|-\w)", flags))

    def struck(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(GONE, text)
        return _AGAIN.sub(GONE, text)

    return struck


def _bare(name: str) -> str:
    """*name* without titles before it and letters after it."""
    said = " ".join(re.sub(r"[,(].*", "", name, flags=re.DOTALL).split())
    return re.sub(rf"^(?:{_TITLES}\.?\s+)+", "", said, flags=re.IGNORECASE).strip()


def _is_name(said: str, words: set[str]) -> bool:
    """Whether it says who: "Local council" and "Hall" by themselves do not."""
    parts = re.findall(r"[^\W\d_]+", said.lower())
    if len(parts) == 1:
        return parts[0] not in words | _POSTS
    return not set(parts) <= _GENERIC | _POSTS | _JOINS


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in name.split())


def _of_person(name: str, words: set[str]) -> Iterator[str]:
    """Patterns for what a person goes by besides their whole name."""
    parts = [p for p in name.split() if p[:1].isupper()]
    if len(parts) < 2 or _POSTS & {p.lower() for p in parts}:
        return
    first, last = parts[0], parts[-1]
    surname = rf"(?:{re.escape(last)}|{re.escape(last.upper())})"
    title = rf"(?:{_TITLES}\.?\s+)"
    initials = rf"(?:{re.escape(first[0])}(?:\.\s*|\s+))(?:[A-Z](?:\.\s*|\s+)){{0,2}}"
    yield rf"{title}?{initials}{surname}"
    yield rf"(?<={GONE[-1]} ){surname}"
    for one in (*parts[1:], *_halves(last)):
        if len(one) >= _SHORTEST and one.lower() not in words:
            yield rf"(?:{re.escape(one)}|{re.escape(one.upper())})"
        elif one == last:
            yield rf"(?<=Dr |Mr |Ms )(?:{surname})"
            yield rf"(?:Mrs|Miss|Prof|Professor|Cllr|Councillor|Rev|Revd)\.?\s+{surname}"
    if len(first) >= _SHORTEST and first.lower() not in words:
        yield re.escape(first)


def _halves(surname: str) -> list[str]:
    pieces = surname.split("-")
    return [p for p in pieces if len(p) > _SHORTEST] if len(pieces) > 1 else []


def _short_forms(name: str, words: set[str], place: set[str], kept: set[str]) -> Iterator[str]:
    """Patterns for an agency's initials, and for what is left without words that others have."""
    parts = [p for p in re.findall(r"[\w&'’-]+", name) if p.lower() not in _JOINS]
    initials = "".join(p[0] for p in parts if p[0].isupper() or p[0].isdigit())
    if len(initials) >= _SHORTEST and len(parts) >= _SHORTEST and initials not in kept:
        yield re.escape(initials)
    for length in range(len(parts) - 1, 0, -1):
        if parts[length].lower() not in _GENERIC:
            return
        head = [part.lower() for part in parts[:length]]
        if length > 1 and not set(head) <= place and not set(head) <= _GENERIC:
            yield r"\s+".join(map(re.escape, parts[:length]))
        elif length == 1 and len(head[0]) > _SHORTEST and head[0] not in words:
            yield re.escape(parts[0])


def _said_short(name: str, written: str) -> Iterator[str]:
    """What a text calls it in brackets: "Brent Community Trust (BCT)"."""
    said = re.compile(
        rf"{_spaced(name)}\s*\((?:the )?[“\"'‘]?(?P<short>[A-Z][\w&.-]+)[”\"'’]?\)", re.I
    )
    return (m["short"] for m in said.finditer(written) if len(m["short"]) > 1)
