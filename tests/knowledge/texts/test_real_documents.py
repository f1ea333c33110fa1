"""Every document of the data, with what can be found in it or the reason why nothing can."""

from __future__ import annotations

import json
from pathlib import PurePath

import pytest

from knowledge.texts.child import outcome
from knowledge.texts.formats import OFFICE
from tests.real_data import real_data

TYPES = {
    ".pdf": "application/pdf",
    ".hwp": "application/x-hwp",
    ".hwpx": "application/hwp+zip",
    ".docx": f"{OFFICE}wordprocessingml.document",
}
# Words from the beginning, the tables and the notes of each.
FOUND = {
    "mpm_recruitment_notice.hwpx": ["인사혁신처 공고 제2023 - 311호", "국민참여정책단"],
    "mfds_admin_notice.hwpx": ["식품의약품안전처 공고 제2025-477호", "의료기기"],
    "seoul_sihaengmun.hwpx": ["소규모주택정비사업 추진실적", "이재훈"],
    "gov_donation_report_form.hwpx": ["분석보고서 요약", "요일별 기부 건수"],
    "public_official_table.hwpx": ["보도자료", "정부혁신 청사진"],
    "form_002.hwpx": ["품목번호", "초격차프로젝트"],
    "broken_no_header_xml.hwpx": ["연구계획서", "연구비지원기관"],
    "broken_no_manifest.hwpx": ["입 법 예 고", "구세 조례"],
    "프로젝트 계획서.hwpx": ["PROJECT PROPOSAL", "프로젝트 기간"],
    "테스트문서.hwpx": ["개요 내용을 추가합니다"],
    "hwpx_table.hwpx": ["기말고사", "개똥이"],
    "표.hwp": ["LMN", "표"],
    "머리글꼬리글.hwp": ["개요1", "8944454545343434"],
    "각주미주.hwp": ["sssd"],
    "distribution_locked.hwp": ["시설관리원 용역업체 선정", "72,300,000원"],
    "old_5.0.2.2_picture.hwp": ["누름틀", "테이블안"],
    "한글문서파일형식_5.0_revision1.3.hwp": ["배포용 문서", "HWPTAG_PARA_TEXT", "한컴타워"],
    "basicsReport.hwp": ["리포트의 제목", "나눔글꼴"],
    "biz_plan.hwp": ["사 업 수 행 계 획 서"],
    "korean_test.docx": ["제목1단계", "문자서식", "셀합침"],
    "korean_test.pdf": ["제목 단계 1", "쪽나눔 전"],
    "korean_test_from_docx.hwpx": ["셀합침", "쪽나눔 후"],
    "KorQuAD_2.0_paper_ko.pdf": ["웹문서 기계독해", "질의응답"],
    "kcs_import_declaration_form.pdf": ["Import Declaration", "Cargo Control No."],
    "customs_declaration_datasets_paper.pdf": [
        "Customs Import Declaration",
        "declarations dataset",
    ],
    "copy_protected.pdf": ["LayoutParser"],
    "uk_trade_tariff_2022.docx": [
        "THE TARIFF OF THE UNITED KINGDOM",
        "Heading 8471 does not cover",
    ],
}
NOT_FOUND = {
    "password_hwpx.hwpx": "locked",
    "scanned_no_text.pdf": "scanned",
    "ole.hwp": "empty",
    "hwpx_picture.hwpx": "empty",
}


def test_every_document_is_spoken_of() -> None:
    listed = json.loads(real_data("docs", "manifest.json").read_text())
    assert {row["file"] for row in listed} == {*FOUND, *NOT_FOUND}


@pytest.mark.parametrize("name", FOUND)
def test_its_words_are_found(name: str) -> None:
    path = real_data("docs", name)
    reason, text = outcome(str(path), TYPES[PurePath(name).suffix])
    assert reason == ""
    for words in FOUND[name]:
        assert words in text


@pytest.mark.parametrize("name", NOT_FOUND)
def test_why_there_is_nothing_is_told(name: str) -> None:
    path = real_data("docs", name)
    assert outcome(str(path), TYPES[PurePath(name).suffix]) == (NOT_FOUND[name], "")
