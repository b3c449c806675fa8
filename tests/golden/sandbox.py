"""A folder in which the program is tried: triage content, sample data and the sample directory stand in it, and `signpost` is
the program that was built. Texts do not depend on the locale or the time zone, so both are taken as they come;
the messages of ls and the like stay English."""
import os
import re
import shutil
import subprocess
import tempfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Sandbox:
    def __init__(self, program):
        self.folder = tempfile.mkdtemp(prefix="signpost-golden-")
        build = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(program))))
        for name, path in {"algorithms": f"{SOURCE}/algorithms", "dos": f"{SOURCE}/dos", "examples": f"{SOURCE}/examples",
                           "small": f"{SOURCE}/tests/fixtures/small", "more": f"{SOURCE}/tests/fixtures/small-more", "kpi": f"{SOURCE}/tests/fixtures/kpi", "cases": f"{SOURCE}/tests/golden/files"}.items():
            if os.path.exists(path):
                os.symlink(path, f"{self.folder}/{name}")
        if os.path.exists(f"{build}/dos/sample.db"):
            shutil.copy(f"{build}/dos/sample.db", f"{self.folder}/sample.db")
        os.mkdir(f"{self.folder}/.bin")
        os.symlink(os.path.abspath(program), f"{self.folder}/.bin/signpost")
        self.environment = {"PATH": f"{self.folder}/.bin:{os.environ['PATH']}", "HOME": self.folder,
                            "TZ": os.environ.get("TZ", "Europe/London"), "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8"),
                            "LANGUAGE": "en"}
        for name, value in os.environ.items():
            if name.endswith(("SAN_OPTIONS", "LD_LIBRARY_PATH", "LD_PRELOAD", "LOCPATH")):
                self.environment[name] = value

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def run(self, command, merged=False):
        """Standard output, error output and exit status. Merged, the first holds both, as a terminal shows them."""
        ran = subprocess.run(["sh", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT if merged else subprocess.PIPE, timeout=120)
        tidy = [re.sub(re.escape(self.folder), "/sandbox", (text or b"").decode("utf-8", "replace"))
                for text in (ran.stdout, ran.stderr)]
        return tidy[0], tidy[1], ran.returncode
