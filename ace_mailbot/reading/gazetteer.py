"""London's localities, postcode districts and health services, by the borough they are in.

What stands here in one borough alone may still lie in several of a programme's footprints: that is
for `places` to see. Names that are also people's or everyday words are left out on purpose.
Source: Ordnance Survey and Royal Mail districts, NHS trusts' sites, as commonly known in 2021.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

# A borough (or several); its localities; the postcode districts mostly in it (RM8-10 is three).
_PLACES = """
Barking and Dagenham: Becontree, Chadwell Heath: IG11 RM8-10
Barnet: Finchley, Hendon, Edgware, Golders Green, Mill Hill, Colindale, Burnt Oak, Cricklewood
 , Friern Barnet, Whetstone: N2 N3 N12 N20 NW4 NW7 NW11 EN5
Bexley: Bexleyheath, Sidcup, Erith, Welling, Crayford, Belvedere: DA5-8 DA14-18
Brent: Wembley, Willesden, Harlesden, Neasden, Stonebridge, Kingsbury, Dollis Hill, Kensal Green
 : HA0 HA9 NW10
Bromley: Orpington, Beckenham, Penge, Chislehurst, Biggin Hill, West Wickham, Petts Wood
 : BR1-7 SE20
Camden: Kentish Town, Hampstead, Euston, King's Cross, Somers Town, Holborn, Bloomsbury
 , Gospel Oak, Swiss Cottage, Primrose Hill: NW3 NW5 N1C WC1 W1T
City of London: Square Mile, Barbican: EC3 EC4
Croydon: Thornton Heath, Norbury, Purley, Coulsdon, Addiscombe, New Addington, Selhurst, Selsdon
 , South Norwood: CR0 CR2 CR5 CR7 CR8 SE25
Ealing: Southall, Acton, Hanwell, Greenford, Northolt, Perivale: UB1-2 UB5-6 W3 W5 W7 W13
Enfield: Edmonton, Southgate, Palmers Green, Ponders End, Winchmore Hill: EN1-3 N9 N13 N14 N18 N21
Greenwich: Woolwich, Eltham, Plumstead, Kidbrooke, Blackheath, Abbey Wood: SE7 SE10 SE18
Greenwich/Bexley: Thamesmead: SE2 SE28
Greenwich/Lewisham: : SE3 SE8 SE12
Greenwich/Bromley: Mottingham: SE9
Hackney: Shoreditch, Dalston, Homerton, Stoke Newington, Hoxton, Clapton, Stamford Hill
 : E5 E8 E9 N16
Hackney/Tower Hamlets: Hackney Wick: E2
Hammersmith and Fulham: Shepherd's Bush, White City: W6 W12 W14 SW6
Haringey: Tottenham, Wood Green, Hornsey, Muswell Hill, Crouch End, Northumberland Park
 : N8 N10 N15 N17 N22
Haringey/Barnet/Enfield: : N11
Haringey/Islington/Camden: Highgate: N6 N19
Harrow: Pinner, Stanmore, Wealdstone, Rayners Lane: HA1-2 HA5 HA7
Harrow/Brent: : HA3
Havering: Romford, Hornchurch, Upminster, Rainham, Harold Hill, Harold Wood: RM1-3 RM5 RM7 RM11-14
Hillingdon: Uxbridge, Ruislip, West Drayton, Northwood, Yiewsley, Ickenham, Hayes End
 : UB3-4 UB7-11 HA4 HA6
Hounslow: Feltham, Brentford, Isleworth, Chiswick, Heston, Hanworth: TW3-5 TW7 TW8 TW13 TW14 W4
Islington: Archway, Highbury, Canonbury, Clerkenwell: N5 N7
Kensington and Chelsea: North Kensington, Notting Hill, Earl's Court, Ladbroke Grove, Grenfell
 : W8 W10 W11 SW3 SW5 SW10
