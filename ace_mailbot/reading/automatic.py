"""How much a subject, and how much the words, sound like an automatic reply.

Each sign has a weight; `SURE` of them together make one. People write about leave, about automatic
replies and of what they will do when they are back: no one phrase of theirs weighs enough.
"""

from __future__ import annotations

import re

from ace_mailbot.reading import phrases

SURE = 3
_MOST_WORDS, _LONG = 350, 150  # no autoresponder writes more; few write so much
_IN_ENGLISH = "the to and of for is are you your i we in my will be on this it"
_LITTLE_WORDS = frozenset(_IN_ENGLISH.split())
_ORNAMENTS = " *([<>-_!#\"'=|"
_ANSWERED = re.compile(r"\b(?:re|aw|sv|antw|fwd?|wg|tr)\s*:")
_READ_LETTERS = 1500  # of the words: what such a note has to say it says at once
_BEFORE_LABEL = re.compile(r"^(?:[\W_]*(?:(?:re|aw|sv|antw|fw|fwd|wg|tr)\s*:|\[[^\]]{1,40}\]))+")
_LABEL_END = re.compile(
    r"^[\s*)\]!.>-]*(?:$|[:：]|\s[-–—|]\s|[-–—]\s|\(|\s(?:re|fw|fwd|aw|sv|rv|tr)\s*:)"
)
_COLON = re.compile(r"^[\s*)\]!.>-]{0,3}[:：]|^\s(?:re|fw|fwd|aw|sv|rv|tr)\s*:")
_TAG = re.compile(r"[\[(]([^\[\]()]{3,40})[\])]")
_IN_SUBJECT = re.compile(
    r"\bauto(?:matic|mated)?[ -]?(?:reply|response|responder|antwort|svar)\b\s*[:\])]"
    r"|\bout[ -]of[ -](?:the[ -])?office[ -](?:auto[ -]?)?(?:reply|response|notice|message)"
    r"|\bvacation (?:reply|notice|message)"
    r"|^(?:i am|i'm|i will be|we are) (?:currently |now )?(?:away|out of|on (?:\w+ )?leave|on"
    r" holiday)",
)
_SELF = re.compile(
    r"(?:^|[.!?*:>\n\"(\]]\s*|\bnote(?: that)?:? |\bas )[*_]*(?:please note(?: that)?:? )?"
    r"(?:this(?: e-?mail| message| reply| response| is| mailbox|\b)|the following|automated"
    r"|automatic)"
    r"(?: is| was| has been| note is)?(?: just| only| being| sent)?(?: an?| your)? ?"
    r"(?:\w+ ){0,2}?(?:auto(?:matic|mated|matically|-?reply|-?response|-?generated|responder)\b"
    r"|computer[- ]generated|system[- ]generated|machine[- ]generated|generated automatically"
    r"|vacation (?:message|reply)|out of office (?:message|reply|response)|dumb auto)"
    r"|\b(?:please )?do not (?:reply|respond) (?:directly )?to this (?:e-?mail|message"
    r"|automated"
    r"|address|auto)|\bautomated (?:response|reply|message|acknowledgement) "
    r"(?:to (?:let|confirm|acknowledge|inform)|from)|\bthis is an? auto-?\w*"
    r"|\bthis (?:e-?mail|message) (?:was|has been) (?:sent|generated|created) automatically"
    r"|\b(?:this|note that the|our) (?:mailbox|inbox|e-?mail (?:address|account)|address"
    r"|account) (?:is|has|will) "
    r"(?:not|no longer|un|never|now closed|been closed)\b.{0,24}(?:monitor|in use|checked|read"
    r"|attended|active|closed)"
    r"|\bis being held until the (?:list )?moderator|\b(?:apologi[sz]e|sorry) for (?:this|the)"
    r" automat"
    r"|\be-?mails? (?:\w+ )?(?:are|is) not (?:being )?monitored|\bunmonitored (?:mailbox|e-?mail"
    r"|inbox|address)|\bautomatic(?:ally)? (?:reply|generated)"
    r" (?:e-?mail|message)",
)
# One of these stands in all that the patterns match.
_OF_SELF = """
auto|generated|monitored|vacation|out of office|do not re|mailbox|inbox|account|address|held
apolog|sorry
"""
_OF_ABSENCE = """
office|away|leave|holiday|hols|vacation|sabbatical|secondment|break|pilgrimage|training|off|out
not in|not at|not working|absent|unavailable|travel|attending|meeting|clinic|conference|event
course|enjoying|back|ooo|closed|retired|moved on|left|no longer|my working|my normal|i work
i only work|part time|part-time|do not work|don't work|last day|strike|shut|will not be
"""
_OFF = (
    r"(?:out of (?:the |my |our )?(?:office|town|country)|ooo\b|away (?:from|on|until|til|between"
    r"|this|for|at|in)\b|on (?:\w+ ){0,3}(?:leave|holidays?|hols|vacation|sabbatical|secondment"
    r"|break|pilgrimage|training)\b|off (?:work|sick|until|on|from|for)\b|out (?:until|on|from|of"
    r"|today|this week)\b|not (?:in|at|working)\b(?! (?:sure|fact))|absent|unavailable|travel+ing"
    r"|attending|in (?:back to back |all[- ]day )?(?:meetings|training|clinics?)"
    r"|at an? (?:conference|meeting|event|course)|"
    r"enjoying (?:some|a|my)|back (?:in|on|at)\b)"
)
_AWAY = re.compile(
    r"\b(?:i am|i'm|i will be|i'll be|i shall be|we are|we're|we will be|i have been)"
    rf" (?:(?!not |hoping|happy|able|keen)\w+ ){{0,2}}{_OFF}"
    rf"|^(?:hi,? |hello,? |dear \w+,? )?(?:am|currently|now|sorry,? i'm) (?:\w+ )?{_OFF}"
    r"|\bout of (?:the )?office (?:until|till|from|on|between|today|this|with|for|at|and|due)\b"
    r"|\b(?:office|offices|centre|surgery|practice|school|team|department|service)"
    r" (?:is|are|will be) (?:now |currently )?closed\b|\b(?:we are|we're) (?:now |currently"
    r" )?closed\b"
    r"|\bhas (?:now |recently )?(?:retired|moved on)\b|\b(?:have|has) (?:now )?left (?:the"
    r" )?(?:organi[sz]ation|company|trust|council|charity"
    r"|team|post|role|university)|\b(?:i|\w+) no longer works? (?:at|for|with|here|in)\b"
    r"|\b(?:is|am) no longer (?:employed|working|with|part of|at|in this)\b"
    r"|\bmy (?:working|office|normal) (?:days|hours|pattern) (?:are|is)\b|\bi (?:only )?work"
    r" (?:part[- ]time|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?)\b|\bi(?: do not|"
    r" don't) (?:normally |usually )?work (?:on )?(?:mon|tue|wed|thu|fri)|\bi(?: am|'m) part"
    r"[- ]time\b|\bi(?:'ve| have) (?:now )?left\b|\bmy last (?:working )?day (?:was|is)\b|\bam"
    r" (?:away|out of (?:the )?office|on (?:\w+ ){0,2}leave)\b|\bon strike\b|\b(?:office|offices"
    r"|centre|school) (?:is|are|will be) (?:now )?shut\b|\bwill not be (?:answering|reading"
    r"|checking)"
    r" e-?mails?",
)
_ASIDES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:thank(?:s| you)|many thanks|thankyou)(?: (?:so|very) much)? for (?:your (?:recent "
        r"|kind )?"
        r"(?:e-?mails?|messages?|mail|enquiry|inquiry|query|request|correspondence|interest)"
        r"|contacting"
        r"|getting in touch|e-?mailing|reaching out|writing to|taking the time)\b|\b(?:we(?: have"
        r"|'ve)?"
        r"|i(?: have|'ve)?) received (?:your|an?) (?:e-?mail|message|enquiry|inquiry|request)",
        r"\b(?:limited|no|intermittent|restricted|infrequent|little|without) (?:or no )?access to "
        r"(?:my |our )?(?:work )?(?:e-?mails?|messages|internet|phone|inbox)|\b(?:not|won't|unable"
        r" to)"
        r" (?:be )?(?:able to )?(?:checking|check|answering|answer|monitoring|reading|read|picking"
        r" up|accessing"
        r"|access"
        r"|responding to) (?:my |any )?(?:e-?mails?|messages|inbox)|\bchecking (?:my )?e-?mails?"
        r" (?:only |in)?frequently|\bnot be (?:monitored|forwarded)",
        r"\b(?:in|during) my absence\b|\b(?:if|for)\b.{0,60}\b(?:urgent|immediate|emergenc"
        r"|assistance)"
        r"|\burgent:|\bcontact \w+(?: \w+)? (?:for|if|with|instead)\b|\burgent (?:matters?|enquir"
        r"|inquir|quer|requests?)|\bplease (?:contact|call|email|e-mail|speak with"
        r"|speak to|ring|direct|forward|re-?send)\b.{0,80}(?:@|\d{3}|instead|urgent|colleague|in"
        r" the meantime)",
        r"\b(?:respond|reply|replying|replied to|get back|be in touch|answer(?:ed)?|deal with"
        r"|attend|read|come back)"
        r"\b.{0,50}\b(?:on|upon|when|after|once|as soon as|within)\b.{0,20}\b(?:return|back|can"
        r"|possible|working days|hours|days|able)",
        r"\b(?:return(?:ing)?|back|reopen(?:ing)?)(?: to (?:the |my )?(?:office|work|desk))?"
        r"(?: in the office| at work)? (?:on|in|at|from|after) (?:the )?(?:\d|mon|tue|wed|thu|fri"
        r"|sat"
        r"|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next)|\buntil (?:the )?(?:\d|mon|tue"
        r"|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|next|further)",
        r"\b(?:ticket|case|reference|incident|request) (?:number|no\.?|id|ref(?:erence)?|#)"
        r"|\bwe(?: will|'ll) (?:get back|respond|reply|be in"
        r" touch|contact you)|\bworking days\b|\bbusiness days\b|\bfrequently asked|\bopening"
        r" (?:hours|times)",
    )
)
_CHALLENGE = re.compile(
    r"\bclick (?:on )?(?:the |this )?(?:link|here|below|button)\b.{0,120}\b(?:deliver|verify"
    r"|confirm"
    r"|approve|release|prove)|\b(?:verify|confirm|prove) (?:that )?(?:you are|your|you're|i am)"
    r" (?:a |not a )?(?:human|person|real|legitimate|spam|e-?mail address|message|identity|sender)"
    r"|\b(?:please )?(?:reply|respond) to this e-?mail without changing|\bsender verification\b"
    r"|\b(?:reply to this|respond to this|by replying)\b.{0,100}\b(?:deliver|released?|confirm|held"
    r"|approved|whitelist)|\b(?:is being held|has been held|held (?:in|until))\b.{0,100}"
    r"\b(?:confirm|verif|approv|moderator)|\b(?:approved senders?\b|list of approved senders)"
    r"|\badd(?:ed)? (?:you )?to (?:my|his|her|their) (?:approved|allowed|guest|white) ?list",
    re.DOTALL,
)
# Said of a letter by a desk, hardly by a person.
_RECEIVED = re.compile(
    r"\b(?:we(?: have|'ve)?|i(?: have|'ve)?) (?:received|got) (?:your|an?) (?:e-?mail|message"
    r"|enquiry|inquiry|request|query)|\byour (?:e-?mail|message|enquiry|inquiry|request|query"
    r"|ticket"
    r"|case)(?: \W?[\w-]+\W?)? (?:has been|was|is being|is now) (?:safely )?(?:received|logged"
    r"|forwarded|allocated|passed|registered|raised|created|assigned|reviewed)|\ba (?:new )?(?:case"
    r"|ticket|support request) (?:has been|was) (?:created|opened|logged|raised)|\back(?:nowledge"
    r"|nowledging) (?:the )?receipt of your (?:e-?mail|message|enquiry)|\bconfirm (?:that )?(?:we"
    r" have received|receipt of) your (?:e-?mail|message|enquiry)|\b(?:someone|somebody|an? \w+"
    r"|one of)(?: of| from| in)? (?:our|the) (?:\w+ )?(?:team|advisers?|staff)\w* will\b|\bour team"
    r" will (?:be in touch|get back|respond|reply|contact)|\bwe (?:aim|try|endeavour) to (?:reply"
    r"|respond|answer|get back)|\bdue to (?:the |a )?(?:very |unusually |exceptionally )?(?:high"
    r"|large|current|unprecedented|increased) (?:volumes?|numbers?|demand)|\bit may take (?:us )?"
    r"(?:up to|longer)|\byour e-?mail is important to us"
    r"|\bwe (?:receive|get) (?:a )?(?:very )?(?:large|high|many|hundreds|lots)|\b(?:this|our|the)"
    r" (?:inbox|mailbox|e-?mail (?:account|address)) is (?:only )?(?:monitored|checked|staffed"
    r"|manned|read)\b",
)
# What only somebody writes who has read our letter.
_OUR_MATTER = re.compile(
    r"\b(?:form|forms|pack|attached|attach|attachment|deadline|(?:our|my|the) (?:project|bid"
    r"|application|summary|budget)|eoi|expression of interest|panel|interview|formular"
    r"|formulaire"
    r"|formulario|modulo|wniosek|formularz|dossier|projet|proyecto|projeto|progetto|projekt"
    r"|to apply\b|interested in|take part|reminder|(?:i|we)(?:'ll| will|'ve| have) (?:send|sent"
    r"|complete|completed|return|returned|finish|submit|sign|upload|fill)|will complete|анкет"
    r"|заявк|форму|проект)\b",
)
_NUMBER = re.compile(r"\d")
_GATEKEEPER = re.compile(r"boxbe|spam ?arrest|\btmda\b|mailblocks|challenge[- ]response")
_QUESTION = re.compile(r"\w ?[?？؟](?:\s|$)")  # people ask; what such notes ask is no question mark


