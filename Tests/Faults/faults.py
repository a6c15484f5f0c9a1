#!/usr/bin/env python3
"""Kills the program, lets its calls fail, damages its files, and counts what comes of it. Exits with 1 if anything was lost or
silently wrong, trapped or hung.

    python3 Tests/Faults/faults.py              # all: kills and failures at every call, 200 random kills, 1000 flips a file
    python3 Tests/Faults/faults.py --short      # a part of each, in about a minute
"""

import argparse, concurrent.futures, errno, os, random, re, shutil, subprocess, sys, time

import damage, scenarios
from program import TRAPS, Program, is_error_line, scratch

OUTCOMES = ["survived", "refused", "lost", "wrong", "trap", "hang"]
KINDS = {"create": errno.ENOSPC, "write": errno.ENOSPC, "fsync": errno.EIO, "rename": errno.EIO, "mkdir": errno.EACCES,
         "link": errno.EPERM, "remove": errno.EBUSY, "read": errno.EIO, "alloc": errno.ENOMEM}
# A training asks for memory some thousand times.
MOST_ALLOCATIONS = 200


def spread(total, limit):
    """Some of the numbers 1 … total, evenly."""
    return sorted({1 + index * total // limit for index in range(limit)}) if total > limit else list(range(1, total + 1))


def judged(program, scenario, case, result, reference, is_kill):
    """What has come of a command that met a fault, once one has gone on as people would."""
    code, _, errors = result
    if code is None:
        return "hang"
    if code < 0 and -code in TRAPS:
        return "trap"
    if code == 0:
        return "survived" if scenario.state(case) == reference else "wrong"
    if not is_kill and not is_error_line(errors):
        return "wrong"
    again = program.run(scenario.going_on(case), case)
    if again[0] == 73 and "go on from it with --resume" in again[2]:
        # What a killed writer left was put to use.
        again = program.run(scenario.going_on(case), case)
    if again[0] is None:
        return "hang"
    if again[0] != 0:
        return "lost"
    # Who goes on removes what a killed process left, beside the folder, too.
    if scenario.state(case) != reference or is_kill and scenarios.leftovers(case):
        return "wrong"
    return "survived" if is_kill else "refused"


def faulted(program, scenario, reference, fault, is_kill):
    case = program.folder()
    try:
        scenario.prepare(case)
        result = program.run(scenario.command(case), case, FAULT=fault)
        detail = f"{scenario.name} {fault}: {result[0]} {result[2].strip()[-400:]}"
        return judged(program, scenario, case, result, reference, is_kill), detail
    finally:
        shutil.rmtree(case, ignore_errors=True)


def killed_at(program, scenario, reference, seconds):
    """Killed at a moment, wherever it is then."""
    case = program.folder()
    try:
        scenario.prepare(case)
        process = program.start(scenario.command(case), case)
        try:
            output, errors = process.communicate(timeout=seconds)
            result = (process.returncode, output, errors.decode())
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            result = (-9, b"", "")
        return judged(program, scenario, case, result, reference, True), f"{scenario.name} after {seconds:.3f} s"
    finally:
        shutil.rmtree(case, ignore_errors=True)


def writers(program, scenario, reference):
    """Several writers of one folder: one is done, and the others say why not."""
    case = program.folder()
    try:
        scenario.prepare(case)
        started = [program.start(scenario.command(case), case) for _ in range(3)]
        ended = [(process.communicate(timeout=program.patience)[1].decode(), process.returncode) for process in started]
        detail = f"{scenario.name}: {ended}"
        if any(code < 0 and -code in TRAPS for _, code in ended):
            return "trap", detail
        # A save may be made again by who comes when the first is done.
        if not any(code == 0 for _, code in ended) or scenario.state(case) != reference:
            return "wrong", detail
        refused = [errors for errors, code in ended if code != 0]
        if not all("is being written by" in errors or "holds a checkpoint" in errors or "exists already" in errors
                   for errors in refused):
            return "wrong", detail
        return "refused", detail
    finally:
        shutil.rmtree(case, ignore_errors=True)


def rows(program, base, short, flips):
    """The table's rows: what is done to what, and the function and arguments of each case."""
    for kind in scenarios.ALL:
        scenario = kind(base)
        case = program.folder()
        scenario.prepare(case)
        counts_file = os.path.join(case, "counts")
        began = time.monotonic()
        code, _, errors = program.run(scenario.command(case), case, FAULT_COUNTS=counts_file)
        taken = time.monotonic() - began
        if code != 0:
            raise SystemExit(f"faults: {scenario.name} fails without a fault: {errors}")
        reference = scenario.state(case)
        with open(counts_file) as file:
            counts = {name: int(number) for name, number in (line.split() for line in file)}
        every = 10 if short else 10**9
        yield (scenario.name, "killed at a call"), faulted, [
            (program, scenario, reference, f"kill:{n}", True) for n in spread(counts["kill"], 2 * every)]
        for name, number in KINDS.items():
            yield (scenario.name, f"{name} fails"), faulted, [
                (program, scenario, reference, f"{name}:{n}:{number}", False)
                for n in spread(counts[name], min(every // 2, MOST_ALLOCATIONS if name == "alloc" else every))]
        moments = random.Random(scenario.name)
        yield (scenario.name, "killed at random"), killed_at, [
            (program, scenario, reference, moments.uniform(0, taken)) for _ in range(5 if short else 50)]
        if scenario.name != "report":
            yield (scenario.name, "three writers"), writers, [(program, scenario, reference)] * (1 if short else 20)
    for name, jobs in damage.rows(program, base, (2, 4) if short else (64, flips)):
        yield name, damage.outcome, jobs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a part of all cases")
    parser.add_argument("--only", default="", help="rows whose name matches this regular expression")
    parser.add_argument("--flips", type=int, default=1000, help="bits to flip in each file (default: 1000)")
    parser.add_argument("--binary", help="the program; by default what ./lab has built")
    parser.add_argument("--jobs", type=int, default=2, help="cases at a time")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    binary = options.binary or os.path.join(here, "../../.build/release/seqlab")
    work = scratch()
    failed = []
    try:
        shim = os.path.join(work, "shim.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", shim, os.path.join(here, "shim.c"), "-ldl"], check=True)
        program = Program(os.path.abspath(binary), shim, work, patience=60)
        base = scenarios.make_base(program)
        print(f"{'what':12}{'fault':20}{'cases':>7}" + "".join(f"{name:>10}" for name in OUTCOMES), flush=True)
        sums = dict.fromkeys(OUTCOMES, 0)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for name, body, jobs in rows(program, base, options.short, options.flips):
                if not jobs or not re.search(options.only, " ".join(name)):
                    continue
                found = list(pool.map(lambda job: body(*job), jobs))
                counts = {outcome: sum(result == outcome for result, _ in found) for outcome in OUTCOMES}
                failed += [f"{result}: {detail}" for result, detail in found if result not in OUTCOMES[:2]]
                for outcome in OUTCOMES:
                    sums[outcome] += counts[outcome]
                print(f"{name[0]:12}{name[1]:20}{len(jobs):7}" + "".join(f"{counts[o]:10}" for o in OUTCOMES), flush=True)
        print(f"{'all':32}{sum(sums.values()):7}" + "".join(f"{sums[outcome]:10}" for outcome in OUTCOMES))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for line in failed[:40]:
        print(line, file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
