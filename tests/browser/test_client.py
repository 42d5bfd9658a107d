"""python.js with real Pyodide in Chromium: what the worker can reach, and what cannot be helped."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pages import ROOT
from playwright.sync_api import Browser, Page, Route
from windows import Handler, Server

from checker.project import Project
from checker.site import extra_files, in_browser

HOSTILE = Path(__file__).with_name("hostile.js").read_text(encoding="utf-8")
WORLD = "next_token/world"
RECORD = (ROOT / f"examples/{WORLD}.out").read_text(encoding="utf-8")
PRINTED = "".join(f"{line}\n" for line in RECORD.splitlines() if "--8<--" not in line)
CALL = """async ([task, order, needs]) => {
    window.said = [];
    const began = performance.now();
    const told = message => said.push(message);
    const progress = message => (window.progress ??= []).push(message);
    const answer = await python.call(task, order, { needs, told, progress }).then(
        result => ({ result }), error => ({ error: error.constructor.name, text: error.message }));
    return { ...answer, said, milliseconds: performance.now() - began };
}"""


class Site(Server):
    """Serves site/run/ and the scripts, and notes what it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), partial(Noting, directory=folder))
        self.address = f"http://127.0.0.1:{self.server_port}/lessoncode/"


class Noting(Handler):
    def do_GET(self) -> None:  # noqa: N802  # http.server calls it by this name
        assert isinstance(self.server, Site)
        self.server.asked.append(self.path)
        super().do_GET()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("runs")
    project = Project(ROOT)
    in_browser.ready(project)
    if not project.runs_in_browser:
        pytest.skip("no source has Pyodide's files")
    extra_files.write(folder / "run", in_browser.contents(project))
    shutil.copytree(ROOT / "docs/assets", folder / "assets")
    start = '<!doctype html><title>x</title><script type="module">'
    start += 'window.python = await import("./assets/python.js");</script>'
    (folder / "index.html").write_text(start)
    (folder / "404.html").write_text("not here")
    (folder / "stolen").mkdir()
    with Site(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site.address)
    page.wait_for_function("window.python")
    yield page
    context.close()
    assert not errors


def run(page: Page, edits: dict[str, str] | None = None, **needs: Any) -> dict[str, Any]:
    order = {"example": WORLD, "edits": edits or {}}
    answer: dict[str, Any] = page.evaluate(CALL, ["checker.browser.example.run", order, needs])
    return answer


def printed(answer: dict[str, Any]) -> str:
    return "".join(m["text"] for m in answer["said"] if m["kind"] == "printed")


def test_runs_stops_and_starts_again_without_a_network(page: Page) -> None:
    answer = run(page)
    assert printed(answer) == PRINTED and answer["result"]["error"] is None
    assert page.evaluate("python.ready()")
    shares = page.evaluate("progress.filter(p => p.what === 'python').map(p => p.loaded / p.total)")
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) > 20

    page.context.set_offline(True)
    page.evaluate("window.ended = null")
    page.evaluate(
        """order => { python.call("checker.browser.example.run", order).catch(error => {
            window.ended = error.constructor.name; }); }""",
        {"example": WORLD, "edits": {"sentences": "print(1)\nwhile True: pass"}},
    )
    page.wait_for_timeout(500)
    page.evaluate("python.stopAll()")
    assert page.wait_for_function("window.ended").json_value() == "Stopped"
    assert page.evaluate("document.querySelectorAll('iframe').length") == 0
    assert printed(run(page)) == PRINTED


def test_calls_wait_for_each_other_and_end_alone(page: Page) -> None:
    found = page.evaluate(
        """async order => {
            const said = [], end = new AbortController();
            const about = { told: m => said.push(m) };
            const run = "checker.browser.example.run";
            const call = more => python.call(run, order, { ...about, ...more });
            const calls = [call(), call({ signal: end.signal }), call()];
            end.abort();
            const stopped = await calls[1].catch(error => error.constructor.name);
            await Promise.all([calls[0], calls[2]]);
            return [stopped, said.map(m => m.text).join("")];
        }""",
        {"example": WORLD, "edits": {}},
    )
    assert found == ["Stopped", PRINTED * 2]


