"""What a row of an import does."""

from dataclasses import dataclass
from typing import Any

NEW, CHANGED, SAME, ERROR = "new", "changed", "same", "error"


@dataclass
class Outcome:
    """row: its number in the sheet. key: what it writes to. message: what changes, or what is wrong and what to do.
    value: what the kind of import needs to write it."""

    row: int
    sku: str
    what: str
    message: str = ""
    key: str = ""
    value: Any = None
