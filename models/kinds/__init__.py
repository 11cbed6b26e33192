"""The kinds of records there are: one file each, found here."""

from models.kinds.contact import Contact
from models.kinds.opportunity import Opportunity
from models.kinds.purchase_order import PurchaseOrder
from models.kinds.task import Task

__all__ = ["Contact", "Opportunity", "PurchaseOrder", "Task"]
