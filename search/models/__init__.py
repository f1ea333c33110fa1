from search.models.log import Asked
from search.models.meaning import Likeness, Meaning, Passage
from search.models.word import Synonym, UserWord

__all__ = ["Asked", "Likeness", "Meaning", "Passage", "Synonym", "UserWord"]
