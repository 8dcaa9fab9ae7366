from .approval import ApprovalRequest, ApprovalRule, ApprovalStep, Decision
from .channel_order import ChannelOrder
from .credit import CreditAccount
from .document_check import DocumentCheck
from .ledger import Fact, FoldDay, FoldMonth, LedgerDelta, LedgerEntry
from .target import Target

__all__ = [
    "ApprovalRequest",
    "ApprovalRule",
    "ApprovalStep",
    "ChannelOrder",
    "CreditAccount",
    "Decision",
    "DocumentCheck",
    "Fact",
    "FoldDay",
    "FoldMonth",
    "LedgerDelta",
    "LedgerEntry",
    "Target",
]