def of_subject(subject: str) -> int:
    """How much *subject* sounds like an automatic reply's: `SURE` is enough by itself."""
    text = phrases.plain(subject)
    if any(_label_of(tag, phrases.LABELS) == tag for tag in _TAG.findall(text)):
        return SURE
    prefixes = _BEFORE_LABEL.match(text)
    rest = text[prefixes.end() if prefixes else 0 :].lstrip(_ORNAMENTS)
    # "Re: Automatic reply: ..." is also how a person answers one.
    answered = bool(prefixes and _ANSWERED.search(prefixes[0]))
    label = _label_of(rest, phrases.LABELS)
    if label and _COLON.match(rest[len(label) :]):
        return SURE - 1 if answered else SURE
    if label or _IN_SUBJECT.search(rest) or _label_of(rest, phrases.FAINT_LABELS):
        return 1 if answered else SURE - 1
    return int(not answered and _holds(text, phrases.WEAK_SUBJECTS))


def is_receipt(subject: str, words: str) -> bool:
    """Whether it only says that a letter was read, or deleted unread."""
    rest = phrases.plain(subject).lstrip(_ORNAMENTS)
    if len(words) > 1200 or not _label_of(rest, phrases.RECEIPT_LABELS):
        return False
    return phrases.plain(words).startswith(phrases.of(phrases.READ))


