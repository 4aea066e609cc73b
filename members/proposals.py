"""What posts and mentors a roster workbook proposes, and why some of them cannot be entered."""

import re
from collections import defaultdict
from datetime import date

from accounts.models import Organization
from members.comparison import Comparison, Entry, MentorProposal, Records
from members.models import Mentorship, RightsSuspension, Term, not_over, running
from members.posts import COMMITTEE, Post
from members.roster import ApplicantRow, RosterRow

WITH_TAIL = re.compile(r"(?P<name>.+?)\(?(?P<tail>[0-9]{3}[0-9X])\)?")


def propose_posts(
    organization: Organization, entries: list[Entry], records: Records, since: date, result: Comparison
) -> None:
    """Posts of the branch that the workbook names and nobody on record holds yet; never those of superiors."""
    terms = Term.objects.filter(not_over(since), organization=organization).select_related("person").order_by("since")
    held = {(term.person.identity_digest, term.post): term for term in terms}
    secretary = next((term.person for term in terms if term.post == Post.SECRETARY), None)
    suspended = set(RightsSuspension.objects.filter(running(since)).values_list("person", flat=True))
    secretaries: list[Entry] = []
    named = set()
    for entry in entries:
        for post in map(Post, entry.row.posts if isinstance(entry.row, RosterRow) else ()):
            named.add((entry.digest, post.value))
            person = records.known.get(entry.digest)
            if post == Post.SECRETARY:
                secretaries.append(entry)
            if (entry.digest, post.value) in held:
                continue
            if post in COMMITTEE and (not is_full_member(entry, records, since) or (person and person.pk in suspended)):
                text = f"{since}时{entry.row.name}还不是有表决权的正式党员，不能任{post.label}，未登记任职"
                result.warnings.append(entry.problem(text))
            elif post == Post.SECRETARY and secretary and secretary.identity_digest != entry.digest:
                text = f"记录中现任党支部书记是{secretary.name}，未登记{entry.row.name}任职；换人的，请先登记前任免职"
                result.warnings.append(entry.problem(text))
            else:
                result.posts.append((entry, post))
    if len(secretaries) > 1:
        both = "、".join(entry.row.name for entry in secretaries)
        result.errors.append(secretaries[-1].problem(f"名册里有{len(secretaries)}名党支部书记：{both}，请只留一名"))
    if named:
        result.missing += [
            (term.person.name, f"现任{term.get_post_display()}，名册未写；已免职的请登记免职日期")
            for key, term in held.items()
            if key not in named and term.until is None
        ]


def is_full_member(entry: Entry, records: Records, on: date) -> bool:
    known = records.known.get(entry.digest)
    full_on = entry.values.get("full_on") or (known.full_on if known else None)
    return full_on is not None and full_on <= on


def propose_mentors(entries: list[Entry], records: Records, on: date, result: Comparison) -> None:
    """Mentors named beside people on the way into the Party, found by name among the branch's full members."""
    candidates = members_by_name(entries, records, on)
    known = set(
        Mentorship.objects.filter(person__in=list(records.here), until__isnull=True).values_list(
            "person__identity_digest", "mentor__identity_digest"
        )
    )
    for entry in entries:
        for text in entry.row.mentors if isinstance(entry.row, ApplicantRow) else ():
            found = with_name(text, candidates)
            if len(found) > 1:
                cure = f"培养联系人“{text}”有{len(found)}名同名党员，请写成“{text}(证件号码末四位)”"
                result.errors.append(entry.problem(cure))
            elif not found:
                lack = f"培养联系人“{text}”不是本支部的正式党员，未登记；请核对姓名，或以后再登记"
                result.warnings.append(entry.problem(lack))
            elif (entry.digest, found[0]) not in known and found[0] != entry.digest:
                result.mentors.append(MentorProposal(entry, text, found[0]))


def members_by_name(entries: list[Entry], records: Records, on: date) -> dict[str, dict[str, str]]:
    """Of the full members after the import: name → {digest: last four characters of the identity number}."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for person in records.here.values():
        if person.identity_digest and person.full_on and person.full_on <= on and not person.ended_on:
            found[person.name][person.identity_digest] = person.identity_tail
    for entry in entries:
        if entry.values.get("full_on"):
            found[entry.row.name][entry.digest] = entry.row.identity_number[-4:]
    return found


def with_name(text: str, candidates: dict[str, dict[str, str]]) -> list[str]:
    """Digests of the members meant: by name, or by name and the last four characters of the number."""
    if text in candidates:
        return list(candidates[text])
    match = WITH_TAIL.fullmatch(text)
    namesakes = candidates.get(match["name"], {}) if match else {}
    return [digest for digest, tail in namesakes.items() if match and tail == match["tail"]]
