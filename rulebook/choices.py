"""The readings and numbers a branch may choose, each with its default and the conflict that leaves it open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Organization
from rulebook.models import Choice


@dataclass(frozen=True)
class Question:
    """What is open: its name, the sentence, the answers by value, the default, and the entry in conflicts.yaml."""

    name: str
    label: str
    answers: Mapping[str, str]
    default: str
    conflict: str


def days(most: int) -> dict[str, str]:
    return {str(number): f"{number} 天" for number in range(most + 1)}


def people(most: int) -> dict[str, str]:
    return {str(number): f"{number} 人" for number in range(1, most + 1)}


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "strict_quorum",
            "到会人数要求“半数以上”的，是否一律从严为“超过半数”",
            {"no": "按条文：半数以上含半数", "yes": "从严：一律超过半数"},
            "no",
            "X1-03",
        ),
        Question("notice_days_general", "党员大会提前几天通知", days(10), "3", "X1-07"),
        Question("notice_days_committee", "支委会会议提前几天通知", days(10), "1", "X1-07"),
        Question("prompt_days_recruitment", "发展党员各环节的“及时”按几天掌握", days(30), "7", "X1-46"),
        Question("prompt_days_correction", "本人更正申请几天内答复", days(30), "10", "X1-46"),
        Question(
            "refuse_above_balance",
            "党费支出超过结余的，是否一律不予提出",
            {"no": "提示并写明理由", "yes": "不予提出"},
            "no",
            "X1-29",
        ),
        Question(
            "points_start",
            "积分从哪一天起算（第39篇只写“2月1日”，没有写年份）",
            {str(date(year, 2, 1)): f"{year}年2月1日" for year in range(2021, 2031)},
            "2021-02-01",
            "X2-02",
        ),
        Question("points_closing_grace_days", "月底后几天内仍可申报上月积分", days(10), "3", "X2-03"),
        Question(
            "points_veto_scope",
            "廉洁自律问题认定后，积分归零的范围",
            {"quarter": "认定当季", "year": "认定当年"},
            "quarter",
            "X2-04",
        ),
        Question("mentees_most", "一名联系人最多同时联系几人（制度未定，只提示）", people(10), "3", "X1-49"),
    )
}


def chosen(name: str, organization: Organization, on: date) -> str:
    """The answer in force that day; the default where the branch has chosen nothing."""
    rows = Choice.objects.filter(organization=organization, name=name, since__lte=on).order_by("-since")
    return rows.values_list("value", flat=True).first() or QUESTIONS[name].default
