"""A scan that is watched says how long each module took and what it opened; another costs nothing."""

from __future__ import annotations

import contextvars
import importlib.util
import socket
import sys
import threading
from textwrap import dedent

import pytest

from corefw.engine.scan.watching import watched, watching
from tests.engine.configurators import Configurator
from tests.engine.scanning import Write
from tests.modules import Folder


def effects(config: Configurator, package: str = "app") -> dict[str, list[str]]:
    """Scan a package and watch; return what each module opened, as text, with the folder left out."""
    with watching():
        config.scan(package)
    (report,) = config.plan.scans
    return {
        name: [str(effect) for effect in row.effects] for name, row in report.modules.items() if row.effects
    }


class TestTimes:
    """Milliseconds of a module's own, and in all."""

    def test_a_module_does_not_pay_for_those_it_imports(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """Whether they are scanned themselves or not."""
        folder.write("library.py", "import time\ntime.sleep(0.05)\n")
        write(a="from app import b\n", b="import time\nimport library\ntime.sleep(0.03)\n")

        with watching():
            config.scan("app")

        (report,) = config.plan.scans
        own = {name: row.milliseconds or 0 for name, row in report.modules.items()}
        in_all = {name: row.milliseconds_in_all or 0 for name, row in report.modules.items()}
        assert 30 <= own["app.b"] <= in_all["app.b"] - 50
        assert own["app.a"] <= in_all["app.a"] - in_all["app.b"] + 0.001
        assert 80 <= in_all["app.b"] <= in_all["app.a"]

    def test_what_was_imported_earlier_has_no_time(self, write: Write, config: Configurator) -> None:
        """Nor has anything where nobody watches."""
        write(a="", b="")
        importlib.import_module("app.a")

        with watching():
            config.scan("app")
        config.scan("app")

        first, second = config.plan.scans
        assert ["app.b"] == [name for name, row in first.modules.items() if row.milliseconds is not None]
        assert [] == [name for name, row in second.modules.items() if row.milliseconds is not None]

    def test_a_module_that_was_imported_on_the_way_to_the_scan_has_one(
        self, write: Write, config: Configurator
    ) -> None:
        """The package itself, say, which is imported because it is included."""
        write(init="def includeme(config):\n    config.scan('app')\n", a="")

        with watching():
            config.include("app")

        (report,) = config.plan.scans
        assert {"app", "app.a"} == {
            name for name, row in report.modules.items() if row.milliseconds is not None
        }

    def test_modules_are_as_if_nobody_had_watched(self, write: Write, config: Configurator) -> None:
        """Their loader is the real one, and so is that of a spec that nobody loads."""
        write(a="", b="")

        with watching():
            config.scan("app")
            spec = importlib.util.find_spec("json.tool")

        module = sys.modules["app.a"]
        assert module.__spec__ is not None
        assert module.__loader__ is module.__spec__.loader
        assert "SourceFileLoader" == type(module.__loader__).__name__
        assert spec is not None
        assert spec.loader is not None
        assert "json.tool" in spec.loader.get_filename("json.tool").replace("/", ".")  # type: ignore[attr-defined]
        assert all("corefw" not in type(finder).__module__ for finder in sys.meta_path)

    def test_a_module_that_raises_is_watched_too(self, write: Write, config: Configurator) -> None:
        """And is not taken for one that is still under way."""
        write(a="import time\ntime.sleep(0.02)\n1 / 0\n", b="")

        with watching() as watcher:
            config.scan("app")

        assert watcher.imports["app.a"].seconds >= 0.02
        assert "app.b" in watcher.imports
        assert [] == watcher.under_way


class TestDeclarations:
    """How many declarations came of each module."""

    def test_all_that_a_scan_declares_is_counted(self, write: Write, config: Configurator) -> None:
        """With those that failed."""
        write(
            a="@word()\n@keyed('k')\ndef one(): pass\n",
            b="@broken()\ndef two(): pass\n",
            c="",
        )

        config.scan("app")

        (report,) = config.plan.scans
        assert {"app": 0, "app.a": 2, "app.b": 1, "app.c": 0} == {
            name: row.declarations for name, row in report.modules.items()
        }
        assert len(config.plan) == sum(row.declarations for row in report.modules.values())

    def test_a_report_says_who_scanned_what_and_where(self, write: Write, config: Configurator) -> None:
        """And which modules could not be imported."""
        write(a="1 / 0\n")

        config.scan("app")

        (report,) = config.plan.scans
        assert ("app", "shop 1.0", ["app.a"]) == (report.package, report.owner, report.broken)
        assert report.place.source == 'config.scan("app")'

    def test_a_module_with_something_of_another_category_is_not_quiet(
        self, write: Write, folder: Folder, config: Configurator
    ) -> None:
        """Whoever scans that category one day must meet it; an import of a decorated object is nothing."""
        folder.write(
            "theirs.py",
            """
            import venusian

            def theirs(wrapped):
                venusian.attach(wrapped, print, category="theirs")
                return wrapped
            """,
        )
        write(
            a="@number()\ndef one(): pass\n",
            b="from theirs import theirs\n\n@theirs\ndef two(): pass\n",
            c="from app.a import one\nfrom app.b import two\n",
            d="@word()\ndef four(): pass\n",
            e="@hiding\n@word()\ndef five(): pass\n",
        )

        config.scan("app")

        (report,) = config.plan.scans
        assert ["app", "app.c"] == [name for name, row in report.modules.items() if row.is_quiet]


class TestEffects:
    """What a module opens when it is imported."""

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("open('read.txt').close()", "file: reads read.txt"),
            ("open('written.txt', 'w').close()", "file: writes written.txt"),
            ("__import__('pathlib').Path('read.txt').read_text()", "file: reads read.txt"),
            ("__import__('os').close(__import__('os').open('w', 65))", "file: writes w"),
            ("__import__('pkgutil').get_data('app', '__init__.py')", "file: reads {folder}/app/__init__.py"),
            ("__import__('sqlite3').connect('a.db').close()", "file: opens the database a.db"),
            ("__import__('socket').socket().close()", "socket: opens AF_INET"),
            ("__import__('socket').getaddrinfo('localhost', 80)", "name lookup: localhost"),
            ("__import__('socket').gethostbyname('localhost')", "name lookup: localhost"),
            ("__import__('threading').Thread(target=int, name='poller').start()", "thread: poller"),
            ("__import__('subprocess').run(['/bin/true'])", "process: /bin/true"),
            ("__import__('os').system('/bin/true --password=secret')", "process: /bin/true"),
        ],
    )
    def test_it_is_told_with_the_line(
        self,
        write: Write,
        folder: Folder,
        config: Configurator,
        monkeypatch: pytest.MonkeyPatch,
        line: str,
        expected: str,
    ) -> None:
        """Of the module, wherever in Python's own library it came about."""
        (folder.path / "read.txt").touch()
        monkeypatch.chdir(folder.path)
        write(a=f"x = 1\n{line}\n", b="")

        assert {"app.a": [f"{expected.format(folder=folder.path)} (app/a.py:3)"]} == effects(config)

    def test_connecting_and_listening_are_told_with_the_address(
        self, write: Write, config: Configurator
    ) -> None:
        """Each its own effect; the same line twice is one."""
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen()
            port = server.getsockname()[1]
            write(
                a=f"""
                import socket
                for _ in range(2):
                    with socket.socket() as s: s.connect(("127.0.0.1", {port}))
                with socket.socket() as s: s.bind(("127.0.0.1", 0))
                """
            )

            found = effects(config)

        assert [
            "socket: opens AF_INET (app/a.py:4)",
            f"socket: connects to 127.0.0.1:{port} (app/a.py:4)",
            "socket: opens AF_INET (app/a.py:5)",
            "socket: listens at 127.0.0.1:0 (app/a.py:5)",
        ] == found["app.a"]

    def test_importing_opens_nothing(self, write: Write, folder: Folder, config: Configurator) -> None:
        """Reading source and bytecode, listing folders, and a database in memory are no effects."""
        folder.write("app/sub/__init__.py")
        write(
            a="import app.b\nimport sqlite3, wave\nsqlite3.connect(':memory:').close()\n",
            b="import warnings\n",
            sub__c="from app import a\n",
        )

        assert {} == effects(config)

    def test_what_a_library_opens_belongs_to_the_module_that_imported_it(
        self, write: Write, folder: Folder, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With the library's own line."""
        monkeypatch.chdir(folder.path)
        folder.write("library.py", "open('library.py').close()\n")
        write(a="from app import b\n", b="import library\n")

        assert {"app.b": ["file: reads library.py (library.py:1)"]} == effects(config)

    def test_a_helper_s_line_is_the_one_that_opened(
        self, write: Write, folder: Folder, config: Configurator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The effect is that of the module at whose import it was called."""
        monkeypatch.chdir(folder.path)
        folder.write("library.py", "def load():\n    open('library.py').close()\n")
        write(a="import library\nlibrary.load()\n")

        assert {"app.a": ["file: reads library.py (library.py:2)"]} == effects(config)


class TestWhoWatches:
    """Only who asked, in its context."""

    def test_nobody_watches_by_default(self, write: Write, config: Configurator) -> None:
        """The report has its modules all the same."""
        write(a="open(__file__).close()\n")

        config.scan("app")

        (report,) = config.plan.scans
        assert watched() is None
        assert [(), ()] == [row.effects for row in report.modules.values()]

    def test_another_context_is_not_heard(self, folder: Folder) -> None:
        """Neither its imports nor what it opens, although both go through the same process."""
        folder.write("other.py", "open(__file__).close()\n")
        elsewhere = contextvars.Context()

        with watching() as watcher:
            elsewhere.run(importlib.import_module, "other")

        assert "other" not in watcher.imports
        assert [] == watcher.effects

    def test_another_thread_is_not_heard(self, folder: Folder) -> None:
        """Even while a module is being imported here."""
        folder.write(
            "starting.py",
            dedent(
                """
                import threading
                thread = threading.Thread(target=lambda: open(__file__).close(), name="other")
                thread.start()
                thread.join()
                """
            ),
        )

        with watching() as watcher:
            importlib.import_module("starting")

        assert ["thread"] == [effect.kind for _, effect in watcher.effects]

    def test_watching_twice_installs_one_hook(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Since none can be taken away again."""
        with watching():
            pass
        start = threading.Thread.start
        installed: list[object] = []
        monkeypatch.setattr(sys, "addaudithook", installed.append)

        for _ in range(3):
            with watching():
                pass

        assert [] == installed
        assert start is threading.Thread.start