KEEP = """async bytes => {
    const kept = await import("./assets/kept.js");
    const before = await kept.isRemembered("lessoncode.zip");
    const settings = { what: "model", cached: true };
    const found = await kept.files({ "lessoncode.zip": bytes }, settings);
    return [before, found["lessoncode.zip"].size];
}"""


def test_the_model_is_kept_for_the_next_visit(page: Page, site: Site) -> None:
    size = page.evaluate(
        "fetch('run/runs.json').then(a => a.json()).then(runs => runs.python['lessoncode.zip'])"
    )
    for before in (False, True):
        assert page.evaluate(KEEP, size) == [before, size]
        site.asked.clear()
        page.reload()
        page.wait_for_function("window.python")
    assert not [path for path in site.asked if path.endswith(".zip")]
    page.evaluate("""async () => {
        const cache = await caches.open("lessoncode");
        for (const key of await cache.keys()) await cache.put(key, new Response("damaged"));
    }""")
    assert page.evaluate(KEEP, size) == [True, size]  # fetched again


def hostile(page: Page, site: Site, forged: list[Any]) -> None:
    """Puts a worker that means harm in the place of ours."""
    script = (
        f"const ADDRESS = {json.dumps(site.address)}, FORGED = {json.dumps(forged)};\n{HOSTILE}"
    )
    page.route("**/assets/worker.js", lambda route: route.fulfill(body=script))


def test_nothing_gets_out_of_the_frame(page: Page, site: Site) -> None:
    hostile(page, site, [])
    (found,) = run(page)["result"].values()
    assert len(found) == 18
    assert not {way: what for way, what in found.items() if "reached" in what}
    # Without its `fetch` and its frame the same script gets everywhere: the attempts are real.
    assert not [path for path in site.asked if "stolen" in path]
    own = page.evaluate(
        """script => new Promise(resolve => {
            const worker = new Worker(URL.createObjectURL(new Blob([script])));
            worker.onmessage = ({ data }) => resolve(data);
            worker.postMessage("");
        })""",
        f"const ADDRESS = {json.dumps(site.address)};\n{HOSTILE}",
    )
    ways = {"fetch", "request", "nested", "evaluated", "made", "database", "cache", "files"}
    assert {way for way in ways if own[way] == "reached"} == ways
    assert len([path for path in site.asked if "stolen" in path]) >= 5


def test_forged_texts_are_dropped(page: Page, site: Site) -> None:
    forged = [
        ["told", "no JSON"], ["told", "7"], ["told", "null"], ["ready", ""], ["unknown", "{}"],
        ["told", '{"kind": "printed", "text": "forged"}'],
    ]  # fmt: skip
    hostile(page, site, forged)
    answer = run(page)
    assert answer["said"] == [{"kind": "printed", "text": "forged"}]  # as a print could
    assert list(answer["result"]) == ["found"]


# What is not two texts could be of any size, and is not taken even once.
NO_TEXTS = [
    None, 7, "done", {"kind": "done"}, {"0": "told", "1": "{}", "length": 2}, [], ["told"],
    ["told", {"kind": "printed"}], ["done", 7], [["done"], "{}"], ["told", "{}", "more"],
]  # fmt: skip


@pytest.mark.parametrize("sent", NO_TEXTS, ids=str)
def test_what_is_not_two_texts_ends_a_run(page: Page, site: Site, sent: Any) -> None:
    hostile(page, site, [sent])
    assert run(page)["text"] == "It sent something that this page doesn't accept, so we stopped it."


@pytest.mark.parametrize("forged", [[["told", "x" * 1000]] * 31_000, [["done", "no JSON"]]])
def test_floods_and_nonsense_end_a_run(page: Page, site: Site, forged: list[Any]) -> None:
    hostile(page, site, forged)
    answer = run(page)
    assert answer["error"] == "Unavailable"
    assert not page.evaluate("python.ready()")


