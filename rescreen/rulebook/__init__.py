"""Rule files → a validated rule set; lints; words and schema of the rule language."""

from rescreen.rulebook.lint import Lint, lint
from rescreen.rulebook.load import default_rules_path, read_rules, settings_with
from rescreen.rulebook.model import Lane, NamedList, OnMissing, Rule, RuleSet, Setting
from rescreen.rulebook.operators import OPERATORS

__all__ = [
    "OPERATORS",
    "Lane",
    "Lint",
    "NamedList",
    "OnMissing",
    "Rule",
    "RuleSet",
    "Setting",
    "default_rules_path",
    "lint",
    "read_rules",
    "settings_with",
]
