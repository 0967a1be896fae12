"""The board in a real browser, served by the commands that people type."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

selenium = pytest.importorskip("selenium", reason="selenium is not installed: pip install selenium")

from selenium import webdriver  # noqa: E402 - only after it is known to be there
from selenium.common.exceptions import (  # noqa: E402
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.wait import WebDriverWait  # noqa: E402

__all__ = [
    "ROOT",
    "By",
    "WebDriverWait",
    "address",
    "cards",
    "chromium",
    "click",
    "find",
    "log_in",
    "next_page",
    "picture",
]

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "build" / "screenshots"

SETTINGS = """
[corefw]
include = ["board"]
addons = ["sqlalchemy", "mako"]
secret = "only for this test, and long enough to be a secret"

[corefw.sessions]
kind = "server"

[corefw.ports]
session_store = "sqlalchemy"

[server]
host = "127.0.0.1"
port = {port}

[sqlalchemy]
url = "sqlite:///board.sqlite"
"""


def free_port() -> int:
    """Return a port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when something listens at *port*; fail with what the server said otherwise."""
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if 0 == probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Return where a board with the sample data is served."""
    port = free_port()
    settings = tmp_path / "board.toml"
    settings.write_text(SETTINGS.format(port=port), encoding="utf-8")
    log = tmp_path / "commands.log"
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COREFW_")}
    with log.open("wb") as out:
        for words in (
            ["corefw", "-c", str(settings), "db", "upgrade"],
            ["board.sample", "-c", str(settings)],
        ):
            done = subprocess.run([sys.executable, "-m", *words], stdout=out, stderr=out, env=environ)
            assert 0 == done.returncode, log.read_text(errors="replace")
        server = subprocess.Popen(
            [sys.executable, "-m", "corefw", "-c", str(settings), "serve"],
            stdout=out,
            stderr=out,
            env=environ,
        )
        try:
            wait_for(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Any]:
    """Return a headless Chromium; skip where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("There is no Chromium: run `apt install chromium chromium-driver`.")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--window-size=1280,860",
        f"--user-data-dir={tmp_path / 'profile'}",
    ):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        yield browser
    finally:
        browser.quit()


def find(browser: Any, selector: str) -> Any:
    """Return the first element of *selector*."""
    return browser.find_element(By.CSS_SELECTOR, selector)


def texts(browser: Any, selector: str) -> list[str]:
    """Return the texts of all elements of *selector*."""
    return [one.text for one in browser.find_elements(By.CSS_SELECTOR, selector)]


def is_loaded(browser: Any) -> bool:
    """Say whether the page is there, whole."""
    return bool(browser.execute_script("return document.readyState") == "complete")


def is_gone(element: Any) -> bool:
    """Say whether the page of the element was left."""
    try:
        element.is_enabled()
    except StaleElementReferenceException:
        return True
    except WebDriverException as error:
        # Chromium's own words for the same, while the next page is just coming.
        if "does not belong to the document" not in str(error):
            raise
        return True
    return False


@contextmanager
def next_page(browser: Any) -> Iterator[None]:
    """Wait at the end of the block until what is done in it has led to another page."""
    before = find(browser, "html")
    yield
    WebDriverWait(browser, 20).until(lambda browser: is_gone(before))
    WebDriverWait(browser, 20).until(is_loaded)


def click(browser: Any, selector: str) -> None:
    """Click what leads to another page."""
    with next_page(browser):
        find(browser, selector).click()


def click_link(browser: Any, text: str) -> None:
    """Click the link of that text."""
    with next_page(browser):
        browser.find_element(By.LINK_TEXT, text).click()


def enter(browser: Any, selector: str, text: str) -> None:
    """Type *text* and press Enter."""
    with next_page(browser):
        find(browser, selector).send_keys(text, Keys.ENTER)


def log_in(browser: Any, address: str) -> None:
    """Come in as the demo user."""
    browser.get(f"{address}/login")
    find(browser, "[name=login]").send_keys("demo")
    enter(browser, "[name=password]", "demo-password")


def picture(browser: Any, name: str) -> None:
    """Keep a picture of what the browser shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(PICTURES / f"{name}.png"))


def cards(browser: Any) -> list[list[str]]:
    """Return the titles on a board's page, column by column."""
    lanes = browser.find_elements(By.CSS_SELECTOR, ".lane")
    return [[one.text for one in lane.find_elements(By.TAG_NAME, "h3")] for lane in lanes]


