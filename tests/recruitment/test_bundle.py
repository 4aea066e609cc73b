"""The papers of a way as one bundle: the index, the scans and what is printed, for whom it is."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from recruitment import actions
from recruitment.actions.writing import keep
from recruitment.documents.bundle import entries, named, safe, unique
from recruitment.journey import journey_of
from recruitment.models import Kind, PoliticalReview
from rulebook.models import Act
from tests.factories import BranchFactory, user_of
from tests.factories.lecture import PDF, scan
from tests.factories.recruit import Way, noon

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    """Everything that is printed, without spaces and line ends."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, "accounts.backends.PasswordBackend")
    return client


def bundled(user, way: Way, **given: str) -> zipfile.ZipFile:
    answer = client_of(user).post(reverse("recruitment:export_papers", args=[way.recruit.pk]), given)
    assert answer.status_code == 200
    return zipfile.ZipFile(BytesIO(b"".join(answer)))


def files(way: Way, on: date, begins: tuple[str, ...] = ("",)) -> list[str]:
    """The names that the bundle would have, without printing it."""
    way.recruit.refresh_from_db()
    rows = named(entries(journey_of(way.recruit, on), way.house.secretary, None))
    return [row.file for row in rows if row.file and row.file.startswith(begins)]


def test_the_bundle_has_the_index_the_scans_and_the_printed_papers_by_step(house, way):
    way.to_trained()
    talk = way.recruit.records.get(kind=Kind.TALK)
    at = noon(date(2026, 6, 1))
    actions.add_scan(talk, scan=scan("谈话.png", b"\x89PNG\r\n\x1a\n talk"), by=house.secretary, at=at)
    way.on("hand_in_thought_report", date(2025, 9, 1), text="汇报", scan=scan("汇报.pdf", b"%PDF-1.4 report"))
    content = bundled(house.secretary, way)
    assert content.namelist() == [
        "00-目录.pdf",
        "01-递交入党申请书-入党申请书2025-01-06扫描件.pdf",
        "02-派人谈话-谈话记录2025-01-20扫描件.pdf",
        "02-派人谈话-谈话记录打印件.pdf",
        "03-推荐和推优-推荐记录打印件.pdf",
        "05-积极分子上级备案-关于确定周子涵为入党积极分子的备案报告.pdf",
        "05-积极分子上级备案-关于确定周子涵为入党积极分子的备案报告的批复.pdf",
        "07-培养教育考察-半年考察登记表打印件.pdf",
        "07-培养教育考察-思想汇报2025-09-01扫描件.pdf",
    ]
    assert content.testzip() is None
    assert content.read("01-递交入党申请书-入党申请书2025-01-06扫描件.pdf") == PDF
    index = words(content.read("00-目录.pdf"))
    assert "周子涵发展党员材料目录" in index
    assert "4确定入党积极分子支委会会议记录2025年5月20日齐全，见会议记录—" in index
    assert "07-培养教育考察-思想汇报2025-09-01扫描件.pdf" in index


def test_the_export_is_on_record_and_for_those_who_run_recruitment_only(house, way):
    url = reverse("recruitment:export_papers", args=[way.recruit.pk])
    answer = client_of(house.secretary).post(url)
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"].lower()
    answer.close()
    assert Act.objects.filter(verb="recruitment.export_papers", by=house.secretary).count() == 1
    others = (user_of(house.people[2]), user_of(way.person), user_of(house.people[9]), BranchFactory().secretary)
    assert [client_of(user).post(url).status_code for user in others] == [403, 403, 404, 404]
    assert Act.objects.filter(verb="recruitment.export_papers").count() == 1


@pytest.mark.clause("13.2.3a")
def test_the_report_of_the_review_goes_along_only_when_asked_for_and_opened(house, way):
    way.to_candidate()
    review = way.review(date(2026, 6, 20))
    secret = b"%PDF-1.4 secret"
    actions_before = Act.objects.filter(verb="recruitment.open_review").count()
    review.report = keep(way.recruit, scan("政审.pdf", secret), house.secretary, noon(date(2026, 6, 20)))
    review.save()
    assert files(way, date(2026, 7, 1), ("12-",)) == []
    content = bundled(house.secretary, way, with_review="on")
    assert content.read("12-政治审查-政治审查报告.pdf") == secret
    assert Act.objects.filter(verb="recruitment.open_review").count() == actions_before + 1
    deputy = bundled(user_of(house.people[1]), way, with_review="on")
    assert [name for name in deputy.namelist() if name.startswith("12-")] == []
    assert "极敏感材料，未包括" in words(deputy.read("00-目录.pdf"))
    assert PoliticalReview.objects.count() == 1


def test_what_went_up_before_a_refusal_goes_along_too(way):
    way.to_sent()
    way.replied(way.dossier, date(2026, 8, 20), "refused")
    way.act("record_refusal", date(2026, 8, 21), told_on=date(2026, 8, 21), text="继续考察")
    assert files(way, date(2026, 9, 1), ("15-", "19-")) == [
        "15-上级预审-关于对发展对象周子涵进行预审的请示.pdf",
        "15-上级预审-关于对发展对象周子涵进行预审的请示的批复.pdf",
        "19-报送审批-关于审批接收周子涵为预备党员的请示.pdf",
        "19-报送审批-关于审批接收周子涵为预备党员的请示的批复.pdf",
    ]


def test_the_papers_of_a_moved_in_person_stand_at_the_end(house):
    given = {
        "person": None, "name": "吴䶮", "sex": "female", "birth_on": None, "department": "", "from_organ": "甲支部",
        "moved_on": date(2026, 3, 2), "received_on": date(2024, 1, 8), "activist_on": date(2024, 6, 3),
        "papers": "申请书", "paper": scan("材料.pdf"),
    }  # fmt: skip
    way = Way(house)
    way.recruit = actions.move_in(house.branch, **given, by=house.secretary, at=noon(date(2026, 3, 2)))
    assert files(way, date(2026, 4, 1)) == ["30-其他材料-转移接续2026-03-02扫描件.pdf"]


def test_a_scan_whose_file_is_gone_is_named_in_the_index(house, way):
    paper = way.recruit.records.get(kind=Kind.APPLICATION).paper
    paper.file.storage.delete(paper.file.name)
    content = bundled(house.secretary, way)
    assert content.namelist() == ["00-目录.pdf"]
    assert "扫描件的文件不在" in words(content.read("00-目录.pdf"))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("阿卜杜拉·买买提江", "阿卜杜拉·买买提江"),
        ("吴䶮", "吴䶮"),
        ("ＡＢ／全角：名", "ＡＢ／全角：名"),
        ('a/b\\c:d*e?f"g<h>i|j\n', "a_b_c_d_e_f_g_h_i_j_"),
        ("末尾. . ", "末尾"),
        ("长" * 200, "长" * 80),
    ],
)
def test_file_names_are_safe_everywhere(name, made):
    assert safe(name) == made
    assert len(f"{made}.pdf".encode()) <= 255


def test_the_same_name_twice_is_told_apart():
    taken: set[str] = set()
    for _ in range(3):
        taken.add(unique("07-考察", ".pdf", taken))
    assert taken == {"07-考察.pdf", "07-考察（2）.pdf", "07-考察（3）.pdf"}
