# Files that were cut, or in which a bit has flipped: refused, told, or without effect; never another result without a word.

import os, random, shutil

from program import TRAPS, copy, is_error_line, snapshot
from scenarios import COMPARE


def cuts(size, count):
    """Lengths to cut a file to."""
    return sorted({size * index // count for index in range(count)} - {size})


def damaged(data, how, place):
    if how == "cut":
        return data[:place]
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def cases(data, seed, limits):
    """All damages to a file."""
    chosen = random.Random(seed)
    bits = len(data) * 8
    flips = range(bits) if bits <= limits[1] else sorted(chosen.sample(range(bits), limits[1]))
    return [("cut", place) for place in cuts(len(data), limits[0])] + [("flip", place) for place in flips]


class Checkpoint:
    """A training that goes on from a damaged checkpoint."""
    name, folder = "checkpoint", "stopped"

    def use(self, program, case):
        return program.run(["train", "--resume", "run", "--stop-at", "3"], case)

    def files(self, base):
        return sorted(name for name in snapshot(base))

    def state(self, case):
        return snapshot(os.path.join(case, "run"), exact=False)


class Comparison:
    """A comparison of which all runs are there, so that its results are published once more."""
    name, folder = "comparison", "compared"

    def use(self, program, case):
        shown = program.run(["report", "run", "--tables"], case)
        told = [line for line in shown[2].splitlines() if "is not what compare wrote" in line]
        if shown[0] != 0 or told:
            return shown if shown[0] != 0 else (65, shown[1], "seqlab: " + told[0])
        return program.run(["compare"] + COMPARE + ["--resume", "run"], case)

    def files(self, base):
        # Pages and figures are made again from results.json.
        return sorted(name for name in snapshot(base) if name.endswith((".json", ".safetensors")))

    def state(self, case):
        def wanted(name):
            return name.endswith((".json", ".safetensors")) and not name.endswith("manifest.json")
        return snapshot(os.path.join(case, "run"), wanted, exact=False)


def outcome(program, kind, base, reference, name, how, place):
    case = program.folder()
    try:
        copy(os.path.join(base, kind.folder), os.path.join(case, "run"))
        file = os.path.join(case, "run", name)
        status = os.stat(file)
        with open(file, "rb") as stream:
            data = stream.read()
        with open(file, "wb") as stream:
            stream.write(damaged(data, how, place))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        code, _, errors = kind.use(program, case)
        detail = f"{kind.name} {name} {how} {place}: {code} {errors.strip()[-300:]}"
        if code is None:
            return "hang", detail
        if code < 0:
            return "trap" if -code in TRAPS else "wrong", detail
        if code != 0:
            return ("refused" if is_error_line(errors) else "wrong"), detail
        return ("survived" if kind.state(case) == reference else "wrong"), detail
    finally:
        shutil.rmtree(case, ignore_errors=True)


def rows(program, base, limits):
    """The table's rows: a name, and what makes each outcome."""
    for kind in (Checkpoint(), Comparison()):
        case = program.folder()
        copy(os.path.join(base, kind.folder), os.path.join(case, "run"))
        code, _, errors = kind.use(program, case)
        if code != 0:
            raise SystemExit(f"faults: the {kind.name} cannot be used whole: {errors}")
        reference = kind.state(case)
        for how in ("cut", "flip"):
            jobs = []
            for name in kind.files(os.path.join(base, kind.folder)):
                with open(os.path.join(base, kind.folder, name), "rb") as stream:
                    data = stream.read()
                jobs += [(program, kind, base, reference, name, found, place)
                         for found, place in cases(data, name, limits) if found == how]
            yield (kind.name, "a file cut" if how == "cut" else "a bit flipped"), jobs
