"""Pages of points."""

from points.views.importing import import_figures, import_marks
from points.views.pages import (
    book_all,
    declare_all,
    entry,
    mine,
    month,
    of_person,
    points,
    published,
    scheme,
    scheme_change,
    settlement,
    work_item,
    works,
)
from points.views.printing import pioneers_paper, proof, published_paper, settlement_paper

__all__ = [
    "book_all",
    "declare_all",
    "entry",
    "import_figures",
    "import_marks",
    "mine",
    "month",
    "of_person",
    "pioneers_paper",
    "points",
    "proof",
    "published",
    "published_paper",
    "scheme",
    "scheme_change",
    "settlement",
    "settlement_paper",
    "work_item",
    "works",
]
