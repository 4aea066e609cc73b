"""Log-in and pressing for the browser tests."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from accounts.models import User
from partybranch.demo.builder import House, found_empty_house

PASSWORD = "Wenjian-2026-tong"


@pytest.fixture
def empty_house(transactional_db: None) -> House:
    """The superiors and a branch that has nothing yet but its secretary."""
    return found_empty_house(date(2021, 7, 1), date(2025, 12, 1), PASSWORD)


class Desk:
    """One person at one browser window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, user: User) -> "Desk":
        self.page.goto("/log_in/")
        self.page.get_by_label("登录名").fill(user.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url("**/")
        return self

    def go(self, path: str) -> "Desk":
        self.page.goto(path)
        return self

    def press(self, name: str) -> "Desk":
        """The button or the link that looks like one, then the page it leads to."""
        main = self.page.locator("#main")
        main.get_by_role("button", name=name, exact=True).or_(
            main.get_by_role("link", name=name, exact=True)
        ).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, **fields: str | bool) -> "Desk":
        """Fields by their names: text, a choice's label, a tick."""
        for name, value in fields.items():
            field = self.page.locator(f"#main [name={name}]")
            if isinstance(value, bool):
                field.set_checked(value)
            elif field.first.evaluate("element => element.tagName") == "SELECT":
                field.select_option(label=value)
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f"#main [name={name}][value={value}]").check()
            else:
                field.fill(value)
        return self

    def says(self, text: str) -> bool:
        """Whether the page holds the text, spaces and line breaks aside."""
        return "".join(text.split()) in "".join(self.page.locator("#main").inner_text().split())


@pytest.fixture
def desk(browser: Browser, browser_context_args: dict) -> Iterator[Callable[..., Desk]]:
    """Opens a new window, logged in as the user; `width` in pixels."""
    contexts = []

    def open_window(user: User, width: int = 1366) -> Desk:
        context = browser.new_context(**{**browser_context_args, "viewport": {"width": width, "height": 800}})
        contexts.append(context)
        return Desk(context.new_page()).log_in(user)

    yield open_window
    for context in contexts:
        context.close()
