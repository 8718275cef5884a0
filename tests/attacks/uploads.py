"""`make attack-uploads`: files made to hurt on every field that takes one, with seconds and memory (T14)."""

import re
import sys
import time
from collections import defaultdict
from pathlib import Path

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from centre.models import StoredFile
from tests.security.filling import errors, fill_all, undone
from tests.security.hostile_files import HOSTILE_FILES
from tests.security.sample import NOW, fill

MOST_SECONDS, MOST_MEGABYTES = 2, 100
KEY = {"submission_key": "00000000-0000-4000-8000-00000000abcd"}


def begin_peak() -> float:
    """Forget how much memory was ever held at once, which building the sample has driven up; MB held now."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak()


def peak() -> float:
    """MB held at most since."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024


def main() -> int:
    """Answers 1 when a file was kept, took more than two seconds or more than a hundred megabytes."""
    start = fill()
    slowest, kept, tried = defaultdict(lambda: (0.0, "")), [], 0
    with time_machine.travel(NOW, tick=False):
        found = [one for one in fill_all(start) if one.files]
        before_memory = begin_peak()
        for one in found:
            for kind, (name, content) in HOSTILE_FILES.items():
                tried += 1
                with undone():
                    before = StoredFile.objects.count()
                    files = {field: SimpleUploadedFile(name, content) for field in one.files}
                    begun = time.perf_counter()
                    answer = one.client.post(one.form.action, {**(one.values or {}), **KEY, **files})
                    slowest[kind] = max(slowest[kind], (time.perf_counter() - begun, one.form.name))
                    if not errors(answer) or StoredFile.objects.count() != before:
                        kept.append((one.form.name, kind))
    grown = peak() - before_memory
    for kind, (seconds, form) in slowest.items():
        sys.stdout.write(f"  {kind:<28} 最も遅い断り {seconds:.2f} 秒 {form}\n")
    longest = max(slowest.values())[0]
    sys.stdout.write(
        f"{len(found)} 画面、{tried} 回：残ったファイル {len(kept)} 件 {kept}、最も遅い {longest:.2f} 秒"
        f"（目標 {MOST_SECONDS} 秒）、メモリの増え {grown:.0f} MB（目標 {MOST_MEGABYTES} MB）\n"
    )
    return bool(kept) or longest > MOST_SECONDS or grown > MOST_MEGABYTES
