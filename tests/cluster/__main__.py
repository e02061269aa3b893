"""`make cluster`: run a local cluster, print one URL and the seats' links, and end everything after Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path

from tests.cluster import engines
from tests.cluster.local import LocalCluster, make_folder
from tests.servers import DEMO


def main() -> int:
    """Run a cluster until Ctrl-C."""
    if missing := engines.missing():
        print(f"A local cluster needs Debian's packages: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 1
    folder = make_folder()
    cluster = None
    try:
        cluster = LocalCluster(folder, session_file=Path(os.environ.get("SESSION_FILE") or DEMO))
        print(f"Open Floor runs as {len(cluster.ports)} processes and a worker: {cluster.url}")
        for name, link in cluster.links.items():
            print(f"  {name:<13} {link}" if isinstance(link, str) else "", end="\n" if isinstance(link, str) else "")
        for key, link in cluster.links["panellists"].items():
            print(f"  panel {key:<7} {link}")
        print("Logs: " + str(folder) + ". Ctrl-C ends everything and deletes the data.", flush=True)
        while all(process.poll() is None for process in (*cluster.processes, cluster.worker)):
            time.sleep(0.5)
        print("A process has ended.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if cluster is not None:
            cluster.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
