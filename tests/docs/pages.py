"""Pages of the documentation as something that can be run: their code blocks, and a folder to run them in.

What each kind of block means is told in CONTRIBUTING.md, under "Documentation that runs".
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import venv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
#: The port that the pages write; each page is given a free one instead.
WRITTEN_PORT = "6543"
#: What needs the whole clone, and is run by .ci/run (make demo: tests/packaging/test_make_demo.py).
RUN_BY_CI = ("make demo", "make test", "make test-all", "make check", "make docs", "bash .ci/run")
PATH_COMMENT = re.compile(r"(?:#|##|;|//)\s+([\w./-]+\.\w+)\s*$|<!--\s*([\w./-]+\.\w+)\s*-->\s*$")
NOT_RUN = ("text",)
FILE_LANGUAGES = ("html", "mako", "css", "ini", "json", "jinja", "sql")
PATIENCE = 60.0


class PageFailure(AssertionError):
    """A block did not do what its page says."""


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its text and the line of its first line."""

    language: str
    text: str
    line: int

    @property
    def path(self) -> str | None:
        """The file that the block shows, named by a comment in its first line."""
        match = PATH_COMMENT.match(self.text.split("\n", 1)[0])
        return (match[1] or match[2]) if match else None


@dataclass(frozen=True)
class Command:
    """One line of a console block that was typed, and the lines that were answered."""

    text: str
    expected: tuple[str, ...]
    line: int

    @property
    def in_background(self) -> bool:
        return self.text.endswith("&")

    @property
    def may_fail(self) -> bool:
        """A page that shows an error of corefw shows a command that fails."""
        return any("CFW-" in line for line in self.expected)


def pages() -> list[Path]:
    """Return every page whose blocks are run."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page in order, the directives of Sphinx left out."""
    found = []
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        if token.type == "code_block":
            raise PageFailure(
                f"{page}:{token.map[0] + 1 if token.map else 0}: an indented block; use a fence"
            )
        if token.type == "fence" and not token.info.strip().startswith("{"):
            first = token.map[0] + 2 if token.map else 0
            found.append(Block(token.info.strip(), token.content, first))
    return found


def commands(block: Block) -> list[Command]:
    """Return the commands of a console block, each with what the page says it prints."""
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(), start=block.line):
        if line.startswith("$ "):
            found.append(Command(line[2:].strip(), (), number))
        elif not found:
            raise PageFailure(f"line {number}: a console block begins with a line that begins with `$ `")
        elif line.startswith("> ") and not found[-1].expected:
            last = found.pop()
            found.append(
                Command(f"{last.text.removesuffix(chr(92)).rstrip()} {line[2:].strip()}", (), last.line)
            )
        else:
            last = found.pop()
            found.append(Command(last.text, (*last.expected, line), last.line))
    return found


def missing_line(expected: tuple[str, ...], output: str) -> str | None:
    """Return the first expected line that the output does not hold, in order; None if all are there."""
    rows = iter(output.splitlines())
    for line in expected:
        wanted = line.strip()
        if wanted in ("", "..."):
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in wanted.split("...")))
        if not any(pattern.search(row) for row in rows):
            return line
    return None


