"""Runs a program on a terminal of its own and answers its questions, as a person would.

Reads JSON on standard input: {"command": [...], "folder": "...", "talk": [[what is awaited, what is typed], ...]}. What is
typed is sent as it is: "\n" ends a line, "\u0003" is Ctrl-C, "\u0004" ends the input. Writes JSON: {"status": n, "text": "..."};
what is awaited and never comes is named in "missing".
"""

import json
import os
import pty
import select
import signal
import sys
import time

DEADLINE = 60


def read(terminal, seconds):
    """Some of what the program wrote; nothing after a while; None once it has closed its terminal."""
    if not select.select([terminal], [], [], seconds)[0]:
        return ""
    try:
        some = os.read(terminal, 65536)
    except OSError:
        return None
    return some.decode("utf-8", "replace") if some else None


def main():
    order = json.load(sys.stdin)
    child, terminal = pty.fork()
    if child == 0:
        # Where all this runs in the background, Ctrl-C would be ignored; at a terminal it never is.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chdir(order["folder"])
        os.execvp(order["command"][0], order["command"])
    text, at, missing, ended = "", 0, None, False
    limit = time.monotonic() + DEADLINE
    for awaited, typed in order["talk"]:
        while awaited not in text[at:] and not ended and time.monotonic() < limit:
            more = read(terminal, 0.2)
            ended = more is None
            text += more or ""
        if awaited not in text[at:]:
            missing = awaited
            break
        at = text.index(awaited, at) + len(awaited)
        os.write(terminal, typed.encode())
    while not ended and time.monotonic() < limit:
        more = read(terminal, 0.2)
        ended = more is None
        text += more or ""
    if not ended:
        os.kill(child, 9)
    _, status = os.waitpid(child, 0)
    json.dump({"status": os.waitstatus_to_exitcode(status), "text": text, "missing": missing}, sys.stdout)


main()
