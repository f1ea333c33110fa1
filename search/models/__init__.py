from search.models.meaning import Likeness, Meaning, Passage

__all__ = ["Likeness", "Meaning", "Passage"]
