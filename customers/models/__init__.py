from .activity import Activity
from .contact import Contact
from .customer import Customer

__all__ = ["Activity", "Contact", "Customer"]
