from notifications.models.letter import Letter
from notifications.models.notice import Notice
from notifications.models.preference import Delivery, DigestTime, Preference

__all__ = ["Delivery", "DigestTime", "Letter", "Notice", "Preference"]
