#!/usr/bin/env python3
"""Writes what the tests of byte pairs expect, as `tokenizers` computes it: Tests/CorporaTests/BytePairs/Fixtures."""
import json
import pathlib
import random

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from byte_pair_texts import CODE, ENDINGS, MARKS, SPACES, texts

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "CorporaTests/BytePairs/Fixtures"
END = "<|endoftext|>"


def learned(text, size, least=0, specials=(), by_lines=False, prefix=False):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, min_frequency=least, special_tokens=list(specials), show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(text.splitlines(keepends=True) if by_lines else [text], trainer)
    return tokenizer


def write(name, items):
    """A list, with an item on each line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=name.endswith("cases.json")) for item in items)
    (FOLDER / name).write_text(f"[\n{lines}\n]\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    drawn = dict(texts(2500, 1, seed=3))
    sample = "".join(drawn[kind][:2500] for kind in ("English", "code", "scripts", "numbers")).replace("\r", "")
    (FOLDER / "text.txt").write_text(sample)

    rules = [(300, 0, [], False), (420, 0, [], True), (900, 2, [END], False), (3000, 0, [], False)]
    learning = []
    for size, least, specials, by_lines in rules:
        model = json.loads(learned(sample, size, least, specials, by_lines).to_str())["model"]
        learning.append({"size": size, "least": least, "specials": specials, "byLines": by_lines,
                         "merges": [" ".join(pair) for pair in model["merges"]]})
    write("learned.json", learning)

    rng = random.Random(5)
    inputs = ["", " ", "\n", "  ", "a", " a", "  a", "a ", "a  ", "a \n b", "\u3000\u3000a", "Hello world"]
    inputs += ["don't DON'T I'll we've 'tis ' s"]
    inputs += [text[:160] for _, text in texts(400, 2, seed=11)]
    pieces = [SPACES + ["a", "1", "!"], ENDINGS + ["x"], MARKS + [" ", "q"], CODE]
    inputs += ["".join(rng.choices(kind, k=24)) for kind in pieces for _ in range(4)]
    inputs += ["a" * 48, "a" * 49, "ab" * 60, "é" * 30, "the" * 40 + " end", "\U0010ffff\U000e0041"]
    inputs += ["नमस्ते दुनिया", "👩‍👩‍👧‍👦 🏳️‍🌈", "½ ² Ⅷ ٣"]
    for name, prefix in (("tokenizer", False), ("prefixed", True)):
        tokenizer = learned(sample, 420, 0, [END], prefix=prefix)
        tokenizer.add_tokens([AddedToken("<a>"), AddedToken("<a><b>"), AddedToken("é", normalized=False), " q"])
        tokenizer.save(str(FOLDER / f"{name}.json"), pretty=False)
        cases = []
        for text in inputs:
            tokenizer.encode_special_tokens = False
            ids = tokenizer.encode(text).ids
            tokenizer.encode_special_tokens = True
            cases.append({"text": text, "ids": ids, "plain": tokenizer.encode(text).ids,
                          "back": tokenizer.decode(ids, skip_special_tokens=False)})
        for _ in range(30):
            ids = [rng.randrange(tokenizer.get_vocab_size()) for _ in range(20)]
            cases.append({"ids": ids, "back": tokenizer.decode(ids, skip_special_tokens=False)})
        write(f"{name}-cases.json", cases)


if __name__ == "__main__":
    main()
