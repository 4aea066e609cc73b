"""One branch with a person in every role the program knows, and one row of everything that has an address."""

from datetime import date, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import User
from archives.models import IncomingDocument
from meetings.models import Resolution, YearPlan
from members.actions import upload_roster
from members.models import Affiliation, Person, Term
from members.posts import Post
from members.roster import read_workbook, template
from members.tasks import begin_check
from partybranch.models import AnnualReport
from recruitment.access import give_review
from recruitment.models import PoliticalReview, Record, Recruit
from rulebook.models import Reminder, RulebookText
from tests.factories import BranchFactory, agenda_item, committee_meeting, general_meeting, present, user_of
from tests.factories.activity import handed_in
from tests.factories.ballot import Poll, permit
from tests.factories.branch import FOUNDED, holding, person
from tests.factories.commendation import award_rows, published_round
from tests.factories.correction import correction_of
from tests.factories.dues import dues_rows
from tests.factories.lecture import group, lecture, paper
from tests.factories.meeting import BEGINS
from tests.factories.points import points_rows

NOW = BEGINS + timedelta(minutes=20)
POSTS = {
    "secretary": Post.SECRETARY,
    "deputy": Post.DEPUTY_SECRETARY,
    "organization": Post.ORGANIZATION_COMMISSIONER,
    "discipline": Post.DISCIPLINE_COMMISSIONER,
    "publicity": Post.PUBLICITY_COMMISSIONER,
    "plain": Post.COMMITTEE_MEMBER,
    "archivist": Post.ARCHIVIST,
    "study_supervisor": Post.STUDY_SUPERVISOR,
    "dues_keeper": Post.DUES_KEEPER,
}
ADMINISTRATORS = ("system", "security", "audit")


def begin_review_of(recruit: Recruit, reader: User) -> PoliticalReview:
    """A review that this one account may read."""
    review = PoliticalReview.objects.create(recruit=recruit)
    give_review(review, reader)
    return review


