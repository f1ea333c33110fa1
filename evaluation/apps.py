from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        from core.registry import Handler, blinds, handlers, waiting
        from evaluation import activity, panels
        from evaluation.blind import judged_items
        from evaluation.handlers import HANDLERS, handle
        from evaluation.waiting import waiting_work

        activity.register()
        panels.register()
        handlers.register("evaluation", Handler("evaluation", frozenset(HANDLERS), handle))
        blinds.register("evaluation", judged_items)
        waiting.register("evaluation", waiting_work)
