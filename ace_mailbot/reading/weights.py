"""What a word or pair weighs for an automatic reply, in hundredths: `make fit` writes it.

Below 0 are those of people. `wording` says what a piece is.
"""

WEIGHTS = {
    54: """
this address|w
""",
    51: """
be back
""",
    48: """
ANSWER|off
""",
    45: """
CASE NUMBER|am away|check|driving|open again
""",
    42: """
. for|DESK .|NUMBER d|d .|this BOX|you have
""",
    39: """
. please|LEAVE .|MAIL to|day off|got it|juli|juli .|will be
""",
    36: """
. if|NUMBER .|URGENT|^ do|if you|please TURN|summer|until
""",
    33: """
. CASE|. MAIL|CASE|DAY .|have RECEIVED|please be|tomorrow .|working
""",
    30: """
. TURN|DESK|HELLO I|MAIL|MAIL which|allow|am out|back|closed|closed for|find I|matters|starts
this MAIL
""",
    27: """
! this|DESK will|I absence|LEAVE and|MAIL will|NUMBER nd|RECEIVED off|absence|acknowledgement
and DAY|away .|back on|expect|later|nd|off for|one of|only|receives|sent to|summer .|th .
thanks for|the summer|this week|to a|today
""",
    24: """
DAY NUMBER|DAY evening|DESK on|MAIL when|MONTH .|WE will|^ today|a DAY|am|and this|before
contacting|evening .|interest in|left the|normal|on a|receiving|returning|to TURN|today is
use ADDRESS|week|which is|will ANSWER|working from|you in|you want|your CASE|your interest
""",
    21: """
. anything|ADDRESS and|MAIL ADDRESS|MAIL at|TURN WE|^ I|^ thank|again|am going|anything|are being
assigned|attention|be delivered|currently|customer|delivered|diwali|for applying|for now|get a
have got|hours .|in a|inconvenience|inconvenience .|is shut|jobs|live|non-working|non-working day
not use|note|of your|offices|on NUMBER|on the|outside|please note|reached|returning DAY|rota|shut
so it|support|take your|than usual|the practice|till|until NUMBER|usual|week and|you will
""",
    18: """
! back|. WE|. to|. you|ANSWER each|BOX|DAY I|DESK if|MATTER ADDRESS|MATTER MATTER|WE .|WE check
^ currently|accept this|am unable|an update|and MAIL|and WE|and am|are looking|arrived|as of|away
back NUMBER|being looked|check this|coordinator|currently on|do not|emailing|few days|fill
following|for anything|for emailing|from NUMBER|from home|has now|help|hr|hub .|intranet|it can
know that|left|look at|looking after|matters to|more .|nd MONTH|not been|not wait|of MAIL
on parental|page .|parental|parental LEAVE|please accept|priority|reached the|read|reads|return
return .|role|see your|switchboard|term|th then|the intranet|this as|to DESK|to MAIL|to reach
upload|use the|works DAY|you know|your MAIL|your full
""",
    15: """
! WE|. back|. during|. nobody|. one|. returning|. should|. thanks|ANSWER as|ANSWER on|BOX on
CASE has|DESK is|HELLO|I MATTER|I am|I successor|MAIL during|MONTH until|NUMBER hours|URGENT .
WE have|^ HELLO|a quick|about a|address|am not|am self|and it|any more|anything URGENT
apologies for|at MAIL|automatic acknowledgement|be a|being|bookings|button|button below|can .
check WE|coming|digital|duty|each|evening|finished|for bookings|general|hear from|hours and
if URGENT|interest|internet|into|is WATCHED|is just|it might|just a|looked|main|might be
mornings only|moved to|moving|mubarak|not look|note to|number .|on I|on weekdays|organisation
organisation .|patient|patient .|peckham|people|please allow|problems|problems with|queue|queue .
read every|resend|retired|robot|s DESK|self|senders|share|slower|slower than|sorry I|spam|status
the button|the following|the main|the order|the wards|to come|to you|today and|touch with|training
two working|update your|use|usual .|wait|wards|week so|weekdays|weekdays .|with WE|with no
within two|work
""",
    12: """
! will|. have|. normal|. rachel|. sorry|. thank|ANSWER will|BOX is|DAY in|I CASE|I if|I missed
I will|I work|MAIL !|MAIL are|MAIL was|MATTER has|NUMBER DAY|NUMBER on|RECEIVED .|SHE would
SOON to|URGENT PHONE|URGENT TURN|WE got|WE opening|^ diolch|^ on|a delay|a lovely|a new|a week
access|address .|advised|all MAIL|am eich|am in|am observing|an URGENT|and only|and working
approved|are NUMBER|are answered|at by|attending|aware|aware that|be advised|be aware|be patient
been forwarded|business|closed to|compassionate|compassionate LEAVE|concerns|covering|d|day|days
days to|died|died on|diolch|diolch am|down with|during|eich|eleri|ellis|end|end of|for a
for contacting|for getting|for your|get to|getting back|getting in|gone|grants|great sadness
has arrived|has left|have now|have reached|have retired|help DESK|home .|in use|is covering|is no
is now|is to|it s|it through|link below|longer|look|looking|lovely|maternity|maternity LEAVE
may not|michael|might|nd .|next|nhs|no longer|normal DESK|now|now left|observing|offline until
on compassionate|on maternity|order|out|parish|person .|picking|picking up|pm and|post|rachel
rachel is|receive|recipient|recipient s|redeployed|redeployed to|retired from|review|review it
s URGENT|sadness|sadness that|sent by|seriously|shared|so there|successor|take all|taking|tan
tan NUMBER|the end|the nhs|the recipient|the room|the week|through .|to know|to take
training course|travelling|try|unable|unable to|unfortunately|unfortunately I|until the|unwell
up I|weekend|weeks|where I|while|will get|will let|will not|will read|within|yes I|you for
your MATTER
""",
    9: """
. best|. from|. somebody|. use|DAY and|DESK DESK|I hours|I may|I pa|MAIL .|MAIL I|MAIL on
MATTER on|MATTER to|NUMBER MONTH|PHONE .|TURN the|TURN to|WATCHED|WE BOX|WE are|^ out|a year
absence .|acknowledgement of|address for|address will|an automatic|and can|and do|and thanks
and will|any MAIL|approval|approval .|are a|back meetings|be looked|bear|bear with|because
best wishes|by the|college|comments|course .|delivered to|due course|estates|ext|ext NUMBER|files
find|following a|for approval|for taking|for work|forwarded to|foundation|foundation s|from this
go to|got|have limited|have passed|have your|hear|helpdesk|home|hours|hub|if it|if your|in back
in due|in the|it will|let you|limited access|longer in|moment|need anything|new address|nobody
not being|not get|now closed|off on|open|opened|pantry|please bear|reach|receipt|reduced
reed ADDRESS|return on|secretary|signal|somebody will|take|taking a|taking the|tel|tel PHONE
that your|the duty|the moment|the number|the subject|this role|time to|to ADDRESS|to back|to look
today .|training .|trust .|until DAY|update|weekend .|will TURN|wishes|you within
""",
    6: """
. a|. this|ADDRESS|ANSWER from|ANSWER when|I shall|LEAVE until|MONTH NUMBER|NUMBER days
NUMBER working|SOON as|TURN PHONE|TURN sam|WE can|^ for|after|am currently|am next|and back
answered|answered in|applying|as SOON|be WATCHED|children|community|currently off|day .|every
forwarded .|has not|have a|in I|in an|it for|member|member of|next in|not to|of MONTH|on .|only .
out of|page|relating|relating to|relevant|relevant DESK|see|sent|so please|the organisation
the relevant|tom|touch by|who will|works
""",
    3: """
DESK of|NUMBER th|am on|and have|at I|at NUMBER|automated|be in|board|can not|council .|in MONTH
in on|in touch|just to|limited|missed|once|sick|surgery|th|touch|you do
""",
    -3: """
DESK so|I have|MAIL and|MAIL is|TURN|TURN you|WE director|WE side|^ from|about the|ambulance
ambulance DESK|automatic|back to|best|course|everything else|for ace|forward to|full|given|is back
jo|like to|link|many|need the|pm .|the ambulance|the council|to WE|to be|well|word|wrong
""",
    -6: """
. gill|. may|. unfortunately|BOX .|DESK until|MAIL in|^ CASE|^ this|afraid|afraid I|am afraid
am to|am writing|are not|better|by TURN|by WE|change|clinic|conference|director|do I|doctor|down
everything|fine by|going|good .|gp practice|have access|high|in clinic|kind|last|lift|many thanks
may I|of DESK|of hours|of the|on DAY|on WE|one .|open the|practice|read it|server|so I|the lift
the programme|the work|this in|this is|tomorrow at|train|trying|trying to|website|when I|will come
will return|with you|work .|working days|write|you on
""",
    -9: """
. elm|. is|. yes|ADDRESS please|DAY|I can|I name|I on|LEAVE but|MAIL as|MAIL thank|MATTER in
MATTER will|MONTH at|RECEIVED your|WE finance|^ happy|^ in|^ noted|^ when|a MATTER|a TURN|ace
ace .|advise|after NUMBER|ahead|allowed|am at|am happy|am off|am using|an interest|and ANSWER
and get|and someone|and would|apologies|as I|ask|at a|at six|away next|away until|be closed
be slow|been RECEIVED|brent and|but WE|centre|chair|changing|date|elm|elm road|else .|far .
finance DESK|for URGENT|for WE|for it|for letting|from DAY|from LEAVE|get one|go ahead|half|happy
happy to|harrow|has a|has changed|here .|hospital|in .|in for|interest .|is away|is not|it from
it with|join the|leader|let I|letting|list|looking at|meetings|money|month .|name .|need a
new MAIL|now ADDRESS|one is|opening|over .|part|please do|please see|quick|quickly|read all|right
road|road surgery|say|send it|senior|senior leader|sessions|shall be|since I|six|slow|slow to
so DAY|so WE|so far|someone|step|sutton|take part|taking over|the NUMBER|the address|the finance
the header|the hospital|the month|there .|till then|time|to coach|to get|to try|under|use I
what WE|when back|will deal|without|yet|you .|you are|you as|you to|your BOX
""",
    -12: """
! the|. opening|. visit|CASE number|DAY but|DAY will|DESK today|HELLO thank|I .|I ANSWER|I program
I set|I so|LEAVE|PHONE|SHE is|TURN I|TURN is|TURN then|WE in|WE run|WE shop|^ it|^ ok|^ thanks
able to|am and|am leaving|an ANSWER|and about|and so|annual LEAVE|any day|anything .|appreciated
appreciated .|arrive|book|changed|closed on|coaching|come|commit|count WE|dev|do anything|do this
do you|done|due to|else|finance|five|floor|for MONTH|gill will|good|green|green ADDRESS|has no
have been|have forwarded|header|header is|hire|hold|holds|how the|in DESK|in brent|in meetings
is NUMBER|is closed|is fine|it by|it on|it took|leads|leaving|let|like .|minutes|much appreciated
need I|no subject|not do|noted|of it|ok|on shift|out and|outlook|outlook for|please put
please take|program|programme|round|run|s BOX|sam green|send you|sending|shift|shop|sign|signed
since|so may|some|somebody|sorry .|sort|supports|swap|thanks .|that I|the delay|the first|the hall
the minutes|the one|the page|the signed|three|to sam|took|touch if|trust|usually|visit|visit WE
ward|week .|words|year|you like|you the|your TURN
""",
    -15: """
. SHE|DAY at|DESK s|DESK tomorrow|HELLO WE|I I|I do|MATTER and|NUMBER and|RECEIVED with|WE were
WE would|^ RECEIVED|^ WE|^ apologies|^ dr|^ not|a MAIL|adeyemi|agreed|all .|annual|approve
are down|be there|below|both|but saw|coach|could not|day and|deaf|delete|delete it|delighted
delighted to|for this|from you|further|get|gill|gp|group|has to|has your|have looked|head|if I
is nearly|it is|it today|library|looks|meetings all|must|named|nearly|needs|number|number is
number of|paul|promised|put|question|rather than|return the|saw this|says|section|small|subject
suits|support this|ten working|test|that WE|that is|the CASE|the DESK|the MAIL|the head|the name
the second|the trustees|then|this .|this and|this come|this one|this work|time .|to find|to go
to support|told that|tonight .|touch SOON|treasurer|trustees|waiting|withdraw|within ten
would rather|writing|you SOON|yusuf
""",
    -18: """
. do|. looking|? I|ANSWER .|ANSWER to|BOX was|FEW|I daughter|I was|SHE will|TURN .|URGENT please
^ back|^ just|a test|and SHE|applicants|are in|at it|automatic ANSWER|been asked|bring|bring the
confirm that|count|daughter|farida|file|file .|for SHE|forward|from I|from tomorrow|go|groundwork
in to|is URGENT|is best|is on|is out|is the|it has|it now|it was|know .|meeting|met|new|not open
now on|on to|owner|please ignore|please tell|reach you|sent from|sorry to|stuck|tell the|th but
thanks !|the community|the list|the meeting|the new|these|this tonight|to bring|together|told|too
too .|twice|two .|update .|want|want to|will do|will look|yesterday
""",
    -21: """
. the|DAY so|MAIL much|MAIL went|SHE|TURN that|WE MAIL|WE MATTER|WE charity|^ if|^ please|^ sam
about|adult|afternoon|again .|as the|back from|brent|but the|can do|close|copy|council on|down so
fine|free|from now|got your|great|in it|instead|is a|it in|lee|like|moved|much|nothing|over|print
regards|second|see below|should be|start|take this|that day|through the|trust on|using|waiting for
were|what|while I|who|who is|with great|yes that|you send
""",
    -24: """
I MAIL|I RECEIVED|I know|I number|MAIL back|SOON .|^ yes|ace-|ace- NUMBER|am back|am sorry|answers
at the|bounced|but I|confirm|council|d NUMBER|first|how|join|let s|mistake|name|next week|not I
old|on it|saw|sorry|thank|thank you|that .|the ANSWER|the BOX|the library|they|they are|this year
today but|tonight|week but|went to|will send|with a|you can
""",
    -27: """
. I|I would|RECEIVED|^ got|asked to|colin|from MONTH|ignore|is PHONE|it thanks|names|need
not ANSWER|still|tell|that s|two|version|went|would be|you with
""",
    -30: """
charity|do TURN|of NUMBER|rather|sam|set|thanks
""",
    -33: """
WE want|and are|asked|for the|here|please use|send|when
""",
    -36: """
I DESK|^ the|all day|and the|to I
""",
    -39: """
ALL|MATTER .|WE|by DAY|could|ten|thanks I|yes
""",
    -42: """
MAIL of|MATTER|then .
""",
    -48: """
on LEAVE
""",
    -51: """
I|the MATTER
""",
    -87: """
?
""",
}