class Session:
    """A reader at a terminal: a folder, an environment of its own, one server at a time."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.folder = folder / "work"
        self.folder.mkdir()
        self.port = str(_free_port())
        self.bin = _environment(folder / "venv")
        self._server: subprocess.Popen[str] | None = None
        self._python: subprocess.Popen[str] | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *exc: object) -> None:
        with ExitStack() as stack:
            stack.callback(self._stop_server)
            if self._python is not None:
                stack.callback(self._python.wait, timeout=PATIENCE)
                assert self._python.stdin is not None
                assert self._python.stdout is not None
                stack.callback(self._python.stdout.close)
                self._python.stdin.close()

    def do(self, block: Block) -> None:
        """Do what a reader does with a block; raise `PageFailure` if it does not work."""
        text = block.text.replace(WRITTEN_PORT, self.port)
        if block.language == "toml":
            tomllib.loads(text)
        elif block.language == "json":
            json.loads(text.split("\n", 1)[1] if block.path else text)
        if block.path:
            file = self.folder / block.path
            file.parent.mkdir(parents=True, exist_ok=True)
            comment_is_markup = file.suffix in (".html", ".css", ".json", ".jinja2", ".txt")
            file.write_text(text.split("\n", 1)[1] if comment_is_markup else text, encoding="utf-8")
        elif block.language == "python":
            self._execute(text, block.line)
        elif block.language == "console":
            for command in commands(Block(block.language, text, block.line)):
                self._type(command)
        elif block.language in FILE_LANGUAGES and block.language != "json":
            raise PageFailure(f"line {block.line}: a {block.language} block names its file in its first line")
        elif block.language not in (*NOT_RUN, "toml", "json"):
            raise PageFailure(f'line {block.line}: "{block.language}" is no language that the tests can run')

    def server_log(self) -> str:
        """Return what the server under way has printed."""
        log = self.home / "server.log"
        return f"\nThe server printed:\n{log.read_text()}" if self._server is not None else ""

    @property
    def _environ(self) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("COREFW", "PYTEST", "COV"))
        }
        return {
            **kept,
            "PATH": f"{self.bin}{os.pathsep}{os.environ.get('PATH', '')}",
            "VIRTUAL_ENV": str(self.bin.parent),
            "HOME": str(self.home),
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def _execute(self, source: str, line: int) -> None:
        if self._python is None:
            self._python = subprocess.Popen(
                [str(self.bin / "python"), str(Path(__file__).with_name("interpreter.py"))],
                cwd=self.folder,
                env=self._environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._python.stdin is not None
        assert self._python.stdout is not None
        self._python.stdin.write(json.dumps({"source": source, "line": line}) + "\n")
        self._python.stdin.flush()
        answer = self._python.stdout.readline()
        trouble = json.loads(answer)["trouble"] if answer else "The interpreter ended."
        if trouble:
            raise PageFailure(f"line {line}: {trouble}")

    def _type(self, command: Command) -> None:
        if command.text in RUN_BY_CI:
            return
        if command.in_background:
            self._serve(command)
            return
        done = subprocess.run(
            ["bash", "-c", command.text],
            cwd=self.folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
        )
        told = f"line {command.line}: $ {command.text}"
        if done.returncode != 0 and not command.may_fail:
            raise PageFailure(f"{told}\nended with status {done.returncode}:\n{done.stdout}")
        missing = missing_line(command.expected, done.stdout)
        if missing is not None:
            raise PageFailure(f"{told}\ndid not print\n  {missing}\nbut\n{done.stdout}")
        path = re.match(r"cd (\S+)$", command.text)
        if path:
            self.folder = (self.folder / path[1]).resolve()

    def _serve(self, command: Command) -> None:
        """Start a server; an earlier one is stopped first, as a reader does to try the changed program."""
        self._stop_server()
        log = self.home / "server.log"
        with log.open("w") as output:
            self._server = subprocess.Popen(
                ["bash", "-c", f"exec env {command.text.removesuffix('&')}"],
                cwd=self.folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        told = f"line {command.line}: $ {command.text}"
        if not _answers(int(self.port), self._server):
            raise PageFailure(f"{told}\ndoes not answer at port {self.port}")
        missing = missing_line(command.expected, log.read_text())
        if missing is not None:
            raise PageFailure(f"{told}\ndid not print\n  {missing}")

    def _stop_server(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        with ExitStack() as stack:
            stack.callback(server.wait, timeout=PATIENCE)
            try:
                os.killpg(server.pid, signal.SIGTERM)
                server.wait(timeout=10)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, server: subprocess.Popen[Any]) -> bool:
    """Wait until something accepts connections at the port, or the server has ended."""
    for _ in _polls():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if server.poll() is not None:
                return False
        else:
            return True
    return False


def _polls() -> Iterator[None]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        yield
        time.sleep(0.05)


def _environment(folder: Path) -> Path:
    """Create an environment that sees everything of the running one and can be installed into.

    Nothing that a page installs comes from the network, and nothing reaches the environment of the tests.
    """
    venv.create(folder, with_pip=False, symlinks=True)
    own = folder / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    parent = sysconfig.get_path("purelib")
    (own / "parent.pth").write_text(f"import site; site.addsitedir({parent!r})\n")
    for script in entry_points(group="console_scripts"):
        _write_script(folder / "bin" / script.name, folder, script.module, script.attr)
    pip = shlex.join([str(folder / "bin" / "python"), "-m", "pip"])
    (folder / "bin" / "pip").write_text(
        f'#!/bin/sh\ncase "$1" in install) shift; exec {pip} install --disable-pip-version-check '
        f'--no-build-isolation --no-index "$@";; *) exec {pip} "$@";; esac\n'
    )
    (folder / "bin" / "pip").chmod(0o755)
    return folder / "bin"


def _write_script(file: Path, folder: Path, module: str, attribute: str) -> None:
    call = f"{module.replace('.', '_')}_main"
    file.write_text(
        f"#!{folder / 'bin' / 'python'}\nimport sys\n"
        f"from {module} import {attribute.split('.')[0]} as {call}\n"
        f"if __name__ == '__main__':\n    sys.exit({'.'.join([call, *attribute.split('.')[1:]])}())\n"
    )
    file.chmod(0o755)
