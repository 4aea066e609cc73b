"""制度: the chapters and clauses, and where each is enforced."""

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.access import Request, in_organization, organizations_of, sees, signed_in
from accounts.models import Organization
from rulebook import clock
from rulebook.catalogue import Clause, catalogue
from rulebook.chapters import NAMES, title_of
from rulebook.choices import QUESTIONS
from rulebook.conflicts import CONFLICTS_OF
from rulebook.kernel import VERBS, built
from rulebook.models import Choice, RulebookText
from rulebook.printed import FOUND_AT_MOST, article_of, chapter_of, not_found_in, passages_with, text_for
from rulebook.text.structure import TITLE
from rulebook.traceability import SOFTWARE_LABELS, traces
from rulebook.words import FORCES, numbers_of

MOST_WORDS = 40  # characters of a search


SHOWN_HERE = (  # display only, and accepted when the rulebook's own pages show them
    "7.1", "18.0", "19.0", "20.0", "21.0", "24.0", "24.2.2.4", "24.4.4", "25.0", "25.3.2.5", "26.0", "26.12", "27.0",
    "27.3.2.3", "28.0", "29.0", "30.0", "31.0", "32.0", "32.6", "33.0", "33.5", "34.0", "35.0", "36.0", "37.0", "38.0",
    "39.0",
)  # fmt: skip


@signed_in
def chapters(request: Request) -> HttpResponse:
    """All chapters, or what holds the words that are looked for; and which printed text stands behind them."""
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    text = text_for(request.user, clock.today())
    context: dict[str, object] = {"asked": words, "text": text}
    if words:
        context |= {"clauses": clauses_with(words), "passages": passages_with(words, text) if text else []}
    else:
        numbers = dict.fromkeys(clause.chapter for clause in catalogue.values())
        context |= {
            "keeps": organizations_of(request.user, "rulebook.upload_text").first(),
            "waiting": RulebookText.objects.visible_to(request.user).waiting().first(),
            "chapters": [(number, title_of(number), len(catalogue.chapter(number))) for number in numbers],
        }
    return render(request, "rulebook/chapters.html", context)


def clauses_with(words: str) -> list[Clause]:
    found = (c for c in catalogue.values() if words in c.zh or words in c.cite or words in (c.id, c.short_cite))
    return list(found)[:FOUND_AT_MOST]


@built(*SHOWN_HERE)
@signed_in
def chapter(request: Request, number: str) -> HttpResponse:
    """Its clauses with their state in the program, and its printed text."""
    clauses = catalogue.chapter(number)
    if not clauses:
        raise Http404
    text = text_for(request.user, clock.today())
    context = {
        "number": number,
        "title": title_of(number),
        "traces": [traces()[clause.id] for clause in clauses],
        "text": text,
        "passages": chapter_of(text, number) if text else [],
    }
    return render(request, "rulebook/chapter.html", context)


@signed_in
def clause(request: Request, id: str) -> HttpResponse:
    """Its words, force and numbers, what refuses or reminds by it, and the printed words behind it."""
    if id not in catalogue:
        raise Http404
    found = catalogue[id]
    text = text_for(request.user, clock.today())
    force, meaning = FORCES[found.force]
    context = {
        "clause": found,
        "title": title_of(found.chapter),
        "force": force,
        "meaning": meaning,
        "numbers": numbers_of(found),
        "software": [label for kind, label in SOFTWARE_LABELS.items() if kind in found.software],
        "trace": traces()[id],
        "rights": [
            (right.label or VERBS[right.name].label, right.holder_labels)
            for right in traces()[id].rights
            if right.label or right.name in VERBS
        ],
        "same": [catalogue[other] for other in found.same_as],
        "conflicts": CONFLICTS_OF.get(id, []),
        "text": text,
        "lines": article_of(found, chapter_of(text, found.chapter)) if text else [],
        "keeps": organizations_of(request.user, "rulebook.upload_text").first(),
    }
    return render(request, "rulebook/clause.html", context)


@sees(RulebookText, "organization", "uploaded_by")
def text(request: Request, text: RulebookText) -> HttpResponse:
    """What was found in an uploaded text, to be looked through before it is taken into force."""
    passages = text.passages.exclude(label=TITLE)
    counts = dict(passages.order_by().values_list("chapter").annotate(count=Count("pk")))
    context = {
        "text": text,
        "chapters": [(number, title_of(number), counts.get(number, 0)) for number in NAMES],
        "count": sum(counts.values()),
        "unfound": not_found_in(text),
        "versions": text.organization.rulebook_texts.adopted().exclude(pk=text.pk).order_by("-number"),
    }
    return render(request, "rulebook/text.html", context)


@in_organization("rulebook.read_choices")
def choices(request: Request, organization: Organization) -> HttpResponse:
    """What the rulebook leaves open, with both readings, what the branch goes by today, and since when."""
    made = list(Choice.objects.filter(organization=organization).order_by("-since"))
    today = clock.today()
    rows = []
    for question in QUESTIONS.values():
        history = [choice for choice in made if choice.name == question.name]
        current = next((choice for choice in history if choice.since <= today), None)
        rows.append((question, question.answers[current.value if current else question.default], current))
    context = {
        "organization": organization,
        "rows": rows,
        "perms_choose": request.user.has_perm("rulebook.choose", organization),
    }
    return render(request, "rulebook/choices.html", context)
