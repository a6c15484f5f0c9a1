#!/usr/bin/env python3
"""Compares byte pairs with the `tokenizers` library: tokens, texts and learned merges must be the same.

  python3 Tests/Interchange/byte_pairs.py [--megabytes 200] [--gpt2 DIR] [--seqlab .build/release/seqlab]

GPT-2's files (encoder.json and vocab.bpe, or vocab.json and merges.txt) are those of --gpt2, or of $SEQLAB_DATA/gpt2;
without them, only vocabularies that are learned here are compared, and no speed with tiktoken. Says "skipped" where a
package is missing.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["RAYON_NUM_THREADS"] = os.environ.get("RAYON_NUM_THREADS", "1")
try:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
except ImportError:
    print("skipped: the package tokenizers is not installed")
    sys.exit()

import numpy
from byte_pair_texts import KINDS, texts

ROOT = pathlib.Path(__file__).resolve().parents[2]
END = "<|endoftext|>"
differences = 0


def expect(condition, what):
    global differences
    if not condition:
        differences += 1
        print("DIFFERENT:", what, flush=True)


def run(*arguments):
    result = subprocess.run([options.seqlab, "corpus", *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: {result.stderr}")
    return result.stdout


def byte_level(model, prefix=False):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def gpt2_files():
    """GPT-2's vocabulary and merges; none without them."""
    folder = pathlib.Path(options.gpt2 or os.path.join(os.environ.get("SEQLAB_DATA", "/nowhere"), "gpt2"))
    for names in (("encoder.json", "vocab.bpe"), ("vocab.json", "merges.txt")):
        if all((folder / name).exists() for name in names):
            return tuple(str(folder / name) for name in names)
    return None


def learned(text, size, prefix=False, by_lines=None, **settings):
    """A vocabulary that tokenizers learns from a text, or from the lines of a file."""
    tokenizer = byte_level(models.BPE(), prefix)
    trainer = trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False, **settings)
    if by_lines:
        tokenizer.train([str(by_lines)], trainer)
    else:
        tokenizer.train_from_iterator([text], trainer)
    return tokenizer


