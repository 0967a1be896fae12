"""Every page of the board in a real browser: judged by axe-core, and kept as a picture."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_board import (
    ROOT,
    By,
    WebDriverWait,
    address,
    cards,
    chromium,
    click,
    find,
    log_in,
    next_page,
    picture,
)

__all__ = ["address", "chromium"]

pytestmark = pytest.mark.browser

AXE = ROOT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"

PAGES = {
    "boards": "/",
    "board": "/boards/1",
    "board-new": "/boards/new",
    "board-edit": "/boards/1/edit",
    "members": "/boards/1/members",
    "labels": "/boards/1/labels",
    "activity": "/boards/1/activity",
    "import": "/boards/1/import",
    "column-edit": "/columns/1/edit",
    "card-new": "/columns/1/cards/new",
    "card": "/cards/4",
    "card-edit": "/cards/4/edit",
    "card-delete": "/cards/4/delete",
    "search": "/search?q=the",
    "users": "/users",
    "user-edit": "/users/2/edit",
    "profile": "/profile",
    "nothing": "/nowhere",
}


def judge(browser: Any, page: str) -> None:
    """Fail if axe-core finds something serious or critical."""
    if not AXE.exists():
        pytest.skip("There is no axe-core: run `npm install --prefix build/npm axe-core@4.14.1`.")
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document).then(found => done(found.violations.map(one => "
        "[one.impact, one.id, one.nodes.map(node => node.html.slice(0, 200))])));"
    )
    serious = [one for one in found if one[0] in ("serious", "critical")]
    assert [] == serious, page


def show(browser: Any, width: int, height: int) -> None:
    """Give the window the size of a screen."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def png(folder: Path) -> Path:
    """Write a small picture."""
    rows = b"".join(b"\0" + bytes((40 + 3 * y, 110, 180 - y)) * 64 for y in range(64))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    file = folder / "me.png"
    file.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return file


@pytest.mark.parametrize(
    ("size", "width", "height", "scheme"),
    [("desktop", 1280, 860, "light"), ("phone", 390, 844, "light"), ("dark", 1280, 860, "dark")],
)
def test_no_page_has_a_serious_fault(
    chromium: Any, address: str, tmp_path: Path, size: str, width: int, height: int, scheme: str
) -> None:
    """Labels, contrast, roles and names on every page, with errors too; nothing is wider than the screen."""
    show(chromium, width, height)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    chromium.get(f"{address}/login")
    judge(chromium, "login")
    picture(chromium, f"login-{size}")
    log_in(chromium, address)
    chromium.get(f"{address}/profile")
    find(chromium, "input[type=file]").send_keys(str(png(tmp_path)))
    click(chromium, ".picture button.main")

    for name, path in PAGES.items():
        chromium.get(f"{address}{path}")
        judge(chromium, path)
        assert width >= chromium.execute_script("return document.documentElement.scrollWidth"), path
        picture(chromium, f"{name}-{size}")

    chromium.get(f"{address}/boards/1")
    find(chromium, ".menu summary").click()
    find(chromium, ".add summary").click()
    judge(chromium, "the open menu")
    assert width >= chromium.execute_script("return document.documentElement.scrollWidth")
    picture(chromium, f"board-open-{size}")
    chromium.get(f"{address}/boards/1/import")
    sheet = tmp_path / "cards.csv"
    sheet.write_text("title,column,due\n,To do,\nBad day,Nowhere,soon\n")
    find(chromium, "input[type=file]").send_keys(str(sheet))
    click(chromium, ".panel button.main")
    judge(chromium, "a refused import")
    picture(chromium, f"import-refused-{size}")
    chromium.get(f"{address}/columns/1/cards/new")
    click(chromium, ".panel button.main")
    judge(chromium, "a refused card")
    picture(chromium, f"card-refused-{size}")


DRAG = """
const [card, list, y] = arguments;
const data = new DataTransfer();
const fire = (target, kind) => target.dispatchEvent(
  new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data, clientY: y }));
fire(card, "dragstart"); fire(list, "dragover"); fire(list, "drop"); fire(card, "dragend");
"""


def test_a_card_is_dragged_to_another_column(chromium: Any, address: str) -> None:
    """At once on the page, for good in the database, and said to who cannot see it."""
    log_in(chromium, address)
    chromium.get(f"{address}/boards/1")
    card = find(chromium, "#card-3")
    lists = chromium.find_elements(By.CSS_SELECTOR, ".lane .cards")
    assert "true" == card.get_attribute("draggable")

    chromium.execute_script(DRAG, card, lists[2], 0)

    WebDriverWait(chromium, 20).until(lambda browser: "Hedgehog" in said(browser))
    assert "Moved “Hedgehog house” to “Doing”." == said(chromium)
    expected = ["Hedgehog house", "Turn the compost", "Write the watering plan"]
    assert expected == cards(chromium)[2]
    chromium.refresh()
    assert expected == cards(chromium)[2]


def said(browser: Any) -> str:
    """Return what was announced last."""
    return str(find(browser, "#said").get_attribute("textContent"))


def test_the_keyboard_moves_a_card_and_keeps_its_place(chromium: Any, address: str) -> None:
    """After the page came again the focus is on the same button of the same card."""
    log_in(chromium, address)
    chromium.get(f"{address}/boards/1")
    button = find(chromium, "#card-1 .steps .down")
    with next_page(chromium):
        button.send_keys("\ue007")
    WebDriverWait(chromium, 20).until(lambda browser: said(browser) != "")

    focused = chromium.switch_to.active_element
    assert "Move “A bench under the pear tree” down" == focused.get_attribute("aria-label")
    assert "A bench under the pear tree" == cards(chromium)[0][1]
