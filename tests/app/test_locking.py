"""A configuration that must be the locked one: built where it is, refused where it drifted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from corefw.app.locking import HeldLock, lock_now
from corefw.config import ConfigurationError, Configurator
from corefw.engine.rehearsal import rehearsal
from corefw.engine.scan.locked import scanning_by
from corefw.response import Response
from tests.modules import Folder
from tests.wsgi import ask


def show(request: Any) -> Response:
    """Answer."""
    return Response("x")


def other(request: Any) -> Response:
    """Answer otherwise."""
    return Response("other")


def configurator(view: Any = show, pattern: str = "/", **options: Any) -> Configurator:
    """Return a configurator with one route."""
    config = Configurator(**options)
    config.add_route("it", pattern)
    config.add_view(view, route_name="it")
    return config


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Return the lock of the plain configurator."""
    config = configurator()
    config.make_wsgi_app()
    file = tmp_path / "corefw.lock"
    file.write_text(lock_now(config.registry).text(), encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", [Path, str])
def test_the_locked_configuration_is_built(lock: Path, kind: Any) -> None:
    """Whatever else differs, such as the lines on which it stands."""
    assert "x" == ask(configurator(lock=kind(lock)).make_wsgi_app()).text


@pytest.mark.parametrize("options", [{"view": other}, {"pattern": "/elsewhere"}])
def test_another_configuration_is_refused(lock: Path, options: Any) -> None:
    """Nothing is started, and each difference is named."""
    config = configurator(**options, lock=lock)
    with pytest.raises(ConfigurationError) as caught:
        config.make_wsgi_app()

    (problem,) = caught.value.problems
    assert "CFW-222" == problem.code
    assert problem.what.startswith("The configuration is not the one that corefw.lock holds: ")
    assert 'route "it"' in problem.why


def test_an_addon_that_is_new_is_drift(lock: Path, folder: Folder) -> None:
    """And it is not started."""
    folder.addon("a", "def started(self, event: Started) -> None: raise AssertionError('started')")
    with pytest.raises(ConfigurationError, match=r"addon a 0\.1 is new"):
        configurator(settings={"corefw.addons": ["a"]}, lock=lock).make_wsgi_app()


@pytest.mark.parametrize("text", [None, "nonsense\n"])
def test_a_lock_that_cannot_be_used_is_an_error(tmp_path: Path, text: str | None) -> None:
    """Missing or not a lock: the application is not built without it."""
    file = tmp_path / "corefw.lock"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"CFW-220  The lock corefw\.lock cannot be used"):
        configurator(lock=file).make_wsgi_app()


