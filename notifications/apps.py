from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from core.registry import Badge, Handler, badges, carried, handlers
        from notifications.rules import RULES
        from notifications.services.notify import notify
        from notifications.unread import unread_count, unread_key

        handlers.register("notifications", Handler("notifications", frozenset(RULES), notify))
        badges.register(
            "notifications",
            Badge("notifications", _("Notifications"), "notifications:inbox", unread_count),
        )
        carried.register("unread notices", unread_key)
