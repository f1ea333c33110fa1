from search.models.meaning import Likeness, Meaning, Passage
from search.models.word import Synonym, UserWord

__all__ = ["Likeness", "Meaning", "Passage", "Synonym", "UserWord"]
