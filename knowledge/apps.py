from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        from core.registry import MenuEntry, menu, searchables, waiting
        from knowledge import activity
        from knowledge.kinds import Kind, kinds
        from knowledge.searchable import KIND, Items
        from knowledge.waiting import waiting_items

        activity.register()
        searchables.register(KIND, Items())
        waiting.register("items", waiting_items)
        kinds.register(
            "knowledge",
            Kind(
                "knowledge", _("General knowledge"), "knowledge:item", "knowledge.GeneralKnowledge"
            ),
        )
        menu.register(
            "knowledge", MenuEntry("knowledge", _("General knowledge"), "knowledge:list", 10)
        )
