"""A correct or faulty worker process for the tests of the pool: `python fake_worker.py WAY`.

The worker uses the real worker's protocol. WAY selects the behaviour at the start:

- "dead": end without a message.
- "mute": send no message.
- "refusing": refuse to start.
- Any other word: start normally.

The text of a job selects the behaviour in the job:

- "die": end without an answer.
- "hang": never answer.
- "lie": answer with another id.
- "babble": answer with a line that is not JSON.
- "flood": write an endless line.
- "child": start a child process. Neither process answers.
- "die after": answer, then end.
- "pid": answer with the process id.
- "no": answer with the error `throttled`.
- "odd": answer with an unknown error.
- "number": answer with a number instead of a text.
- Any other text: answer with the reversed text.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

way = sys.argv[1]
settings = json.loads(sys.stdin.readline())
if way == "dead":
    sys.exit(1)
if way == "mute":
    threading.Event().wait()
if way == "refusing":
    print(json.dumps({"error": "refused", "detail": "no key", "retry_after": None}), flush=True)
    sys.exit(0)
print(
    json.dumps(
        {
            "ready": {
                "name": "fake",
                "label": "Fake",
                "third_party": False,
                "pairs": [["en", "es"]],
                "settings": settings,
                "environment": sorted(os.environ),
            }
        }
    ),
    flush=True,
)
for line in sys.stdin:
    job = json.loads(line)
    text, answer = job["text"], {"id": job["id"], "text": job["text"][::-1]}
    if text == "die":
        sys.exit(1)
    if text == "hang":
        threading.Event().wait()
    if text == "lie":
        answer["id"] += 1
    if text == "child":
        child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        with open(settings["note"], "w") as note:
            note.write(str(child.pid))
        threading.Event().wait()
    if text == "pid":
        answer["text"] = str(os.getpid())
    if text == "no":
        answer = {"id": job["id"], "error": "throttled", "detail": "slow down", "retry_after": 7.0}
    if text == "odd":
        answer = {"id": job["id"], "error": "whatever"}
    if text == "number":
        answer["text"] = 5
    if text == "flood":
        while True:
            sys.stdout.write("x" * 65536)
    print("what?" if text == "babble" else json.dumps(answer), flush=True)
    if text == "die after":
        sys.exit(0)
