"""Days named in running text, in the languages London writes. Pure: *near* is always given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ace_mailbot.reading import phrases

# A paragraph a language, a comma between months, a stroke between forms; without accents.
_MONTHS = """
january/jan,february/feb,march/mar,april/apr,may,june/jun,july/jul,august/aug,september/sept/sep
october/oct,november/nov,december/dec

januar/janner/jan,februar/feb,marz/maerz,april,mai,juni,juli,august,september,oktober/okt
november,dezember/dez

janvier/janv,fevrier/fevr/fev,mars,avril/avr,mai,juin,juillet/juil,aout,septembre,octobre
novembre,decembre

enero/ene,febrero,marzo,abril/abr,mayo,junio,julio,agosto/ago,septiembre/setiembre,octubre
noviembre,diciembre/dic

janeiro,fevereiro,marco,abril,maio,junho,julho,agosto,setembro/set,outubro/out,novembro,dezembro

gennaio/gen,febbraio,marzo,aprile,maggio/mag,giugno/giu,luglio/lug,agosto,settembre,ottobre/ott
novembre,dicembre

januari,februari,maart/mrt,april,mei,juni,juli,augustus,september,oktober,november,december

stycznia/styczen,lutego/luty,marca/marzec,kwietnia/kwiecien,maja/maj,czerwca/czerwiec
lipca/lipiec,sierpnia/sierpien,wrzesnia/wrzesien,pazdziernika/pazdziernik,listopada/listopad
grudnia/grudzien

ianuarie,februarie,martie,aprilie,mai,iunie,iulie,august,septembrie,octombrie,noiembrie
decembrie

януари,февруари,март,април,маи,юни,юли,август,септември,октомври,ноември,декември

января/январь,февраля/февраль,марта/март,апреля/апрель,мая/маи,июня/июнь,июля/июль
августа/август,сентября/сентябрь,октября/октябрь,ноября/ноябрь,декабря/декабрь

січня,лютого,березня,квітня,травня,червня,липня,серпня,вересня,жовтня,листопада,грудня

sausio,vasario,kovo,balandzio,geguzes,birzelio,liepos,rugpjucio,rugsejo,spalio,lapkricio
gruodzio

janvara/janvaris,februara,marta,aprila,maija,junija/junijs,julija/julijs,augusta,septembra
oktobra,novembra,decembra

ιανουαριου,φεβρουαριου,μαρτιου,απριλιου,μαιου,ιουνιου,ιουλιου,αυγουστου,σεπτεμβριου,οκτωβριου
νοεμβριου,δεκεμβριου

ocak,subat,mart,nisan,mayis,haziran,temmuz,agustos,eylul,ekim,kasim,aralik

يناير/كانون,فبراير/شباط,مارس/اذار,ابريل/نيسان,مايو/ايار,يونيو/حزيران,يوليو/تموز,اغسطس
سبتمبر/ايلول,اكتوبر,نوفمبر,ديسمبر

জানুয়ারি/জানুয়ারী,ফেব্রুয়ারি/ফেব্রুয়ারী,মার্চ,এপ্রিল,মে,জুন,জুলাই,আগস্ট,সেপ্টেম্বর,অক্টোবর
নভেম্বর,ডিসেম্বর

جنوری,فروری,مارچ,اپریل,مئی,جون,جولائی,اگست,ستمبر,اکتوبر,نومبر,دسمبر

જાન્યુઆરી,ફેબ્રુઆરી,માર્ચ,એપ્રિલ,મે,જૂન,જુલાઈ,ઓગસ્ટ/ઑગસ્ટ,સપ્ટેમ્બર,ઓક્ટોબર/ઑક્ટોબર,નવેમ્બર
ડિસેમ્બર

जनवरी,फरवरी/फ़रवरी,मार्च,अप्रैल,मई,जून,जुलाई,अगस्त,सितंबर/सितम्बर,अक्टूबर/अक्तूबर,नवंबर/नवम्बर
दिसंबर/दिसम्बर

