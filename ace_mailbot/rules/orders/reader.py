"""One line -> Order or NotUnderstood.

Each attempt either matches the line whole, or says no. A line that begins as an order and ends as
something else raises Doubt with what to type instead.
"""

from __future__ import annotations

import difflib
import re
from datetime import UTC, datetime, time, timedelta

from ace_mailbot.config import Config
from ace_mailbot.rules.orders import panel_line, support_line, words
from ace_mailbot.rules.orders.doubt import Doubt
from ace_mailbot.rules.orders.event_line import EventLines
from ace_mailbot.rules.orders.feedback_line import FeedbackLines
from ace_mailbot.rules.orders.footprints import Footprints
from ace_mailbot.rules.orders.nearest import listed, nearest_forms
from ace_mailbot.rules.orders.order import NotUnderstood, Order
from ace_mailbot.rules.orders.reasons import read_reason
from ace_mailbot.rules.orders.times import NotAMoment, read_moment, read_past_day

_KNOWN = (
    *words.APPLICATION_VERBS,
    *("admit", "exclude"),
    *panel_line.VERBS,
    *support_line.VERBS,
    *words.MESSAGE_VERBS,
    "address",
    *("award", "fund", "reject", "refuse", "approve", "hold", "resume", "status"),
)

_LONGEST_DAY = 60  # characters of "Wednesday the 29th of September 2021 at 12 noon" and the like
_LONGEST_LINE = 4000  # characters; an order that long is some other text
# How the day of a payment may begin.
_A_DAY = re.compile(
    r"[ ,(]*(?:(?:on|the|last|this|today|yesterday)\b|\d"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.IGNORECASE,
)
_GROUP = r"all\b|everyone\b|incomplete\b|unconfirmed\b"


