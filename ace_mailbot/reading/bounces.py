"""Delivery reports: that a message is one, and whether the letter failed, waits or arrived.

RFC 3464 and RFC 5965 first, then what mail systems write in plain words, old Exchange included.
Whom they name is in failures.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ace_mailbot.model import Delivery
from ace_mailbot.reading import failures, phrases, quoting
from ace_mailbot.reading.mime import Body

Headers = Mapping[str, tuple[str, ...]]

_SURE = 4
_EXPLANATION = 4000  # letters of the text that are looked at
_MACHINE = re.compile(
    r"^(?:mailer-?_?daemon|mail-?daemon|postmaster|postmast|mdaemon|microsoftexchange[0-9a-f]+|"
    r"mail(?:er)?\.?delivery|mail-?delivery-?\w*|exchange|bounces?|mailadmin|mail-?router|smtp"
    r"|quarantine|anti-?(?:spam|virus)|spam-?(?:filter|quarantine|gateway)"
    r"|mail-?(?:scan|guard|gate|relay)"
    r"|mmdf|double-?bounce|uucp|mailsystem|maildelivery|delivery|mail-?noreply|imss|daemon)\b",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"^mail(?:er)?-?_?daemon\b", re.IGNORECASE)
_MACHINE_NAME = re.compile(
    r"mail(?:er)?[ -]?deli?very|delivery (?:sub)?system|mailer[ -]?daemon|postmaster"
    r"|(?:system|mail|e-?mail) administrator|microsoft outlook$|microsoft exchange|mail ?daemon|"
    r"internet mail (?:delivery|service)|mail system|message (?:router|delivery)|mail gateway"
    r"|(?:anti-?spam|spam|anti-?virus|content) (?:gateway|filter|firewall|quarantine)"
    r"|(?:e-?mail|message) security\b"
    r"|systemadministrator|administrateur syst|administrador del sistema|amministratore di sistema"
    r"|systeembeheerder|systemansvarig|системный администратор|administrador do sistema",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(r"^(?:no-?_?reply|do-?_?not-?_?reply)\b", re.IGNORECASE)
_PASSED_ON = re.compile(r"^\W*(?:re|fwd?|aw|wg|sv|vs|tr|rv|antw|enc|i)\s*:", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|un-?deliverable|delivery (?:status )?(?:notification|report)|"
    r"(?:mail|message|e-?mail)?\s*deliver[yi]\w* (?:has )?(?:failed|failure|problem|error|delayed"
    r"|notification|attempt|report|warning|status|incomplete|unsuccessful)|"
    r"returned? (?:mail|e-?mail|message|to sender)|(?:mail|message|e-?mail) (?:has been "
    r"|was )?(?:returned|rejected|not delivered|blocked)|(?:mail|message) you sent (?:was"
    r" )?blocked|"
    r"failure (?:notice|delivery|notification)|fail(?:ed|ure) (?:mail|delivery|in delivery"
    r"|of delivery|to deliver)|failed mail|delayed:|delivery delayed|"
    r"(?:mail|message|e-?mail) (?:could|can) ?not be delivered|non[- ]?(?:remis|recapitat"
    r"|entregad|deliver)|(?:could|can) ?not (?:be )?deliver|unable to deliver|"
    r"mail (?:system )?(?:error|failure|delivery)|nondeliverable|not delivered"
    r"|user unknown|unknown user|address not found|recipient (?:not found|rejected|unknown)|"
    r"bounce|message status - undeliverable|warning: (?:could not send|message|e-?mail)|"
    r"mail transaction failed|address(?:ee)? (?:unknown|no longer)|delayed mail|rejected mail"
    r"|returned to sender|invalid (?:recipient|address)|quota (?:exceeded|warning)|mailbox full"
    r"|\bndr\b"
    r"|nicht zugestellt|zustellung|fehlgeschlagen|error sending|successful mail delivery"
    r"|relay(?:ed)? (?:mail|message)|^\W*blocked:|^\W*rejected:",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:could|can|was|were|has|have|had|did|is|been)\s*(?:not|n['’]t|un)\s*(?:be|been|reach"
    r"|able to be)?\s*(?:able to )?(?:be )?(?:deliver|reach|sent|forward)|"
    r"unable to (?:deliver|forward|relay|reach)|undeliver(?:ed|able)|delivery (?:to the following"
    r"|failed|has failed|attempt|error|status|failure|of (?:the|this|your))|fail(?:ed|ure) to"
    r" deliver|"
    r"failed to connect|server is not responding|permanent (?:fatal )?error|permanent failure"
    r"|fatal error|following (?:address|recipient"
    r"|user)|delivery (?:problem|temporarily)|failed to (?:reach|be delivered)|"
    r"(?:user|recipient|address|mailbox|account|host|domain)\b.{0,40}\b(?:unknown|not found"
    r"|unavailable|does ?n[o']t exist|couldn['’]t be found|"
    r"not exist|inactive|disabled|not listed|rejected|suspended|over quota|is full|no longer)|"
    r"(?:unknown|invalid|no such|bad|unrouteable|nonexistent) (?:user|recipient|address|mailbox"
    r"|local|host|domain)|"
    r"\b5\d\d[ -]\d\.\d\.\d|\b5\.\d\.\d{1,2}\b|\b55[0-4][ :-]|over (?:its|their) (?:disk )?quota"
    r"|quota exceeded|returned (?:mail|message|to)|full mailbox|has been postponed|"
    r"mail box space|message (?:delayed|bounced|expired)|your mail (?:cannot|could not)"
    r"|no longer (?:active|valid|in use|accepting)|was (?:automatically )?(?:rejected|blocked)|"
    r"(?:not|n['’]t) (?:been |be )?(?:passed on|accepted|released|relayed|allowed)|(?:was|been"
    r"|is|be)"
    r" (?:stopped|blocked|returned|refused|quarantined|bounced|discarded|held in)"
    r"|exceed(?:s|ed) .{0,30}(?:size|limit|maximum)|there is no (?:mailbox|user|account|such)"
    r"|virus|"
    r"could not (?:be )?(?:deliver|send)|will be retried|still (?:trying|undelivered)",
    re.IGNORECASE | re.DOTALL,
)
# Words that only mail systems use of a letter.
_SYSTEM_WORDS = re.compile(
    r"this is the (?:qmail|mail (?:delivery )?(?:system|agent)|mail system at)"
    r"|created automatically by (?:the )?(?:mail|smtp)|automatically[- ]generated (?:delivery"
    r"|message"
    r"|non)|mail delivery (?:system|subsystem|software)|delivery to the following|reporting-mta"
    r"|did not reach (?:some or all|the following|one or more)|the following (?:recipients?\b.{0,4}"
    r"|address(?:es)?|users?) .{0,30}(?:cannot|could not|failed|were|was|are|had|have)"
    r"|(?:remote|mail|smtp) (?:host|server) (?:\S+ )?(?:said|returned|replied|responded)"
    r"|host [\w.-]+\s*(?:\[[\d.]+\] ?)?said|\b5\d\d[- ]5\.\d{1,3}\.\d{1,3}|#\s?<?#?5\.\d\.\d|smtp"
    r" error"
    r"|permanent (?:fatal )?errors?|transcript of (?:the )?session|diagnostic[- ](?:code"
    r"|information)"
    r"|<\S{1,100}@\S{1,100}>:? .{0,40}(?:unknown|not found|rejected|refused|full|disabled)"
    r"|rejected recipient|trouble delivering|status[- ]code: ?\d|your message (?:wasn['’]t"
    r"|couldn['’]t be) delivered|rcpt to:"
    r"|^final-recipient:|could not be delivered to (?:one or more|the following|:)",
    re.IGNORECASE | re.MULTILINE,
)
_WAITS = re.compile(
    r"(?:still|will|is|being|has been|have been|was|were|message|mail|delivery)[ -](?:be )?"
    r"(?:being )?(?:retried|delayed|postponed|deferred)|\bdelayed:|delayed (?:mail|\d)|delivery"
    r" delay"
    r"|warning only|continue (?:to try|trying|delivery)|keep trying|(?:do(?: ?n[o']t)?|need not"
    r"|not) (?:need to )?resend|no action is required|not yet been|n[o'’]t been delivered yet"
    r"|still (?:trying|undelivered)|temporar(?:y|ily) (?:failure|problem|deferred|unable)|will"
    r" retry"
    r"|\(delay(?:ed)?\)|could not send message for past|attempts will continue"
    r"|verzogert|verzogerung|retarde|en retard|retraso|retrasad|atrasad|atraso|ritardo|ritardat"
    r"|vertraag|opoznion|intarzi|задерж|отложен|försenad|forsenad|forsinket|延遲|延迟|遅延",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    r"\bsuccess(?:ful|fully)? (?:mail )?(?:delivery|delivered|relayed)|(?:was|were|been)"
    r" successfully"
    r" (?:delivered|relayed)|delivery status notification \((?:success|relay)\)",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    r"giv(?:en|ing) (?:it )?up|gave up|permanent(?:ly)? (?:error|fail|fatal)|has failed\b|have"
    r" failed\b|returned to sender"
    r"|fatal"
    r"|too long in (?:the )?queue|retry time(?:out)? exceeded|message expired|(?:has"
    r"|have) (?:now )?expired|cannot be delivered"
    r"|(?:delivery|status).{0,20}\(failure\)|no further",
    re.IGNORECASE,
)


# How the subject of a report begins, where no other words precede.
_CANONICAL = re.compile(
    r"^\W*(?:undeliverable(?: mail| message)?\b|undelivered mail|returned mail|failure notice"
    r"|delivery status notification|mail delivery (?:failed|failure|problem|error|status|warning)"
    r"|delivery (?:failure|notification|has failed|report|delayed)|mail (?:message )?could not be"
    r" delivered|message (?:delivery failure|could not be delivered|not delivered)|mail system"
    r" error"
    r"|non[- ]?delivery|unzustellbar|delayed mail|nondeliverable mail)",
    re.IGNORECASE,
)
_NOT_DELIVERED_TO = re.compile(
    r"^\W*(?:your|the) (?:e-?mail|message|mail) (?:message )?(?:\S+ ){0,3}(?:could|can|was|has)"
    r" ?(?:not|n['’]t)(?: be| been)? delivered to:?\s+\W{0,5}\S{1,100}@\S+",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_TO = re.compile(
    r"\byour (?:e-?mail|message|mail) to:? \W?\S{1,100}@\S{1,100}\s+(?:could|can|was|has|is|has"
    r" been|is being)"
    r" ?(?:not|n['’]t)? ?(?:been |be )?(?:delivered|blocked|rejected|bounced|returned|refused)",
    re.IGNORECASE,
)
# What a person says who writes of a report, or asks about one.
_TOLD = re.compile(
    r"\b(?:my|our) (?:last |first |previous )?(?:e-?mails?|messages?|letters?|mails?)\b|\w\?(?:\s"
    r"|$)"
    r"|\bi (?:got|have|had|sent|tried|keep)\b|\bwe (?:got|sent|tried|keep|have not)\b"
    r"|\bto us\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Report:
    """What became of the letter, and why we take the message for a report of it."""

    delivery: Delivery
    signs: tuple[str, ...]


def report(headers: Headers, body: Body, subject: str, sender: str, name: str) -> Report | None:
    """The delivery report that a message is; None when it is none."""
    kind = headers.get("content-type", ("",))[0].lower()
    if "feedback-report" in kind or "message/feedback-report" in body.types:
        return Report(Delivery.COMPLAINT, ("It is a feedback report: somebody marked our letter.",))
    found = _structure(headers, body, kind) or _in_words(headers, body, subject, sender, name)
    return Report(_delivery(body, subject), found) if found else None


def _structure(headers: Headers, body: Body, kind: str) -> tuple[str, ...]:
    """Signs that only a mail system's report carries."""
    found: list[str] = []
    if "multipart/report" in kind and "delivery-status" in kind:
        found.append("It is a delivery report (RFC 3464).")
    elif body.reports:
        found.append("It holds a delivery report.")
    if headers.get("x-failed-recipients"):
        found.append("It has the header X-Failed-Recipients.")
    if headers.get("x-ms-exchange-message-is-ndr"):
        found.append("Exchange marked it as a report.")
    submitted = " ".join(headers.get("auto-submitted", ())).lower()
    if re.search(r"\((?:rejected|failure|warning|delayed)", submitted):
        found.append("Its Auto-Submitted header says that a letter was not delivered.")
    return tuple(found)


