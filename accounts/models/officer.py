from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.epoch import forget_rights
from accounts.models.office import Office

if TYPE_CHECKING:
    from accounts.rights import Rights


class Officer(AbstractUser):
    """A person of the service, and the account they sign in with."""

    class Language(models.TextChoices):
        KOREAN = "ko", "한국어"
        ENGLISH = "en", "English"

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    employee_number = models.CharField(
        _("employee number"), max_length=20, unique=True, null=True, blank=True
    )
    name_ko = models.CharField(_("Korean name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="officers",
    )
    grade = models.PositiveSmallIntegerField(
        _("grade"),
        default=9,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 is the highest, 9 the lowest."),
    )
    post = models.CharField(_("post"), max_length=60, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.KOREAN
    )

    REQUIRED_FIELDS = ["email", "name_ko"]

    # Set by the sign-in backend, read through accounts.rights.rights_of().
    cached_rights: Rights | None = None
    # What the backend read from the cache with the officer: ``core.registry.carried``, the epoch of
    # rights. Empty for officers who come from elsewhere.
    carried: Mapping[str, Any] = MappingProxyType({})

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        korean = (get_language() or "ko").startswith("ko")
        return (self.name_ko if korean else self.name_en) or self.name_ko or self.name_en

    @property
    def itself(self) -> Officer:
        """The officer without the wrapper of ``request.user``, through which each attribute costs
        several calls. For pages that ask much of it."""
        return self

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let go of cached copies, unless only the time of sign-in changed."""
        super().save(*args, **kwargs)
        if set(kwargs.get("update_fields") or ["*"]) != {"last_login"}:
            forget_rights()