class Reader:
    """Reads the lines of one reply: *received_at* is the day from which weekdays count."""

    def __init__(self, config: Config, received_at: datetime) -> None:
        self._programme = config.programme
        self._received_at = received_at
        self._references = words.References(config.programme.key)
        some = self._references.some
        self._patterns = {
            verb: re.compile(rf"(?:{said})(?: ?[:-] ?| )(?P<refs>{some})(?P<rest>.*)", re.I)
            for verb, said in words.APPLICATION_VERBS.items()
        }
        every = "|".join((*words.APPLICATION_VERBS.values(), *words.MESSAGE_VERBS.values()))
        self._reversed = re.compile(
            rf"(?P<refs>{some})(?: ?[:,-] ?| (?:is |to be |has been |has )?)"
            rf"(?P<verb>{every})\b(?P<rest>.*)",
            re.I,
        )
        self._events = EventLines(config.programme.zone, received_at, self._example_day())
        self._support = support_line.SupportLines(self._references)
        self._panel = panel_line.PanelLines(self._references)
        self._footprints = Footprints(config.programme, self._references)
        self.feedback = FeedbackLines(self._references, [c.key for c in config.programme.criteria])
        self._start = re.compile(
            r"(?:^|[,;.&+] *|\b(?:and|then|also|but|plus) +)"
            r"(?P<order>(?:(?:please|also|then|and) +)*"
            rf"(?:(?:{every})(?: ?[:-] ?| )(?:{some}|{_GROUP}|m-[a-z2-7]{{6}})"
            rf"|{some}[ :,-]+(?:{every})\b"
            r"|(?:approve|hold|resume|send all|send nothing)(?= *(?:[.!,;]|$|and\b))))",
            re.I,
        )

    # --- what order_lines asks --------------------------------------------------------------------

    def is_order(self, line: str) -> bool:
        return isinstance(self.read(line), Order)

    def begins_like_an_order(self, line: str) -> bool:
        """Whether *line* begins with a verb and what belongs to it, be it misspelt or negated."""
        line = line[:_LONGEST_LINE]
        bare = words.NEGATION.sub("", words.without_courtesy(words.plain(line))).strip(" .,!")
        if re.match(self._references.one, bare, re.I) and self._reversed.match(bare):
            return True
        if self._references.keyed.match(bare):
            return True
        first, _, rest = bare.partition(" ")
        if not difflib.get_close_matches(first.lower().strip(":-"), _KNOWN, n=1, cutoff=0.75):
            return False
        objects = rf"{self._references.one}|{_GROUP}|[mq]-[a-z2-7]{{6}}"
        return not rest or bool(re.match(objects, rest.lstrip(" :-"), re.I))

    def has_reason(self, line: str) -> bool:
        found = self.read(line)
        return isinstance(found, Order) and bool(found.reason)

    # --- reading ----------------------------------------------------------------------------------

    def read(self, line: str) -> Order | NotUnderstood:
        """*line*, which may be quite something else, as an order if it is one whole."""
        if len(line) > _LONGEST_LINE:
            return NotUnderstood(line, "This line is too long to be an order.", ())
        try:
            found = self._read(line)
        except Doubt as doubt:
            return NotUnderstood(line, doubt.sentence, doubt.nearest)
        return found or self._unknown(line)

    def _read(self, line: str) -> Order | None:
        whole = words.plain(line).rstrip()
        if order := self._words_for_an_applicant(line, whole) or self._events.read(whole, line):
            return order
        self._refuse_several(line)
        if order := self._lone(line, whole):
            return order
        bare = words.without_courtesy(words.without_thanks(whole.rstrip("?")))
        if whole.endswith("?") and not re.match(
            r"(?:please )?(?:can|could|would|will) you", whole, re.I
        ):
            raise Doubt("This reads as a question, so nothing was done.", *self._forms(bare))
        bare = bare.rstrip(" ?")
        typed = line[whole.index(bare) :][: len(bare)] if bare else ""
        return (
            self._lone(line, bare)
            or self._send(line, bare)
            or self._address(line, bare)
            or self._messages(line, bare)
            or self._ruling(line, bare, typed)
            or self._for_the_panel(line, bare, typed)
            or self._applications(line, bare, typed)
            or self._footprints.bare(line, bare)
        )

    def _lone(self, line: str, bare: str) -> Order | None:
        said = re.sub(r",? (?:please|thanks|thank you)$", "", bare.strip(" .,!"), flags=re.I)
        for verb, pattern in words.LONE_VERBS.items():
            if pattern.fullmatch(said):
                return Order(line, verb)
        return None

    def _send(self, line: str, bare: str) -> Order | None:
        found = words.SEND.fullmatch(bare.strip(" .,!"))
        if not found:
            return None
        ids = re.findall(r"q-?([a-z2-7]{6})", found["questions"] or "", re.I)
        argument = "all" if found["all"] else "nothing" if found["nothing"] else ""
        argument = argument or (found["email"] or "").lower()
        return Order(line, "send", tuple(f"Q-{i.upper()}" for i in ids), argument=argument)

    def _words_for_an_applicant(self, line: str, whole: str) -> Order | None:
        if told := self._support.read(whole, line):
            argument, reason = (told.words, "") if told.verb == "owner" else ("", told.words)
            return Order(line, told.verb, told.references, reason=reason, argument=argument)
        found = self.feedback.read(whole, line)
        if key := self.feedback.key_alone(whole):
            form = f"feedback {self._programme.key}-... {key}: ..."
            raise Doubt("It does not say which application these words are for.", form)
        if found and found.empty_reason:
            form = f"feedback {listed(found.references)} {found.key}: ..."
            raise Doubt("Each criterion keeps a reason; write other words for it.", form)
        if not found:
            return None
        return Order(line, "feedback", found.references, reason=found.words, argument=found.key)

    def _address(self, line: str, bare: str) -> Order | None:
        found = re.match(
            rf"{words.ADDRESS}(?: ?[:-] ?| )(?:(?P<refs>{self._references.one})"
            r"|(?P<id>m-?[a-z2-7]{6}))\b(?P<rest>.*)",
            bare,
            re.I,
        )
        if not found:
            return None
        message = re.sub("^M-?", "M-", (found["id"] or "").upper())
        which = self._references.read(found["refs"]) if found["refs"] else (message,)
        emails = re.findall(words.EMAIL, found["rest"])
        others = re.sub(rf"{words.EMAIL}|[^\w@]|\b(?:from|is|now|to|with|by)\b", "", found["rest"])
        if not which or not 1 <= len(emails) <= 2 or others:
            form = f"address {listed(which) or '...'} name@organisation.example"
            raise Doubt("An address needs one application, and the new email address.", form)
        return Order(line, "address", which, argument=" ".join(emails).lower().rstrip("."))

    def _for_the_panel(self, line: str, bare: str, typed: str) -> Order | None:
        found = self._panel.read(bare, typed)
        if not found:
            return None
        if found.verb == "conflict" and not found.reason:
            form = f"conflict {listed(found.references)} for {found.member} because ..."
            raise Doubt("A conflict needs its reason: it goes on record.", form)
        return Order(
            line,
            found.verb,
            found.references,
            reason=found.reason,
            argument=found.member,
            instead_of=found.instead_of,
        )

    def _messages(self, line: str, bare: str) -> Order | None:
        for verb, said in words.MESSAGE_VERBS.items():
            found = re.fullmatch(
                rf"(?:{said}) (?P<ids>m-?[a-z2-7]{{6}}(?:(?:,? and |, ?| & ?| )m-?[a-z2-7]{{6}})*)"
                r"(?P<rest>.*)",
                bare,
                re.I,
            )
            if found:
                ids = re.findall(r"\bm-?([a-z2-7]{6})\b", found["ids"], re.I)
                forms = [f"{verb} M-{i.upper()}" for i in ids]
                reason = read_reason(verb, found["rest"], found["rest"], forms[0])
                return Order(line, verb, tuple(f"M-{i.upper()}" for i in ids), reason=reason)
        return None

    def _ruling(self, line: str, bare: str, typed: str) -> Order | None:
        found = words.RULING.fullmatch(bare)
        if not found:
            return None
        verb = "admit" if found["verb"].lower() == "admit" else "exclude"
        group = found["group"].lower()
        rest = typed[found.start("rest") :]
        reason = read_reason(verb, found["rest"], rest, f"{verb} {group}")
        return Order(line, verb, reason=reason, argument=group)

    def _applications(self, line: str, bare: str, typed: str) -> Order | None:
        bare, typed = self._verb_first(bare, typed)
        if found := re.fullmatch(
            r"(?P<verb>extend(?: the)?(?: deadline)?(?: for)?) (?P<refs>all|everyone|everybody)\b"
            r"(?P<rest>.*)",
            bare,
            re.I,
        ):
            return self._extension(line, (), "all", found["rest"], typed[found.start("rest") :])
        for verb, pattern in self._patterns.items():
            found = pattern.fullmatch(bare)
            if not found:
                continue
            references = self._references.read(found["refs"])
            if not references:
                raise Doubt("No application has the number 0.", *self._forms(bare))
            rest, typed_rest = found["rest"], typed[found.start("rest") :]
            return self._with_references(line, verb, references, rest, typed_rest)
        return None

    def _verb_first(self, bare: str, typed: str) -> tuple[str, str]:
        """`put 5 on reserve` and `ACE-004: decline ...` with their verb in front."""
        if found := re.match(
            rf"(?:put|move|place) (?P<refs>{self._references.some}) "
            r"(?:on|to|in)(?: to)?(?: the)? reserves?(?: list)?",
            bare,
            re.I,
        ):
            front = f"reserve {found['refs']}"
        elif found := self._reversed.match(bare):
            front = f"{found['verb']} {found['refs']}"
            rest = found.start("rest")
            return front + bare[rest:], front + typed[rest:]
        else:
            return bare, typed
        return front + bare[found.end() :], front + typed[found.end() :]

    def _with_references(
        self, line: str, verb: str, references: tuple[str, ...], rest: str, typed: str
    ) -> Order | None:
        if verb == "extend":
            return self._extension(line, references, "", rest, typed)
        if verb == "lead":
            return self._new_lead(line, references, rest, typed)
        if verb == "footprint":
            return self._footprints.moved_to(line, references, rest)
        if verb == "paid" and _A_DAY.match(rest):
            return self._paid(line, references, rest)
        if verb == "accept" and (found := words.IN_PLACE_OF.match(rest)):
            return self._in_place_of(line, references, found, typed)
        form = f"{verb} {listed(references)}"
        return Order(line, verb, references, reason=read_reason(verb, rest, typed, form))

    def _extension(
        self, line: str, references: tuple[str, ...], argument: str, rest: str, typed: str
    ) -> Order:
        which = argument or listed(references)
        start = re.match(
            r"(?:'s)?(?: deadline)?(?: (?:an|one|some|more|extra|extension|time|more time))*"
            r"(?: (?:to|until|till|til|through|up to))? ?",
            rest,
            re.I,
        )
        begin = start.end() if start else 0
        cuts = [len(rest), *(m.start() for m in re.finditer(r"[\s,.;:(-]+(?=\S)|\(", rest))]
        for cut in sorted({c for c in cuts if begin < c <= begin + _LONGEST_DAY}, reverse=True):
            until = self._moment(rest[begin:cut], which)
            if until is not None:
                form = f"extend {which} to {self._written(until)}"
                self._refuse_second_date(rest[cut:], form)
                reason = read_reason("extend", rest[cut:], typed[cut:], form)
                return Order(line, "extend", references, until, reason, argument)
        raise Doubt(
            "An extension needs the day it ends.",
            f"extend {which} to {self._example_day()} because ...",
        )

    def _refuse_second_date(self, rest: str, form: str) -> None:
        """`... because ill, and ACE-009 to Friday` is a second extension, not part of a reason."""
        if re.search(rf"(?:\band|[,;&]) {self._references.one} (?:to|until|till) ", rest, re.I):
            raise Doubt(
                "Each order needs a line of its own, so nothing was done.", f"{form} because ..."
            )

    def _moment(self, said: str, which: str) -> datetime | None:
        programme = self._programme
        closing = programme.closes.astimezone(programme.zone).time()
        try:
            return read_moment(said, self._received_at, programme.zone, closing)
        except NotAMoment as problem:
            form = f"extend {which} to {self._example_day()} because ..."
            raise Doubt(str(problem), form) from None

    def _new_lead(self, line: str, references: tuple[str, ...], rest: str, typed: str) -> Order:
        found = re.fullmatch(
            r"[\s,:-]*(?:(?:is|to|to be|will be|=) )?(?P<name>[^\d@<>]{2,80}?)"
            rf"[\s,:(-]+{words.EMAIL}[).!]*",
            rest,
            re.I,
        )
        if not found or len(references) > 1:
            raise Doubt(
                "A new lead needs one application, a name and an email address.",
                f"lead {references[0]} Name name@organisation.example",
            )
        name = typed[found.start("name") : found.end("name")].strip()
        return Order(line, "lead", references, argument=f"{name} <{found['email'].lower()}>")

    def _in_place_of(
        self, line: str, references: tuple[str, ...], found: re.Match[str], typed: str
    ) -> Order:
        form = f"accept {listed(references)} in place of"
        key = self._footprints.key(found["footprint"], form)
        rest = found.string[found.end() :]
        reason = read_reason("in place of", rest, typed[found.end() :], f"{form} {key}")
        return Order(line, "accept", references, reason=reason, argument=key)

    def _paid(self, line: str, references: tuple[str, ...], rest: str) -> Order:
        said = re.sub(r"^[\s,(]*|[\s).!]+$", "", rest)
        return Order(line, "paid", references, until=self._past(said, listed(references)))

    def _past(self, said: str, which: str) -> datetime:
        """The day that *said* names, which has come or gone by; its noon, in UTC."""
        zone = self._programme.zone
        form = f"paid {which} on {self._received_at:%Y-%m-%d}"
        try:
            day = read_past_day(said, self._received_at.astimezone(zone).date())
        except NotAMoment as problem:
            raise Doubt(str(problem), form) from None
        if day is None:
            raise Doubt("I did not understand the day of the payment.", form)
        return datetime.combine(day, time(12), zone).astimezone(UTC)

    # --- doubts -----------------------------------------------------------------------------------

    def _refuse_several(self, line: str) -> None:
        said = words.plain(line)
        starts = [m.start("order") for m in self._start.finditer(said)]
        if len(starts) < 2:
            return
        pieces = [said[a:b] for a, b in zip(starts, [*starts[1:], len(said)], strict=True)]
        forms = [form for piece in pieces for form in self._form_of(words.trimmed(piece))]
        raise Doubt("Each order needs a line of its own, so nothing was done.", *forms)

    def _form_of(self, piece: str) -> tuple[str, ...]:
        found = self.read(piece)
        if isinstance(found, NotUnderstood):
            return found.nearest[:1]
        which = found.argument if found.argument in ("all", "nothing") else listed(found.references)
        pieces = [found.verb, which]
        if found.until:
            pieces.append(f"to {self._written(found.until)}")
        if found.argument and found.argument != which:
            pieces.append(found.argument)
        if found.reason:
            pieces.append(f"because {found.reason}")
        return (" ".join(p for p in pieces if p),)

    def _unknown(self, line: str) -> NotUnderstood:
        said = words.without_courtesy(words.plain(line))
        if words.NEGATION.search(said[:60]) and self.begins_like_an_order(said):
            sentence = "This says what not to do, so nothing was done."
        elif re.match(r"(?:approve|hold|resume)\b", said, re.I) and self._references.keyed.search(
            said
        ):
            sentence = "This order is for all letters, never for one application."
        else:
            sentence = "I did not understand this line, so nothing was done."
        return NotUnderstood(line, sentence, self._forms(said))

    def _forms(self, said: str) -> tuple[str, ...]:
        return nearest_forms(said, self._references, self._programme, self._example_day())

    def _example_day(self) -> str:
        programme = self._programme
        day = max(
            programme.closes.astimezone(programme.zone),
            self._received_at.astimezone(programme.zone),
        )
        return f"{day + timedelta(days=7):%Y-%m-%d}"

    def _written(self, until: datetime) -> str:
        programme = self._programme
        local = until.astimezone(programme.zone)
        whole_day = local.time() == programme.closes.astimezone(programme.zone).time()
        return f"{local:%Y-%m-%d}" if whole_day else f"{local:%Y-%m-%d %H:%M}"
