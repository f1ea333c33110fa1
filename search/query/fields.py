"""The operators of the search box and the names that they go by. Pure."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """What ``name:value`` narrows."""

    TITLE = "title"
    TAG = "tag"
    AUTHOR = "author"
    OFFICE = "office"
    CATEGORY = "category"
    HS = "hs"
    LAW = "law"
    FILE = "file"
    COMMENT = "comment"
    BEFORE = "before"
    AFTER = "after"
    KIND = "kind"
    LANGUAGE = "lang"


# The Korean name of each comes first behind the English one; the help card shows these two.
NAMES: dict[Field, tuple[str, ...]] = {
    Field.TITLE: ("title", "제목"),
    Field.TAG: ("tag", "태그"),
    Field.AUTHOR: ("author", "작성자", "저자", "글쓴이"),
    Field.OFFICE: ("office", "부서", "기관", "세관"),
    Field.CATEGORY: ("category", "분류", "카테고리"),
    Field.HS: ("hs", "세번", "품목번호", "hs코드"),
    Field.LAW: ("law", "법", "법령", "법률"),
    Field.FILE: ("file", "파일", "첨부"),
    Field.COMMENT: ("comment", "댓글"),
    Field.BEFORE: ("before", "이전"),
    Field.AFTER: ("after", "이후"),
    Field.KIND: ("kind", "종류", "유형"),
    Field.LANGUAGE: ("lang", "언어", "language"),
}
BY_NAME: dict[str, Field] = {name: field for field, names in NAMES.items() for name in names}
LANGUAGES = {
    "ko": "ko",
    "korean": "ko",
    "한국어": "ko",
    "국문": "ko",
    "en": "en",
    "english": "en",
    "영어": "en",
    "영문": "en",
}