Kensington and Chelsea/Westminster: : SW7
Kingston upon Thames: Surbiton, New Malden, Chessington, Tolworth: KT1-3 KT5-6 KT9
Lambeth: Brixton, Streatham, Stockwell, Vauxhall, West Norwood, Kennington, Tulse Hill
 : SW2 SW9 SE11 SE27
Lambeth/Southwark: : SE1 SE5 SE21 SE24
Lewisham: Deptford, Catford, New Cross, Sydenham, Forest Hill, Brockley, Lee Green, Ladywell
 : SE4 SE6 SE13 SE14 SE23 SE26
Merton: Mitcham, Morden, Wimbledon, Colliers Wood, Raynes Park, Pollards Hill: CR4 SM4
Merton/Wandsworth: : SW19
Merton/Kingston upon Thames: : SW20
Newham: Stratford, East Ham, West Ham, Forest Gate, Plaistow, Canning Town, Beckton, Manor Park
 : E6 E7 E12 E13 E15 E16 E20
Redbridge: Ilford, Wanstead, Woodford Green, South Woodford, Gants Hill, Hainault: IG1-6 E18
Redbridge/Barking and Dagenham: : RM6
Redbridge/Waltham Forest: : E11 IG8
Richmond upon Thames: Twickenham, Teddington, Mortlake, East Sheen, Whitton
 : TW1-2 TW9-12 SW13 SW14
Southwark: Peckham, Camberwell, Bermondsey, Rotherhithe, Walworth, Elephant and Castle, Dulwich
 , Nunhead: SE15 SE16 SE17 SE22
Sutton: Carshalton, Wallington, Cheam, Worcester Park, Roundshaw: SM1-3 SM5-6
Sutton/Kingston upon Thames: : KT4
Tower Hamlets: Bethnal Green, Whitechapel, Poplar High Street, Stepney, Mile End, Isle of Dogs
 , Wapping, Limehouse, Canary Wharf, Bromley-by-Bow, Spitalfields: E1 E1W E3 E14
Waltham Forest: Walthamstow, Leyton, Leytonstone, Chingford, Highams Park: E4 E10 E17
Wandsworth: Tooting, Battersea, Putney, Balham, Roehampton, Earlsfield, Southfields: SW11 SW12 SW15
Wandsworth/Merton: : SW17 SW18
Westminster: Paddington, Pimlico, Soho, Marylebone, Maida Vale, Church Street ward: W1 W2 W9 SW1
"""
_SERVICES = """
Barking and Dagenham/Havering/Redbridge: BHRUT, Queen's Hospital Romford, King George Hospital
Barking and Dagenham/Havering/Redbridge/Waltham Forest: NELFT, North East London NHS Foundation
Barnet/Enfield/Haringey: BEH, BEHMHT
Bexley/Bromley/Greenwich: Oxleas
Brent/Ealing/Harrow: LNWH, LNWUH, London North West University Healthcare, Northwick Park
 , Central Middlesex
Bromley: PRUH, Princess Royal University Hospital
Camden: UCLH, University College London Hospital, University College Hospital
Camden/Barnet/Enfield: Royal Free
Croydon: Mayday
Enfield: Chase Farm
Enfield/Haringey: North Middlesex, North Mid, NMUH
Hackney: Homerton
Hammersmith and Fulham/Westminster: Imperial College Healthcare, Charing Cross Hospital, LBHF
Hillingdon: Mount Vernon
Hounslow: West Middlesex, West Mid
Islington: Whittington
Kensington and Chelsea/Westminster/Camden: CNWL, Central and North West London
Kensington and Chelsea: RBKC
Lambeth/Southwark: GSTT, Guy's and St Thomas, St Thomas' Hospital, Guy's Hospital, Evelina
 , King's College Hospital, KCH
