"""Proposals of roles in words: what somebody's part seems to be, and why."""

from __future__ import annotations

from rescreen.network.roles import ROLES, Proposal
from rescreen.report.texts import Words

__all__ = ["reasons_in_words", "role_in_words"]


def role_in_words(proposal: Proposal, lang: str = "zh") -> str:
    """The role, and the next likely one where there is some."""
    words = Words(lang)
    told = [words(f"roles.{proposal.role}")]
    if proposal.second and proposal.role != "too_little":
        told.append(words("roles.second", role=words(f"roles.{proposal.second}")))
    return ("；" if lang == "zh" else "; ").join(told)


def reasons_in_words(proposal: Proposal, lang: str = "zh") -> list[str]:
    """One sentence a reason: those for the role proposed first."""
    words = Words(lang)
    order = (proposal.role, *(role for role in ROLES if role != proposal.role))
    in_turn = sorted(proposal.reasons, key=lambda reason: order.index(reason.role))
    told = [words(f"roles.{one.name}", count=one.count, of=one.of) for one in in_turn]
    return list(dict.fromkeys(told))
