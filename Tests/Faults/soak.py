#!/usr/bin/env python3
"""Compares, kills, goes on, and trains, again and again: neither the program's memory nor its open files may grow, and no leftovers may stay.

    python3 Tests/Faults/soak.py                 # an hour
    python3 Tests/Faults/soak.py --minutes 2
"""

import argparse, json, os, random, shutil, signal, subprocess, sys, threading, time

import scenarios
from program import Program, scratch


def use(process):
    """A process's memory in KiB, the most that it was, and its open files."""
    place = f"/proc/{process.pid}"
    with open(place + "/status") as status:
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in status if line.startswith("Vm")}
    return sizes["VmRSS"], sizes["VmHWM"], len(os.listdir(place + "/fd"))


class Watch(threading.Thread):
    """The most memory and open files of a process while it runs."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.memory, self.files = process, 0, 0
        self.start()

    def run(self):
        while self.process.poll() is None:
            try:
                _, memory, files = use(self.process)
            except (OSError, KeyError):
                return
            self.memory, self.files = max(self.memory, memory), max(self.files, files)
            time.sleep(0.01)


def run(program, command, case, kill_after=None):
    """Runs a command to its end, or kills it."""
    process = program.start(command, case)
    watch = Watch(process)
    timer = threading.Timer(kill_after, lambda: process.send_signal(signal.SIGKILL)) if kill_after else None
    if timer:
        timer.start()
    _, errors = process.communicate(timeout=program.patience)
    if timer:
        timer.cancel()
    watch.join()
    return process.returncode, errors.decode(), watch


def round_of(program, scenario, reference, moments, taken):
    """One comparison or training, killed some times and gone on with. Returns what was seen of the last command, and what is wrong."""
    case = program.folder()
    try:
        scenario.prepare(case)
        for _ in range(moments.randrange(3)):
            run(program, scenario.going_on(case), case, kill_after=moments.uniform(0.01, taken))
        code, errors, watch = run(program, scenario.going_on(case), case)
        if code == 73 and "--resume" in errors:
            code, errors, watch = run(program, scenario.going_on(case), case)
        if code != 0:
            return watch, f"{scenario.name}: {errors.strip()[-300:]}"
        if scenario.state(case) != reference:
            return watch, f"{scenario.name}: the result is another"
        found = scenarios.leftovers(case)
        return watch, f"{scenario.name}: left {found[:5]}" if found else None
    finally:
        shutil.rmtree(case, ignore_errors=True)


class LongTraining:
    """A training that never ends and saves again and again, beside all else: what it holds must stay the same."""

    def __init__(self, program, threads):
        self.case = program.folder()
        command = ["train", "--model", "lstm", "--corpus", "../text.txt", "--width", "8", "--context", "16", "--batch", "2",
                   "--threads", str(threads), "--steps", "100000000", "--eval-interval", "50", "--out", "run"]
        with open(os.devnull, "wb") as nothing:
            self.process = subprocess.Popen(
                ["nice", "-n", "10", program.binary] + command, cwd=self.case, stdin=subprocess.DEVNULL, stdout=nothing,
                stderr=nothing)
        time.sleep(5)
        self.first = use(self.process)

    def ended(self):
        """What is wrong with it; nothing, as a rule."""
        last = use(self.process)
        self.process.terminate()
        code = self.process.wait(timeout=60)
        with open(os.path.join(self.case, "run", "training.json")) as file:
            steps = json.load(file)["step"]
        print(f"one training of {steps} steps: {self.first[0] / 1024:.1f} MiB at first, {last[0] / 1024:.1f} at last; "
              f"{self.first[2]} files open, {last[2]}")
        grown = last[0] > 1.1 * self.first[0] + 8192 or last[2] > self.first[2] + 2
        wrong = ["the long training: it grows"] if grown else []
        return wrong + ([] if code == 143 else [f"the long training: it ended with {code}"]) + scenarios.leftovers(self.case)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--binary", help="the program; by default what ./lab has built")
    parser.add_argument("--threads", type=int, default=2, help="threads of the training that never ends (default: 2)")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    work = scratch()
    problems, seen = [], {}
    try:
        program = Program(
            os.path.abspath(options.binary or os.path.join(here, "../../.build/release/seqlab")), None, work, patience=120)
        base = scenarios.make_base(program)
        long = LongTraining(program, options.threads)
        moments, end = random.Random(1), time.monotonic() + options.minutes * 60
        kinds, references = [scenarios.Train(base), scenarios.Save(base), scenarios.Compare(base), scenarios.Report(base)], {}
        while time.monotonic() < end:
            for scenario in kinds:
                if scenario.name not in references:
                    case = program.folder()
                    scenario.prepare(case)
                    began = time.monotonic()
                    run(program, scenario.command(case), case)
                    references[scenario.name] = (scenario.state(case), time.monotonic() - began)
                    shutil.rmtree(case)
                watch, problem = round_of(program, scenario, references[scenario.name][0], moments, references[scenario.name][1])
                seen.setdefault(scenario.name, []).append((watch.memory, watch.files))
                if problem:
                    problems.append(problem)
        problems += long.ended()
        print(f"{'what':10}{'rounds':>8}{'MiB, first tenth':>18}{'last tenth':>12}{'files':>7}{'last':>6}")
        for name, values in seen.items():
            part = max(1, len(values) // 10)
            first, last = [[max(value[index] for value in some) for index in (0, 1)]
                           for some in (values[:part], values[-part:])]
            print(f"{name:10}{len(values):8}{first[0] / 1024:18.1f}{last[0] / 1024:12.1f}{first[1]:7}{last[1]:6}")
            if last[0] > 1.1 * first[0] + 4096 or last[1] > first[1] + 2:
                problems.append(f"{name}: it grows")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