Lambeth/Southwark/Lewisham/Croydon: SLaM, South London and Maudsley
Lewisham/Greenwich: LGT
Sutton: St Helier
Tower Hamlets: Mile End Hospital, LBTH, Royal London
Tower Hamlets/Newham/Waltham Forest: Barts Health, Whipps Cross
Tower Hamlets/Newham/Hackney: ELFT, East London NHS Foundation, East London Foundation
Waltham Forest: LBWF
Barking and Dagenham: LBBD
Wandsworth/Merton: St George's Hospital, St George's University Hospital, SWLSTG, SWLStG
"""
# A whole postcode; or its first half where the words before it speak of a place.
_POSTCODE = re.compile(
    r"\b([A-Z]{1,2}\d{1,2}[A-Z]?) ?\d[A-Z]{2}\b"
    r"|(?:\b(?:in|around|across|near|from|postcodes?) |[,(/] ?)([A-Z]{1,2}\d{1,2}[A-Z]?)\b"
)
_WORD = re.compile(r"[^\W_]+")

Found = Iterator[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True)
class _Names:
    """Names and their boroughs, by the words that they begin with."""

    by_first: Mapping[str, tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]]


def localities(text: str) -> Found:
    """Where *text* names a locality, and the boroughs that it is in."""
    return _named(text, _localities())


def services(text: str) -> Found:
    """Where *text* names a trust, hospital or council by the name it goes by; and the boroughs."""
    return _named(text, _services())


def postcodes(text: str) -> Found:
    """Where a postcode stands in *text*; and the boroughs of its district."""
    for match in _POSTCODE.finditer(text):
        district = match[1] or match[2]
        known = _districts()
        boroughs = known.get(district) or known.get(re.sub("[A-Z]$", "", district))
        if boroughs:
            yield match.start(), boroughs


def _named(text: str, names: _Names) -> Found:
    # A first look, since most texts name none.
    if names.by_first.keys().isdisjoint(_words(text)):
        return
    plain = text.replace("’", "'")
    seen: set[re.Pattern[str]] = set()
    for word in _WORD.finditer(plain):
        for pattern, boroughs in names.by_first.get(word[0].lower(), ()):
            if pattern not in seen and pattern.match(plain, word.start()):
                seen.add(pattern)
                yield word.start(), boroughs


# A text is asked for localities, and then for services.
@lru_cache(maxsize=4)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


@cache
def _localities() -> _Names:
    return _names(_PLACES)


@cache
def _services() -> _Names:
    return _names(_SERVICES)


@cache
def _districts() -> Mapping[str, tuple[str, ...]]:
    return {d: boroughs for boroughs, _, codes in _rows(_PLACES) for d in _several(codes)}


def _names(table: str) -> _Names:
    known = {name: boroughs for boroughs, names, _ in _rows(table) for name in names}
    by_first: dict[str, list[tuple[re.Pattern[str], tuple[str, ...]]]] = {}
    for name, boroughs in known.items():
        # Short forms in capitals are words when small: "beh", "elft".
        flags = 0 if name.isupper() else re.IGNORECASE
        pattern = rf"(?<![\w@.-]){re.escape(name)}(?![\w@]|\.\w| road\b| street\b)"
        first = _WORD.findall(name.lower())[0]
        by_first.setdefault(first, []).append((re.compile(pattern, flags), boroughs))
    return _Names({first: tuple(found) for first, found in by_first.items()})


def _several(codes: str) -> Iterator[str]:
    """The districts of "E1 RM8-10": E1, RM8, RM9 and RM10."""
    for area, first, last in re.findall(r"([A-Z]+)(\d+[A-Z]?)(?:-(\d+))?", codes):
        yield area + first
        if last:
            yield from (f"{area}{n}" for n in range(int(first) + 1, int(last) + 1))


def _rows(table: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    for line in table.strip().replace("\n ", " ").split("\n"):
        boroughs, names, *codes = line.split(":")
        kept = tuple(n.strip() for n in names.split(",") if n.strip())
        yield tuple(boroughs.split("/")), kept, "".join(codes)
