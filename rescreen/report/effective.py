"""The effective rulebook of a day: each rule, the pack it came from, and what changed it since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rescreen.program import Program
from rescreen.report.texts import Words
from rescreen.rulebook.changes import effective_rules
from rescreen.rulebook.model import Amendment, Change, Mode, Rule, RuleSet

__all__ = ["Origin", "Told", "effective_data", "origins_of", "told_changes"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A rule in force and the changes that made it what it is."""

    rule: Rule
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words; `looser` is None where that can't be said (a setting, a list)."""

    subject: str
    what: str
    looser: bool | None
    reason: str
    pack: str
    where: str


def origins_of(ruleset: RuleSet, program: Program) -> list[Origin]:
    """The program's rules in its order."""
    changes = {one.rule.id: one.changes for one in effective_rules(ruleset, program.day)}
    rules = [compiled.rule for compiled in program.rules]
    return [Origin(rule, changes.get(rule.id, ())) for rule in rules]


def told_changes(ruleset: RuleSet, program: Program, say: Words) -> list[Told]:
    """Everything that later packs changed and that holds on the program's day."""
    changes = [change for change in ruleset.changes if change.valid_on(program.day)]
    return [_of_change(change, say) for change in changes] + list(_of_tables(ruleset, say))


def _of_change(change: Change, say: Words) -> Told:
    parts = list(_parts(change, say))
    if change.valid_to:
        parts.append(f"{say('rules.until')} {change.valid_to}")
    where = f"{change.file.name}:{change.line}"
    return Told(change.rule, say.join(parts), change.loosens, change.reason, change.pack, where)


def _parts(change: Change, say: Words) -> Iterator[str]:
    if change.disabled:
        yield say("rules.off")
    if change.also_when is not None:
        yield say("rules.also_when")
    for name in ("lane", "prefers", "weight", "severity", "on_missing", "mode"):
        value = getattr(change, name)
        if value is not None:
            yield f"{say(f'rules.{name}')} {_shown(name, value, say)}"


def _shown(name: str, value: Any, say: Words) -> str:
    return say(f"lane.{value}") if name == "lane" else str(value or "-")


def _of_tables(ruleset: RuleSet, say: Words) -> Iterator[Told]:
    """Settings and removed entries one by one, added entries by list."""
    added: Counter[tuple[str, str, str]] = Counter()
    for one in ruleset.amendments:
        where = f"{one.file.name}:{one.line}"
        if one.kind == "added":
            added[one.subject, one.pack, one.file.name] += 1
        else:
            yield Told(_subject(one, say), _amended(one, say), None, one.reason, one.pack, where)
    for (name, pack, file), count in added.items():
        what = say("rules.added", n=count)
        yield Told(say("rules.list", name=name), what, None, "", pack, file)


def _subject(one: Amendment, say: Words) -> str:
    return say("rules.setting" if one.kind == "setting" else "rules.list", name=one.subject)


def _amended(one: Amendment, say: Words) -> str:
    return (
        f"{one.before} → {one.after}"
        if one.kind == "setting"
        else say("rules.removed", value=one.before)
    )


def effective_data(ruleset: RuleSet, program: Program) -> dict[str, Any]:
    """The same as plain data."""
    say = Words("en")
    return {
        "name": ruleset.name,
        "version": ruleset.version,
        "rulebook": program.rulebook_hash,
        "day": program.day.isoformat(),
        "settings": dict(program.settings),
        "layers": [
            {"pack": one.pack, "name": one.name, "version": one.version} for one in ruleset.layers
        ],
        "rules": [_rule_data(one) for one in origins_of(ruleset, program)],
        "changes": [_told_data(one) for one in told_changes(ruleset, program, say)],
    }


def _rule_data(one: Origin) -> dict[str, Any]:
    rule = one.rule
    data: dict[str, Any] = {
        "id": rule.id,
        "name": rule.name,
        "mode": rule.mode,
        "lane": rule.lane,
        "weight": rule.weight,
        "basis": rule.basis,
        "pack": rule.pack,
        "file": rule.file.name,
        "line": rule.line,
        "valid_from": rule.valid_from and rule.valid_from.isoformat(),
        "valid_to": rule.valid_to and rule.valid_to.isoformat(),
        "changed_by": [change.pack for change in one.changes],
    }
    if rule.prefers:
        data["prefers"] = rule.prefers
    if rule.mode is Mode.EXEMPT:
        data["covers"] = list(rule.covers) or "all"
    return data


def _told_data(one: Told) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "what": one.what,
        "loosens": one.looser,
        "reason": one.reason,
        "pack": one.pack,
        "where": one.where,
    }
