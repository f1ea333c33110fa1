from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MileageConfig(AppConfig):
    name = "mileage"
    verbose_name = _("Mileage")

    def ready(self) -> None:
        from mileage import activity, handlers, panels

        activity.register()
        handlers.register()
        panels.register()
