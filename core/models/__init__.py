from core.models.activity import Activity
from core.models.delivery import Delivery, Outbox

__all__ = ["Activity", "Delivery", "Outbox"]
