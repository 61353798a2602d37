"""The effective rulebook on the terminal."""

from __future__ import annotations

from rescreen.cli.session import Session
from rescreen.cli.tables import table
from rescreen.program import Program
from rescreen.report.effective import Origin, Told, origins_of, told_changes
from rescreen.report.texts import Words
from rescreen.rulebook.model import Layer, Mode, Rule, RuleSet

__all__ = ["show_rules"]


def show_rules(ruleset: RuleSet, program: Program, session: Session) -> None:
    """The packs, the rules in force, and what later packs changed."""
    say, out = session.say, session.out
    about = {"name": ruleset.name, "version": ruleset.version}
    rules, short = origins_of(ruleset, program), program.rulebook_hash[:12]
    out.print(say("rules.title", **about, day=program.day, n=len(rules), hash=short))
    if len(ruleset.layers) > 1:
        packs = [_layer(layer) for layer in ruleset.layers]
        out.print(f"{say('rules.layers')}: {' → '.join(packs)}")
    keys = ("score.rule", "score.name", "rules.lane", "rules.weight", "rules.pack", "rules.basis")
    rows = [_row(one, say) for one in rules]
    out.print(table([say(key) for key in keys], rows, "lllr"))
    changes = told_changes(ruleset, program, say)
    if changes:
        out.print(say("rules.changes"))
        heads = ("score.rule", "rules.what", "rules.direction", "rules.reason", "rules.where")
        told = [_told(one, say) for one in changes]
        out.print(table([say(key) for key in heads], told, "lllll"))


def _layer(layer: Layer) -> str:
    return f"{layer.name or layer.pack} {layer.version}".strip()


def _row(one: Origin, say: Words) -> tuple[object, ...]:
    rule = one.rule
    packs = dict.fromkeys([rule.pack, *(change.pack for change in one.changes)])
    return rule.id, rule.name, _lane(rule, say), rule.weight, " → ".join(packs), rule.basis


def _lane(rule: Rule, say: Words) -> str:
    if rule.mode is Mode.EXEMPT:
        covers = say.join(list(rule.covers)) if rule.covers else say("rules.exempts_all")
        return say("rules.exempts", covers=covers)
    lane = say("rules.score_only" if rule.lane == "pass" else f"lane.{rule.lane}")
    return f"{lane} ({say('rules.mode.shadow')})" if rule.mode is Mode.SHADOW else lane


def _told(one: Told, say: Words) -> tuple[str, ...]:
    direction = {None: "", True: say("rules.looser"), False: say("rules.tighter")}[one.looser]
    return one.subject, one.what, direction, one.reason, f"{one.pack} {one.where}"
