"""Words that names have in common with everything else."""

from __future__ import annotations


def several(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


JOINS = frozenset({"of", "and", "the", "for", "in", "at", "to", "with", "on", "a", "&"})
# What an agency has in common with others of its kind.
GENERIC = several(
    "academy|acute|adult|adults|agencies|agency|alliance|ambulance|association|board|borough|"
    "care|carers|center|centre|charity|children|childrens|church|cic|cio|city|club|clubs|college|"
    "community|council|court|department|families|federation|fire|forum|foundation|ft|gp|gps|group|"
    "groups|health|healthcare|hospice|hospital|hospitals|housing|hub|hubs|icb|icp|ics|library|limited|"
    "llp|local|london|ltd|mental|mosque|network|nhs|older|organisation|partners|partnership|"
    "patients|pcn|people|pharmacy|plc|police|practice|primary|prison|probation|public|"
    "residents|school|schools|sector|service|services|social|society|surgery|synagogue|team|"
    "teams|temple|trust|trusts|uk|university|users|voluntary|volunteers|young|youth"
)
# Words in a place for a person that tell a post, or nobody.
POSTS = several(
    "assistant|chair|chief|clinical|co-ordinator|commissioner|confirmed|consultant|coordinator|"
    "deputy|director|doctor|executive|finance|head|lead|manager|matron|medical|name|none|nurse|"
    "nursing|officer|operations|person|pharmacist|practitioner|recruiting|representative|"
    "secretary|strategy|tba|tbc|tbd|teacher|team|therapist|treasurer|trustee|unknown|vacancy|"
    "various|worker"
)
# Names that are words too, in the beginning of a sentence not to be told apart.
ALSO_WORDS = several(
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
# Names that a capital doesn't tell from the word, for that has one too.
ALWAYS_CAPITAL = several("april|august|eastern|england|france|june|may|summer|sutton|trinity|west")
