"""The line from rule files and parcels to decisions, wired together."""

from rescreen.engine.cases import CaseFailure, run_cases
from rescreen.engine.decision import (
    DECISIONS_SCHEMA,
    HITS_SCHEMA,
    QUALITY_NAME,
    QUALITY_RULE,
    Decision,
    Hit,
)
from rescreen.engine.explain import Change, Explanation, RuleTrace, TraceLine, explain
from rescreen.engine.matcher import Matcher
from rescreen.engine.proving import prove_rules
from rescreen.engine.rulebook import Rulebook, load_rulebook
from rescreen.engine.run import Sink, Summary, absent_fields, score_manifest
from rescreen.engine.trial import MOVED_SCHEMA, Trial, TrialResult

__all__ = [
    "DECISIONS_SCHEMA",
    "HITS_SCHEMA",
    "MOVED_SCHEMA",
    "QUALITY_NAME",
    "QUALITY_RULE",
    "CaseFailure",
    "Change",
    "Decision",
    "Explanation",
    "Hit",
    "Matcher",
    "RuleTrace",
    "Rulebook",
    "Sink",
    "Summary",
    "TraceLine",
    "Trial",
    "TrialResult",
    "absent_fields",
    "explain",
    "load_rulebook",
    "prove_rules",
    "run_cases",
    "score_manifest",
]
