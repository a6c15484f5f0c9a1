#!/usr/bin/env python3
"""Machine instructions of a training step, counted by valgrind: a guard against slow code that a noisy machine's clock cannot give.

    python3 Benchmarks/instructions.py [--seqlab .build/release/seqlab]            compares with instructions.json; exit 1 if more
    python3 Benchmarks/instructions.py --record                                    writes instructions.json again

A step's count is the mean of the first four of a training on one thread; what comes before and after them, and what is printed between,
is not counted. The text is the beginning of LICENSE: valgrind takes a second for some ten million instructions of the kernels. It knows no
AVX-512, so the AVX2 kernels run. With Swift's hash tables in the same order each time, counts repeat exactly on a machine; more than 5 %
above the record is a regression. Set-up: apt-get install valgrind.
"""
import argparse, concurrent.futures, json, os, platform, re, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
RECORD = f"{HERE}/instructions.json"
SIZE = "--batch 4 --context 16 --width 64 --heads 4 --threads 1 --eval-interval 0".split()
CASES = {m: ["--model", m, "--layers", "1", "--head", "separate"] for m in ["rnn", "birnn", "lstm", "gru"]}
CASES["transformer"] = ["--model", "transformer", "--layers", "2", "--head", "tied"]
# LabKit.Trainer.step()
COUNTED = "$s6LabKit7TrainerC4step*"
STEPS, ALLOWED = 4, 0.05


def count(seqlab, folder, model):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--toggle-collect={COUNTED}",
         seqlab, "train", "--corpus", f"{folder}/text", "--steps", str(STEPS), "--out", f"{folder}/{model}"] + SIZE + CASES[model],
        env=dict(os.environ, SWIFT_DETERMINISTIC_HASHING="1"), capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode or not found or found[1] == "0":
        sys.exit(f"instructions: seqlab train under valgrind failed: {run.stderr.strip()[-300:]}")
    return round(int(found[1]) / STEPS)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seqlab", default=f"{HERE}/../.build/release/seqlab")
    p.add_argument("--record", action="store_true")
    a = p.parse_args()
    if platform.machine() != "x86_64" or "avx2" not in open("/proc/cpuinfo").read():
        return print("instructions: skipped, the record is of x86-64 with AVX2")
    if not shutil.which("valgrind"):
        return print("instructions: skipped, there is no valgrind (apt-get install valgrind)")
    if not shutil.which("strip"):
        return print("instructions: skipped, there is no strip (apt-get install binutils)")
    record = {} if a.record else json.load(open(RECORD))
    found, worse = {}, []
    # valgrind stumbles over Swift's debugging information.
    folder = tempfile.TemporaryDirectory()
    seqlab = f"{folder.name}/seqlab"
    with open(f"{HERE}/../LICENSE") as whole, open(f"{folder.name}/text", "w") as part:
        part.write(whole.read(3000))
    subprocess.run(["strip", "--strip-debug", "-o", seqlab, a.seqlab], check=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {model: pool.submit(count, seqlab, folder.name, model) for model in CASES}
    print(f"{'model':12}{'instructions':>14}{'record':>14}{'change':>9}")
    for model in CASES:
        found[model] = runs[model].result()
        before = record.get(model, found[model])
        change = found[model] / before - 1
        if change > ALLOWED:
            worse.append(model)
        print(f"{model:12}{found[model]:14,}{before:14,}{change:+9.1%}")
    if a.record:
        json.dump(found, open(RECORD, "w"), indent=2)
        open(RECORD, "a").write("\n")
    if worse:
        sys.exit(f"instructions: a step of {', '.join(worse)} takes more than {ALLOWED:.0%} over the record; make it faster, or record "
                 "it again and say why: python3 Benchmarks/instructions.py --record")


if __name__ == "__main__":
    main()
