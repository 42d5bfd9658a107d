"""A `lessoncode` and a `mkdocs` that start at once, for tests that call them hundreds of times.

Each hands its arguments, folder, environment and streams to a process that has loaded everything,
which forks to do the work. `settings | {"PATH": f"{programs()}:{settings['PATH']}"}` is an
environment in which a shell finds them.
"""

import atexit
import importlib
import marshal
import os
import pkgutil
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from functools import cache, partialmethod
from pathlib import Path
from typing import NoReturn

MAINS = {"lessoncode": ("lessoncode.command", "main"), "mkdocs": ("mkdocs.__main__", "cli")}
LAZY = (  # what they load when they need it
    *("lessoncode.grading.handout", "multiprocessing.synchronize", "numpy"),
    *("babel.core", "jinja2.ext", "mkdocs.commands.build", "mkdocs_jupyter.plugin"),
)
PROGRAM = """\
#!{python} -IS
import marshal, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    socket.send_fds(server, [b"."], [0, 1, 2])
    server.sendall(marshal.dumps((sys.argv, os.getcwd(), dict(os.environ))))
    server.shutdown(socket.SHUT_WR)
    os._exit(int(server.recv(9) or 137))  # 137: it was killed
"""
# What the two take for Python, since they start each other by it.
PYTHON = """\
#!/bin/sh
case "$1 $2" in
  "-m mkdocs") shift 2; exec {folder}/mkdocs "$@" ;;
  "-m lessoncode.command") shift 2; exec {folder}/lessoncode "$@" ;;
esac
exec {python} "$@"
"""


@cache
def programs() -> str:
    """The folder that the two are in; the process behind them ends with this one."""
    if sys.platform != "linux":  # where what has loaded so much must not fork
        return str(Path(sys.executable).parent)
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    address = str(folder / "socket")
    for name, text in (*((name, PROGRAM) for name in MAINS), ("starts-python", PYTHON)):
        text = text.format(python=sys.executable, address=address, folder=folder)
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    command = [sys.executable, "-P", __file__, address]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(process.communicate)
    assert process.stdout and process.stdout.readline() == b"ready\n"
    return str(folder)


def serve(address: str) -> None:
    """Fork for each program that asks, until standard input ends."""
    import jinja2
    import soupsieve

    import checker

    # The theme's templates and the grammar of selectors, which take most of the time that a tiny
    # site is built and proven in, are compiled once.
    soupsieve.compile("a:not(b)")
    templates = jinja2.FileSystemBytecodeCache(os.path.dirname(address))
    begin = partialmethod(jinja2.Environment.__init__, bytecode_cache=templates)
    setattr(jinja2.Environment, "__init__", begin)  # noqa: B010 (mypy refuses the assignment)

    found = [module.name for module in pkgutil.walk_packages(checker.__path__, "checker.")]
    for name in (*(module for module, _ in MAINS.values()), *LAZY, *found):
        importlib.import_module(name)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        signal.signal(signal.SIGCHLD, forget)
        print("ready", flush=True)
        while sys.stdin not in select.select([server, sys.stdin], [], [])[0]:
            asking, _ = server.accept()
            if not os.fork():
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                server.close()
                answer(asking)
            asking.close()


def forget(*_: object) -> None:
    """Let go of the forks that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def answer(asking: socket.socket) -> NoReturn:
    """Do what a program was called for, on its streams, and tell it the exit code."""
    _, streams, _, _ = socket.recv_fds(asking, 1, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
    with asking.makefile("rb") as file:
        sys.argv, folder, environment = marshal.loads(file.read())
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    program = Path(sys.argv[0])
    sys.executable = str(program.with_name("starts-python"))
    sys.argv[0] = name = program.name
    module, main = MAINS[name]
    code: object = 1
    try:
        code = getattr(sys.modules[module], main)()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    for written in (sys.stderr, sys.stdout):
        written.flush()
    asking.sendall(str(code or 0).encode())
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