def compare_tokens(folder, vocabularies):
    """Encodes and decodes the same texts with both; counts bytes."""
    rounds = max(1, round(options.megabytes / 20))
    total, slowest = 0, 0.0
    for number, (kind, text) in enumerate(texts(2_000_000, rounds)):
        turn, place = divmod(number, len(KINDS))
        name, theirs, ours = vocabularies[(turn + place) % len(vocabularies)]
        specials = (turn // 2 + place) % 3 != 2
        theirs.encode_special_tokens = not specials
        source, ids, back = folder / "text", folder / "ids", folder / "back"
        source.write_bytes(text.encode())
        run("encode", "--vocabulary", ours, "--file", source, "--out", ids, *([] if specials else ["--no-specials"]))
        found = numpy.fromfile(ids, dtype=numpy.int32)
        wanted = numpy.array(theirs.encode(text, add_special_tokens=False).ids, dtype=numpy.int32)
        if not numpy.array_equal(found, wanted):
            place = next((i for i, (a, b) in enumerate(zip(found, wanted)) if a != b), min(len(found), len(wanted)))
            before = theirs.decode(wanted[:place].tolist(), skip_special_tokens=False)
            expect(False, f"{name}, {kind}, specials {specials}: token {place}, ours {found[place:place + 4]}, theirs "
                   f"{wanted[place:place + 4]}, at {text[len(before):][:20]!r} after {before[-20:]!r}")
        # What comes back, also of tokens in an order that no text has.
        shuffled = numpy.random.default_rng(number).integers(0, theirs.get_vocab_size(), 20_000).astype(numpy.int32)
        for label, tokens in (("tokens", wanted), ("shuffled tokens", shuffled)):
            tokens.tofile(ids)
            run("decode", "--vocabulary", ours, "--file", ids, "--out", back)
            wanted_text = theirs.decode(tokens.tolist(), skip_special_tokens=False)
            expect(back.read_bytes().decode() == wanted_text, f"{name}, {kind}: {label}")
        total += len(text.encode())
        print(f"\r{total / 1e6:.0f} MB, {differences} differences", end="", file=sys.stderr, flush=True)
    print(f"\n{total / 1e6:.1f} MB of text encoded and decoded with {len(vocabularies)} vocabularies: "
          f"{differences} differences")


def compare_learning(folder):
    """Learns the same vocabularies from the same texts."""
    count = 0
    some = list(texts(60_000, 1, seed=7))
    files = [(path.name, path.read_text()) for path in (ROOT / "README.md", ROOT / "Sources/TensorCore/Tape.swift")]
    shakespeare = pathlib.Path(os.environ.get("SEQLAB_DATA", "/nowhere"), "tinyshakespeare.txt")
    files += [("tinyshakespeare.txt", shakespeare.read_text())] if shakespeare.exists() else []
    unlike = ("all of Unicode", "long words", "broken")
    rules = ((257, 0, [], False), (512, 0, [], False), (512, 0, [END], True), (2000, 2, [], False),
             (6000, 0, [END, "<a> b"], False))
    for name, text in [(n, t) for n, t in some if n not in unlike] + files:
        # What is dropped or refused where texts are read.
        text = re.sub("[\\x00-\\x08\\x0b-\\x1f\\x7f\ufeff]", "", text)
        source = folder / "learn.txt"
        source.write_bytes(text.encode())
        for size, least, special, by_lines in rules:
            target = folder / f"learned-{count}"
            theirs = learned(
                text, size, by_lines=source if by_lines else None, min_frequency=least, special_tokens=special)
            flags = [flag for mark in special for flag in ("--special", mark)] + (["--lines"] if by_lines else [])
            run("train-bpe", "--corpus", source, "--vocabulary", size, "--minimum-frequency", least, "--out", target,
                *flags)
            wanted = json.loads(theirs.to_str())["model"]
            found = json.loads((target / "tokenizer.json").read_text())["model"]
            is_same = found["merges"] == wanted["merges"] and found["vocab"] == wanted["vocab"]
            expect(is_same, f"learned from {name}, {size}")
            # tokenizers loads what we save, in either form.
            sample = text[:20_000]
            loaded = Tokenizer.from_file(str(target / "tokenizer.json"))
            expect(loaded.encode(sample).ids == theirs.encode(sample).ids, f"loaded again: {name}, {size}")
            lists = byte_level(models.BPE.from_file(str(target / "vocab.json"), str(target / "merges.txt")))
            expect(lists.get_vocab() == theirs.get_vocab(), f"loaded as lists: {name}, {size}")
            count += 1
    print(f"{count} vocabularies learned and loaded: {differences} differences in all so far")


def compare_speed(files, folder):
    """Megabytes a second on one core, the median of five passes, of GPT-2's vocabulary."""
    try:
        import tiktoken
        from tiktoken.load import data_gym_to_mergeable_bpe_ranks
    except ImportError:
        return print("skipped: the package tiktoken is not installed")
    ranks = data_gym_to_mergeable_bpe_ranks(files[1], files[0])
    pattern = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"
    rust = tiktoken.Encoding("gpt2", pat_str=pattern, mergeable_ranks=ranks, special_tokens={END: 50256})
    theirs = byte_level(models.BPE.from_file(*files))
    shakespeare = pathlib.Path(os.environ.get("SEQLAB_DATA", "/nowhere"), "tinyshakespeare.txt")
    samples = [("Shakespeare", shakespeare.read_text())] if shakespeare.exists() else []
    samples += [(name, text) for name, text in texts(1_000_000, 1) if name in ("English", "scripts", "code", "numbers")]

    def rate(encode, size):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            encode()
            times.append(time.perf_counter() - start)
        return size / 1e6 / statistics.median(times)

    print(f"{'MB/s on one core':20}{'ours':>8}{'tiktoken':>10}{'tokenizers':>12}")
    for name, text in samples:
        size = len(text.encode())
        (folder / "speed").write_text(text)
        result = json.loads(run("encode", "--vocabulary", files[0], "--file", folder / "speed", "--out", folder / "ids",
                                "--passes", 5, "--json"))
        ids = numpy.fromfile(folder / "ids", dtype=numpy.int32).tolist()
        expect(rust.encode_ordinary(text) == ids, f"tiktoken, {name}")
        print(f"{name:20}{size / 1e6 / result['seconds']:8.1f}{rate(lambda: rust.encode_ordinary(text), size):10.1f}"
              f"{rate(lambda: theirs.encode(text), size):12.1f}")


def main():
    files = gpt2_files()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        vocabularies = []
        if files:
            gpt2 = byte_level(models.BPE.from_file(*files))
            gpt2.add_special_tokens([END])
            vocabularies.append(("GPT-2", gpt2, files[0]))
        else:
            print("skipped: GPT-2's files are not there; name them with --gpt2")
        sample = next(text for kind, text in texts(200_000, 1) if kind == "scripts")
        odd = learned(sample, 3000, prefix=True, special_tokens=[END, "___"])
        odd.add_tokens(
            [AddedToken("<a>"), AddedToken("<a><b>"), AddedToken("é", normalized=False), "endoftext", " a"])
        odd.save(str(folder / "odd.json"))
        vocabularies.append(("odd", odd, folder / "odd.json"))
        compare_tokens(folder, vocabularies)
        compare_learning(folder)
        if files:
            compare_speed(files, folder)
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=200, help="about how much text to compare (default: 200)")
    parser.add_argument("--gpt2", help="a folder with GPT-2's vocabulary")
    parser.add_argument("--seqlab", default=str(ROOT / ".build/release/seqlab"), help="the program")
    options = parser.parse_args()
    main()
