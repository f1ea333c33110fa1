from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.office import Office
from accounts.models.officer import Officer


class Audience(models.Model):
    """Who may read something. Rows never change, so an id stays what it was.

    Get one through ``accounts.services.audiences``. ``lowest_grade`` g admits grades 1..g
    (1 is the highest).
    """

    class Kind(models.TextChoices):
        ALL = "all", _("All officers")
        OFFICE = "office", _("An office and what is under it")
        COMMUNITY = "community", _("A community")
        PUBLIC = "public", _("Public")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    office = models.ForeignKey(
        Office, verbose_name=_("office"), null=True, blank=True, on_delete=models.PROTECT
    )
    community = models.CharField(_("community"), max_length=60, blank=True)
    lowest_grade = models.PositiveSmallIntegerField(
        _("lowest grade"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "office", "community", "lowest_grade"],
                nulls_distinct=False,
                name="audience_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="office", office__isnull=False)
                | (~models.Q(kind="office") & models.Q(office__isnull=True)),
                name="audience_office_has_office",
            ),
        ]

    def __str__(self) -> str:
        name = {
            self.Kind.OFFICE: str(self.office),
            self.Kind.COMMUNITY: self.community,
        }.get(self.Kind(self.kind), self.get_kind_display())
        if self.lowest_grade is None:
            return name
        return _("%(audience)s, grade %(grade)d and above") % {
            "audience": name,
            "grade": self.lowest_grade,
        }


class AudienceMember(models.Model):
    """An officer of a community's audience; kept by the app that keeps the community."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="members")
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint("audience", "officer", name="audience_member_once")]

    def __str__(self) -> str:
        return f"{self.audience_id} / {self.officer_id}"
