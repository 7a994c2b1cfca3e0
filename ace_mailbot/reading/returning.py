"""When somebody who is away says that they are back, as a pure reading of their note."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from ace_mailbot.reading import days, phrases
from ace_mailbot.reading.days import Day

# Said of the day of return, before the day in the same sentence, or after it.
_BACK = """
return|back|resume|reopen|re-open|available again|from then|wieder|zuruck|retour|reprise
reviendr|reprendr|regres|vuelta|volver|reincorpor|incorporar|volto|rientr|ritorn|torner|tornero
terug|weer aanwezig|weer bereikbaar|wroc|wrac|powrot|bede dostepn|intorc|reveni|inapoi|revin
завърн|върн|на работа|вернусь|вернется|возвращ|выиду|повернусь|поверн|griz|grisiu|atgriez
επιστρ|θα ειμαι ξανα|donec|donu|isbasi|ساعود|سأعود|اعود|العودة|ফিরব|ফিরে|واپس|પાછ|પરત|वापस|लौट|ਵਾਪਸ
回来|回來|返回|恢复|上班|復帰|戻り|복귀|tilbage|tilbake|tillbaka|aterkom|palaan|takaisin|visszat
zpet|vratim|kthehem|soo noqo|ater pa
"""
_UNTIL = """
until|till|til |up to|through|thru|to and including|inclusive|bis|jusqu|hasta|ate |fino a|fino al
sino a|sino al|tot |t/m|tot en met|do dnia|do |pana |pina |до |по |iki |lidz|εως|μεχρι|ως |kadar
حتى|الى|لغاية|পর্যন্ত|تک|સુધી|तक|ਤੱਕ|直到|至|到|まで|까지|til og med|til den|t.o.m|till och med
asti|saakka
-ig|deri|ilaa|through to| to |–|—| - |-|au |al |ao |a |и
"""
_AHEAD, _BEHIND = 55, 30  # letters in which a word still belongs to the day
_FIRST_LETTERS = 1500
_AFTER_ARRIVAL = timedelta(days=400)


def back_on(words: str, received: date) -> date | None:
    """The day that *words* give for the return, else the last day away; None if they give none.

    *received* tells the year, and what is over: a day before it is no return.
    """
    lines = [phrases.plain(line) for line in words[:_FIRST_LETTERS].split("\n")]
    text = "\n".join(lines)
    found = [
        day
        for day in days.days_in(text, received)
        if timedelta(0) <= day.day - received <= _AFTER_ARRIVAL
    ]
    returns = [d.day for d in found if _near(text, d, _BACK)]
    if returns:
        return returns[0]
    return max((d.day for d in found if _near(text, d, _UNTIL)), default=None)


def _near(text: str, day: Day, block: str) -> bool:
    before, after = _before(text, day.start), _after(text, day.end)
    return any(phrase in before or phrase in after for phrase in _words(block))


@cache
def _words(block: str) -> tuple[str, ...]:
    """The pieces of a block, plain but for the blanks that part a word from its neighbours."""
    pieces = [piece for piece in block.replace("\n", "|").split("|") if piece.strip()]
    return tuple(
        " " * piece.startswith(" ") + phrases.plain(piece) + " " * piece.endswith(" ")
        for piece in pieces
    )


def _before(text: str, place: int) -> str:
    """What leads up to the day in its sentence; a line's end alone ends no sentence."""
    window = text[max(0, place - _AHEAD) : place].replace("\n", " ")
    cut = max(window.rfind(end) for end in (". ", "! ", "? ", "; ", "।", "。"))
    return window[cut + 1 :]


def _after(text: str, place: int) -> str:
    window = text[place : place + _BEHIND].replace("\n", " ")
    cuts = [
        at
        for end in (". ", "! ", "? ", ", ", "; ", "।", "。", "，")
        if (at := window.find(end)) >= 0
    ]
    return window[: min(cuts, default=len(window))]
