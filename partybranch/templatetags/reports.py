"""Reports in templates: {{ chart|drawn }}, the columns of a printed table, long tables page by page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partybranch.reports.charts import drawn
from partybranch.reports.long_tables import is_long, pages_of
from rulebook.reporting import Table

register = template.Library()
register.filter("drawn", drawn)
register.filter("is_long", is_long)
register.filter("pages_of", pages_of)


@register.filter
def columns(table: Table) -> SafeString:
    """The widths of the columns, for paper: the pages of the program carry no styles of their own."""
    widths = format_html_join("", '<col style="width: {}">', ((percent,) for percent in table.percents))
    return format_html("<colgroup>{}</colgroup>", widths)
