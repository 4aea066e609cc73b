"""What a person's page and the member's own page show besides the record, of a person on a day."""

from rulebook.sections import Sections

_sections = Sections()
person_section = _sections.add  # the person himself and the branch's keepers see it
sections_of = _sections.of
