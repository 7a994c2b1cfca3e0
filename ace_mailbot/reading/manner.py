"""The manner of automatic replies in English, kind by kind, and that of people who answer us.

Each kind counts once, however often it stands there. A line is an alternative, for text as
`phrases.plain` leaves it; NAMES in capitals stand for what `_NAMED` says. Other languages stand in
phrases.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAMED = {
    "MAIL": r"(?:e-?mails?|messages?|mails?|enquir(?:y|ies)|inquir(?:y|ies)|quer(?:y|ies)|requests?"
    r"|correspondence|communications?|submission|feedback|comments?|letters?|referrals?)",
    "WEEKDAY": r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?|s)?\b)",
    "MONTH": r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)",
    "INBOX": r"(?:mail ?box|inbox|e-?mail (?:address|account)|account|address|e-?mail)",
    "DESK": r"(?:team|service|staff|advis[eo]rs?|agents?|office|officers?|department|desk"
    r"|volunteers?|caseworkers?|colleagues?|clinicians?|engineers?|councillor|reception)",
    "TURN": r"(?:contact|call|e-?mail|speak (?:with|to)|talk to|ring|(?:tele)?phone|text|direct"
    r"|redirect|forward|re-?send|send|address|refer|try|bleep|get in touch|write to|visit|see our"
    r"|use|copy|liaise|ask for|reach|go to|view)",
    "DEAL": r"(?:read|answer(?:ed)?|pick(?:ed)? up|deal(?:t)? with|look(?:ed)? (?:at|into)"
    r"|action(?:ed)?"
    r"|process(?:ed)?|review(?:ed)?|see(?:n)?|respond(?:ed)?(?: to)?|repl(?:y|ied)(?: to)?"
    r"|handled?|follow(?:ed)? up"
    r"|get (?:back )?to|be in touch|come back to|catch up|reach out|contact you|write to you)",
}
_NAMED["WHEN"] = (
    rf"(?:the )?(?:\d|{_NAMED['WEEKDAY']}|{_NAMED['MONTH']}|next|tomorrow|(?<!to )this|spring"
    r"|summer|autumn|winter|early|mid|further|term)"
)
_NAMED["AWAY"] = (
    r"(?:out of (?:the |my |our )?(?:office|town|country)|ooo\b|oof\b|off[- ]?line|off[- ](?:duty"
    r"|grid)"
    r"|away\b(?! (?:days?|game|team|from home))|off (?:work|sick|until|till|on|from|for|today"
    r"|this|duty|ill)\b"
    r"|on (?:my |our |an? )?(?:[\w-]+ ){0,3}(?:leave|holidays?|hols|vacation|sabbatical"
    r"|secondment|break"
    r"|pilgrimage|training|course|study|honeymoon|jury|strike|placement|rotation|nights?|retreat"
    r"|furlough"
    r"|residential|camp|tour|trip|mission|ward round)\b"
    r"|out (?:until|till|on|from|today|this week|all|and about|visiting|at)\b"
    r"|not (?:in|at work|at my desk|working|available|around|online|contactable|reachable)\b"
    r"(?! (?:sure|fact|favour|a position|touch|agreement))"
    r"|absent|un(?:available|well|contactable)\b|travel+ing|abroad|overseas|attending|ill\b|poorly"
    r"|self[- ]isolating|isolating|redeployed|seconded|recovering|furloughed|convalescing"
    r"|in (?:clinics?|surgery|theatre|court|hospital|transit)\b"
    r"|in (?:back[- ]to[- ]back |all[- ]day )?(?:meetings|training|class|lessons)"
    r"|at (?:an? |the )?(?:[\w'-]+ ){0,5}?(?:conference|meeting|event|course|training|jury"
    r"|workshop|funeral|camp|festival"
    r"|retreat|summit|hospital)"
    r"|enjoying (?:some|an?|my)|taking (?:some|an?|my|annual|time (?:off|out|away)|leave)"
    r"|having (?:some|a) (?:time|break|week|day)"
    r"|driving\b|next (?:in|at work|in the office|working|back)\b"
    r"|working (?:in the community|off[- ]?site|remotely|away|elsewhere|on site|nights|reduced"
    r"|part|limited|compressed|flexible|different|shorter|only)"
    r"|back (?:at it|in\b|on\b|at\b|from\b|after|online|w/c|week))"
)
_OPENS = (
    r"(?:^|[.!:] )(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|day|evening)|greetings"
    r"|thank(?:s| you)"
    r"|many thanks|sorry|please note|note|nb|sadly)\b[^.!:;]{0,60}?[,.!:;-]* )?"
)
_NAMED["OPENS"] = _OPENS
_NAMED["NOT_IF"] = r"(?<!because )(?<!while )(?<!when )(?<!that )(?<!if )(?<!as )(?<!what )"
_NAMED["I_AM"] = (
    r"(?:i am|i'm|im|i will be|i'll be|i shall be|we are|we're|we will be|we'll be|and am"
    r"|sender is|user is|recipient is)"
)


def _kind(lines: str) -> re.Pattern[str]:
    whole = re.sub(r"\\\n\s*", "", lines.strip())
    pattern = "|".join(line.strip() for line in whole.splitlines())
    while re.search(r"[A-Z]{4,}", pattern):
        pattern = re.sub(r"[A-Z_]{4,}", lambda name: _NAMED[name[0]], pattern)
    # Most begin at the edge of a word: looked for once, elsewhere none of them is tried.
    alternatives = tuple(_alternatives(pattern))
    bounded = "|".join(a[2:] for a in alternatives if a.startswith(r"\b"))
    others = [a for a in alternatives if not a.startswith(r"\b")]
    return re.compile("|".join((*others, rf"\b(?:{bounded})") if bounded else others))


def _alternatives(pattern: str) -> Iterator[str]:
    """What stands between the strokes of *pattern* that are in no group."""
    depth, start = 0, 0
    for token in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|[()|]", pattern):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if token[0] == "|" and not depth:
            yield pattern[start : token.start()]
            start = token.end()
    yield pattern[start:]


# That a machine wrote it, in so many words.
SELF = _kind(
    r"""
    (?:^|[.!?*:>"(\]]\s*|\bnote(?: that)?:? \
        |\bas )[*_]*(?:please note(?: that)?:? )?(?:this(?: e-?mail| message| reply| response| is\
        | mailbox|\b)|the following|automated|automatic)(?: is| was| has been| note is)?(?: just\
        | only| being| sent)?(?: an?| your)? ?(?:\w+ ){0,2}?(?:auto(?:matic|mated|matically\
        |-?reply|-?response|-?generated|responder)\b|computer[- ]generated|system[- ]generated\
        |machine[- ]generated|generated automatically|vacation (?:message|reply)\
        |out of office (?:message|reply|response)|dumb auto)
    \b(?:please )?do not (?:reply|respond) (?:directly )?to this (?:e-?mail|message|automated\
        |auto|reply|notification)
    \bautomated (?:response|reply|message|acknowledgement) (?:to (?:let|confirm|acknowledge\
        |inform)|from)
    \bthis is an? auto-?\w*
    \bthis (?:e-?mail|message|reply|response) (?:was|has been|is being) (?:sent|generated\
        |created) automatically
    \bis being held until the (?:list )?moderator|\b(?:apologi[sz]e|sorry) for (?:this|the) automat
    \bautomatic(?:ally)? (?:reply|generated) (?:e-?mail|message)
    ^\W*auto(?:matic|mated)?[- ]?(?:reply|response|responder)\b
    \b(?:sent|written|generated) by (?:\w+ ){0,5}(?:robot|bot|auto-?responder|portal\
        |ticketing system)\b
    boxbe|spam ?arrest|\btmda\b|mailblocks|challenge[- ]response
    \b(?:i'm|i am|this is) (?:an? |the )?(?:\w+ )?(?:chat ?bot|bot|virtual (?:assistant|agent)\
        |assistant bot)\b
    \bdo not disturb\b.{0,40}(?:turned on|enabled|is on)|\bfocus mode\b|\bnotifications silenced\b
"""
)

# That whoever writes isn't there now; not what others do, nor what has been.
_ABSENT = _kind(
    r"""
    \b(?=[iwasur])(?:NOT_IF)I_AM (?:(?!not |hoping|happy|able|keen)[\w-]+ ){0,2}AWAY
    OPENS(?:am |is )?(?:currently|now|presently|just)? ?(?:am )?AWAY
    OPENS(?:i'm |i am )?(?:on )?(?:\w+ )?(?:annual|maternity|paternity|sick|parental\
        |compassionate|study|special) leave\b
    \bout of (?:the )?office (?:until|till|from|on|between|today|this|with|for|at|and|due)\b
    \b(?:i have|i've|i had to|has) (?:now |just |already )?(?:gone|started|begun|taken|finished\
        |logged off|left (?:the office|work|for the)|signed off|clocked off)\b.{0,30}\b(?:leave\
        |home|the day|today|the week|work|weekend|holidays?|off|term|year|summer)
    \bi (?:will not|won't|shall not|am not going to) (?:be )?(?:back|in\b|at my desk|around\
        |available|at work|returning|working|here)
    \b(?:will|would|shall|am|are|is|do|does|be) not (?:be )?(?:able to )?(?:\w+ )?(?:answer|read\
        |check|monitor|access|pick|see|look|respond|repl|deal|consult)\w*(?: up| at| to\
        | with)? (?:my |any |your |to |our |work )*(?:e-?mails?|messages?|inbox|mailbox)
    \b(?:not|never|rarely|seldom) (?:be )?(?:check|answer|read|monitor|pick|look|respond|access\
        |deal|see)\w*(?: up| at| to| with)? (?:my |any |our |this )?(?:work )?(?:e-?mails?\
        |messages|inbox)
    \bmy (?:working |office |normal |usual |core |contracted )?(?:work(?:ing)? )?(?:days|hours\
        |pattern|week)(?: in| of work| at work)? (?:are|is|run)\b
    \bi (?:only |normally |usually |currently |generally )?work (?:only |on |part[- ]?time\
        |\w+ days|term|\d|WEEKDAY)
    \bi(?: do not| don't|'m not| am not) (?:normally |usually |generally )?(?:work|in\
        |working) (?:on )?(?:an? )?(?:WEEKDAY|weekends|evenings|non)
    \bi(?: am|'m) (?:currently )?(?:a )?(?:part[- ]?time|job[- ]share)
    \b(?:on|in) a non[- ]working day|\bnon[- ]working (?:days?|hours)(?: for me)?[,.]|\b(?:not\
        |n't) (?:one of )?(?:my|his|her|their) (?:working|usual|normal) days
    \b(?<!when )(?<!when the )(?<!when our )(?<!while the )(?<!if the )(?<!that the )(?:offices?\
        |centre|surgery|practice|schools?|college|university|campus|academy|team|department\
        |service|library|clinic|shop|charity|reception|building|helpline|box office) (?:is|are\
        |will be) (?:now |currently )?(?:closed|shut)\b
    \b(?:we are|we're|we will be) (?:now |currently )?(?:closed|shut)\b
    OPENS(?:now |currently )?closed (?:for|until|till|from|on|today|this|between)\b
    \b(?:we|i)(?: will|'ll| shall)? re-?open\b|\b(?:re-?opens?|open again) (?:on|at|from|WHEN)
    \bon strike\b|\bindustrial action\b.{0,60}\bnot\b
    \bi(?:'ll| will| shall)? (?:be )?(?:online|back|in|available|at my desk|with you\
        |around)(?: again| online| at my desk| at work| in the office)* (?:on |from |again on \
        |again from |again |in |by )?WHEN
    (?:^|[.!] )(?:i )?(?:return|returning|back)(?: in the office| at work| to work)?:? (?:on )?WHEN
    \bleave (?:cover|begins|starts)\b|\b(?:is )?covering (?:my (?:post|role|work|leave|absence)\
        |during)|\b(?:is|are) covering(?:\.|$)
    \b(?:picking up|looking after|dealing with|covering|handling) my (?:work|e-?mails?|inbox\
        |caseload|cases|duties|post|role|patients)
    \bnot have (?:access to )?(?:work )?e-?mails? (?:on my|at home)\b\
        |\bdip(?:ping)? in(?: and out)?\b|\bonly in (?:the office )?on\b|\bphased return\b\
        |\bi(?:'m| am) (?:currently )?on shift[ ,.](?!that|then|on)|\b(?:can't|cannot\
        |can not) (?:answer|read|check|access|reply to|respond to) (?:my |any |your )?e-?mails?\
        |\bunable to (?:take|answer|respond to|reply to|deal with|check|access|read) (?:your \
        |any |my )?(?:e-?mails?|messages?|calls?)|\bbe without (?:e-?mail|my phone|signal|internet)
"""
)
# That whoever is written to isn't there any more, or not at this address.
_GONE = _kind(
    r"""
    ^(?:(?:hi|hello|dear)\b[^.!,]{0,30}[,.!]* )?(?:please note (?:that )?|sadly \
        |unfortunately )?(?:\w+ ){1,3}(?:has |have )?(?:now |since |recently |sadly )?left (?!you\
        |me|it|out|over|side|hand|a |us)
    ^(?:(?:hi|hello|dear)\b[^.!,]{0,30}[,.!]* )?(?:\w+ ){1,3}(?:has|have) (?:now |since \
        |recently |sadly )?(?:moved|changed|retired|joined|gone|transferred\
        |finished)\b(?!.{0,40}\b(?:so|and) i\b)
    \b(?:has|have|i've) (?:now |recently |since )?(?:retired|moved on|moved to (?:a )?(?:new\
        |another|different)|stepped down|passed away)\b
    \b(?:have|has|i've) (?:now |since |recently )?left (?:the|my|our|this|[a-z]+ (?:council\
        |trust))\b
    \b(?:i've|i have) (?:now )?left\b(?! (?:you|a|it|my|out|some|space|room))
    \b(?:you are trying to|you're trying to|you wish to|you want to|you have tried to) (?:reach\
        |contact|e-?mail)
    \bno longer (?:works?|working|employed|with (?:us|the|our|this)|part of|at (?:the|this|our)\
        |here|based|in (?:this|post|use|role)|available|active|monitored|check|looked at|read\
        |attended|have access|able to access|has access|valid|accept|exist|receiv|be |use|manage)
    \btaken (?:early )?retirement\b|\bmy (?:last|final) (?:working )?day (?:was|is|will be)\b\
        |\b(?:her|his|my|their) (?:replacement|successor)\b
    \b(?:changed|changing|new) (?:my |our |its )?e-?mail address(?:es)?\b.{0,80}\b(?:update\
        |records|address book|contacts|forward)
    \bupdate your (?:records|address ?books?|contacts?|contact list|e-?mail)
    \b(?:finished|ended|completed|left) my (?:contract|post|role|placement|internship|time|job\
        |fellowship)\b|\bmy (?:contract|post|role|placement|internship) (?:with|at|in|has|ended\
        |finished|came)\b.{0,60}\b(?:ended|end|finished|close)
    \bsecondment\b.{0,50}\b(?:ended|finished|come to an end)
    \bsad(?:ness|ly)\b.{0,60}\b(?:died|passed away|death)
    \bINBOX (?:has|have) (?:now )?(?:been )?(?:retired|closed|changed|decommissioned|migrated)
"""
)
# That a letter has come in, as only a machine says it ...
_LOGGED = _kind(r"""
    \byour (?:\w+ )?(?:MAIL|ticket|case|call|application form|application|booking|order)(?: (?:to\
        |for|about|regarding|reference)(?: \S+){1,4}?|,? which)?,?(?: \W?[\w-]+\W?)? (?:has|have\
        |was|is being|is now|is|will be) (?:now |been |safely |successfully \
        |automatically )*(?:received|logged|forwarded|allocated|passed|registered|raised|created\
        |assigned|reviewed|delivered|queued|placed|added|sent|recorded|arrived|being|dealt|looked\
        |directed|routed|closed|updated|acknowledged|processed|handled|answered|read|considered\
        |responded|picked up|treated|receiving)\b(?!(?: \w+){0,2} (?:to|with|by) (?:me|us)\b)
    \ba (?:new )?(?:case|ticket|support request|request|job|query|support ticket) (?:has been|was\
        |is) (?:created|opened|logged|raised|generated)
    ^(?:new )?(?:job|call|ticket|case|incident|request|issue|query|enquiry) (?:\S+ )?(?:logged\
        |raised|created|opened|received|registered)\b
    (?:#|=|-|\*){2,} ?(?:please )?(?:type|reply|write|respond|do not|in replies)\b.{0,60}(?:line\
        |ticket)
    \b(?:this|our) (?:e-?mail|message) confirms? (?:that )?(?:we|your|you|receipt|safe)
    \backnowledges? (?:the )?(?:safe )?(?:receipt of )?your MAIL
""")
# ... and as a desk says it, of its post and its ways.
_RECEIVED = _kind(r"""
    \b(?:we(?: have|'ve)?|i(?: have|'ve)?|has) (?:now |safely |successfully )?(?:received|got|had\
        |logged|registered) (?:your|an?|the) (?:recent |kind |new )?MAIL\b(?!.{0,12}\bthank)
    \byour (?:\w+ )?(?:MAIL|call) is (?:important|safely|in (?:our|a|safe))
    \backnowledg(?:e|ing|ement of) (?:the |safe )?(?:receipt of )?your MAIL
    \b(?:confirm|confirming|confirms|confirmation) (?:that )?(?:we (?:have|'ve|got)|receipt of\
        |the safe|safe receipt|\w+(?: \w+)? has) (?:received |got )?your (?:e-?mail|message\
        |enquiry|request)
    \b(?:e-?mail|message)(?: has| have)? (?:arrived|been received) safely\b|\bsafely received\b\
        |\bit's in safe hands
    \bgot your (?:message|e-?mail|note)[!.] (?:one|someone|somebody|a member|we'll be)
    \b(?:someone|somebody|an? \w+(?: \w+)?|one|a member)(?: of| from| in)? (?:our|the\
        |this) (?:\w+ ){0,2}DESK\w* (?:will|aims?|shall|can)\b
    \b(?:DESK|someone|somebody|(?:member|one) of (?:the )?(?:staff|team)) will (?:then )?(?:look\
        |be in|respond|reply|contact|get|read|deal|review|pick|write|call)\b(?! (?:me|us|on)\b)
    \b(?:our|the|this) (?:\w+ ){0,2}DESK (?:aims?|is aiming|endeavours?|(?:is|are) (?:busy\
        |responding|working|currently|experiencing|receiving|staffed|run))
    \bwe(?: will| always|'ll| do)? (?:aim|try|endeavour|strive|do our best) to (?:reply|respond\
        |answer|get back|acknowledge|process|deal|resolve|contact|come back)
    \b(?:due|owing) to (?:the |a |our )?(?:\w+ ){0,3}(?:high|large|current|unprecedented\
        |increased|volumes?|numbers?|demand|pressures?|backlog|amount\
        |staff(?:ing)?)\b.{0,80}(?:e-?mail|respon|repl|answer|delay|longer|enquir|request\
        |individual)
    \bbecause of the (?:\w+ )?(?:volume|number|amount) of
    \bthere (?:will|may|might) (?:therefore )?be (?:a |some )?(?:\w+ )?delays?\b\
        |\bit (?:normally |usually |may|can|could|might) ?(?:therefore \
        |sometimes )?takes? (?:us )?(?:up to|longer|a (?:few|week|little|bit|while)|some|several\
        |\d|about|around)
    \b(?:repl(?:y|ies)|responses?|answers?) (?:can|may|might|will|could) (?:\w+ )?(?:take|be)\b
    \bwe (?:receive|get|are (?:currently )?(?:receiving|experiencing)|process|answer\
        |read) (?:an? )?(?:very |extremely )?(?:large|high|many|hundreds|lots|e-?mails|messages\
        |unusually|exceptional|significant|number)
    \b(?:more|many) (?:e-?mails|messages|enquiries|calls|requests) than (?:usual|normal)\
        |\breceives? (?:a )?(?:very |great |large |high |so )*(?:many|number|volume|amount|lots)\
        |\bindividual (?:answer|reply|response)
    \bthank(?:s| you)(?: (?:so|very) much)? for your (?:application|booking|donation|order\
        |registration|call|purchase|payment)\b|\bthank(?:s| you)(?: (?:so\
        |very) much)? for (?:contacting|getting in touch with|writing to|e-?mailing\
        |reaching out to|messaging|your interest in|your (?:e-?mail|message|enquiry) to|visiting\
        |taking the time to (?:write|contact)) (?!me\b|us about\b)
    \byou(?:'ve| have)? (?:now )?(?:reached|contacted|got through to\
        |come through to)\b(?! (?:agreement|out|me about))
    \b(?:emails?|messages|enquiries|mail|requests|letters|prescriptions|questions) (?:(?:to|sent\
        |received|outside|from)(?: \S+){1,6}? )?(?:are|is|will be|may be|can only be|cannot be\
        |can't be) (?:only )?(?:not )?(?:being )?(?:read|answered|processed|looked at|monitored\
        |checked|forwarded|dealt with|responded to|reviewed|replied to|actioned|picked up\
        |acknowledged|prioritised|staffed)
    \be-?mail (?:is|are) (?:only )?(?:staffed|looked|checked|monitored|read)|\bdeleted unread\b\
        |\bnot read (?:outside|during|over|at)
    \boutside (?:of )?(?:these|our|those) (?:hours|times)|\bif (?:it|this|your \w+) (?:needs\
        |requires) (?:an? )?(?:answer|response|reply|action)|\bif you(?:'re| are) (?:e-?mailing\
        |writing|contacting)|\bif you(?: have|'ve| do)? (?:not|n't) (?:already )?(?:hear[d]?\
        |receiv|done so|had)
    \bour (?:usual |normal |current |present |average )?(?:response|turnaround|reply\
        |waiting) times?\b|\bturnaround (?:time )?is\b
    \byou (?:can|should|will|may) (?:expect (?:an?|to hear|our)|receive an? (?:update|response\
        |reply|answer|e-?mail|acknowledge|call)|hear (?:back )?from (?:us|a|the|our))
    \b(?:is|are) (?:staffed|run|answered|manned|looked after) by (?:a )?(?:\w+ )?(?:volunteers?\
        |part)
    \bi (?:try to |only |just |generally )*(?:check|read|look at|answer) (?:my )?(?:e-?mails?\
        |messages|inbox) (?:just |only )?(?:once|twice|at|on|between|in the|every)
""")
_MAILBOX = _kind(r"""
    \b(?:this|our|these|the(?= \w+ (?:mail|in|sh))) (?:[\w']+ ){0,3}?(?:mail ?box|inbox\
        |e-?mail (?:address|account)|account|shared inbox)(?: is| are| will| won't| isn't| has\
        | cannot| can't| does| should| may| was| closes| closed| expires| receives)\b
    \b[a-z]+'s (?:e-?mail is|e-?mails are|inbox|mailbox)|\bthis is (?:the\
        |an?) (?:\w+ ){0,3}(?:inbox|mailbox)
    \b(?:we|it is|i) (?:check|checked) (?:it|this|these) (?:only |just )?(?:once|twice|daily\
        |every|regularly|at|on)
    \bthis e-?mail (?:is|will be) (?:no longer|not|now|never)\b
    \b(?:monitors?|checks?|reads?|looks? at|staffs?|answers?) this (?:inbox|mailbox|address|account)
    \b(?:as|that) this (?:e-?mail )?(?:address|mailbox|inbox|account)\b
    \b(?:do not|don't|never) use this (?:e-?mail|address|mailbox|inbox|account)
    \bun-?(?:monitored|attended|manned) (?:mailbox|e-?mail|inbox|address)
    \b(?:not|n't|cannot be|can't be|never) (?:be )?(?:answered|monitored)\b
    \be-?mails? (?:\w+ )?(?:are|is) not (?:being )?monitored|\bmail (?:sent )?to this (?:address\
        |account|mailbox)
    \b(?:e-?mail|address|inbox|mailbox) is (?:only )?(?:for|not for|reserved)\b
""")
# What such notes say besides.
_THANKS = _kind(r"""
    \b(?:thank(?:s| you)|many thanks|thankyou)(?: (?:so|very) much)? for (?:your (?:recent \
        |kind )?(?:MAIL|interest|patience|understanding|contact|getting)|contacting\
        |getting in touch|e-?mailing|reaching out|writing to|taking the time|bearing with\
        |messaging|understanding)\b
    \b(?:we(?: have|'ve)?|i(?: have|'ve)?) received (?:your|an?) MAIL
    \bdear (?:sender|all|customer|colleagues?|correspondent|sir or madam|enquirer|resident)\b
""")
_ACCESS = _kind(r"""
    \blimited (?:opportunity|capacity|ability|time|availability|contact)\b|\b(?:limited|no\
        |intermittent|restricted|infrequent|little|without|patchy|poor|occasional|sporadic\
        |rare) (?:or no )?(?:access to|signal|wi-?fi|internet|e-?mail|reception|connection)
    \b(?:not|won't|unable to) (?:be )?(?:able to )?(?:checking|check|answering|answer|monitoring\
        |reading|read|picking up|accessing|access|responding to|looking at|have my) (?:my \
        |any )?(?:e-?mails?|messages|inbox|laptop|phone)
    \bchecking (?:my )?e-?mails? (?:only |in)?(?:frequently|occasionally|once|from time)\
        |\bonly (?:able to )?(?:look at|check|read|see) (?:my )?e-?mails?
    \b(?:not|n't) (?:be |been |being )?(?:monitored|forwarded|passed on|contactable\
        |look at my phone)|\b(?:is|are) (?:being )?forwarded\b
    \bwon't (?:see|get|read|pick up) (?:this|your|any|it)\b|\bnot (?:to )?look at my (?:phone\
        |e-?mail)|\brarely see\b|\bnot have (?:\w+ )?e-?mails? on
""")
_HANDOVER = _kind(
    r"""
    \b(?:in|during) my absence\b|\bin the (?:meantime|interim|mean time)\b|\b(?:while|whilst\
        |when) i(?:'m| am) (?:away|off|out|on)\b|\bduring (?:this|that) (?:time|period)\b\
        |\b(?:should|must|can) (?:contact|e-?mail|call|ring|phone|write to|speak to)\b|\b(?:if\
        |for)\b.{0,60}\b(?:urgent|immediate|emergenc|assistance)
    \burgent(?:ly)?\b|\b(?:can|will) (?:help|assist)\b|\banything (?:pressing|urgent|immediate)\b\
        |\b(?:can(?:'t|not) wait|time[- ]critical|emergenc(?:y|ies)):?
    \bcontact \w+(?: \w+)? (?:for|if|with|instead|in|on|at)\b
    \bplease (?:contact|speak (?:to|with)|email|call|ring|see|try) (?!me\b|us\b|them to|all\
        |you)\w+(?: \w+)?(?: \w+)?(?:[.,!]|$)
    \b(?:please|otherwise|or|instead|matters?|enquiries|queries|then|(?<!i )(?<!we )(?:can\
        |should)|kindly|here|now|earlier|sooner)[,:]? (?:do |can |now )*TURN\b.{0,80}(?:@|\d{3}\
        |instead|urgent|colleague|successor|manager|office|team|website|web ?page|correspondence\
        |duty|registrar|centre|line)
    \b(?:ring|call|phone|text|try|contact|e-?mail|speak to|telephone|use) (?:me|us|my|the|our|him\
        |her|\w+)\b.{0,30}(?:\d{3}|@|instead|office|team|switchboard|centre)
    \b(?:try|contact|ask for|speak to) [a-z]+(?: [a-z]+)? (?:on|at|in|\()|\b(?:anything\
        |everything|all \w+|e-?mails?|enquiries) (?:\w+ ){0,4}(?:should )?(?:goes?|be sent\
        |be directed) to
    \bfind me at\b|\bmy (?:new|other) (?:e-?mail|address)|\bcan (?:now )?be (?:found|reached\
        |contacted) (?:at|on)\b|(?:^|[.!] )use \S+@
    \b(?:being )?looked after by\b|\b(?:is|are) (?:now )?(?:in the hands of|covered by)\
        |\bif (?:it's|it is|this is|your (?:query|email|message|enquiry)|you(?:'re\
        | are) (?:writing|looking|emailing)) (?:\w+ ){0,2}(?:about|for|to do|relates?|regarding\
        |concerns?)
"""
)
_LATER = _kind(r"""
    \b(?:DEAL|help|replying|replies)\b.{0,50}\b(?:on|upon|when|after|once|as soon as|within\
        |shortly|later|inside|normally|during|in due course|w/c|tomorrow)\b.{0,20}\b(?:my|return\
        |back|i can|we can|can|could|possible|working days|hours|days|able|next|w/c|inbox|week\
        |(?:\d\d?(?:st|nd|rd|th)? )?MONTH|WEEKDAY)
    \b(?:will|'ll|shall|can|to) (?:get back|respond|reply|be in touch|come back|write\
        |get to)\b.{0,24}(?:shortly|soon|later|asap|as soon|when i|when we|due course)
    \b(?:will|shall|may|can only|to) be (?:DEAL)\b|\b(?:will|shall|'ll) DEAL (?:it|this|your|them\
        |all|any|to you)\b
    \b(?:slow|slower|delayed?|delays?) (?:to|in|with) (?:my |our |your )?(?:respon|repl|answer\
        |get|a respon|a repl)|\bbear with (?:me|us)\b|\breplies (?:can|will|may)\b|\bpatience\b\
        |\b(?:expect|be) (?:a |some )?delays?\b|\bdelay(?:ed)? (?:in|to|with|our|my|response\
        |reply)|\b(?:not|n't) expect (?:an? )?(?:quick|immediate|instant|speedy|prompt|fast)?
    \bmay be (?:a |some )?(?:slow|delay)|\bslower than (?:usual|normal)
    \ballow (?:extra|more|additional|some) time|\b(?:allow|within|up to|inside|takes?|around|in\
        |take)\b.{0,20}\b(?:\d+|one|two|three|five|seven|ten|a few|a week)(?: ?(?:-\
        |to) ?\d+)? ?(?:working |business |calendar )?(?:days|hours|weeks|week|for us)
    \bdate order\b|\bmay not (?:be able to |always )?(?:answer|reply|respond)|\bpriorit|\b(?:in\
        |a) queue\b|\bposition:? \d
    \b(?:text|ring|call) me if\b|\bin due course\b|\bwe're on it\b|\b(?:as soon as|when) (?:we|i\
        |they) (?:can|am able|are able)\b
""")
_RETURN = _kind(r"""
    \b(?:return(?:ing)?|back|reopen(?:ing)?)(?: to (?:the |my )?(?:office|work\
        |desk))?(?: in the office| at work| at my desk| online| at it)?(?: on| in| at| from\
        | after|,|:)? WHEN
    \b(?:until|till|til|through|from|between|w/c|for the next|w/e|starts?|begins?) WHEN|\d ?(?:-\
        |–|to) ?\d\d? ?MONTH
    \b(?:do not|don't) (?:yet )?know (?:yet )?when\b|\bnext working day\b|\bfurther notice\b\
        |\bw/c\b|\b(?:all day|this week|today|tomorrow|all week|fortnight|alternate|long[- ]term\
        |at present|at the moment|for a year)\b
    \bWEEKDAY|\bnon-working
""")
_DESK = _kind(r"""
    \b(?:ticket|case|reference|incident|request|job|call|enquiry) (?:number|no\.?|id\
        |ref(?:erence)?|#)|\breference (?:is|number)\b|\bpriority:|\bview (?:your )?(?:request\
        |ticket)|\b(?:job|ticket|case|call)(?: logged)?: ?\d
    \bwe(?: will|'ll| shall| can| may) (?:get back|respond|reply|be in touch|contact you\
        |be happy to|only|write)|\b(?:working|business) days\b|\bfrequently asked
    \b(?:opening|office|working|box office)(?: opening)? (?:hours|times)\
        |\b(?:\d\d?(?:[.:]\d\d)? ?(?:am|pm)?|mon(?:day)?) ?(?:-|–|to\
        |until) ?(?:\d\d?(?:[.:]\d\d)? ?(?:am|pm)|fri(?:day)?|5)\b
    \b(?:our|the) (?:web ?site|telephone line|phone lines?|helpline|faqs?|web ?pages?|switchboard\
        |intranet|booking)\b|\bturn off\b|\bnotifications\b
    \bto add (?:additional |further |more )?(?:comments|information)\b|\breply above\b\
        |\bfor your records\b|\bfor (?:appointments|bookings|prescriptions|invoices)\b\
        |\bthe (?:relevant|appropriate|right|correct) (?:department|team|person|service)
""")
_EMERGENCY = _kind(r"""
    \b(?:ring|call|dial|phone|or|nhs|on) (?:999|112|111)\b|\b999\b|\bsamaritans\b\
        |\bin an emergency\b|\bemergency service\b
    \b(?:in|immediate) danger\b|\bin (?:a )?crisis\b|\bon[- ]call\b|\bmedical emergenc\
        |\bout[- ]of[- ]hours\b|\bduty (?:manager|desk|officer|worker|team)
""")
CHALLENGE = _kind(r"""
    \bclick (?:on )?(?:the |this )?(?:link|here|below|button)\b.{0,120}\b(?:deliver|verify\
        |confirm|approve|release|prove)
    \b(?:verify|confirm|prove) (?:that )?(?:you are|your|you're|i am) (?:a |not a )?(?:human\
        |person|real|legitimate|spam|e-?mail address|message|identity|sender)
    \b(?:please )?(?:reply|respond) to this e-?mail without changing|\bsender verification\b
    \b(?:reply to this|respond to this|by replying)\b.{0,100}\b(?:deliver|released?|confirm|held\
        |approved|whitelist)
    \b(?:is being held|has been held|held (?:in|until))\b.{0,100}\b(?:confirm|verif|approv\
        |moderator)
    \b(?:approved senders?\b|list of approved senders)|\badd(?:ed)? (?:you )?to (?:my|his|her\
        |their) (?:approved|allowed|guest|white) ?list
""")
GISTS = (_ABSENT, _GONE, _RECEIVED, _MAILBOX, _LOGGED)
ASIDES = (_THANKS, _ACCESS, _HANDOVER, _LATER, _RETURN, _DESK, _EMERGENCY)
# What only somebody writes who has read our letter: of the programme and what it asks for ...
_MATTER = _kind(r"""
    \b(?:(?<!online )(?<!contact )(?<!web )(?<!enquiry )(?<!referral )form|forms|packs?|attached\
        |attach|attachment|deadline|(?:(?:our|my|the|your) (?:project|bid)|(?:our|my\
        |the) application|(?:our|my|the|your) (?:application form|summary|budget|guidance|panel\
        |proposal|partners?|terms|board))|eoi|expression of interest|panel|interview|(?:to|we\
        |an) (?:apply|extension)|apply for|interested in|take part|memorandum|withdraw|reminder)\b
    \b(?:i|we)(?:'ll| will|'ve| have| shall) (?:send|sent|complete|completed|finish|submit|sign\
        |upload|fill|returned|return (?:it|the|our|this|you))\b
    \b(?:will complete|as (?:the )?(?:project )?lead|remain lead|senior leader|copied|cc'd\
        |footprint|budget|finance contact|workshop|the criteria)\b|£ ?\d|\b[a-f]\d\b
""")
# ... of what was and is over ...
_PAST = _kind(r"""
    \b(?:i|we)(?:'ve| have| had) (?:only )?(?:just )?been\b|\b(?:i|we) (?:was|were) (?:away|off\
        |on|out|in|at)\b
    \bonly (?:just |now )?(?:seen|saw|back|catching|picked)|\bcatching up\b|\bsorry (?:for\
        |about) (?:the|my|not|being)\b
    \b(?:now|just) back\b|\b(?:i'm )?back from (?:my |annual )?(?:holidays?|leave)[.,;]\
        |\byesterday\b|\blast week\b|\b(?:has|have|had) agreed\b|\bit took us\b
""")
# ... what is asked of us, or wished ...
_ASKED = _kind(r"""
    (?<!how )\b(?:could|can|would|will|do|did|have) you\b(?! (?:not|be|know that|need\
        |have an urgent))|\bplease could\b|\b(?:may|could|can|shall|should) (?:i|we)\b(?! (?:not\
        |only))
    \bplease (?:(?:re-?)?send|put|copy|add|change|withdraw|ignore|ask|give|close|do call) (?:me\b\
        |us\b|it|further|everything|today|in|my|this|our)
    \blet (?:me|us) know\b(?! (?:that|if your))|\blet's\b|(?<!if )\b(?:i|we)(?:'d| would) (?:like\
        |love|rather|prefer|also|very|gladly)|\b(?<!because )(?<!as )(?<!if )we (?:want|hope|wish\
        |run|plan|work with|take part|accept|are (?:an?|three|two|keen|interested|happy|thrilled\
        |delighted))\b
    \b(?:i(?: am|'m)|we(?: are|'re)) (?:very |quite |also |so |the )?(?:happy|keen|interested\
        |glad|pleased|delighted|thrilled|afraid|writing|right|sending|answering)\b|\bi (?:think\
        |know|agree|confirm|hope|wonder|read|wrote|received|accept|got an?|could|must|say)\b
    \bwhat (?:do|would|should)\b|\bcount (?:us|me) in\b|\bas (?:i|we) (?:said|discussed|agreed)\b\
        |\bper (?:my|your)\b|\bwould like to (?:be|take|join|know|see|apply|add|help)\
        |\band read it\b|\b(?:but|and|so) (?:i )?(?:can|could|will) (?:join|come|attend|do|make\
        |dial|still)\b|\bhappy to (?:sign|join|lead|meet|talk|be|take)|\bsuits?\b\
        |\binstead of me\b|\b(?:taking|take) over\b|\byes\b|\bignore\b
    \bthough i\b|\b(?:it seems|apparently|i guess|bounced|can only e-?mail|my number is)\b\
        |\b(?:on|about|for|with|of) this[,.](?! (?:please|contact))
    \b(?:we|i)(?:'ll| will| shall) (?:come(?! back)|go|join|bring|start|begin|try|ask|lead|carry\
        |call you|ring you|phone you|tell|sort|do it|take part|confirm|attend)\b|\bwill (?:upload\
        |send (?:photos|the|it|them|over|my|our)|sign|print|do it|finish|complete|bring|join|lead\
        |act as|vote|chair)\b|\bis best\b|\bso (?:she|he)'s\b\
        |(?<!will )(?<!'ll )\bcall you (?:tomorrow|on|later|back|at)
""")
# ... or answered.
_ANSWERED = _kind(r"""
    ^(?:hi[^.!,]{0,12}[.!,] ?)?(?:yes|no(?! longer (?:at|with|works?))|ok|okay|noted|agreed|agree\
        |accept|accepted|sure|brilliant|perfect|great|lovely|understood|acknowledged\
        |receipt acknowledged|received|got it|looks good|will do|fine|delighted\
        |apologies, (?:ward|i)|right,|danke[!,.]|merci beaucoup)\b
    ^(?:many thanks|thanks|thank you)(?: so much| very much)?[,.!] (?!your )|^(?:thanks\
        |thank you) for (?:this|the|letting|sending)\b
""")
MACHINES = (*GISTS, *ASIDES, SELF, CHALLENGE)
PERSONAL = (_MATTER, _PAST, _ASKED, _ANSWERED)
# Questions that a machine asks of whoever reads it.
STOCK_QUESTION = _kind(r"""
    \b(?:did you know|have you (?:tried|checked|seen|looked|thought)|need|do you need|looking for\
        |is (?:it|this|your \w+) urgent|in a hurry|how are we doing|what happens next|not heard\
        |homeless|want to|urgent|got a question|have a question|any questions|lost|worried\
        |trying to|can't find|what next|already)\b[^.?!]{0,60}\?
""")