class Everybody(BranchFactory):
    """The branch, `users` by the name of their role, and `rows` by the folder of their address.

    `others` are the rows of one address, or of a line `… of something`; `codes` other organizations than the branch.
    """

    def __init__(self) -> None:
        super().__init__(members=12, committee=2)
        self.users = self.people_of_the_branch() | self.people_from_elsewhere()
        self.rows = self.one_of_everything()
        self.others = self.other_rows()
        self.codes = dict.fromkeys(("members:group", "members:assign_to_group"), self.group.code)

    def people_of_the_branch(self) -> dict[str, User]:
        Term.objects.filter(organization=self.branch).delete()
        for one, post in zip(self.people, POSTS.values(), strict=False):
            holding(one, self.branch, post)
        users = {role: user_of(one) for role, one in zip(POSTS, self.people, strict=False)}
        self.target, leader, full = self.people[9:12]
        self.group = group(self, [leader, full])
        holding(leader, self.group, Post.GROUP_LEADER)
        activist = {
            "admitted_on": None,
            "full_on": None,
            "applied_on": date(2025, 1, 6),
            "activist_on": date(2025, 8, 1),
        }
        former = person(self.branch, "原党员", ended_on=date(2026, 1, 5))
        Affiliation.objects.filter(person=former).update(until=date(2026, 1, 5))
        disabled = user_of(person(self.branch, "停用"))
        disabled.is_active = False
        disabled.save()
        return users | {
            "group_leader": user_of(leader),
            "full": user_of(full),
            "probationary": user_of(person(self.branch, "预备", admitted_on=date(2025, 12, 1), full_on=None)),
            "activist": user_of(person(self.branch, "积极分子", **activist)),
            "former": user_of(former),
            "disabled": disabled,
        }

    def people_from_elsewhere(self) -> dict[str, User]:
        other = BranchFactory(members=3, committee=3)
        above = self.branch.superior.superior
        highest = Person.objects.create(name="机关党委书记", sex="male", pinyin_key="jiguan", stroke_key="jiguan")
        users = {
            "officer": self.superior_officer,
            "superior_secretary": user_of(holding(highest, above, Post.SUPERIOR_SECRETARY)),
            "stranger": other.secretary,
            "strange_officer": other.superior_officer,
        }
        for kind in ADMINISTRATORS:
            users[kind] = User.objects.create_user(kind, name=kind, administration=kind)
        return users

    def one_of_everything(self) -> dict[str, int]:
        """The number of the row in /folder/<number>/…; a new folder gets its line here."""
        user_of(self.target)
        voted = agenda_item(general_meeting(self))
        present(voted.meeting, 10)
        permission = permit(self)
        box = Poll(self, voted).box
        resolution = Resolution.objects.create(item=agenda_item(voted.meeting), text="按季度走访", owner=self.people[0])
        plan = YearPlan.objects.create(
            organization=self.branch,
            kind=YearPlan.Kind.ANNUAL,
            begins_on=date(2026, 1, 1),
            text="计划",
            drafted_on=FOUNDED,
        )
        document = IncomingDocument.objects.create(
            organization=self.branch, source="superior", issuer="机关党委", title="通知", received_on=date(2026, 3, 2)
        )
        text = RulebookText.objects.create(
            organization=self.branch,
            name="制度汇编.txt",
            uploaded_by=self.secretary,
            uploaded_at=BEGINS,
            number=1,
            effective_on=date(2026, 1, 1),
            adopted_at=BEGINS,
        )
        upload = upload_roster(
            self.branch, name="名册.xlsx", content=template(), posts_since=FOUNDED, by=self.secretary, at=BEGINS
        )
        begin_check(upload, read_workbook(BytesIO(template())))
        report = AnnualReport.objects.create(
            organization=self.branch,
            as_of=date(2025, 12, 31),
            edition=AnnualReport.Edition.OWN,
            format=AnnualReport.Format.PDF,
            asked_by=self.secretary,
            asked_at=BEGINS,
            state=AnnualReport.State.DONE,
            made_at=BEGINS,
            file=ContentFile(b"%PDF-1.7", "report.pdf"),
        )
        recruit = Recruit.objects.create(
            person=self.users["activist"].person, organization=self.branch, received_on=FOUNDED
        )
        record = Record.objects.create(recruit=recruit, kind="application", happened_on=FOUNDED, paper=paper(self))
        review = begin_review_of(recruit, self.secretary)
        message = Reminder.objects.create(
            organization=self.branch,
            cause="8.1.1a",
            subject_id=self.branch.pk,
            occasion="2026-01-01",
            recipient=self.secretary,
            stage=Reminder.Stage.BEFORE,
            channel=Reminder.Channel.INBOX,
            title="召开党员大会",
            text="本季度尚未召开党员大会",
            url="/",
            created_at=BEGINS,
        )
        return {
            "meetings": voted.meeting.pk,
            "items": voted.pk,
            "attendances": voted.meeting.attendances.get(person=self.target).pk,
            "make_ups": handed_in(self, self.target, BEGINS.date()).pk,
            "lectures": lecture(self, begins_at=BEGINS + timedelta(days=30)).pk,
            "resolutions": resolution.pk,
            "plans": plan.pk,
            "ballot_permissions": permission.pk,
            "boxes": box.pk,
            "submissions": voted.meeting.request_id,
            "documents": document.pk,
            "papers": paper(self).pk,
            "people": self.target.pk,
            "accounts": self.target.user_id,
            "terms": Term.objects.get(person=self.people[2]).pk,
            "roster_uploads": upload.pk,
            "texts": text.pk,
            "annual_reports": report.pk,
            "inbox": message.pk,
            "corrections": correction_of(self.target, BEGINS, topic="dues").pk,
            "recruits": recruit.pk,
            "records": record.pk,
            "reviews": review.pk,
            **points_rows(self, self.target),
            **dues_rows(self, self.target, self.users["dues_keeper"]),
            **award_rows(self, self.target, self.secretary),
        }

    def other_rows(self) -> dict[str, dict[str, int]]:
        committee = committee_meeting(self)
        of_secretary = committee.attendances.get(person=self.people[0])
        item, own = agenda_item(committee), self.users["activist"]
        minuted = Resolution.objects.get(pk=self.rows["resolutions"]).item_id
        awarded = {"award_rounds": published_round(self, self.target, self.secretary).pk}
        return {
            "committee": {"meetings": committee.pk, "items": item.pk, "attendances": of_secretary.pk},
            "activist": {"people": own.person.pk, "accounts": own.pk},
            "security": {"accounts": self.users["security"].pk},
            "officer": {"accounts": self.users["officer"].pk},
            "meetings:resolution": {"items": minuted},
            "points:candidates_paper": awarded,
            "points:commendation_paper": awarded,
        }

    def sessions(self) -> dict[str, str]:
        """The session cookie of each role, logged in while the account was still in use."""
        found = {"anonymous": ""}
        for role, user in self.users.items():
            client = Client()
            client.force_login(user, "accounts.backends.PasswordBackend")
            found[role] = client.session.session_key
        return found
