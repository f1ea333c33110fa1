"""Officers, offices and what they may do, as administrators manage them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from mptt.admin import MPTTModelAdmin

from accounts import roles
from accounts.epoch import forget_rights
from accounts.models import Audience, Charge, Office, Officer
from accounts.resources import OfficeResource, OfficerResource, tell_import
from accounts.services.roles import grant_role, revoke_role
from core.admin import ReadOnlyAdmin
from core.services.record import record

# Roles are granted on an officer's page, which tells the log; groups by hand would not.
admin.site.unregister(Group)


class TablesMixin(ImportExportMixin):
    """Import and export as CSV and XLSX, each import told to the log."""

    formats = [CSV, XLSX]
    import_verb = ""

    def process_result(self, result: Any, request: HttpRequest) -> Any:
        assert isinstance(request.user, Officer)
        tell_import(
            verb=self.import_verb,
            rows=result.totals,
            by=request.user,
            key=f"{self.import_verb}:{uuid4().hex}",
            count=result.total_rows,
        )
        return super().process_result(result, request)


class ChargeInline(admin.TabularInline[Charge, Officer]):
    """The offices that a coordinator looks after."""

    model = Charge
    extra = 0
    autocomplete_fields = ["office"]


class OfficerForm(UserChangeForm[Officer]):
    """An officer's facts, and the roles."""

    roles = forms.MultipleChoiceField(
        label=_("roles"),
        choices=list(roles.LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("A coordinator also needs an office in charge, below."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["roles"].initial = list(self.instance.groups.values_list("name", flat=True))


@admin.register(Officer)
class OfficerAdmin(TablesMixin, UserAdmin):  # type: ignore[misc]
    """People and accounts. Nobody is deleted: a leaver is made inactive."""

    form = OfficerForm
    resource_classes = [OfficerResource]
    import_verb = "officer.imported"
    inlines = [ChargeInline]
    list_display = ["username", "name_ko", "name_en", "office", "grade", "post", "is_active"]
    list_filter = ["is_active", "groups", "grade", "office__kind"]
    list_select_related = ["office"]
    search_fields = ["username", "name_ko", "name_en", "employee_number", "email"]
    ordering = ["username"]
    autocomplete_fields = ["office"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (
            _("Person"),
            {"fields": ("employee_number", "name_ko", "name_en", "email", "language")},
        ),
        (_("Place"), {"fields": ("office", "grade", "post")}),
        (_("Roles"), {"fields": ("roles",)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "name_ko", "office", "grade", "password1", "password2"),
            },
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Officer, form: forms.ModelForm[Officer], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        assert isinstance(request.user, Officer)
        record(
            verb="officer.changed" if change else "officer.added",
            obj=obj,
            actor=request.user,
            key=f"officer.changed:{obj.pk}:{uuid4().hex}",
            data={"fields": sorted(form.changed_data)},
        )

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm[Officer], formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if "roles" in form.cleaned_data:
            _set_roles(form.instance, set(form.cleaned_data["roles"]), request.user)
        forget_rights()


def _set_roles(officer: Officer, wanted: set[str], by: Any) -> None:
    held = set(officer.groups.values_list("name", flat=True)) & set(roles.LABELS)
    for role in sorted(wanted - held):
        grant_role(officer=officer, role=role, by=by)
    for role in sorted(held - wanted):
        revoke_role(officer=officer, role=role, by=by)


@admin.register(Office)
class OfficeAdmin(TablesMixin, MPTTModelAdmin):  # type: ignore[misc]
    """The tree of offices."""

    resource_classes = [OfficeResource]
    import_verb = "office.imported"
    list_display = ["name_ko", "name_en", "code", "kind", "address"]
    list_filter = ["kind"]
    search_fields = ["code", "name_ko", "name_en"]
    autocomplete_fields = ["parent"]


@admin.register(Audience)
class AudienceAdmin(ReadOnlyAdmin):
    """Who may read something. Rows are values: the portal makes them, nobody changes them."""

    list_display = ["__str__", "kind", "office", "community", "lowest_grade"]
    list_filter = ["kind"]
