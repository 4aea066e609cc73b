"""Pictures of numbers as SVG, the same on the page and on paper: lengths and colours are attributes, no styles."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partybranch.reports.long_tables import broken
from rulebook.reporting import Chart

WIDTH, LINE, BAR = 360, 26, 14  # units; one unit is a pixel on a telephone
LABEL, FIGURE = 146, 84  # room for the words before a bar and the figure after it
FONT, FAMILY = 11.5, "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
LONGEST = 24  # half characters of a label
INK, GROUND, COLOUR = "#1d2126", "#ece9e4", "#a91d1d"
RAIL = WIDTH - LABEL - FIGURE


def drawn(chart: Chart) -> SafeString:
    """Horizontal bars, each so long as its part of the whole; a bar of something is never so short as to vanish."""
    bars = format_html_join(
        "",
        f'<text x="{{}}" y="{{}}" text-anchor="end" fill="{INK}">{{}}</text>'
        f'<rect x="{{}}" y="{{}}" width="{{}}" height="{{}}" fill="{GROUND}"></rect>'
        f'<rect x="{{}}" y="{{}}" width="{{}}" height="{{}}" fill="{COLOUR}"></rect>'
        f'<text x="{{}}" y="{{}}" fill="{INK}">{{}}</text>',
        (
            (
                *(LABEL - 6, baseline(number), shortened(bar.label)),
                *(LABEL, top(number), RAIL, BAR),
                *(LABEL, top(number), length(bar.value, bar.most), BAR),
                *(LABEL + RAIL + 6, baseline(number), bar.text),
            )
            for number, bar in enumerate(chart.bars)
        ),
    )
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="{}" font-family="{}">{}</svg>',
        *(WIDTH, LINE * len(chart.bars), chart.title, FONT, FAMILY, bars),
    )


def top(number: int) -> int:
    return LINE * number + (LINE - BAR) // 2


def baseline(number: int) -> int:
    return LINE * number + LINE // 2 + 4


def length(value: int, most: int) -> int:
    """The bar's length in whole units."""
    return max(RAIL * value // most, 1) if value and most else 0


def shortened(label: str) -> str:
    """The label, or so much of it as stands before the bar."""
    first, *rest = broken(label, LONGEST)
    return f"{first[:-1]}…" if rest else first