ਜਨਵਰੀ,ਫਰਵਰੀ,ਮਾਰਚ,ਅਪ੍ਰੈਲ,ਮਈ,ਜੂਨ,ਜੁਲਾਈ,ਅਗਸਤ,ਸਤੰਬਰ,ਅਕਤੂਬਰ,ਨਵੰਬਰ,ਦਸੰਬਰ

januar,februar,marts/mars,april,maj/mai,juni,juli,august/augusti,september,oktober,november
december/desember

tammikuuta/tammikuun,helmikuuta,maaliskuuta,huhtikuuta,toukokuuta,kesakuuta,heinakuuta,elokuuta
syyskuuta,lokakuuta,marraskuuta,joulukuuta

januar,februar,marcius,aprilis,majus,junius,julius,augusztus,szeptember,oktober,november
december

ledna,unora,brezna,dubna,kvetna,cervna,cervence,srpna,zari,rijna,listopadu,prosince

janar,shkurt,mars,prill,maj,qershor,korrik,gusht,shtator,tetor,nentor,dhjetor

janaayo,febraayo,maarso,abriil,maajo,juun,luulyo,agoosto,sebtembar,oktoobar,nofembar,desembar
"""
_WEEKDAYS = """
monday/mon,tuesday/tue/tues,wednesday/wed,thursday/thu/thurs,friday/fri,saturday/sat,sunday/sun

montag,dienstag,mittwoch,donnerstag,freitag,samstag,sonntag

lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche

lunes,martes,miercoles,jueves,viernes,sabado,domingo

segunda-feira,terca-feira,quarta-feira,quinta-feira,sexta-feira,sabado,domingo

lunedi,martedi,mercoledi,giovedi,venerdi,sabato,domenica

maandag,dinsdag,woensdag,donderdag,vrijdag,zaterdag,zondag

poniedzialek/poniedzialku,wtorek/wtorku,srode/srody,czwartek/czwartku,piatek/piatku,sobote
niedziele

luni,marti,miercuri,joi,vineri,sambata,duminica

понеделник/понедельник/понедельника,вторник/вторника,сряда/среду/среды,четвъртък/четверг
петък/пятницу,събота,неделя

