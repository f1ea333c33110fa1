"""What stands around an item's text: category, tags, readers, co-authors, citations."""

from __future__ import annotations

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from accounts.models import Officer
from accounts.services.audiences import all_officers
from knowledge.locks import hold_category
from knowledge.models import Citation, CoAuthor, GeneralKnowledge, Item, ItemTag
from knowledge.services.errors import Refused
from knowledge.services.fields import ItemFields


def set_columns(item: Item, fields: ItemFields) -> list[str]:
    """Put the details that are columns of the item on it; the names of those that changed."""
    category_id = fields.category.pk if fields.category else None
    is_new = category_id is not None and category_id != item.category_id
    if category_id is not None and is_new and not hold_category(category_id):
        raise Refused(_("The category no longer exists. Choose another one."))
    wanted = {
        "category_id": category_id,
        "audience_id": (fields.audience or all_officers()).pk,
        "language": fields.language,
    }
    changed = [name for name, value in wanted.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, wanted[name])
    return [name.removesuffix("_id") for name in changed]


def set_details(item: Item, fields: ItemFields, by: Officer) -> tuple[list[str], bool]:
    """Write the details that have tables of their own.

    Returns the item's columns that changed with it, which the caller saves, and whether
    anything changed. The set of co-authors is the author's: given by anybody else, it is left
    as it is.
    """
    tags = _set_tags(item, fields.tags)
    coauthors = item.author_id == by.pk and _set_coauthors(item, fields.coauthors)
    citations = _set_citations(item, fields.citations)
    shape = _set_shape(item, fields.shape)
    return ["tag_names"] if tags else [], tags or coauthors or citations or shape


def _set_tags(item: Item, names: tuple[str, ...]) -> bool:
    if tuple(item.tag_list) == names:
        return False
    tags = find_tags(names)
    kept = set(ItemTag.objects.filter(content_object=item).values_list("tag_id", flat=True))
    wanted = {tag.pk for tag in tags}
    ItemTag.objects.filter(content_object=item, tag_id__in=kept - wanted).delete()
    ItemTag.objects.bulk_create(
        ItemTag(content_object_id=item.pk, tag=tag) for tag in tags if tag.pk not in kept
    )
    before, item.tag_names = item.tag_names, "\n".join(tag.name for tag in tags)
    return item.tag_names != before


def find_tags(names: tuple[str, ...]) -> list[Tag]:
    """The tags of these names, as first spelled, in the order given; new ones are created.

    They are created in the order of their names: two people who bring the same new tags wait
    for one another and never each for the other.
    """
    known = {tag.name.lower(): tag for tag in Tag.objects.filter(name__in=names)}
    missing = [name.lower() for name in names if name.lower() not in known]
    if missing:
        spelled = Tag.objects.annotate(lower=Lower("name")).filter(lower__in=missing)
        known |= {tag.name.lower(): tag for tag in spelled.order_by("-pk")}
    for name in sorted(names):
        if name.lower() not in known:
            known[name.lower()] = Tag.objects.get_or_create(name=name)[0]
    return list({known[name.lower()].pk: known[name.lower()] for name in names}.values())


def _set_coauthors(item: Item, officers: tuple[Officer, ...]) -> bool:
    wanted = [officer.pk for officer in officers]
    if item.author_id in wanted:
        raise Refused(_("The author cannot be a co-author as well. Take the name out."))
    rows = item.coauthorships.order_by("position", "pk")
    if list(rows.values_list("officer_id", flat=True)) == wanted:
        return False
    item.coauthorships.exclude(officer_id__in=wanted).delete()
    CoAuthor.objects.bulk_create(
        [
            CoAuthor(item_id=item.pk, officer_id=officer_id, position=position)
            for position, officer_id in enumerate(wanted)
        ],
        update_conflicts=True,
        unique_fields=["item", "officer"],
        update_fields=["position"],
    )
    return True


def _set_citations(item: Item, wanted: tuple[tuple[str, str], ...]) -> bool:
    known = {(row.scheme, row.code): row.pk for row in item.citations.all()}
    if known.keys() == set(wanted):
        return False
    gone = [pk for pair, pk in known.items() if pair not in wanted]
    Citation.objects.filter(pk__in=gone).delete()
    Citation.objects.bulk_create(
        Citation(item_id=item.pk, scheme=scheme, code=code)
        for scheme, code in wanted
        if (scheme, code) not in known
    )
    return True


def _set_shape(item: Item, shape: str) -> bool:
    if item.kind != GeneralKnowledge.KIND:
        return False
    rows = GeneralKnowledge.objects.filter(pk=item.pk).exclude(shape=shape)
    return bool(rows.update(shape=shape))
