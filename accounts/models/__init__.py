from accounts.models.audience import Audience, AudienceMember
from accounts.models.charge import Charge
from accounts.models.office import Office
from accounts.models.officer import Officer

__all__ = ["Audience", "AudienceMember", "Charge", "Office", "Officer"]
