#!/usr/bin/env python3
"""GPT-2 at its size, 124 million random weights, here and in transformers: logits, time to load, memory, tokens a second.

  python3 Tests/Interchange/gpt2.py [--rounds 5] [--tokens 64] [--dtype float32] [--gpt2 DIR] [--seqlab .build/release/seqlab]

The tokenizer is that of --gpt2, or of $SEQLAB_DATA/gpt2 (encoder.json and vocab.bpe, or vocab.json and merges.txt); without it, nothing is
written and speed is left out. Both take turns, and medians are told. Says "skipped" where a package is missing.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
try:
    import torch
    import transformers
except ImportError as error:
    print(f"skipped: no {error.name}")
    sys.exit()

transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROMPT = "Why are polar bears cute?"


def make(folder):
    """GPT-2 with random weights; biases and gains, too, so that none can be left out unnoticed."""
    torch.manual_seed(0)
    model = transformers.GPT2LMHeadModel(transformers.GPT2Config())
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 1:
                parameter.add_(0.02 * torch.randn_like(parameter))
    model.to(getattr(torch, options.dtype)).save_pretrained(folder)
    source = pathlib.Path(options.gpt2 or os.path.join(os.environ.get("SEQLAB_DATA", "/nowhere"), "gpt2"))
    files = [source / name for name in ("encoder.json", "vocab.bpe", "vocab.json", "merges.txt")]
    for file in files:
        if file.exists():
            shutil.copyfile(file, folder / file.name)
    return any(file.exists() for file in files)


# A process counts the memory of the one that started it as its own, so that a small one must be in between.
STARTER = """
import json, resource, subprocess, sys, time
began = time.monotonic()
result = subprocess.run(sys.argv[1:], capture_output=True, text=True)
seconds = time.monotonic() - began
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
json.dump([result.returncode, result.stdout, result.stderr, seconds, memory], sys.stdout)
"""


def seqlab(*arguments):
    """What seqlab prints and says, its seconds, and the most memory that it had, in bytes."""
    command = [sys.executable, "-c", STARTER, options.seqlab, *map(str, arguments)]
    code, *result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if code != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: {result[1]}")
    return result


def logits_agree(folder, model):
    tokens = torch.randint(0, 50257, (96,), generator=torch.Generator().manual_seed(1))
    result = seqlab("forward", "--checkpoint", folder, "--tokens", ",".join(map(str, tokens.tolist())), "--json")
    with torch.no_grad():
        expected = model(tokens[None]).logits[0]
    error = (torch.tensor(json.loads(result[0])["logits"]) - expected).abs().max().item()
    print(f"logits of {len(tokens)} tokens differ by at most {error:.1e}, of {expected.abs().max():.1f}")
    return error <= 1e-4


def loads(folder, size, has_tokenizer):
    what = ["sample", "--prompt", PROMPT, "--tokens", "1"] if has_tokenizer else ["forward", "--tokens", "5"]
    runs = [seqlab(*what, "--checkpoint", folder) for _ in range(options.rounds)]
    seconds, memory = statistics.median(run[2] for run in runs), max(run[3] for run in runs)
    print(f"started, loaded, and a token told in {seconds:.2f} s; at most {memory / 1e6:.0f} MB, {memory / size:.2f} of the weights")
    return seconds < 3 and memory <= 1.2 * size


def speed(folder, model, threads):
    """Tokens a second of both, in turn: drawn from all of the vocabulary, with a cache of keys and values."""
    torch.set_num_threads(threads)
    ids = torch.tensor([[5195, 389, 13559, 18360, 13779, 30]])
    ours, theirs = [], []
    for _ in range(options.rounds):
        said = seqlab("sample", "--checkpoint", folder, "--prompt", PROMPT, "--tokens", options.tokens, "--past-end",
                      "--threads", threads)[1]
        ours.append(float(re.search(r"([\d\s.,]+) a second", said)[1].replace(" ", "").replace(",", "")))
        began = time.monotonic()
        with torch.no_grad():
            model.generate(ids, max_new_tokens=options.tokens, min_new_tokens=options.tokens, do_sample=True, top_k=0,
                           pad_token_id=50256)
        theirs.append(options.tokens / (time.monotonic() - began))
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    print(f"{threads} thread{'s' if threads > 1 else ''}: {mine:.1f} tokens a second, transformers {other:.1f}; {ratio:.2f} times "
          f"(from {min(a / b for a, b in zip(ours, theirs)):.2f} to {max(a / b for a, b in zip(ours, theirs)):.2f})")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "gpt2"
        has_tokenizer = make(folder)
        model = transformers.GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32).eval()
        size = 4 * sum(parameter.numel() for parameter in model.parameters())
        print(f"{datetime.date.today()}, {platform.processor() or platform.machine()}, {os.cpu_count()} cores, load "
              f"{os.getloadavg()[0]:.1f}; torch {torch.__version__}, transformers {transformers.__version__}, {options.dtype}")
        good = [logits_agree(folder, model), loads(folder, size, has_tokenizer)]
        if has_tokenizer:
            for threads in sorted({1, os.cpu_count() or 1}):
                speed(folder, model, threads)
        else:
            print("no tokenizer: speed is left out")
        sys.exit(0 if all(good) else 1)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--tokens", type=int, default=64)
parser.add_argument("--dtype", default="float32", choices=["float32", "float16", "bfloat16"])
parser.add_argument("--gpt2")
parser.add_argument("--seqlab", default=str(ROOT / ".build/release/seqlab"))
options = parser.parse_args()
main()
