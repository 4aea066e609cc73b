"""How lines of bases and payments travel in the page between preview and confirmation."""

from datetime import date
from decimal import Decimal

from dues.actions.assessing import BaseLine
from dues.actions.paying import PaymentLine
from members.importing.sealing import Shape

BASES = Shape(
    lambda line: [
        line.person.pk,
        line.kind,
        None if line.base is None else str(line.base),
        line.fixed,
        str(line.since),
    ],
    lambda person, row: BaseLine(
        person, row[1], None if row[2] is None else Decimal(row[2]), row[3], date.fromisoformat(row[4])
    ),
)
PAYMENTS = Shape(
    lambda line: [line.person.pk, str(line.paid_on), line.amount, line.bank_number],
    lambda person, row: PaymentLine(person, date.fromisoformat(row[1]), row[2], row[3]),
)
