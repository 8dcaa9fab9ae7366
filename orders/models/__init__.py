from .commitment import Commitment, Duty
from .document import StoredDocument
from .order import Order, OrderLine
from .quotation import Quotation, QuotationLine, QuotationMessage
from .receipt import Allocation, Receipt
from .shipment import Shipment, ShipmentLine
from .timeline import TimelineEntry

__all__ = [
    "Allocation",
    "Commitment",
    "Duty",
    "Order",
    "OrderLine",
    "Quotation",
    "QuotationLine",
    "QuotationMessage",
    "Receipt",
    "Shipment",
    "ShipmentLine",
    "StoredDocument",
    "TimelineEntry",
]
