"""WebKitGTK, which stands in for Safari: its WebDriver, spoken to over HTTP (w3.org/TR/webdriver2).

Its browser needs a screen, so it gets one that nobody sees. On Debian: webkit2gtk-driver and xvfb.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

DRIVER, SCREEN = "WebKitWebDriver", "Xvfb"
PATIENCE = 300_000  # ms that a page may take, where others use the machine
KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Escape": "\ue00c",
    "ArrowRight": "\ue014",
}


# Where others use the machine, Python took not 20 s to start in it, but more than 120: WebKit gives
# these threads, which compile, a tenth of what others get.
COMPILERS = re.compile("JITWorker|.*Helper Thread")


def is_installed() -> bool:
    return bool(shutil.which(DRIVER) and shutil.which(SCREEN))


class WebKit:
    """One window."""

    def __init__(self) -> None:
        reading, writing = os.pipe()
        command = [SCREEN, "-displayfd", str(writing), "-screen", "0", "1400x1000x24"]
        self.screen = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        display = f":{os.read(reading, 10).decode().strip()}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11"}
        if os.geteuid() == 0:  # whom its own sandbox refuses
            environment["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        command = [DRIVER, f"--port={self.port}"]
        self.driver = subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        threading.Thread(target=self.hasten, daemon=True).start()
        self.session = ""
        for attempt in range(100):
            try:
                made = self.ask("POST", "/session", {"capabilities": {}})
                break
            except OSError:
                if attempt == 99:
                    raise
                time.sleep(0.1)
        self.session = f"/session/{made['sessionId']}"
        self.ask("POST", "/timeouts", {"script": PATIENCE, "pageLoad": PATIENCE})

    def hasten(self) -> None:
        """Until it is closed, give threads that compile as much as others, where we may."""
        while self.driver.poll() is None:
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):  # it has ended, or is not ours
                    if os.getsid(int(process.name)) != self.driver.pid:
                        continue
                    for thread in process.glob("task/*"):
                        if COMPILERS.match((thread / "comm").read_text()):
                            number = int(thread.name)
                            os.sched_setscheduler(number, os.SCHED_OTHER, os.sched_param(0))
                            os.setpriority(os.PRIO_PROCESS, number, 0)
            time.sleep(1)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        address = f"http://127.0.0.1:{self.port}{self.session}{path}"
        request = Request(address, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=PATIENCE / 1000) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(error.read().decode()) from None

    def open(self, address: str) -> None:
        self.ask("POST", "/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        return self.ask("POST", "/execute/sync", {"script": script, "args": arguments})

    def press(self, *keys: str) -> None:
        ways = ("keyDown", "keyUp")
        strokes = [{"type": way, "value": KEYS.get(key, key)} for key in keys for way in ways]
        self.ask("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": strokes}]})

    def close(self) -> None:
        self.ask("DELETE", "")
        for process in (self.driver, self.screen):
            process.terminate()
            process.wait()
