from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Inferior knowledge reporting centre")

    def ready(self) -> None:
        from core.registry import Handler, handlers, payees, thanked, waiting
        from reports import activity, panels
        from reports.handlers import VERBS, handle
        from reports.payees import joined_reporters, reporters
        from reports.waiting import waiting_reports

        activity.register()
        panels.register()
        handlers.register("reports", Handler("reports", VERBS, handle))
        payees.register("report", reporters)
        thanked.register("report", joined_reporters)
        waiting.register("reports", waiting_reports)
