from core.models.activity import Activity
from core.models.delivery import Delivery, Outbox
from core.models.index_change import IndexChange

__all__ = ["Activity", "Delivery", "IndexChange", "Outbox"]
