"""Evidence, reasons and judgements in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from rescreen.casebook.changes import BEIJING
from rescreen.links.evidence import Evidence
from rescreen.links.weights import MILLI
from rescreen.links.words import phrase
from rescreen.report.series_names import Names
from rescreen.series.judgements import Judgement
from rescreen.series.reasons import Apart, Reason

__all__ = ["beijing", "bits", "evidence_words", "judgement_words", "reason_words", "stamp"]

#: Clues of a judgement that are named.
_MOST = 8


def bits(millibits: int) -> str:
    """Thousandths are shown, so that a reader can add up what stands there."""
    return f"{millibits / MILLI:.3f}"


def evidence_words(piece: Evidence, names: Names) -> str:
    """One piece, without what it is worth; things with the names that commands take."""
    values = [f"{names.value(entity)} ({names.name(entity)})" for entity in piece.entities]
    return phrase(piece, values, names.say.lang)


def reason_words(reason: Reason, names: Names) -> str:
    """Why two clues are apart, in a sentence."""
    return _REASONS.get(reason.why, _plain)(reason, names)


def _plain(reason: Reason, names: Names) -> str:
    a, b = (names.clue(row) for row in reason.clues)
    thing = "" if reason.entity is None else names.thing(reason.entity)
    other = "" if reason.other is None else names.thing(reason.other)
    return names.say(
        f"series.apart.{reason.why}",
        a=a,
        b=b,
        thing=thing,
        other=other,
        bits=bits(reason.millibits),
        least=bits(reason.least),
        days="" if reason.days is None else f"{reason.days:.1f}",
        n=f"{reason.clues_of:,}",
        cap="-" if reason.cap is None else f"{reason.cap:,}",
        lesser=reason.lesser,
        greater=reason.greater,
        no=reason.judgement,
    )


def _cut(reason: Reason, names: Names) -> str:
    """A cut may be of a value, or of a near match."""
    if reason.entity is not None:
        return _plain(reason, names)
    a, b = (names.clue(row) for row in reason.clues)
    return names.say(
        "series.apart.cut_near", a=a, b=b, lesser=reason.lesser, greater=reason.greater
    )


def _judged(reason: Reason, names: Names) -> str:
    if reason.entity is not None:
        return _plain(reason, names)
    a, b = (names.clue(row) for row in reason.clues)
    return names.say("series.apart.judged_pair", a=a, b=b)


_REASONS: dict[Apart, Callable[[Reason, Names], str]] = {Apart.CUT: _cut, Apart.JUDGED: _judged}


def judgement_words(judgement: Judgement, names: Names) -> str:
    """What a judgement says, without who and why."""
    say = names.say
    return say(
        f"series.verb.{judgement.verb}",
        clues=_some(judgement.clues, names),
        others=_some(judgement.others, names),
        things=say.join(list(judgement.things)),
        of=judgement.of,
    )


def _some(clues: Sequence[str], names: Names) -> str:
    """The first of many; the log holds all of them."""
    say, shown = names.say, list(clues[:_MOST])
    more = say("series.and_more", n=len(clues)) if len(clues) > _MOST else ""
    return say.join(shown) + more


def stamp(judgement: Judgement) -> str:
    """When it was made."""
    return beijing(judgement.at)


def beijing(at: datetime) -> str:
    """A moment by Beijing's clock, wherever the program runs; a time without a zone is told as it stands."""
    local = at.astimezone(BEIJING) if at.tzinfo else at
    return local.strftime("%Y-%m-%d %H:%M:%S")
