from .approval import ApprovalRequest, ApprovalRule, ApprovalStep, Decision
from .channel_order import ChannelOrder
from .credit import CreditAccount
from .document_check import DocumentCheck
from .event import DistributorEvent
from .ledger import Fact, FoldDay, FoldLine, FoldMonth, FoldPlace, LedgerCheck, LedgerDelta, LedgerEntry
from .target import Target

__all__ = [
    "ApprovalRequest",
    "ApprovalRule",
    "ApprovalStep",
    "ChannelOrder",
    "CreditAccount",
    "Decision",
    "DistributorEvent",
    "DocumentCheck",
    "Fact",
    "FoldDay",
    "FoldLine",
    "FoldMonth",
    "FoldPlace",
    "LedgerCheck",
    "LedgerDelta",
    "LedgerEntry",
    "Target",
]
