"""What is wrong with a page as it is seen: violations of accessibility, sideways scrolling."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1366, 375)


def problems(page: Page, path: str) -> list[str]:
    """What axe finds on the page, and whether it scrolls sideways."""
    response = page.goto(path)
    found = [] if response.status == 200 else [f"{path}: {response.status}"]
    return found + problems_shown(page, path)


def problems_shown(page: Page, path: str) -> list[str]:
    """The same of the page as it stands."""
    found = [
        f"{path}: {violation['id']} {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{path}: scrolls sideways")
    return found
