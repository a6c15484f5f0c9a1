#!/usr/bin/env bash
# Tries learning rates with `seqlab train`, all else by default, and prints the validation loss of each: where the rates of
# Sources/seqlab/TrainDefaults.swift come from. Further words are flags of every training.
#
#   Scripts/train-rates.sh "rnn lstm" "0.004 0.008 0.016" --corpus tinyshakespeare.txt
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
models="${1:?name models, and then rates}"
rates="${2:?name rates after the models}"
shift 2
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

printf '%-26s %-10s %s\n' model rate 'validation, nats'
for model in $models; do
  for rate in $rates; do
    result="$("$here/lab" train --model "$model" --learning-rate "$rate" --eval-interval 0 --json --overwrite \
      --out "$folder/$model" "$@" 2>/dev/null)" || result='"validation":failed'
    printf '%-26s %-10s %s\n' "$model" "$rate" "$(sed -E 's/.*"validation":([^,}]*).*/\1/' <<<"$result")"
  done
done