def _label_of(text: str, block: str) -> str:
    """The label that *text* is or begins with, a colon or dash behind it; "" for none."""
    return next(
        (
            label
            for label in phrases.of(block)
            if text.startswith(label) and _LABEL_END.match(text[len(label) :])
        ),
        "",
    )


def of_words(words: str) -> int:
    """The weight of new *words* without what they quote."""
    text = phrases.plain(words[:_READ_LETTERS])
    count = len(words.split())
    if not text or count > _MOST_WORDS:
        return 0
    blocks = () if _is_english(text) else (phrases.ASIDES, phrases.URGENT, phrases.NOT_PASSED_ON)
    itself = bool(_holds(text, _OF_SELF) and _SELF.search(text)) or (
        bool(blocks) and _holds(text, phrases.SELF)
    )
    away = bool(_holds(text, _OF_ABSENCE) and _AWAY.search(text)) or (
        bool(blocks) and _holds(text, phrases.AWAY)
    )
    gist = away or bool(_RECEIVED.search(text))
    asides = sum(aside.search(text) is not None for aside in _ASIDES)
    asides += sum(_holds(text, block) for block in blocks)
    # In any language, who is away says until when.
    asides += bool(blocks) and away and bool(_NUMBER.search(text))
    weight = 2 * gist + min(asides, 2 if gist or itself else 1)
    weight += 2 * bool(_CHALLENGE.search(text)) - (count > _LONG)
    weight -= 2 * (bool(_QUESTION.search(text)) or bool(_OUR_MATTER.search(text)))
    return SURE * (itself or bool(_GATEKEEPER.search(text))) + max(0, weight)


def _is_english(text: str) -> bool:
    words = text.split()
    return sum(word in _LITTLE_WORDS for word in words) > len(words) * 0.12


def _holds(text: str, block: str) -> bool:
    return any(phrase in text for phrase in phrases.of(block))