class TestLockedScan:
    """``scan = "locked"``: with a lock, only what declared something, is new or changed is imported."""

    SETTINGS = {"corefw.scan": "locked"}  # noqa: RUF012

    @pytest.fixture(autouse=True)
    def app(self, folder: Folder) -> None:
        """Write an application of which one module declares something and two do not."""
        folder.write("market/__init__.py")
        folder.write(
            "market/views.py",
            """
            from corefw.config import route_config
            from corefw.response import Response
            from corefw.view import view_config

            @route_config("front", "/")
            @view_config(route_name="front")
            def front(request): return Response("front")
            """,
        )
        folder.write("market/models.py", "imported = True\n")
        folder.write("market/deep/__init__.py")
        folder.write("market/deep/helpers.py", "imported = True\n")

    def market(self, **options: Any) -> Configurator:
        """Return a configurator which scanned the application, as a new process would."""
        for name in [name for name in sys.modules if name.split(".")[0] == "market"]:
            del sys.modules[name]
        config = Configurator(package="tests.modules", **options)
        config.scan("market")
        return config

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        """Return the lock of the application."""
        config = self.market()
        config.make_wsgi_app()
        file = tmp_path / "market.lock"
        file.write_text(lock_now(config.registry).text(), "utf-8")
        return file

    def imported(self) -> list[str]:
        """Return which modules of the application are imported."""
        return sorted(name for name in sys.modules if name.split(".")[0] == "market")

    def test_the_lock_says_which_modules_declare_nothing(self, file: Path) -> None:
        """In the module's line, where a merge meets only those who changed it."""
        lines = [
            line.split(" ") for line in file.read_text("utf-8").splitlines() if line.startswith("market")
        ]

        assert {
            "market": "declares nothing",
            "market.deep": "declares nothing",
            "market.deep.helpers": "declares nothing",
            "market.models": "declares nothing",
            "market.views": "",
        } == {name: " ".join(mark) for name, _, *mark in lines}

    def test_what_declared_nothing_is_not_imported(self, file: Path) -> None:
        """The application is the same, and so is its lock."""
        config = self.market(settings=self.SETTINGS, lock=file)

        assert "front" == ask(config.make_wsgi_app()).text
        assert ["market", "market.views"] == self.imported()
        assert file.read_text("utf-8") == lock_now(config.registry).text()

    @pytest.mark.parametrize("settings", [{}, {"corefw.scan": "all"}])
    def test_it_is_off_by_default(self, file: Path, settings: dict[str, str]) -> None:
        """With a lock alone everything is imported."""
        self.market(settings=settings, lock=file).make_wsgi_app()

        assert 5 == len(self.imported())

    def test_without_a_lock_everything_is_imported(self, file: Path) -> None:
        """The setting alone says nothing."""
        self.market(settings=self.SETTINGS).make_wsgi_app()

        assert 5 == len(self.imported())

    @pytest.mark.parametrize("module", ["models", "new", "deep/new"])
    def test_what_is_new_or_changed_does_not_escape(self, file: Path, folder: Folder, module: str) -> None:
        """It is imported, and what it declares is drift."""
        folder.write(
            f"market/{module}.py",
            """
            from corefw.config import route_config

            @route_config("back", "/back")
            def back(): pass
            """,
        )
        config = self.market(settings=self.SETTINGS, lock=file)

        with pytest.raises(ConfigurationError) as caught:
            config.make_wsgi_app()

        assert f'route "back" is new (tests, in market/{module}.py)' in str(caught.value)

    def test_a_module_that_is_gone_is_drift(self, file: Path, folder: Folder, tmp_path: Path) -> None:
        """Even if it declared nothing; the whole text."""
        (folder.path / "market/models.py").unlink()
        config = self.market(settings=self.SETTINGS, lock=file)

        with pytest.raises(ConfigurationError) as caught:
            config.make_wsgi_app()

        (problem,) = caught.value.problems
        assert ("CFW-222", "the module market.models is not there any more") == (problem.code, problem.why)

    def test_a_source_that_changed_and_still_declares_nothing_is_no_drift(
        self, file: Path, folder: Folder
    ) -> None:
        """It is imported, to know that."""
        folder.write("market/models.py", "imported = 'again'\n")

        self.market(settings=self.SETTINGS, lock=file).make_wsgi_app()

        assert ["market", "market.models", "market.views"] == self.imported()

    def test_who_only_looks_sees_everything(self, file: Path, folder: Folder) -> None:
        """And is not refused: the lock is written anew by looking."""
        folder.write("market/models.py", "")
        (folder.path / "market/deep/helpers.py").unlink()

        with rehearsal():
            config = self.market(settings=self.SETTINGS, lock=file)
            config.make_wsgi_app()

        assert ["market", "market.deep", "market.models", "market.views"] == self.imported()
        assert file.read_text("utf-8") != lock_now(config.registry).text()

    def test_whoever_looks_may_give_the_lock(self, file: Path) -> None:
        """As ``corefw serve --locked`` does."""
        held = HeldLock(file)

        with rehearsal(), scanning_by(held.known_modules):
            self.market(settings=self.SETTINGS).make_wsgi_app()

        assert ["market", "market.views"] == self.imported()

    def test_a_lock_that_cannot_be_read_is_told_at_the_scan(self, file: Path) -> None:
        """There is nothing to scan by."""
        file.write_text("nonsense\n", "utf-8")

        with pytest.raises(ConfigurationError, match=r"CFW-220  The lock market\.lock cannot be used"):
            self.market(settings=self.SETTINGS, lock=file)

    def test_an_old_lock_knows_no_quiet_modules(self, file: Path) -> None:
        """Everything is imported, and nothing is drift."""
        text = file.read_text("utf-8").replace(" declares nothing", "")
        file.write_text(text, "utf-8")

        self.market(settings=self.SETTINGS, lock=file).make_wsgi_app()

        assert 5 == len(self.imported())
