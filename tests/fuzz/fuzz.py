"""Feeds the library with anything for as long as one likes, and keeps what breaks it.

    python tests/fuzz/fuzz.py --seconds 600 --seed 7
    python tests/fuzz/fuzz.py --only formulas,objects --seconds 60
    python tests/fuzz/fuzz.py --replay failures/formulas-1a2b3c4d.input

Every target of ``fuzz_targets`` takes its turn. An input that raises anything but the library's own errors,
that warns, or that takes longer than ``--patience`` seconds of processor time is cut down, as long as it
fails in the same way, and written to ``--keep`` with the traceback beside it. The same seed gives the same
inputs. Memory is bounded by the system where it can be (``--memory``, in MiB).

To settle a failure: replay it, mend the cause, add a test to the module that tests the mended one, replay
it again. ``tests/fuzz/test_fuzz.py`` tries a little of every target in each run of the test suite.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from attrs import define, field
from fuzz_targets import TARGETS, run

try:
    import resource
except ImportError:  # not on every system
    resource = None  # type: ignore[assignment]


class TooSlow(BaseException):
    """An input took longer than the patience; no ``except Exception`` may take it for an error."""


@contextlib.contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Stop what takes more processor time, where the system can tell."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@define
class Watch:
    """Runs inputs and remembers how they went."""

    seconds: float
    slowest: dict[str, tuple[float, int]] = field(factory=dict)

    def failure(self, name: str, data: bytes) -> tuple[str, str] | None:
        """How an input fails: a short mark that tells failures apart, and the whole traceback."""
        try:
            with patience(self.seconds):
                run(name, data)
        except TooSlow:
            return "TooSlow", traceback.format_exc()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is to be kept
            frames = traceback.extract_tb(error.__traceback__)
            inner = next((one for one in reversed(frames) if "scorerules" in one.filename), frames[-1])
            return (
                f"{type(error).__name__} in {Path(inner.filename).name}:{inner.name}",
                traceback.format_exc(),
            )
        return None

    def timed(self, name: str, data: bytes, number: int) -> tuple[str, str] | None:
        """The same, noting how long it took."""
        before = time.process_time()
        found = self.failure(name, data)
        took = time.process_time() - before
        if took > self.slowest.get(name, (0.0, 0))[0]:
            self.slowest[name] = (took, number)
        return found


def smallest(data: bytes, fails: Callable[[bytes], bool], seconds: float = 20) -> bytes:
    """A shorter input that still fails: pieces are left out, long ones first, until none can be."""
    end = time.monotonic() + seconds
    for split in (
        lambda text: text.splitlines(keepends=True),
        lambda text: [text[at : at + 1] for at in range(len(text))],
    ):
        pieces = split(data)
        size = max(1, len(pieces) // 2)
        while size and time.monotonic() < end:
            at = 0
            while at < len(pieces) and time.monotonic() < end:
                shorter = pieces[:at] + pieces[at + size :]
                if fails(b"".join(shorter)):
                    pieces = shorter
                else:
                    at += size
            size //= 2
        data = b"".join(pieces)
    return data


def keep(folder: Path, name: str, data: bytes, story: str) -> Path:
    """Write an input and how it failed; the file's name begins with the target."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:8]}.input"
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(story, encoding="utf-8", errors="backslashreplace")
    return path


def fuzz(options: argparse.Namespace) -> int:
    """Feed every target in turn until the time is over; the number of different failures."""
    watch, marks, counts = Watch(options.patience), set[str](), Counter[str]()
    names = options.only.split(",") if options.only else list(TARGETS)
    started, told = time.monotonic(), time.monotonic()
    number = 0
    while time.monotonic() - started < options.seconds:
        for name in names:
            data = TARGETS[name].make(Random(f"{options.seed} {name} {number}"))
            found = watch.timed(name, data, number)
            counts[name] += 1
            if found is not None and f"{name} {found[0]}" not in marks:
                marks.add(f"{name} {found[0]}")
                print(f"\n{name} {number}: {found[0]}", flush=True)
                wanted = found[0]

                def fails(shorter: bytes, name: str = name, wanted: str = wanted) -> bool:
                    again = watch.failure(name, shorter)
                    return again is not None and again[0] == wanted

                data = data if options.whole or wanted == "TooSlow" else smallest(data, fails)
                again = watch.failure(name, data) or found
                print(f"  kept as {keep(options.keep, name, data, again[1])}", flush=True)
        number += 1
        if time.monotonic() - told > 10:
            told = time.monotonic()
            print(
                f"\r{told - started:5.0f} s, {sum(counts.values())} inputs, {len(marks)} failures",
                end="",
                flush=True,
            )
    print()
    for name in names:
        took, at = watch.slowest.get(name, (0.0, 0))
        print(f"{name:>14}: {counts[name]:6} inputs, slowest {took:.2f} s (number {at})")
    return len(marks)


def options_of(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    about, _, _ = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0, help="where the inputs begin")
    parser.add_argument("--only", default="", help=f"targets, with commas between them: {', '.join(TARGETS)}")
    parser.add_argument(
        "--patience", type=float, default=30, help="processor seconds that one input may take"
    )
    parser.add_argument(
        "--memory", type=int, default=2048, help="MiB that the process may take, 0 for any number"
    )
    parser.add_argument("--keep", type=Path, default=Path("failures"), help="folder for inputs that fail")
    parser.add_argument("--whole", action="store_true", help="do not cut inputs down")
    parser.add_argument("--replay", type=Path, help="run one kept input and show how it fails")
    parser.add_argument(
        "--show", help="write the input with this number, such as formulas:17, to standard output"
    )
    return parser.parse_args(arguments)


def main() -> int:
    """Fuzz or replay, as the command line says."""
    options = options_of()
    if options.memory and resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (options.memory << 20, options.memory << 20))
    if options.replay:
        found = Watch(options.patience).failure(
            options.replay.name.partition("-")[0], options.replay.read_bytes()
        )
        print("it does not fail" if found is None else found[1])
        return 0 if found is None else 1
    if options.show:
        name, _, number = options.show.partition(":")
        sys.stdout.buffer.write(TARGETS[name].make(Random(f"{options.seed} {name} {int(number)}")))
        return 0
    return 1 if fuzz(options) else 0


if __name__ == "__main__":
    sys.exit(main())
