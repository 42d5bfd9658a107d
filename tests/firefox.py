#!/usr/bin/env python3
"""The system's Firefox, started for Playwright with its arguments, behind a relay.

Playwright speaks WebDriver BiDi with it, and while it sets a browser up uses commands that Firefox
ESR 140 does not know yet. None matters to a test here, so where Firefox answers that it does not
know one of them, the relay says that it is done. All else passes as it is.
"""

import json
import re
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from threading import Thread
from typing import BinaryIO

UNKNOWN = {
    "network.addDataCollector",  # bodies of answers
    "browser.setDownloadBehavior",
    "emulation.setScreenOrientationOverride",
    "emulation.setScreenSettingsOverride",
    "emulation.setMediaFeaturesOverride",  # dark and light: a preference says it (windows.py)
}
HOST = "127.0.0.1"
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")


def frames(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The frames that a WebSocket server sends (RFC 6455, section 5.2): first byte and payload."""
    while head := stream.read(2):
        size = head[1]
        if size == 126:
            (size,) = struct.unpack(">H", stream.read(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", stream.read(8))
        yield head[0], stream.read(size)


def frame(first: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return bytes([first, size]) + payload
    short = size < 1 << 16
    return (
        bytes([first, 126 if short else 127]) + struct.pack(">H" if short else ">Q", size) + payload
    )


def softened(payload: bytes) -> bytes:
    """An answer of Firefox as Playwright is to read it."""
    if b'"unknown command"' in payload:
        answer = json.loads(payload)
        if answer.get("error") == "unknown command" and answer["message"] in UNKNOWN:
            return json.dumps({"type": "success", "id": answer["id"], "result": {}}).encode()
    return payload


def ask(client: socket.socket, firefox: socket.socket) -> None:
    """Passes on what Playwright says; Firefox wants to be asked by its own address."""
    stream, port = client.makefile("rb"), firefox.getpeername()[1]
    while (line := stream.readline()).strip():
        is_host = line.lower().startswith(b"host:")
        firefox.sendall(f"Host: {HOST}:{port}\r\n".encode() if is_host else line)
    firefox.sendall(line)
    while part := stream.read1():
        firefox.sendall(part)


def answer(firefox: socket.socket, client: socket.socket) -> None:
    stream = firefox.makefile("rb")
    while (line := stream.readline()).strip():
        client.sendall(line)
    client.sendall(line)
    for first, payload in frames(stream):
        client.sendall(frame(first, softened(payload)))
    client.close()


def serve(server: socket.socket, port: int) -> None:
    while True:
        client, _ = server.accept()
        firefox = socket.create_connection((HOST, port))
        for pass_on, pair in ((ask, (client, firefox)), (answer, (firefox, client))):
            Thread(target=pass_on, args=pair, daemon=True).start()


def main() -> int:
    """Start Firefox; tell Playwright the relay's port where Firefox tells its own."""
    assert FIREFOX is not None
    process = subprocess.Popen([FIREFOX, *sys.argv[1:]], stderr=subprocess.PIPE, text=True)
    server = socket.create_server((HOST, 0))
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"BiDi listening on ws://[\d.]+:(\d+)", line):
            Thread(target=serve, args=(server, int(found[1])), daemon=True).start()
            line = line.replace(found[1], str(server.getsockname()[1]))
        print(line, end="", file=sys.stderr, flush=True)
    return process.wait()


if __name__ == "__main__":
    sys.exit(main())
