"""Runs a test of pages in Chromium: playwright-core and axe-core come from the npm registry into a temporary folder. What cannot be
had is said, and the test is skipped. With SIGNPOST_SCREENSHOTS=FOLDER pictures of the pages are left there, to be looked at."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "golden"))

PACKAGES = ["playwright-core@1.65.1", "axe-core@4.14.1"]
SKIPPED = 77


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def look(test, write_pages):
    """Has `write_pages(folder)` write pages, and looks at them by the script `test`."""
    chromium = shutil.which("chromium") or skip("chromium is not installed")
    if not shutil.which("node") or not shutil.which("npm"):
        skip("node or npm is not installed")
    with tempfile.TemporaryDirectory(prefix="signpost-browser-") as folder:
        write_pages(folder)
        fetched = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if fetched.returncode:
            skip("the npm registry could not be reached")
        for script in ("pages.mjs", test):
            shutil.copy(SOURCE / "tests" / "browser" / script, folder)
        environment = {**os.environ, "CHROMIUM": chromium}
        environment.pop("LD_PRELOAD", None)
        sys.exit(subprocess.run(["node", f"{folder}/{test}", folder], env=environment, timeout=280).returncode)