понеділок/понеділка,вівторок,середу,четвер,пятницю,суботу,неділю
"""
_NUMERIC = re.compile(
    r"(?<![\d/:-])(?<!\d[.,])(?:(?P<iso>\d{4})[-./](?P<iso_month>\d{1,2})[-./](?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})(?P<between>[./-])\s?(?P<month>\d{1,2})(?P=between)\s?(?P<year>\d{4}|\d{2})"
    # Without a year, 12/7 is a day; 10.30 is a time and 5-16 a span.
    r"|(?P<bare_day>\d{1,2})(?:/(?P<bare_month>1[0-2]|0?[1-9])|\.\s?(?P<dotted_month>1[0-2]"
    r"|0?[1-9])\.)"
    r"|(?:(?P<han_year>\d{4})[年년]\s?)?(?P<han_month>\d{1,2})[月월]\s?(?P<han_day>\d{1,2})[日号號일]?)"
    r"(?![\d/:]|[.,]\d)"
)
_NUMBER = re.compile(r"(?<![\d/:@])(?<!\d[.,])\d{1,2}(?![\d/:]|[.,]\d)")
_ORDINAL = r"(?:st|nd|rd|th|er|eme|º|°|ª|a|-?го|-?ое|-?ти|-?и|-?а|-?ta|:e|:a|\.)?"
_LITTLE = r"(?:of|de|del|di|d|den|the|dne|na|do|τις|τη|στις)?"
_WORD = r"[^\s\d.,;:!?()<>\[\]/|،؛।]{2,20}"
_AFTER = re.compile(
    rf"{_ORDINAL}\s*{_LITTLE}\s*(?P<month>{_WORD})(?:\.?,?\s*(?:de|del|do)?\s*(?P<year>\d{{4}}))?"
)
_BEFORE = re.compile(rf"(?P<month>{_WORD})\.?\s*(?:the )?$")
_YEAR_AFTER = re.compile(rf"{_ORDINAL}(?:\s*,?\s*(?P<year>\d{{4}}))?")
_LONGEST_AHEAD = timedelta(days=400)
_LONGEST_AGO = timedelta(days=60)


@dataclass(frozen=True)
class Day:
    """A day that stands in a text from *start* to *end*."""

    start: int
    end: int
    day: date


@cache
def _numbers(block: str) -> dict[str, int]:
    """Each name in a block, plain, with its place in its paragraph, from 1."""
    found: dict[str, int] = {}
    for names in block.strip().split("\n\n"):
        for number, forms in enumerate(names.replace("\n", ",").split(","), 1):
            found.update({phrases.plain(form): number for form in forms.split("/")})
    return found


def days_in(text: str, near: date) -> tuple[Day, ...]:
    """Every day that *text* (plain) names, in order; without a year, the one nearest to *near*."""
    found = [*_numeric(text, near), *_worded(text, near)]
    taken: list[Day] = []
    for day in sorted(found, key=lambda d: (d.start, -d.end)):
        if not taken or day.start >= taken[-1].end:
            taken.append(day)
    named = [(day.start, day.end) for day in taken]
    alone = [d for d in _weekdays(text, near) if not any(_close(d, *place) for place in named)]
    return tuple(sorted((*taken, *alone), key=lambda d: d.start))


def _numeric(text: str, near: date) -> Iterator[Day]:
    for m in _NUMERIC.finditer(text):
        if m["iso"]:
            day = _day(int(m["iso_day"]), int(m["iso_month"]), m["iso"], near)
        elif m["han_month"]:
            day = _day(int(m["han_day"]), int(m["han_month"]), m["han_year"], near)
        elif m["bare_day"]:
            day = _day(int(m["bare_day"]), int(m["bare_month"] or m["dotted_month"]), None, near)
        else:
            # Day first, as London writes; a thirteenth month is an American's day.
            first, second = int(m["day"]), int(m["month"])
            first, second = (second, first) if second > 12 else (first, second)
            day = _day(first, second, m["year"], near)
        if day is not None:
            yield Day(m.start(), m.end(), day)


def _worded(text: str, near: date) -> Iterator[Day]:
    months = _numbers(_MONTHS)
    for number in _NUMBER.finditer(text):
        after = _AFTER.match(text, number.end())
        before = _BEFORE.search(text[max(0, number.start() - 30) : number.start()])
        month = months.get(after["month"].strip("-'")) if after else None
        if after and month:
            start, end, year = number.start(), after.end(), after["year"]
        elif before and (month := months.get(before["month"])):
            behind = _YEAR_AFTER.match(text, number.end())
            start, year = number.start() - len(before[0]), behind["year"] if behind else None
            end = behind.end() if behind else number.end()
        else:
            continue
        day = _day(int(number[0]), month, year, near)
        if day is not None:
            yield Day(start, end, day)


def _weekdays(text: str, near: date) -> Iterator[Day]:
    """A weekday alone is the next one after *near*."""
    names = _numbers(_WEEKDAYS)
    for m in re.finditer(r"[^\s.,;:!?()]{3,15}", text):
        if number := names.get(m[0]):
            ahead = (number - 1 - near.weekday()) % 7 or 7
            yield Day(m.start(), m.end(), near + timedelta(days=ahead))


def names_weekday(text: str) -> bool:
    """Whether *text* (plain) names a day of the week, in any of the languages."""
    names = _numbers(_WEEKDAYS)
    return any(word.strip(".,;:!?()") in names for word in text.split())


def _close(day: Day, start: int, end: int) -> bool:
    """Whether a weekday belongs to the date beside it: Monday 12 July, 12 July (Monday)."""
    return start - 12 <= day.end <= start or end <= day.start <= end + 3


def _day(day: int, month: int, year: str | None, near: date) -> date | None:
    try:
        if year:
            number = int(year)
            found = date(number + 2000 if number < 100 else number, month, day)
        else:
            found = date(near.year, month, day)
            if near - found > _LONGEST_AGO:
                found = date(near.year + 1, month, day)
            elif found - near > _LONGEST_AHEAD - _LONGEST_AGO:
                found = date(near.year - 1, month, day)
    except ValueError:
        return None
    return found if -_LONGEST_AGO <= found - near <= _LONGEST_AHEAD * 2 else None
