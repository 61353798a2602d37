"""The line from rule files and parcels to decisions, wired together."""

from rescreen.engine.cases import CaseFailure, run_cases
from rescreen.engine.causes import Cause
from rescreen.engine.decision import (
    DECISIONS_SCHEMA,
    HITS_SCHEMA,
    QUALITY_NAME,
    QUALITY_RULE,
    Decision,
    Hit,
)
from rescreen.engine.difference import DIFFERENCE_SCHEMA, Difference, RuleDifference
from rescreen.engine.explain import Change, Explanation, RuleTrace, TraceLine, explain
from rescreen.engine.live import LiveRulebook, Reload
from rescreen.engine.lookback import LookBack, Looked, history_of
from rescreen.engine.matcher import Answers, Matcher
from rescreen.engine.proving import prove_rules
from rescreen.engine.rulebook import Rulebook, load_rulebook
from rescreen.engine.run import Sink, Summary, absent_fields, score_manifest, slice_of
from rescreen.engine.trial import MOVED_SCHEMA, Trial, TrialResult

__all__ = [
    "DECISIONS_SCHEMA",
    "DIFFERENCE_SCHEMA",
    "HITS_SCHEMA",
    "MOVED_SCHEMA",
    "QUALITY_NAME",
    "QUALITY_RULE",
    "Answers",
    "CaseFailure",
    "Cause",
    "Change",
    "Decision",
    "Difference",
    "Explanation",
    "Hit",
    "LiveRulebook",
    "LookBack",
    "Looked",
    "Matcher",
    "Reload",
    "RuleDifference",
    "RuleTrace",
    "Rulebook",
    "Sink",
    "Summary",
    "TraceLine",
    "Trial",
    "TrialResult",
    "absent_fields",
    "explain",
    "history_of",
    "load_rulebook",
    "prove_rules",
    "run_cases",
    "score_manifest",
    "slice_of",
]
