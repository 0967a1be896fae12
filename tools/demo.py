"""Serve the example board: `make demo`.

Prepares `.venv`, migrates and fills the example's database (what is in it already is kept),
and hands over to `corefw serve`.  Whatever stands in the way is told in one line.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys

from prepare import ROOT, VENV, Trouble, prepare

__all__: list[str] = []

HOST = "127.0.0.1"
DEFAULT_PORT = 6543
CONFIG = "examples/board/board.toml"


def refuse_a_taken_port(port: int) -> None:
    """Raise `Trouble` if something listens at the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Trouble(
                f"Port {port} cannot be used ({error.strerror}): stop what listens there, "
                f"or choose another: make demo PORT={port + 1}"
            ) from None


def run(*command: str) -> None:
    """Run one command of the environment; raise `Trouble` if it fails (it has said why)."""
    if subprocess.run([str(VENV / "bin" / command[0]), *command[1:]], cwd=ROOT).returncode:
        raise Trouble(f"The demo stops here, because this failed: {' '.join(command)}")


def demo(port: int) -> None:
    """Prepare everything and become the server."""
    refuse_a_taken_port(port)
    prepare("demo")
    run("corefw", "-c", CONFIG, "db", "upgrade")
    run("python", "-m", "board.sample", "-c", CONFIG)
    refuse_a_taken_port(port)
    print(f"\nThe board is served at http://{HOST}:{port}/ . Stop it with Ctrl-C.\n", flush=True)
    if port != DEFAULT_PORT:
        os.environ["COREFW__SERVER__PORT"] = str(port)
    corefw = str(VENV / "bin" / "corefw")
    os.chdir(ROOT)
    os.execv(corefw, [corefw, "-c", CONFIG, "serve"])


def main(arguments: list[str]) -> int:
    """Serve the demo at the port that is named on the command line."""
    given = arguments[0] if arguments else str(DEFAULT_PORT)
    try:
        if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
            raise Trouble(f'PORT must be a number from 1 to 65535, and is "{given}".')
        demo(int(given))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