def cut(route: Route) -> None:
    """Half of a file, which the server takes for the whole."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.body()[: len(answer.body()) // 2])


FAULTS: list[tuple[str, Callable[[Route], object], str]] = [
    ("pyodide.asm.wasm", cut, "Only a part of pyodide.asm.wasm arrived. Try again."),
    ("lessoncode.zip", lambda route: route.abort(), "lessoncode.zip couldn't be loaded."),
    ("python_stdlib.zip", lambda route: route.fulfill(status=404), "python_stdlib.zip isn't there"),
]


def test_a_file_that_does_not_come_is_said(page: Page) -> None:
    for file, how, text in FAULTS:
        page.route(f"**/run/{file}", how)
        answer = run(page)
        assert answer["error"] == "Unavailable" and answer["text"].startswith(text)
        page.unroute(f"**/run/{file}")
        last = printed(run(page)) if (file, how, text) == FAULTS[-1] else PRINTED
        assert last == PRINTED  # once it comes
        page.reload()
        page.wait_for_function("window.python")


def test_a_browser_that_cannot_is_told_so(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.address)
    page.wait_for_function("window.python")
    page.evaluate("delete window.WebAssembly")
    answer = run(page)
    assert (answer["error"], answer["text"][:32]) == (
        "Unavailable",
        "This browser has no WebAssembly,",
    )
    context.close()


def test_python_that_breaks_down_is_started_anew(page: Page) -> None:
    answer = run(page, {"sentences": "import os\nprint('on the way')\nos.abort()"})
    assert answer["error"] == "Unavailable" and "Python crashed" in answer["text"]
    assert printed(answer) == "on the way\n"
    assert printed(run(page)) == PRINTED


def asked(page: Page) -> None:
    """Asks for a call, and notes why it is refused."""
    page.evaluate("""() => {
        const refuse = error => { window.refused = error.message; };
        python.call("checker.browser.example.run", {}).catch(refuse);
    }""")


def refused(page: Page, seconds: int = 0) -> str:
    """Why the call is refused, once so many seconds more have passed."""
    page.clock.fast_forward(seconds * 1000)
    return str(page.wait_for_function("window.refused").json_value())


TOO_SLOW = "Python wasn't ready within two minutes."


def test_a_frame_that_is_refused_is_said(page: Page) -> None:
    page.clock.install()
    page.evaluate("""() => {
        const policy = document.createElement("meta");
        policy.httpEquiv = "Content-Security-Policy";
        policy.content = "frame-src 'none'";
        document.head.append(policy);
    }""")
    asked(page)
    page.wait_for_selector("iframe", state="attached")
    assert refused(page, 121) == TOO_SLOW


STARTS = """onmessage = ({ ports: [port] }) => {
    port.onmessage = () => { %s };
    port.postMessage(["ready", ""]);
};"""


@pytest.mark.parametrize(
    ("does", "seconds", "said"),
    [("", 121, TOO_SLOW), ("throw 'gone'", 0, "Python crashed: Uncaught gone. The next run")],
)
def test_a_call_that_never_begins_is_said(
    browser: Browser, site: Site, does: str, seconds: int, said: str
) -> None:
    page = browser.new_page()  # on which the worker's error is none of ours
    page.goto(site.address)
    page.wait_for_function("window.python")
    page.clock.install()
    script = STARTS % does
    page.route("**/assets/worker.js", lambda route: route.fulfill(body=script))
    page.evaluate("""() => {
        const { prototype } = MessagePort, send = prototype.postMessage;
        prototype.postMessage = function (message, ports) {
            window.isHandedOver = true;
            send.call(this, message, ports);
        };
    }""")
    asked(page)
    page.wait_for_function("window.isHandedOver")
    assert refused(page, seconds).startswith(said)
    page.close()


def test_a_file_that_never_comes_is_said(page: Page) -> None:
    page.clock.install()
    page.route("**/run/python_stdlib.zip", lambda route: None)
    with page.expect_request("**/run/python_stdlib.zip"):
        asked(page)
    assert refused(page, 61).endswith("couldn't be loaded. Are you online?")
