#!/usr/bin/env bash
# What seqlab says that its work takes of memory, against the most that the process had: trainings of twenty-one models and sizes,
# comparisons and studies, a line each.
# What is used hangs on the threads' turns, and what is told must do for all of them: the most of RUNS counts (by default 3), and the least is shown.
# Scripts/memory-table.sh [SEQLAB [RUNS]]. Ends with 1 if any is off by more than 20 %.
set -euo pipefail

seqlab="${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)/.build/release/seqlab}"
runs="${2:-3}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

# A text with 26 characters, or with some thousand different words.
awk 'BEGIN { srand(1); for (i = 0; i < 60000; i++) { printf "w%d%s", 9000 * rand() * rand(), (i % 12 == 11) ? ".\n" : " " } }' \
  >"$folder/text.txt"

measure() {
  python3 - "$folder" "$seqlab" "$runs" "$@" <<'PY'
import os, re, shutil, subprocess, sys
folder, seqlab, count, *flags = sys.argv[1:]
text = ["--corpus", folder + "/text.txt"] if "--tokenizer" in flags else []
steps = {"train": ["--steps", "3"], "compare": ["--steps", "10", "--no-search"], "study": []}[flags[0]]
command = [seqlab] + flags + text + steps + ["--out", folder + "/out"]
def run():
    """Megabytes that it said, and those that the system counted."""
    shutil.rmtree(folder + "/out", ignore_errors=True)
    with open(folder + "/err", "w") as err:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    said = re.search(r"about ([0-9.]+) (MB|GB) of memory", open(folder + "/err").read())
    if status or not said:
        sys.exit("failed: " + " ".join(flags) + "\n" + open(folder + "/err").read())
    return float(said[1]) * (1000 if said[2] == "GB" else 1), usage.ru_maxrss * 1024 / 1e6

runs = [run() for _ in range(int(count))]
told, least, most = max(said for said, _ in runs), min(used for _, used in runs), max(used for _, used in runs)
off = told / most - 1
print(f"{told:7.0f} {most:7.0f} {100 * off:+6.1f} % {least:7.0f}   {' '.join(flags)}", flush=True)
sys.exit(0 if abs(off) <= 0.2 else 3)
PY
}

printf '%7s %7s %8s %7s   %s\n' 'told MB' 'most' 'off' 'least' 'seqlab'
worst=0
check() { measure "$@" || { [ $? -eq 3 ] && worst=1 || exit 1; }; }
check train --tokenizer char --model lstm --threads 1
check train --tokenizer char --model rnn --width 512 --layers 2 --context 256 --batch 64 --threads 2
check train --tokenizer char --model lstm --width 1024 --layers 2 --context 64 --batch 32 --threads 2
check train --tokenizer char --model gru --width 256 --context 1024 --batch 32 --threads 1
check train --tokenizer char --model birnn --width 256 --context 256 --batch 64 --threads 4
check train --tokenizer char --model transformer --width 256 --layers 6 --heads 8 --context 512 --batch 16 --threads 2
check train --tokenizer char --model transformer --width 64 --layers 2 --heads 4 --context 512 --batch 4 --threads 2 --plain
check train --tokenizer char --model transformer-bidirectional --width 128 --layers 4 --heads 4 --context 256 --batch 32 --threads 2
check train --tokenizer word --model lstm --width 128 --context 128 --batch 32 --threads 2
check train --tokenizer word --model transformer --width 512 --layers 4 --heads 8 --context 256 --batch 8 --threads 2
check train --tokenizer word --model gru --width 64 --context 64 --batch 128 --threads 4 --head separate
# Not seen when the share for what lies between buffers was chosen.
check train --tokenizer char --model gru --width 512 --layers 3 --context 128 --batch 48 --threads 2
check train --tokenizer char --model transformer --width 192 --layers 3 --heads 6 --context 1024 --batch 6 --threads 2
check train --tokenizer word --model transformer --width 256 --layers 2 --heads 4 --context 128 --batch 16 --threads 1
check train --tokenizer word --model rnn --width 384 --context 96 --batch 64 --threads 2
check train --tokenizer char --model birnn --width 384 --layers 2 --context 128 --batch 32 --threads 2
check train --tokenizer word --model transformer --width 128 --layers 3 --heads 4 --context 256 --batch 24 --threads 3
check train --tokenizer word --model lstm --width 512 --layers 2 --context 64 --batch 32 --threads 1
check train --tokenizer char --model transformer-bidirectional --width 256 --layers 2 --heads 8 --context 128 --batch 64 --threads 1
check train --tokenizer word --model birnn --width 256 --context 128 --batch 16 --threads 2
check train --tokenizer word --model transformer --width 96 --layers 1 --heads 2 --context 64 --batch 8 --threads 4
check compare --profile quick
check compare --profile standard --seeds 2 --studies distance,context
check compare --profile quick --tokenizer char
check compare --profile quick --tokenizer word
check compare --profile quick --tokenizer char --width 256 --context 256 --models lstm,transformer
check compare --profile quick --tokenizer word --width 128 --context 64 --models gru,rnn --threads 1
check study complexity
check study parallelism --models rnn,transformer
check study recall --models lstm,transformer --distance 64 --seeds 1
check study brent
exit "$worst"
