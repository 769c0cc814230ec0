#!/usr/bin/env python3
"""Asks `jejak forge` what to do about an event of the forge, and sends the requests that it names.

python3 kirim.py answer|intake|command|check|sweep
python3 kirim.py settings > setelan.json

The environment says where: FORGE_API (base address), FORGE_TOKEN, FORGE_REPO, FORGE_EVENT (the payload's path), and, where
they differ from the usual, FORGE_KIND, FORGE_WEB (the repository's page) and JEJAK (the program).

Everything that people wrote is data: it goes to the program as a file and to the forge as JSON; nothing of it becomes a
command, an address or a line of the log.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

VERBS = ("answer", "intake", "command", "check", "sweep", "settings")
ROUNDS = 5
TRIES = 4


def environment(name, otherwise=None):
    value = os.environ.get(name) or otherwise
    if value is None:
        sys.exit(f"kirim.py: {name} belum diisi")
    return value


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could carry the token elsewhere."""

    def redirect_request(self, *_):
        return None


class Forge:
    def __init__(self, base, token, kind):
        self.base, self.kind = base.rstrip("/"), kind
        self.headers = {"Accept": "application/json", "Content-Type": "application/json", "User-Agent": "jejak"}
        if kind == "gitlab":
            self.headers["PRIVATE-TOKEN"] = token
        else:
            self.headers["Authorization"] = f"token {token}"
        self.opener = urllib.request.build_opener(NoRedirect)

    def address(self, path):
        if not path.startswith("/") or path.startswith("//") or ".." in path or "\\" in path:
            sys.exit("kirim.py: alamat permintaan ditolak")
        # GitHub keeps its other interface beside the base of a server of one's own.
        if path == "/graphql" and self.base.endswith("/v3"):
            return self.base[: -len("/v3")] + path
        return self.base + path

    def ask(self, method, path, body=None):
        """Status, answer and headers. Busy forges are asked again, a little later each time."""
        data = None if body is None else json.dumps(body).encode()
        for attempt in range(TRIES):
            request = urllib.request.Request(self.address(path), data, self.headers, method=method)
            try:
                with self.opener.open(request, timeout=60) as answer:
                    return answer.status, json.loads(answer.read() or b"null"), answer.headers
            except urllib.error.HTTPError as error:
                if error.code not in (429, 500, 502, 503, 504) or attempt == TRIES - 1:
                    return error.code, None, error.headers
                pause = error.headers.get("Retry-After", "")
                time.sleep(min(int(pause), 60) if pause.isdigit() else 2**attempt)
            except urllib.error.URLError:
                if attempt == TRIES - 1:
                    sys.exit("kirim.py: forge tidak menjawab")
                time.sleep(2**attempt)

    def get(self, need):
        """An answer; of a list, all its pages. What is not there is null."""
        if not need["pages"]:
            return self.ask("GET", need["path"])[1]
        found, page = [], 1
        mark = "&" if "?" in need["path"] else "?"
        size = "limit" if self.kind == "forgejo" else "per_page"
        while True:
            status, answer, _ = self.ask("GET", f"{need['path']}{mark}{size}=50&page={page}")
            if status != 200:
                sys.exit(f"kirim.py: daftar tidak dapat dibaca (status {status})")
            found += answer
            if len(answer) < 50:
                return found
            page += 1


def plan(verb, facts, folder):
    path = os.path.join(folder, "facts.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(facts, file)
    event = environment("FORGE_EVENT", os.path.join(folder, "none.json") if verb == "settings" else None)
    if verb == "settings":
        with open(event, "w", encoding="utf-8") as file:
            file.write("{}")
    command = [environment("JEJAK", "jejak"), "forge", verb, "--event", event, "--facts", path]
    command += ["--repo", environment("FORGE_REPO")]
    for option, name in (("--forge", "FORGE_KIND"), ("--web", "FORGE_WEB"), ("--branch", "FORGE_BRANCH")):
        if os.environ.get(name):
            command += [option, os.environ[name]]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(2)
    return json.loads(done.stdout)


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in VERBS:
        sys.exit(f"kirim.py: pakai salah satu dari {', '.join(VERBS)}")
    kind = environment("FORGE_KIND", "github")
    forge = Forge(environment("FORGE_API"), environment("FORGE_TOKEN"), kind)
    facts = {}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            todo = plan(sys.argv[1], facts, folder)
            if not todo["need"]:
                break
            for need in todo["need"]:
                facts[need["name"]] = forge.get(need)
        else:
            sys.exit("kirim.py: terlalu banyak pertanyaan")
    if sys.argv[1] == "settings":
        json.dump(facts, sys.stdout, indent=1)
        return
    if kind != "gitlab":
        sys.stdout.write(todo.get("annotations", ""))
    print(f"jejak: {todo['say']}", flush=True)
    for number, call in enumerate(todo["send"], 1):
        status, answer, _ = forge.ask(call["method"], call["path"], call["body"])
        # GitHub's other interface answers 200 even where it refuses.
        refused = isinstance(answer, dict) and call["path"] == "/graphql" and answer.get("errors")
        if status not in call["ok"] or refused:
            sys.exit(f"kirim.py: permintaan {number} ditolak forge (status {status})")
    sys.exit(todo["exit"])


if __name__ == "__main__":
    main()
