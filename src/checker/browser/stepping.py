"""Traces an example with the reader's edits, for a page that steps through it."""

from tempfile import TemporaryDirectory
from typing import Any

from checker.browser.clean_start import clean_start
from checker.browser.example import Run, execute
from checker.browser.failure import not_python
from checker.browser.script import ROOT, read
from checker.browser.tasks import SETTINGS, Order, Tell
from checker.running.listing import Listing
from checker.running.trace import Tracer


def run(order: Order, tell: Tell) -> dict[str, Any]:
    """Run an example like `example.run`, and trace `order["region"]`, or all of it if that is "".

    `order["functions"]` are those of the package to step into. Returns the trace and the error.
    """
    tell({"kind": "begun"})
    path = f"examples/{order['example']}.py"
    try:
        script = read(path, order["edits"])
    except SyntaxError as wrong:
        return {"trace": None, "error": not_python(wrong)}
    lines = script.regions.get(order["region"]) or (1, script.source.count("\n") + 1)
    listing = Listing(path, script.source, *lines)
    tracer = Tracer(script.code, listing, ROOT, SETTINGS.package, order["functions"])
    scratch = TemporaryDirectory(prefix="example-", ignore_cleanup_errors=True)
    with scratch as folder, clean_start(folder):
        error = execute(Run(script, lambda _: None), [], tracer)
    return {"trace": tracer.text(), "error": error}
