# What is interrupted: each a command on good files, how one goes on after a fault, and what must have come of it in the end.

import os

from program import copy, snapshot

TRAIN = ["--width", "8", "--layers", "1", "--heads", "2", "--context", "16", "--batch", "2", "--steps", "4",
         "--threads", "1", "--eval-interval", "2"]
COMPARE = ["--profile", "quick", "--corpus", "../text.txt", "--context", "16", "--width", "32", "--layers", "1",
           "--steps", "3", "--batch", "2", "--threads", "1", "--scores-only", "--models", "rnn,lstm",
           "--learning-rates", "0.01,0.02"]


def leftovers(folder):
    """Hidden files and folders, at any depth; a lock that nobody holds is one, too."""
    return [os.path.join(place, name) for place, folders, names in os.walk(folder) for name in folders + names
            if name.startswith(".")]


class Scenario:
    """A command that is interrupted. `base` has good files that earlier commands made."""

    def __init__(self, base):
        self.base = base

    def prepare(self, case):
        pass


class Train(Scenario):
    """A training into a new folder."""
    name, target = "train", "run"

    def command(self, case):
        return ["train", "--model", "lstm", "--corpus", "../text.txt"] + TRAIN + ["--out", self.target]

    def going_on(self, case):
        if os.path.exists(os.path.join(case, self.target)):
            return ["train", "--resume", self.target]
        return self.command(case)

    def state(self, case):
        return snapshot(os.path.join(case, self.target), exact=False)


class Save(Train):
    """A save over an older save."""
    name = "save"

    def prepare(self, case):
        copy(os.path.join(self.base, "stopped"), os.path.join(case, self.target))

    def command(self, case):
        return ["train", "--resume", self.target, "--stop-at", "3"]

    def going_on(self, case):
        return self.command(case)


class Compare(Scenario):
    """A comparison with a search, from nothing."""
    name, target = "compare", "run"

    def command(self, case):
        return ["compare"] + COMPARE + ["--out", self.target]

    def going_on(self, case):
        if os.path.exists(os.path.join(case, self.target, "plan.json")):
            return ["compare"] + COMPARE + ["--resume", self.target]
        return self.command(case)

    def state(self, case):
        # Checksums are of files with times in them.
        def wanted(name):
            hidden = os.path.basename(name).startswith(".")
            return hidden or (name.endswith((".json", ".safetensors")) and not name.endswith("manifest.json"))
        return snapshot(os.path.join(case, self.target), wanted, exact=False)


class Report(Scenario):
    """The page of a finished comparison, written anew over the older one."""
    name, target = "report", "run"

    def prepare(self, case):
        copy(os.path.join(self.base, "compared"), os.path.join(case, self.target))

    def command(self, case):
        return ["report", self.target]

    def going_on(self, case):
        return self.command(case)

    def state(self, case):
        return snapshot(os.path.join(case, self.target))


ALL = [Train, Save, Compare, Report]


def make_base(program):
    """Good files: a text, a training that was stopped, one that went on, and a comparison."""
    with open(os.path.join(program.work, "text.txt"), "w") as file:
        file.writelines(f"line {number}: the quick brown fox jumps over the lazy dog\n" for number in range(40))
    base = program.folder()
    first = ["train", "--model", "lstm", "--corpus", "../text.txt"] + TRAIN + ["--stop-at", "2", "--out", "stopped"]
    for command in (first, ["compare"] + COMPARE + ["--out", "compared"]):
        code, _, errors = program.run(command, base)
        if code != 0:
            raise SystemExit(f"faults: {' '.join(command)}: {errors}")
    # The page that `report` writes is not the one that `compare` wrote: it has a date.
    program.run(["report", "compared"], base)
    return base
