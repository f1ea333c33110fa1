"""The demo accounts that the first start makes."""

from __future__ import annotations

from dataclasses import dataclass

from accounts import roles

PASSWORD = "ckp-demo"  # noqa: S105 - known to everybody, and only where nothing is real


@dataclass(frozen=True, slots=True)
class Account:
    """An officer whom everybody can try."""

    username: str
    name_ko: str
    name_en: str
    office: str
    grade: int
    post: str
    role: str | None = None
    in_charge_of: str | None = None


ACCOUNTS = [
    Account("officer", "김서연", "Kim Seoyeon", "ICN", 7, "관세행정관"),
    Account("colleague", "이도윤", "Lee Doyun", "ICN", 7, "관세행정관"),
    Account(
        "coordinator", "박지훈", "Park Jihun", "ICN", 6, "지식관리자", roles.COORDINATOR, "ICN"
    ),
    Account("evaluator", "최하은", "Choi Haeun", "BSN", 6, "평가관", roles.EVALUATOR),
    Account("leader", "정민준", "Jung Minjun", "HQ-CLR", 4, "과장", roles.LEADER),
    Account("admin", "한유진", "Han Yujin", "HQ-DAT", 5, "시스템관리자", roles.ADMIN),
]