def _in_words(
    headers: Headers, body: Body, subject: str, sender: str, name: str
) -> tuple[str, ...]:
    """Signs in its sender, subject and text, weighed together: alone each proves nothing."""
    system = _is_machine(headers, sender, name)
    null_path = any(value.strip() in ("<>", "") for value in headers.get("return-path", ()))
    weights = {
        # A postmaster may be a person; no mailer daemon is.
        "It comes from a mail system.": (3 + bool(_DAEMON.match(sender))) * system,
        "Its return path is empty.": int(null_path and not system),
        "Its sender takes no replies.": int(not system and bool(_NO_REPLY.match(sender))),
        "Its subject is that of a delivery report.": _of_subject(subject, system),
    }
    if not any(weights.values()) and "delivered to" not in body.text[:_EXPLANATION]:
        return ()  # the words alone never reach far enough
    weights["Its text says that mail was not delivered."] = _of_text(body)
    # A person may tell of a report.
    told = 2 * (not system and bool(_TOLD.search(body.text[:_EXPLANATION])))
    enough = sum(weights.values()) - told >= _SURE
    return tuple(sign for sign, weight in weights.items() if weight) if enough else ()


def _of_subject(subject: str, system: bool) -> int:
    if _PASSED_ON.match(subject) and not system:
        return 0
    if _CANONICAL.match(subject):
        return 3
    waits = system and _WAITS.search(phrases.plain(subject))
    return 2 * (bool(waits or _SUBJECT.search(subject)) or _holds(subject, phrases.UNDELIVERED))


