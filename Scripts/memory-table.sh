#!/usr/bin/env bash
# What seqlab says that a training takes of memory, against the most that the process had: twenty-one models and sizes, a line each.
# What is used hangs on the threads' turns, and what is told must do for all of them: the most of three runs counts, and the least is shown.
# Scripts/memory-table.sh [SEQLAB]. Ends with 1 if any is off by more than 20 %.
set -euo pipefail

seqlab="${1:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)/.build/release/seqlab}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

# A text with 26 characters, or with some thousand different words.
awk 'BEGIN { srand(1); for (i = 0; i < 60000; i++) { printf "w%d%s", 9000 * rand() * rand(), (i % 12 == 11) ? ".\n" : " " } }' \
  >"$folder/text.txt"

measure() {
  python3 - "$folder" "$seqlab" "$@" <<'PY'
import os, re, subprocess, sys
folder, seqlab, *flags = sys.argv[1:]
command = [seqlab, "train", "--corpus", folder + "/text.txt", "--steps", "3", "--overwrite", "--out", folder + "/out", "--yes"]
def run():
    """Megabytes that it said, and those that the system counted."""
    with open(folder + "/err", "w") as err:
        process = subprocess.Popen(command + flags, stdout=subprocess.DEVNULL, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
    said = re.search(r"about ([0-9.]+) (MB|GB) of memory", open(folder + "/err").read())
    if status or not said:
        sys.exit("failed: " + " ".join(flags) + "\n" + open(folder + "/err").read())
    return float(said[1]) * (1000 if said[2] == "GB" else 1), usage.ru_maxrss * 1024 / 1e6

runs = [run() for _ in range(3)]
told, least, most = max(said for said, _ in runs), min(used for _, used in runs), max(used for _, used in runs)
off = told / most - 1
print(f"{told:7.0f} {most:7.0f} {100 * off:+6.1f} % {least:7.0f}   {' '.join(flags)}", flush=True)
sys.exit(0 if abs(off) <= 0.2 else 3)
PY
}

printf '%7s %7s %8s %7s   %s\n' 'told MB' 'most' 'off' 'least' 'seqlab train'
worst=0
check() { measure "$@" || { [ $? -eq 3 ] && worst=1 || exit 1; }; }
check --tokenizer char --model lstm --threads 1
check --tokenizer char --model rnn --width 512 --layers 2 --context 256 --batch 64 --threads 2
check --tokenizer char --model lstm --width 1024 --layers 2 --context 64 --batch 32 --threads 2
check --tokenizer char --model gru --width 256 --context 1024 --batch 32 --threads 1
check --tokenizer char --model birnn --width 256 --context 256 --batch 64 --threads 4
check --tokenizer char --model transformer --width 256 --layers 6 --heads 8 --context 512 --batch 16 --threads 2
check --tokenizer char --model transformer --width 64 --layers 2 --heads 4 --context 512 --batch 4 --threads 2 --plain
check --tokenizer char --model transformer-bidirectional --width 128 --layers 4 --heads 4 --context 256 --batch 32 --threads 2
check --tokenizer word --model lstm --width 128 --context 128 --batch 32 --threads 2
check --tokenizer word --model transformer --width 512 --layers 4 --heads 8 --context 256 --batch 8 --threads 2
check --tokenizer word --model gru --width 64 --context 64 --batch 128 --threads 4 --head separate
# Not seen when the share for what lies between buffers was chosen.
check --tokenizer char --model gru --width 512 --layers 3 --context 128 --batch 48 --threads 2
check --tokenizer char --model transformer --width 192 --layers 3 --heads 6 --context 1024 --batch 6 --threads 2
check --tokenizer word --model transformer --width 256 --layers 2 --heads 4 --context 128 --batch 16 --threads 1
check --tokenizer word --model rnn --width 384 --context 96 --batch 64 --threads 2
check --tokenizer char --model birnn --width 384 --layers 2 --context 128 --batch 32 --threads 2
check --tokenizer word --model transformer --width 128 --layers 3 --heads 4 --context 256 --batch 24 --threads 3
check --tokenizer word --model lstm --width 512 --layers 2 --context 64 --batch 32 --threads 1
check --tokenizer char --model transformer-bidirectional --width 256 --layers 2 --heads 8 --context 128 --batch 64 --threads 1
check --tokenizer word --model birnn --width 256 --context 128 --batch 16 --threads 2
check --tokenizer word --model transformer --width 96 --layers 1 --heads 2 --context 64 --batch 8 --threads 4
exit "$worst"
