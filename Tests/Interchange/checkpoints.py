#!/usr/bin/env python3
"""Compares checkpoints with PyTorch and transformers: what one side saves, the other loads, and both give the same logits.

  python3 Tests/Interchange/checkpoints.py [--seqlab .build/release/seqlab]

Models are tiny and made here: some by `seqlab train`, some by PyTorch and transformers. Says "skipped" where a package is missing.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

os.environ.setdefault("HF_HUB_OFFLINE", "1")
try:
    import torch
    import transformers
    from safetensors.torch import load_file, save_file
except ImportError as error:
    print(f"skipped: no {error.name}")
    sys.exit()
from nanogpt import NanoGPT

transformers.logging.set_verbosity_error()
transformers.utils.logging.disable_progress_bar()
ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = "the dog saw a cat near the old house . what did it see ? the cat ran , and the dog ran after it .\n" * 120
SIZES = "--width 24 --heads 3 --context 16 --batch 4 --steps 6 --threads 1 --eval-interval 3".split()
RECURRENT = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
compared, differences = 0, 0


def expect(condition, what):
    global differences
    if not condition:
        differences += 1
        print("DIFFERENT:", what, flush=True)


def seqlab(*arguments, code=0):
    """What seqlab prints; ends the comparison if it ends with another code."""
    result = subprocess.run([options.seqlab, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != code:
        sys.exit(f"{' '.join(map(str, arguments))}: ended with {result.returncode}: {result.stderr}")
    return result.stdout if code == 0 else result.stderr


def ours(folder, tokens):
    """The logits that seqlab computes, [tokens, vocabulary]."""
    result = seqlab("forward", "--checkpoint", folder, "--tokens", ",".join(map(str, tokens)), "--json")
    return torch.tensor(json.loads(result)["logits"])


def compare(folder, theirs, tolerance, what, tokens=(5, 1, 7, 3, 2, 2, 9, 4)):
    """Compares seqlab's logits for a folder with those of a function of tokens."""
    global compared
    compared += 1
    with torch.no_grad():
        expected = theirs(torch.tensor([tokens])).float()[0]
    found = ours(folder, tokens)
    error = (found - expected).abs().max().item() if found.shape == expected.shape else float("inf")
    expect(error <= tolerance, f"{what}: logits differ by {error:.2g}, up to {tolerance} was expected")


def config(folder):
    return json.loads((folder / "config.json").read_text())


# What seqlab saves


class Recurrent(torch.nn.Module):
    """An embedding, a recurrent network of PyTorch's, and a head: what the names in the lab's folders mean."""

    def __init__(self, kind, vocabulary, width, layers, embedded=None):
        super().__init__()
        self.embed = torch.nn.Embedding(vocabulary, embedded or width)
        self.core = kind(embedded or width, width, layers, batch_first=True)
        self.head = torch.nn.Linear(width, vocabulary)

    def forward(self, tokens):
        return self.head(self.core(self.embed(tokens))[0])


class BidirectionalRecurrent(torch.nn.Module):
    """The lab's arrangement: a position is predicted from what reads up to the one before it and, backwards, to the one after it."""

    def __init__(self, vocabulary, width):
        super().__init__()
        self.embed = torch.nn.Embedding(vocabulary, width)
        self.core = torch.nn.RNN(width, width, batch_first=True, bidirectional=True)
        self.head = torch.nn.Linear(2 * width, vocabulary)

    def forward(self, tokens):
        width = self.core.hidden_size
        states, nothing = self.core(self.embed(tokens))[0], torch.zeros(len(tokens), 1, self.core.hidden_size)
        forward = torch.cat([nothing, states[:, :-1, :width]], 1)
        backward = torch.cat([states[:, 1:, width:], nothing], 1)
        return self.head(torch.cat([forward, backward], 2))


def loaded(module, folder):
    """The module with a folder's tensors, whose names and shapes must all be its own."""
    module.load_state_dict(load_file(folder / "model.safetensors"))
    return module.eval()


