"""The facts that the product ships: offices and categories."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Office
from accounts.services.offices import load_offices
from knowledge.models import Category
from knowledge.services.categories import load_categories

pytestmark = pytest.mark.django_db


def test_offices_form_one_tree() -> None:
    done = load_offices()
    assert done.created == Office.objects.count() > 150
    root = Office.objects.get(parent=None)
    assert root.code == "HQ"
    assert root.get_descendant_count() == done.created - 1
    assert list(Office.objects.get(code="YGD").get_ancestors().values_list("code", flat=True)) == [
        "HQ",
        "BSN",
    ]


def test_offices_are_loaded_once_and_kept_as_edited() -> None:
    load_offices()
    Office.objects.filter(code="BSN").update(address="moved")
    again = load_offices()
    assert (again.created, again.changed) == (0, 0)
    assert Office.objects.get(code="BSN").address == "moved"
    assert load_offices(update=True).changed == 1
    assert Office.objects.get(code="BSN").address != "moved"


def test_every_main_customs_has_a_place_on_the_map() -> None:
    load_offices()
    houses = Office.objects.filter(kind__in=["main_customs", "customs_house", "support_center"])
    assert not houses.filter(latitude=None).exists()
    assert all(33 < o.latitude < 39 and 124 < o.longitude < 132 for o in houses)  # type: ignore[operator]


def test_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "offices.csv"
    bad.write_text(
        "code,parent,kind,name_ko,name_en,address,latitude,longitude\n"
        "A,,headquarters,가,A,,,\nB,NOWHERE,division,나,B,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(CommandError, match="NOWHERE"):
        call_command("load_offices", str(bad), stdout=StringIO())
    assert not Office.objects.exists()


def test_categories_form_a_tree_and_load_once() -> None:
    done = load_categories()
    assert done.created == Category.objects.count() > 40
    again = load_categories()
    assert (again.created, again.kept) == (0, done.created)
    for top in Category.objects.filter(parent=None):
        assert 2 <= top.get_children().count() <= 5
    names = Category.objects.values_list("name_ko", "name_en")
    assert all(ko and en for ko, en in names)
