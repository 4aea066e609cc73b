"""What an item's page shows besides the item."""

from rulebook.sections import Sections

_sections = Sections()
item_section = _sections.add
sections_of = _sections.of