def train(work, model, name, *flags):
    out = work / name
    seqlab("train", "--model", model, "--corpus", work / "text.txt", *SIZES, *flags, "--out", out)
    return [out, out / "best"]


def gpt2(folder, **settings):
    """Transformers' model of a folder; it tells what it did not find or did not use."""
    model, told = transformers.GPT2LMHeadModel.from_pretrained(folder, output_loading_info=True, **settings)
    expect(not any(told[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys")), f"{folder}: {told}")
    return model.eval()


def logits(model):
    return lambda tokens: model(tokens).logits


def what_we_save(work):
    for name, kind in RECURRENT.items():
        for folder in train(work, name, name, "--layers", 2, "--head", "separate"):
            vocabulary, width = config(folder)["vocab_size"], config(folder)["width"]
            compare(folder, loaded(Recurrent(kind, vocabulary, width, 2), folder), 1e-5, f"our {name} in PyTorch")
    for folder in train(work, "birnn", "birnn", "--head", "separate"):
        network = BidirectionalRecurrent(config(folder)["vocab_size"], config(folder)["width"])
        compare(folder, loaded(network, folder), 1e-5, "our birnn in PyTorch")
    for folder in train(work, "lstm", "tied-lstm"):
        # load_state_dict wants all names: convert writes the tied head, too.
        seqlab("convert", folder, "--to", "pytorch", "--out", folder.with_name(folder.name + "-pytorch"))
        there = folder.with_name(folder.name + "-pytorch")
        network = Recurrent(torch.nn.LSTM, config(there)["vocab_size"], config(there)["width"], 1)
        compare(folder, loaded(network, there), 1e-5, "our tied LSTM, converted, in PyTorch")
        compare(there, network, 1e-5, "the same, read again")
    for head in ("tied", "separate"):
        for folder in train(work, "transformer", f"gpt2-{head}", "--layers", 2, "--head", head):
            compare(folder, logits(gpt2(folder)), 1e-4, f"our {head} Transformer in transformers")
            saved = work / f"again-{head}-{folder.name}"
            gpt2(folder).save_pretrained(saved)
            compare(saved, logits(gpt2(folder)), 1e-4, f"our {head} Transformer, saved by transformers")


def byte_pairs(work):
    """A Transformer by byte pairs: both its model and its tokenizer load."""
    for folder in train(work, "transformer", "pairs", "--tokenizer", "bpe", "--vocabulary", 300):
        compare(folder, logits(gpt2(folder)), 1e-4, "our Transformer by byte pairs in transformers")
        tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
        prompt = "the dog, naïve 🐶, saw\n\n  it"
        found = json.loads(seqlab("corpus", "encode", "--text", prompt, "--vocabulary", folder, "--json"))["tokens"]
        expect(tokenizer.encode(prompt) == found, f"tokens in transformers: {tokenizer.encode(prompt)}, here {found}")
        expect(tokenizer.decode(found) == prompt, f"text in transformers: {tokenizer.decode(found)!r}")


def conversions(work):
    """From our folder to nanoGPT's names and PyTorch's, and back."""
    source = work / "gpt2-tied"
    first = logits(gpt2(source))
    for form in ("seqlab", "pytorch", "nanogpt"):
        there, back = work / f"to-{form}", work / f"from-{form}"
        seqlab("convert", source, "--to", form, "--out", there)
        seqlab("convert", there, "--out", back)
        compare(there, first, 1e-4, f"convert --to {form}")
        compare(back, first, 1e-4, f"convert --to {form} and back")
        seqlab("verify-run", there, "--files-only")
    # nanoGPT's own arithmetic, with the activation that ours was trained with.
    network = loaded(NanoGPT(config(work / "to-nanogpt"), approximate="tanh"), work / "to-nanogpt")
    compare(source, network, 1e-4, "convert --to nanogpt in nanoGPT")
    compare(work / "from-pytorch", logits(gpt2(work / "to-pytorch")), 1e-4, "convert --to pytorch in transformers")
    error = seqlab("convert", work / "rnn", "--to", "nanogpt", "--out", work / "never", code=65)
    expect("nanoGPT has GPT-2 alone" in error and not (work / "never").exists(), f"an RNN for nanoGPT: {error}")


# What others save


def random_gpt2(**settings):
    torch.manual_seed(len(settings))
    sizes = dict(vocab_size=31, n_positions=16, n_embd=24, n_layer=3, n_head=3)
    model = transformers.GPT2LMHeadModel(transformers.GPT2Config(**(sizes | settings)))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    return model.eval()


def what_transformers_saves(work):
    for name, settings in {
        "tied": {}, "separate": {"tie_word_embeddings": False}, "narrow": {"n_inner": 40},
        "another ε": {"layer_norm_epsilon": 0.1}, "relu": {"activation_function": "relu"},
        "gelu": {"activation_function": "gelu"},
    }.items():
        model = random_gpt2(**settings)
        folder = work / f"theirs-{name}"
        model.save_pretrained(folder)
        compare(folder, logits(model), 1e-4, f"transformers' GPT-2, {name}")
    model = random_gpt2()
    model.save_pretrained(work / "shards", max_shard_size="20KB")
    expect(len(list((work / "shards").glob("*.safetensors"))) > 2, "transformers wrote no shards")
    compare(work / "shards", logits(model), 1e-4, "shards")
    model.transformer.save_pretrained(work / "body")
    compare(work / "body", logits(model), 1e-4, "GPT2Model, names without transformer.")
    for type in (torch.float16, torch.bfloat16):
        rounded = random_gpt2().to(type)
        rounded.save_pretrained(work / str(type))
        compare(work / str(type), logits(rounded.float()), 1e-4, f"weights in {type}")
    for prefix in ("_orig_mod.", "module.", "module._orig_mod."):
        folder = work / ("wrapped-" + prefix)
        shutil.copytree(work / "theirs-tied", folder)
        tensors = load_file(folder / "model.safetensors")
        save_file({prefix + name: tensor for name, tensor in tensors.items()}, folder / "model.safetensors")
        compare(folder, logits(gpt2(work / "theirs-tied")), 1e-4, f"names with {prefix}")
    network = NanoGPT(dict(vocab_size=31, block_size=16, n_embd=24, n_layer=3, n_head=3, bias=False))
    folder = work / "their-nanogpt"
    folder.mkdir()
    tensors = {name: tensor.contiguous() for name, tensor in network.state_dict().items() if name != "lm_head.weight"}
    save_file(tensors, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(network.settings))
    compare(folder, network, 1e-4, "nanoGPT without biases")


def what_torch_saves(work):
    for name, kind in RECURRENT.items():
        torch.manual_seed(3)
        network = Recurrent(kind, 23, 20, 2, embedded=20).eval()
        # PyTorch adds its two biases: both count.
        for type in (torch.float32, torch.float16, torch.bfloat16, torch.float64):
            folder = work / f"torch-{name}-{type}"
            folder.mkdir()
            rounded = network.to(type)
            save_file(rounded.state_dict(), folder / "model.safetensors")
            sizes = {"model": name, "vocab_size": 23, "width": 20, "layers": 2, "head": "separate"}
            (folder / "config.json").write_text(json.dumps(sizes))
            network = rounded.float()
            compare(folder, network, 1e-5, f"PyTorch's {name} in {type}")


def refusals(work):
    """What reads from left to right fills blanks by its left side, and says what it lacks in one line."""
    folder = work / "theirs-tied"
    error = seqlab("fill", "--checkpoint", folder, "--text", "the ___ ran", code=65)
    expect(error.count("\n") <= 2 and "tokenizer" in error, f"fill: {error}")


def main():
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        (work / "text.txt").write_text(TEXT)
        for part in (what_we_save, byte_pairs, conversions, what_transformers_saves, what_torch_saves, refusals):
            part(work)
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    print(f"{compared} folders compared with {versions}: {differences} differences")
    sys.exit(1 if differences else 0)


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--seqlab", default=str(ROOT / ".build/release/seqlab"))
options = parser.parse_args()
torch.set_num_threads(1)
main()
