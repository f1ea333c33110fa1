"""Which items a text links to, kept as rows so that those who cite an item can be found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from knowledge.locks import hold_items
from knowledge.models import ItemLink

# An address as it stands in the HTML of a revision: of this site, with or without its host.
LINK = re.compile(r'<a\b[^>]*\bhref="(?:https?://([^/"]+))?/knowledge/([1-9][0-9]{0,17})/[^"]*"')


def linked_ids(html: str) -> set[int]:
    """Numbers of the items that the HTML of a revision links to, whether they exist or not."""
    return {int(number) for host, number in LINK.findall(html) if not host or _is_ours(host)}


def _is_ours(host: str) -> bool:
    domain, _port = split_domain_port(unescape(host))
    return validate_host(domain, settings.ALLOWED_HOSTS)


def set_links(pages: Mapping[int, str]) -> None:
    """Make the links of these items (by number) those of their HTML. In a transaction."""
    ItemLink.objects.filter(source_id__in=pages).delete()
    wanted = {(pk, target) for pk, html in pages.items() for target in linked_ids(html)}
    there = hold_items(target for _source, target in wanted)
    ItemLink.objects.bulk_create(
        ItemLink(source_id=source, target_id=target)
        for source, target in sorted(wanted)
        if target in there and target != source
    )
