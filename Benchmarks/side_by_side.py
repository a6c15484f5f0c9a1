#!/usr/bin/env python3
"""The same training steps in seqlab, PyTorch (eager and compiled) and JAX, in turn on this machine: milliseconds per step, peak
memory, and how many times faster seqlab is than the fastest of the others.

    ./lab --help                                                       # builds seqlab
    python3 -m venv peers && peers/bin/pip install torch jax optax numpy   # about 3 GB
    python3 Benchmarks/side_by_side.py --python peers/bin/python [--sizes S,M,L,other] [--models gru] [--rounds 3]

Every implementation runs as a process of its own; rounds alternate them, so that a drift of the machine's speed hits all
alike; the median over rounds is shown. One that fails is shown as '-'.
"""
import argparse, json, math, os, statistics, subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = ["rnn", "birnn", "lstm", "gru", "transformer"]
# model, batch, length, width, layers, vocabulary
CASES = {
    "S": [(m, 32, 64, 64, 2 if m == "transformer" else 1, 256) for m in MODELS],
    "M": [(m, 32, 128, 128, 2 if m == "transformer" else 1, 512) for m in MODELS],
    "L": [(m, 16, 256, 256, {"rnn": 2, "birnn": 1, "lstm": 2, "gru": 2, "transformer": 4}[m], 1024) for m in MODELS],
    # Odd widths, batches from 8 to 128, up to 1024 steps, 1 to 6 layers, vocabularies from 32 to 8192.
    "other": [
        ("rnn", 8, 1024, 96, 2, 1000), ("rnn", 128, 32, 100, 3, 32), ("birnn", 64, 50, 75, 1, 300),
        ("birnn", 8, 200, 160, 1, 8192), ("lstm", 128, 64, 50, 1, 65), ("lstm", 8, 1024, 128, 2, 256),
        ("lstm", 20, 100, 300, 3, 2000), ("gru", 8, 1024, 96, 2, 1000), ("transformer", 8, 1024, 128, 2, 512), ("transformer", 16, 48, 60, 6, 8192),
        ("transformer", 128, 32, 100, 1, 32), ("transformer", 12, 64, 128, 4, 65),
    ],
}


def one(command, timeout):
    try:
        out = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, env=dict(os.environ, JAX_PLATFORMS="cpu"))
        return json.loads(out.stdout.strip().splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        return None


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seqlab", default=f"{HERE}/../.build/release/seqlab")
    p.add_argument("--python", required=True)
    p.add_argument("--models", default=",".join(MODELS))
    p.add_argument("--sizes", default="S,M,L")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--steps", type=int, default=20)
    p.add_argument("--timeout", type=int, default=300)
    a = p.parse_args()
    ratios = []
    print(f"{'case':32}{'seqlab ms':>10}{'of limit':>10}{'torch':>9}{'compiled':>10}{'jax':>9}{'x best':>8}"
          f"{'MiB':>6}{'torch MiB':>11}")
    for size in a.sizes.split(","):
        for model, batch, length, width, layers, vocab in CASES[size]:
            if model not in a.models.split(","):
                continue
            flags = ["--model", model, "--heads", "4", "--steps", str(a.steps), "--layers", str(layers), "--batch", str(batch),
                     "--length", str(length), "--width", str(width), "--vocab", str(vocab)]
            commands = {"seqlab": [a.seqlab, "bench"] + flags,
                        "torch": [a.python, f"{HERE}/torch_train.py"] + flags,
                        "compiled": [a.python, f"{HERE}/torch_train.py", "--compile"] + flags,
                        "jax": [a.python, f"{HERE}/jax_train.py"] + flags}
            seen = {name: [] for name in commands}
            for _ in range(a.rounds):
                for name, command in commands.items():
                    r = one(command, a.timeout)
                    if r:
                        seen[name].append(r)
            ms = {n: statistics.median(r["ms_per_step"] for r in rs) if rs else math.nan for n, rs in seen.items()}
            mib = {n: max((r["peak_mib"] for r in rs), default=math.nan) for n, rs in seen.items()}
            limit = statistics.median(r["of_limit"] for r in seen["seqlab"]) if seen["seqlab"] else math.nan
            best = min((v for n, v in ms.items() if n != "seqlab" and not math.isnan(v)), default=math.nan)
            ratios.append(best / ms["seqlab"])
            name = f"{size} {model}" if size != "other" else f"{model} {batch}x{length} d{width} L{layers} V{vocab}"
            cells = [f"{ms[n]:.2f}" if not math.isnan(ms[n]) else "-" for n in commands]
            print(f"{name:32}{cells[0]:>10}{limit:10.2f}{cells[1]:>9}{cells[2]:>10}{cells[3]:>9}{ratios[-1]:8.2f}"
                  f"{mib['seqlab']:6.0f}{mib['torch']:11.0f}", flush=True)
    good = [r for r in ratios if not math.isnan(r)]
    if good:
        print(f"times faster than the fastest of the others: geometric mean "
              f"{math.exp(sum(map(math.log, good)) / len(good)):.2f}, least {min(good):.2f}, "
              f"{len(good)} of {len(ratios)} cases")


if __name__ == "__main__":
    main()
