from knowledge.models.attachment import Attachment
from knowledge.models.category import Category
from knowledge.models.citation import Citation
from knowledge.models.comment import Comment
from knowledge.models.file_text import FileText
from knowledge.models.general import GeneralKnowledge
from knowledge.models.item import CoAuthor, Item, ItemTag
from knowledge.models.link import ItemLink
from knowledge.models.marks import Bookmark, Reaction
from knowledge.models.reading import Reading
from knowledge.models.revision import Revision
from knowledge.models.suggestion import Suggestion
from knowledge.models.watch import Watch
from knowledge.models.working_copy import WorkingCopy

__all__ = [
    "Attachment",
    "Bookmark",
    "Category",
    "Citation",
    "CoAuthor",
    "Comment",
    "FileText",
    "GeneralKnowledge",
    "Item",
    "ItemLink",
    "ItemTag",
    "Reaction",
    "Reading",
    "Revision",
    "Suggestion",
    "Watch",
    "WorkingCopy",
]