def press(browser: Any, title: str, direction: str) -> None:
    """Press one of the four buttons of the card *title*."""
    click(browser, f'[aria-label="Move “{title}” {direction}"]')


def test_the_door_keeps_what_was_typed(chromium: Any, address: str) -> None:
    """A wrong password is told next to its field, and the name need not be typed again."""
    chromium.get(f"{address}/boards/1")
    find(chromium, "[name=login]").send_keys("demo")
    enter(chromium, "[name=password]", "a wrong one")

    assert "do not fit together" in find(chromium, "#field-password-error").text
    assert "demo" == find(chromium, "[name=login]").get_attribute("value")
    enter(chromium, "[name=password]", "demo-password")
    assert "Community garden" == find(chromium, "h1").text


def test_a_day_at_the_board(chromium: Any, address: str) -> None:
    """Log in, add a card, move it, find it, change it, delete it, log out; no script is needed."""
    log_in(chromium, address)
    assert ["Community garden", "Summer fair"] == texts(chromium, ".boards h2")
    click_link(chromium, "Community garden")
    picture(chromium, "board")

    find(chromium, ".lane:nth-child(2) .add summary").click()
    enter(chromium, ".lane:nth-child(2) .add [name=title]", "Feed the worms")
    assert "The card is added." == find(chromium, ".notice").text
    assert "Feed the worms" == cards(chromium)[1][-1]

    press(chromium, "Feed the worms", "right")
    press(chromium, "Feed the worms", "up")
    assert ["Turn the compost", "Feed the worms", "Write the watering plan"] == cards(chromium)[2]

    enter(chromium, "#search", "WORMS")
    click_link(chromium, "Feed the worms")
    click_link(chromium, "Edit")
    find(chromium, "[name=title]").clear()
    find(chromium, "[name=text]").send_keys("They like cucumbers.")
    click(chromium, "main button.main")
    assert "Error: Please fill this in." == find(chromium, "#field-title-error").get_attribute("textContent")
    assert "They like cucumbers." == find(chromium, "[name=text]").get_attribute("value")
    enter(chromium, "[name=title]", "Feed all worms")
    assert "Feed all worms" == find(chromium, "h1").text

    click_link(chromium, "Delete")
    click(chromium, "main button.danger")
    assert "Feed all worms" not in texts(chromium, ".lane h3")

    click(chromium, ".who button")
    chromium.get(address)
    assert "Log in" == find(chromium, "h1").text


def test_the_board_fits_a_phone(chromium: Any, address: str) -> None:
    """At 390 pixels no page is wider than the screen, and everything to press is big enough."""
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
    )
    log_in(chromium, address)

    for path in ("/", "/boards/1", "/boards/new", "/cards/1", "/cards/1/edit", "/search?q=the", "/nowhere"):
        chromium.get(f"{address}{path}")
        assert 390 >= chromium.execute_script("return document.documentElement.scrollWidth"), path
        for button in chromium.find_elements(By.CSS_SELECTOR, "button, .button"):
            if button.is_displayed():
                assert 24 <= min(button.size["width"], button.size["height"]), (path, button.text)

    chromium.get(f"{address}/boards/1")
    picture(chromium, "board-phone")


def test_the_language_is_chosen_on_the_page(chromium: Any, address: str) -> None:
    """One click, and everything is German: what is shown, and what is said after a move."""
    log_in(chromium, address)
    chromium.get(f"{address}/boards/1")

    click_link(chromium, "Deutsch")
    assert "de" == find(chromium, "html").get_attribute("lang")
    click(chromium, '[aria-label="„Hedgehog house“ nach oben verschieben"]')
    said = WebDriverWait(chromium, 20).until(
        lambda browser: find(browser, "#said").get_attribute("textContent")
    )
    assert "„Hedgehog house“ wurde nach oben verschoben." == said
    picture(chromium, "board-german")

    click_link(chromium, "English")
    assert "Add a card" in texts(chromium, ".add summary")


def test_the_keyboard_reaches_the_content_from_the_top(chromium: Any, address: str) -> None:
    """The first thing that the Tab key reaches skips to the content."""
    log_in(chromium, address)

    find(chromium, "body").send_keys(Keys.TAB)
    focused = chromium.switch_to.active_element
    assert "Skip to the content" == focused.text
    focused.send_keys(Keys.ENTER)

    assert "main" == chromium.switch_to.active_element.get_attribute("id")
