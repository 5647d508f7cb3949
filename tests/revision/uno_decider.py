"""Decides on the tracked changes of Word files in LibreOffice.

Run by a Python that has LibreOffice's bridge (Debian: python3-uno), not by the one that runs the tests:
``python3 uno_decider.py PIPE SCRIPT``, where LibreOffice listens at PIPE and SCRIPT is a JSON list of jobs
``[source URI, target URI, command]``; without a command a file is only saved. LibreOffice is ended afterwards.
Files are saved as OpenDocument text: they are to tell what LibreOffice made of the changes.
"""

import json
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlparse

import uno
from com.sun.star.beans import PropertyValue


def _value(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _context(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(400):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            time.sleep(0.1)
    raise SystemExit("LibreOffice does not answer")


def main(pipe, script):
    context = _context(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    for source, target, command in json.loads(Path(script).read_text(encoding="utf-8")):
        document = desktop.loadComponentFromURL(source, "_blank", 0, (_value("Hidden", True),))
        if command:
            dispatcher.executeDispatch(document.CurrentController.Frame, f".uno:{command}", "", 0, ())
        document.storeToURL(f"{target}.part", (_value("FilterName", "writer8"),))
        Path(unquote(urlparse(f"{target}.part").path)).rename(unquote(urlparse(target).path))
        document.close(True)
    desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
