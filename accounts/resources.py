"""Officers and offices as tables: what the admin imports from and exports to CSV and XLSX."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.widgets import CharWidget, ForeignKeyWidget

from accounts.epoch import forget_rights
from accounts.models import Office, Officer
from core.services.record import record


class OfficeWidget(ForeignKeyWidget):
    """An office by its code; an unknown code is named instead of ending the import."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Office | None:
        code = str(value or "").strip()
        if not code:
            return None
        office = Office.objects.filter(code=code).first()
        if office is None:
            raise ValueError(_("There is no office with the code %(code)s.") % {"code": code})
        return office


class EmployeeNumberWidget(CharWidget):
    """An empty number is none at all: numbers are unique."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        return str(value or "").strip() or None


class OfficeResource(resources.ModelResource):
    """Offices by code. A parent stands above its children in the file."""

    parent = fields.Field("parent", "parent", OfficeWidget(Office, "code"))

    class Meta:
        model = Office
        import_id_fields = ["code"]
        fields = (
            "code",
            "parent",
            "kind",
            "name_ko",
            "name_en",
            "address",
            "latitude",
            "longitude",
            "position",
        )
        export_order = fields
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        if not kwargs.get("dry_run"):
            forget_rights()


class OfficerResource(resources.ModelResource):
    """Officers by username. Passwords are neither exported nor imported; newcomers have none."""

    office = fields.Field("office", "office", OfficeWidget(Office, "code"))
    employee_number = fields.Field("employee_number", "employee_number", EmployeeNumberWidget())

    class Meta:
        model = Officer
        import_id_fields = ["username"]
        fields = (
            "username",
            "employee_number",
            "name_ko",
            "name_en",
            "email",
            "office",
            "grade",
            "post",
            "language",
            "is_active",
        )
        export_order = fields
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    def before_save_instance(self, instance: Officer, row: Any, **kwargs: Any) -> None:
        if not instance.password:
            instance.set_unusable_password()

    def validate_instance(
        self, instance: Officer, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """As the model does, but an account without a password is no mistake here."""
        errors = dict(import_validation_errors or {})
        try:
            instance.full_clean(
                exclude=[*errors.keys(), "password"], validate_unique=validate_unique
            )
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)


def tell_import(*, verb: str, rows: Any, by: Officer, key: str, count: int) -> None:
    """Record that ``by`` imported ``count`` rows; called in the transaction of the import."""
    record(verb=verb, obj=by, actor=by, key=key, data={"count": count, "totals": dict(rows)})
