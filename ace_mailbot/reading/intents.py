"""What the new text of a message says, each with the sentence that says it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ace_mailbot.model import Intent
from ace_mailbot.reading import abroad, numbers, pack_again, sentences, taking_part
from ace_mailbot.reading.cues import Cues
from ace_mailbot.reading.offers import DECLINES_OFFER

_PACK = (
    r"(?:application |applicant |ace |bid |full )?"
    r"(?:pack|paperwork|application forms?|form and guidance)"
)
_INTEREST = re.compile(
    r"\bexpress\w* (?:of )?(?:an |our |my |some |formal )?interest\b|\b(?:eoi|e\.o\.i\.?)\b|"
    r"\b(?:(?:would|['’]d|should|am|are|is|be|very|really) (?:both |all )?(?:like|love|keen"
    r"|want\w*|hop\w+|delighted|pleased|wish\w*)|wants?|wish|hope|hoping|plan(?:ning)?"
    r"|intend(?:ing)?|keen) to "
    r"(?:apply|bid|take part|be considered|put (?:in|forward|ourselves|our)|participate"
    r"|join (?:the|this|ace)|submit|be part of|register)\b|"
    r"\binterested in (?:applying|taking part|bidding|submitting|putting|the (?:ace|programme"
    r"|fund\w*|grant|scheme|opportunity)|ace\b|this (?:programme|fund\w*|grant|scheme"
    r"|opportunity)|being (?:part|considered|involved))|"
    r"\b(?:apply(?:ing)?|application|bid(?:ding)?|put(?:ting)? in) (?:for|to) (?:the |this |an? "
    r"|your |some )?(?:ace\b|fund\w*|grants?|programme|support|money|scheme)|"
    r"\b(?:send|e-?mail|forward|share|post|request(?:ing|s)?|(?:ask(?:ing)?|waiting|looking) for"
    r"|(?:would|['’]d) (?:\w+ )?(?:like|love)|await\w*"
    r"|(?:may|can|could|let|please|to|us|me) (?:i |we |us |me )?(?:please |kindly )?(?:have|get|see"
    r"|receive|be sent)|(?:need|want)s? (?:to (?:have|see|get|receive|request)|the|an?|your|another"
    rf"))\b[^.?!]{{0,40}}\b{_PACK}\b|\b{_PACK},? please\W*$|"
    r"\b(?:register\w*|note|declare|submit\w*|lodg\w+|signal\w*)\b.{0,20}\binterest\b"
    r"|\bcount (?:us|me) in\b"
    r"|\bwe(?:['’]re| are (?:definitely|very much|certainly)) in\W*$",
    re.IGNORECASE,
)
_NOT_INTEREST = re.compile(
    r"\b(?:not|n['’]t|no longer|withdraw\w*|thinking (?:of|about)|considering|whether to|if we"
    r"|might|deciding|decide)\b.{0,60}\b(?:apply\w*|interest\w*|submit\w*|bid\w*|take part)|"
    r"\b(?:received|got|receipt of|acknowledg\w+|about|confirm\w* (?:you"
    r"|receipt))\b.{0,30}\b(?:my|our|the) (?:expression of interest|eoi)\b|"
    r"\b(?:sent|submitted|e-?mailed|put in) (?:you )?(?:my|our|the|an) (?:expression of interest"
    r"|eoi).{0,20}\b(?:last|on \w+day|yesterday|ago|already|in (?:june|july|august))|"
    r"\bdid you (?:get|receive|see)\b.{0,20}\b(?:expression of interest|eoi)|"
    r"\b(?:i|we)(?:['’]ll|['’]ve| will| have| can| shall)?(?: now| also| then)? (?:sen[dt]|shared?"
    r"|forward(?:ed)?|e-?mail(?:ed)?|post(?:ed)?|got|received)\b.{0,30}\bpack\b",
    re.IGNORECASE,
)
_WITHDRAW = re.compile(
    r"\bwithdraw(?:ing|n|al)?\b|\b(?:pull(?:ing)?|drop(?:ping)?|step(?:ping)?) (?:out"
    r"|back)\b(?! (?:of )?(?:the )?(?:hospital|home|care|pain))|"
    r"\b(?:no longer|not|n['’]t|unable to|cannot|can['’]t) (?:be )?(?:wish(?:ing)? to "
    r"|want(?:ing)? (?:us |me )?to |able to |going to |like to |intend(?:ing)? to )?"
    r"(?:proceed(?:ing)?"
    r"|continue|continuing|pursue|pursuing|apply(?:ing)?|go(?:ing)? ahead|submit(?:ting)?"
    r"|take (?:this|it) (?:forward|further)|taking part|take part)\b|"
    r"\b(?:not|against) (?:to )?(?:go(?:ing)? ahead|proceed(?:ing)?|continu\w+|apply(?:ing)?"
    r"|pursu\w+|submit(?:ting)?|take (?:this|it) forward)\b|"
    r"\b(?:wo|are)n['’]t (?:be )?(?:going to )?(?:apply(?:ing)?|proceed(?:ing)?|continu\w+"
    r"|go(?:ing)? ahead|tak(?:e|ing) part|pursu\w+)\b|\btake (?:us|me|our \w+) off\b|"
    r"\b(?:disregard|ignore|scrap) (?:my|our) (?:application|eoi|expression of interest|bid)\b|"
    r"\b(?:cancel|remove|retract|take (?:out|down))\b.{0,30}\b(?:application|eoi"
    r"|expression of interest|bid|us from)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:yes\b|yep\b|yeah\b|yup\b|ok(?:ay)?\b(?! but)|sure\b|correct\b|agreed?\b|confirm(?:ed"
    r"|s)?\b|absolutely\b|certainly\b|definitely\b|indeed\b|that(?:['’]s| is) (?:all )?"
    r"(?:right|correct|fine)|all (?:correct|good|right)|of course\b"
    r"|(?:very |more than |only too )?(?:happy|glad|pleased|delighted) to\b|sí\b|si,)|"
    r"\bi (?:can |do |hereby |am happy to |will |fully )*(?:confirm|agree|support|approve|endorse"
    r"|consent)\b|\bi(?: am|['’]m) (?:very )?happy (?:to|with|for)\b.{0,60}\b(?:coach|support"
    r"|confirm|this|lead|that)|"
    r"\b(?:it|this|that) (?:is|looks|all looks) (?:right|correct|fine|good|accurate)\b"
    r"|\bplease (?:go ahead|proceed)\b|\bi will (?:coach|actively|support)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^\W*(?:no(?=\s*(?:[,.;:!–—-]|$|sorry|thanks?|thank|i\b|we\b|it\b|this|that|not\b|they\b))"
    r"|nope\b|sorry,? (?:no\b|but (?:no|i can))|not (?:me|us|ours?|correct|right)\b|incorrect\b"
    r"|declined?\b|i (?:must |have to )?decline\b)|"
    r"\bnot for (?:me|us)\b|\bi (?:do not|don['’]t|did not|didn['’]t|cannot|can['’]t"
    r"|can not|am not able to|am unable to|will not"
    r"|won['’]t|am not willing to|must decline|have to decline)\b.{0,30}\b(?:confirm|agree"
    r"|support|approve|endorse|commit|coach|do (?:this|it)|take (?:this|it|that) on|take on"
    r"|be (?:the )?senior)|"
    r"\bi(?:['’]d| would) (?:rather|prefer) not\b|\b(?:have to|must) say no\b|"
    r"^\W*(?:sorry[,. ]+)?(?:but )?i (?:cannot|can['’]t|can not)\W*$|"
    r"\b(?:that|this|it)(?:['’]s| is| was)? (?:not (?:me|right|correct|ours?)|wrong|incorrect"
    r"|a mistake)\b|\bi have not (?:agreed|been asked)\b",
    re.IGNORECASE,
)
_REPLACES = re.compile(
    r"\b(?:replac(?:es?|ing)|supersed(?:es?|ing))\b.{0,60}\b(?:eoi|expression|application|form"
    r"|email|version|one|previous|earlier|first|last|it|that)\b"
    r"|\binstead of (?:the|my|our) (?:first|earlier|previous|last|other) "
    r"|\b(?:ignore|disregard|delete|bin|scrap)\b.{0,30}\b(?:previous|earlier|first|last|other"
    r"|yesterday|old)"
    r"|\b(?:use|keep|take) the (?:second|new|newer|latest|later) (?:one|email|version)\b"
    r"|^\W*(?:just )?the (?:second|new|newer|latest|later) one\b"
    r"|\b(?:updated|revised|corrected|amended|newer|final) (?:version|copy|eoi|expression|form"
    r"|application)\b|\bnew version\b"
    r"|\bsent (?:it |this |the \w+ )?twice\b|\b(?:re-?send(?:ing)?|resent)\b|\bduplicate\b"
    r"|\b(?:is|it['’]s|are) the same (?:eoi|expression|application|email|project|one|as)\b"
    r"|\b(?:same|only one) (?:project|application|eoi)\b",
    re.IGNORECASE,
)
_SEPARATE = re.compile(
    r"\b(?:(?:second|another|different|separate|additional|new"
    r"|further) (?:and separate )?(?:project|eoi|expression of interest|application|proposal|bid"
    r"|idea))\b|"
    r"\b(?:this|it)(?: is|['’]s) (?:a )?(?:separate|different|another|not the same|new one)\b|"
    r"\b(?:two|(?:both|they) are) (?:separate|different)\b|\b(?:both stand|keep both)\b|"
    r"\bas two (?:\w+ )?(?:applications|projects|bids)\b|"
    r"\bin addition to (?:our|my) (?:first|other|earlier)",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_CHANGE_LEAD = re.compile(
    r"\b(?:chang\w+|replac\w+|new|swap\w*|hand(?:ing|ed)? over|transfer\w*|different|switch\w*"
    r"|update\w*)\b.{0,40}\b(?:project |programme )?lead\b(?!er)|"
    r"\b(?:will|is|am|are)\b.{0,30}\b(?:now (?:be )?(?:the )?(?:project )?lead|taking over"
    r"|take over|step(?:ping)? (?:down|up|in) as)|"
    r"\blead (?:is now|will now be)\b|\bfrom (?:now on|today|tomorrow|next \w+|the \d+\w*|\w+day|"
    rf"{_MONTH})[, ]+(?:the |our )?(?:project )?lead (?:will be|is)\b|"
    r"\b(?:taking|take|takes|took|taken) over (?:as|from|the|this)\b|\bhand(?:ing|ed)? (?:this|it"
    r"|the \w+) (?:over|on) to\b|\b(?:i am|i['’]m) leaving\b.{0,80}",
    re.IGNORECASE,
)
_ADD_CONTACT = re.compile(
    r"\b(?:add|copy|cc|include|keep)\b.{0,60}\b(?:contact|in (?:to|on)|on (?:all|any|every\w*"
    r"|future)|copied|correspondence|as well|too|also|into)\b|"
    r"\b(?:second|additional|another|main|alternative|deputy|extra) contact\b"
    r"|\bplease (?:also )?(?:copy|cc|add|include) (?:in )?[A-Z@\w]+",
    re.IGNORECASE,
)
_ADJUSTMENT = re.compile(
    r"\b(?:reasonable adjustment|adjustments?|large print|larger (?:print|font|text)|braille"
    r"|easy[- ]read|audio|screen[- ]?reader|bsl\b|sign language|interpreter|"
    r"dyslexi\w+|dyspraxi\w+|visual(?:ly)? impair\w*|sight (?:loss|impair\w*)|partially sighted"
    r"|\bblind\b(?! spot)|deaf\b|hearing (?:loss|impair\w*|aid)|disab(?:led|ility)|coloured paper|"
    r"(?:another|different|accessible|alternative) formats?|access needs?|support worker"
    r"|(?:by|over the|on the) (?:tele)?phone instead"
    r"|instead of (?:the form|writing|typing|e-?mailing)"
    r"|find (?:forms?|reading|writing|typing) (?:\w+ )?(?:hard|difficult)"
    r"|more time (?:because|due|as)|extra time"
    r"|(?:have|need|given|allow\w*|get|for|take|like|request) (?:\w+ ){0,3}"
    r"(?:more time|extension)"
    # "Could we have until Monday", "an extra week for the form", "after the deadline"
    r"|(?:have|us|me|wait|it in|form in|it) (?:till|until) (?:the |next )?(?:\d|\w+day|end\b)"
    r"|(?:extra|additional|another|few more|couple more|two more|one more) (?:few )?"
    r"(?:days?|weeks?)(?: or (?:so|two))?\b[^.!]{0,40}"
    r"(?:\?|please|form|application|deadline|budget|finish|complete|submit|send)"
    r"|(?:extend|push back|move) (?:the|our|my|this) (?:deadline|closing date|submission)"
    r"|be (?:a|one|two|a few|a couple of) (?:days?|weeks?|bit|little) late"
    r"|(?:days?|weeks?|bit|while|shortly|just) after the (?:deadline|clos\w+))",
    re.IGNORECASE,
)
_ADJUSTMENT_FOR_ME = re.compile(
    r"\b(?:i|me|my|we|us|our|need\w*|require|please|could|can|would|possible|form|pack|colleague"
    r"|provide|available|send|version|copy)\b",
    re.IGNORECASE,
)
_PLEASANTRY = re.compile(
    r"how are you|hope (?:you|all)|keeping well|\b(?:you|all|everyone)(?: \w+){0,2} ok\?$"
    r"|(?:could|can|would|will) you (?:please |kindly )?(?:send|email|forward|share|post"
    r"|let (?:me|us) have|add|copy|withdraw|remove|cancel|take|confirm (?:receipt|you|that you)"
    r"|acknowledge|pass"
    r"|provide (?:me|us))|"
    r"(?:may|can|could) (?:i|we) (?:please )?(?:have|get|receive|request|apply|register|express"
    r"|withdraw|be sent)\b.{0,60}(?:pack|form|interest|application|guidance)?",
    re.IGNORECASE,
)
_ENDS_ASKING = re.compile(
    r"\?\s*[\"'”’)]*$|^\W*(?:can|could|is|are|do|does|did|will|would|should|may|what|when|where"
    r"|who|whom|which|how|why)\b[^.!]*\?",
    re.IGNORECASE,
)
_WONDERS = re.compile(
    r"\b(?:please (?:can|could|would) you (?:advise|clarify|confirm|tell|explain)"
    r"|(?:please )?(?:could|can|would) you (?:please )?(?:advise|clarify|tell|explain"
    r"|confirm (?:whether|if|when|how|what))|"
    r"(?:i|we) (?:was|were|am|are)? ?(?:wonder\w*|wanted to ask|would like to (?:ask|know)"
    r"|need to know|['’]d like to (?:ask|know)|have (?:a|some|two|2|three|3|several"
    r"|one) (?:quick )?(?:questions?|quer(?:y|ies)))|"
    r"(?:can|could|may) (?:i|we) (?:just |quickly |please )?(?:check|ask) |"
    r"(?:just )?checking (?:whether|if|what|when|how)|(?:trying to|want to|like to) find out"
    r" (?:whether|if|when)|like to check (?:whether|if)|"
    r"would it be possible to (?:know|ask|find out)|"
    r"(?:not sure|unsure|unclear|do not know|don['’]t know) (?:whether|if|how|what|who|which|when"
    r"|where)|"
    r"(?:grateful|appreciate it|helpful|kind) if you (?:could|would|can) (?:please )?(?:tell|advise"
    r"|clarify|confirm|explain|let (?:me|us) know)|"
    r"please (?:advise|clarify|let (?:me|us) know (?:if|whether|what|when|how|who|which)))\b",
    re.IGNORECASE | re.DOTALL,
)
_ANNOUNCES = re.compile(r"\b(?:questions?|quer(?:y|ies))\b[^?]*[.:]$", re.IGNORECASE)
_OFFER = re.compile(
    r"\b(?:if you (?:need|have|require|would like)|anything (?:else|further|more)|any (?:further"
    r"|more|other) (?:information|questions|details))\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\b(?:thanks?|thank you|thankyou|thx|cheers|much appreciated|appreciate|grateful"
    r"|received (?:with thanks|safely)?|gracias|merci|noted|great|lovely|brilliant|perfect"
    r"|wonderful|excellent|fantastic|got it)\b",
    re.IGNORECASE,
)
_RULES: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.WITHDRAW, _WITHDRAW),
    (Intent.REPLACES, _REPLACES),
    (Intent.SEPARATE, _SEPARATE),
    (Intent.CHANGE_LEAD, _CHANGE_LEAD),
    (Intent.ADD_CONTACT, _ADD_CONTACT),
    (Intent.DECLINES_OFFER, DECLINES_OFFER),
)
# What a question may ask about without doing it.
_DEEDS = (Intent.WITHDRAW, Intent.CHANGE_LEAD, Intent.ADD_CONTACT, Intent.DECLINES_OFFER)
_NAMES_SOMEBODY = (Intent.CHANGE_LEAD, Intent.ADD_CONTACT)
_I_TAKE_OVER = re.compile(
    r"\bi(?:['’](?:m|ll|d))?(?: (?:can|do|hereby|also|now|will|would|am|have|be|been|to|happy|glad"
    r"|pleased|willing|going|confirm|agree|agreed|accept|accepted|that|i|i['’]m|i['’]ll))* "
    r"(?:tak(?:e|ing|en) (?:it |this |on )?(?:over|the lead|the role)"
    r"|(?:the |its |your )?(?:new |project )*lead)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:in principle|probably|perhaps|maybe|possibly)\b|\bonly (?:if|from|when|after"
    r"|until|as|for)\b|\b(?:provided|as long as|so long as|subject to"
    r"|on condition|unless|depending|not (?:before|until))\b"
    r"|\bbut (?:only|not|from|after|i (?:can(?:not|['’]t)|could|would|don['’]t|do not"
    r"|need|must|have to))\b"
    r"|\bif (?!you|possible|needed|necessary|required|helpful|that|so\b|it helps)",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"\b(?:if|whether|in case|should) (?:we|i|they)\b", re.IGNORECASE)
_BUT = re.compile(r"\W*(?:but|only|however)\b(?! please)", re.IGNORECASE)
_CUES = Cues(_INTEREST, _ADJUSTMENT, _WONDERS, *(pattern for _, pattern in _RULES))
_MAY_INTEREST, _MAY_ADJUST, _MAY_WONDER, _FIRST_RULE = 1, 2, 4, 3  # the last is a number of bits
_NHS_SENTENCE = "It holds what looks like an NHS number."


def find(
    words: str,
    subject: str,
    everything: str,
    whole: str,
    safeguarding: tuple[str, ...],
    answers_us: bool = False,
) -> Mapping[Intent, str]:
    """The intents in *words* (the sender's own), and what *everything* (files too) holds.

    *whole* is the full text and the files' names: no number is overlooked where nobody reads.
    *answers_us*: whether they stand in a reply to a letter of ours.
    """
    found: dict[Intent, str] = {}
    said = [s for s in sentences.sentences(words) if not sentences.is_greeting(s)]
    if says_interest(subject) and not re.match(r"(?i)\s*re\s*:", subject):
        found[Intent.INTEREST] = subject
    for sentence in said:
        for intent in _of(sentence):
            found.setdefault(intent, sentence)
    if again := pack_again.find(said):
        found[Intent.PACK_AGAIN] = again
    if Intent.QUESTION in found:
        asked = [s for s in said if is_question(s) and not _ANNOUNCES.search(s)]
        found[Intent.QUESTION] = " ".join(asked) or found[Intent.QUESTION]
    _only_asked_about(said, words, found)
    for intent, pattern in _RULES[3:]:
        if intent in found:  # who it is may stand in the next sentence
            found[intent] = " ".join(s for s in said if pattern.search(s))
    _short_answer(said, found)
    if answers_us:
        _takes_over(words, found)
        found |= taking_part.find(said)
    if _is_only_thanks(said, found):
        found[Intent.THANKS] = said[0]
    found = {i: numbers.without_nhs_numbers(s) for i, s in found.items()}
    if numbers.holds_nhs_number(f"{subject}\n{everything}\n{whole}"):
        found[Intent.NHS_NUMBER] = _NHS_SENTENCE
    if word := _safeguarding(f"{subject}\n{everything}", safeguarding):
        found[Intent.SAFEGUARDING] = f"It holds the words “{word}”."
    return found


def _of(sentence: str) -> list[Intent]:
    cued = _CUES.of(sentence)
    found = [
        intent
        for bit, (intent, pattern) in enumerate(_RULES, _FIRST_RULE)
        if cued >> bit & 1 and pattern.search(sentence)
    ]
    if says_interest(sentence):
        found.append(Intent.INTEREST)
    if cued & _MAY_ADJUST and _asks_to_adjust(sentence):
        found.append(Intent.ADJUSTMENT)
    if ("?" in sentence or cued & _MAY_WONDER) and is_question(sentence):
        found.append(Intent.QUESTION)
    return found


def _asks_to_adjust(sentence: str) -> bool:
    return bool(_ADJUSTMENT.search(sentence) and _ADJUSTMENT_FOR_ME.search(sentence))


def holds_interest(text: str) -> bool:
    """Whether any sentence of *text* says that somebody wants to apply."""
    may = abroad.may_say_interest(text) or _CUES.of(text) & _MAY_INTEREST
    return bool(may) and any(map(says_interest, sentences.sentences(text)))


def says_interest(sentence: str) -> bool:
    """Whether it says that somebody wants to apply, or asks for the pack."""
    if _CUES.of(sentence) & _MAY_INTEREST and _INTEREST.search(sentence):
        return not _NOT_INTEREST.search(sentence)
    return abroad.says_interest(sentence)


def is_question(sentence: str) -> bool:
    """Whether it asks us something, beyond politeness and a request for the pack."""
    asks = "?" in sentence and _ENDS_ASKING.search(sentence)
    if not asks and _CUES.of(sentence) & _MAY_WONDER:
        asks = _WONDERS.search(sentence)
    if not asks or _OFFER.search(sentence):
        return False
    # "Why do people fall?" inside a description of the work is rhetoric, but ends like a question:
    # it is passed on all the same, for a human decides.
    polite = (
        _PLEASANTRY.search(sentence) or pack_again.asks(sentence) or abroad.asks_for_pack(sentence)
    )
    return not polite or bool(re.search(r"\b(?:advise|clarify|explain)\b", sentence))


def _only_asked_about(said: list[str], words: str, found: dict[Intent, str]) -> None:
    """ "Can we change the lead later?" changes nothing, unless it names somebody."""
    for intent, pattern in _RULES:
        if intent not in _DEEDS or intent not in found:
            continue
        if intent in _NAMES_SOMEBODY and "@" in words:
            continue
        sure = [s for s in said if pattern.search(s) and not _supposes(s)]
        if sure:
            found[intent] = sure[0]
        else:
            del found[intent]


def _supposes(sentence: str) -> bool:
    return is_question(sentence) or bool(_SUPPOSES.search(sentence))


def _takes_over(words: str, found: dict[Intent, str]) -> None:
    """ "I am taking over as the lead" says yes to our letter when it names nobody else."""
    if Intent.CHANGE_LEAD in found and "@" not in words:
        sentence = found[Intent.CHANGE_LEAD]
        if _I_TAKE_OVER.search(sentence):
            del found[Intent.CHANGE_LEAD]
            if Intent.NO not in found:
                found.setdefault(Intent.YES, sentence)


def _short_answer(said: list[str], found: dict[Intent, str]) -> None:
    """Yes and no count near the beginning, where answers stand; half of each is neither."""
    for sentence, following in zip(said[:4], [*said[1:5], ""], strict=False):
        no, yes = _NO.search(sentence), _YES.search(sentence)
        if yes and (no or _CONDITION.search(sentence) or _BUT.match(following)):
            found.pop(Intent.YES, None)
            return
        if no:
            found.setdefault(Intent.NO, sentence)
        elif yes and not sentence.rstrip().endswith("?"):
            found.setdefault(Intent.YES, sentence)
    if Intent.NO in found and Intent.YES in found:
        first = min((Intent.NO, Intent.YES), key=lambda i: said.index(found[i]))
        found.pop(Intent.YES if first is Intent.NO else Intent.NO)


def _is_only_thanks(said: list[str], found: Mapping[Intent, str]) -> bool:
    if not said or found:
        return False
    words = sum(len(s.split()) for s in said)
    return words <= 40 and any(_THANKS.search(s) for s in said)


def _safeguarding(text: str, words: tuple[str, ...]) -> str:
    lower = text.lower()
    for word in words:
        if word.lower() in lower and re.search(
            rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE
        ):
            return word
    return ""
