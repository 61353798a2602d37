"""Questions to a graph of clues: who matters, why two are linked, what lies around, when and where.

Everything takes a networkx graph, of clues or any other, and knows nothing of files or of series.
"""

from rescreen.network.brokerage import Bridge, Bridged, bridged, bridges
from rescreen.network.changes import Changes, Moved, changes, regrouped
from rescreen.network.communities import Offer, Severed, offer
from rescreen.network.expand import Expansion, Limits, expand
from rescreen.network.key_players import GOALS, KeyPlayers, key_players
from rescreen.network.layout import layout
from rescreen.network.measures import MEASURES
from rescreen.network.order import edges_in_order, in_order, label_of
from rescreen.network.paths import Why, why_linked
from rescreen.network.ranking import ranked, who_matters
from rescreen.network.rhythm import Rhythm, rhythm
from rescreen.network.roles import ROLES, Proposal, Reason, propose_roles
from rescreen.network.routes import routes, timeline
from rescreen.network.steps import Path, Step
from rescreen.network.views import linking, people

__all__ = [
    "GOALS",
    "MEASURES",
    "ROLES",
    "Bridge",
    "Bridged",
    "Changes",
    "Expansion",
    "KeyPlayers",
    "Limits",
    "Moved",
    "Offer",
    "Path",
    "Proposal",
    "Reason",
    "Rhythm",
    "Severed",
    "Step",
    "Why",
    "bridged",
    "bridges",
    "changes",
    "edges_in_order",
    "expand",
    "in_order",
    "key_players",
    "label_of",
    "layout",
    "linking",
    "offer",
    "people",
    "propose_roles",
    "ranked",
    "regrouped",
    "rhythm",
    "routes",
    "timeline",
    "who_matters",
    "why_linked",
]