def _of_text(body: Body) -> int:
    text = body.text[:_EXPLANATION]
    if _NOT_DELIVERED_TO.search(text):
        return 1 + _SURE * (not quoting.boundaries(body.text.split("\n")))
    if _MAIL_TO.search(text):
        return 3
    if _SYSTEM_WORDS.search(text) or _holds(text, phrases.NOT_DELIVERED):
        return 2
    return int(bool(_BODY.search(text)) or bool(body.returned and not text.strip()))


def _holds(text: str, block: str) -> bool:
    plain = phrases.plain(text)
    return any(phrase in plain for phrase in phrases.of(block))


def _is_machine(headers: Headers, sender: str, name: str) -> bool:
    value = headers.get("from", ("",))[0].lstrip(" <\"'")
    return bool(
        _MACHINE.match(sender)
        or _MACHINE_NAME.search(name)
        or _MACHINE.match(value)
        or (not sender and (value == ">" or _MACHINE_NAME.search(value)))
    )


def _delivery(body: Body, subject: str) -> Delivery:
    actions = {a.lower() for report in body.reports for a in failures.ACTION.findall(report)}
    if not actions and _ARRIVED.search(f"{subject}\n{body.text[:1500]}"):
        return Delivery.DELIVERED
    if "failed" in actions:
        return Delivery.FAILED
    if "delayed" in actions:
        return Delivery.DELAYED
    if actions & {"delivered", "relayed", "expanded"}:
        return Delivery.DELIVERED
    said = phrases.plain(body.text[:1500])
    if _WAITS.search(phrases.plain(subject)) or (_WAITS.search(said) and not _GAVE_UP.search(said)):
        return Delivery.DELAYED
    return Delivery.FAILED
