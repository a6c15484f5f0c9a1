#!/usr/bin/env python3
"""Generates the fixtures beside this file: what PyTorch and transformers compute for small models with known weights.

    python3 -m venv peers
    peers/bin/pip install torch==2.15.0 transformers==5.23.0 safetensors==0.8.0 numpy==2.4.6
    peers/bin/python generate.py            writes the fixtures again
    peers/bin/python generate.py --check    generates in memory and compares with the files; exit code 1 if they differ

Every folder is one model:
    config.json             ours, or for gpt2-* the one that transformers' save_pretrained writes
    model.safetensors       weights, F32, under PyTorch's or Hugging Face's names (gpt2-*: the file of save_pretrained)
    expected.safetensors    tokens, targets  I64 [B, T]
                            logits           F64 [B, T, V]
                            loss             F64 [1], mean cross-entropy in nats over all B*T targets
                            gradient.<name>  F64, of the loss, for every tensor of model.safetensors and in its shape;
                                             that of a tied head is part of the embedding's
The two files of numbers hold tensors as {"shape": [...], "values": [...]}, row-major, all computed in float64:
    adamw.json              torch.optim.AdamW after clip_grad_norm_, step by step
    operations.json         single operations with their gradients for a given upstream gradient

Random numbers are non-zero multiples of 1/1024, so they are exact in float32 and do not depend on the platform. The
models (reference.py) run in float64: a float64 implementation should agree to rounding, a float32 one to its precision.
"""
import argparse, json, pathlib, sys, tempfile, zlib
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.numpy import load as load_safetensors, save as save_safetensors
from transformers import GPT2Config, GPT2LMHeadModel
from transformers.utils import logging
from reference import (Bidirectional, BidirectionalStacks, Recurrent, checkpoint_name, recurrent_deviation,
                       transformer_distribution, transformer_logits, transformer_parameters)

HERE = pathlib.Path(__file__).resolve().parent
TOLERANCE = 1e-11  # of --check, for computed float64 values; all else must be equal


class Random:
    """Numbers that depend on the case's name only. NumPy keeps the stream of RandomState frozen."""

    def __init__(self, name):
        self.state = np.random.RandomState(zlib.crc32(name.encode()))

    def normal(self, *shape, mean=0.0, deviation=1.0):
        steps = np.round((mean + deviation * self.state.standard_normal(shape)) * 1024)
        return torch.from_numpy(np.where(steps == 0, 1, steps) / 1024)

    def transformer_weight(self, name, shape):
        mean, deviation = transformer_distribution(name, shape)
        return self.normal(*shape, mean=mean, deviation=deviation)

    def integers(self, limit, *shape):
        return torch.from_numpy(self.state.randint(0, limit, shape)).long()


# Cases


def expected(forward, parameters, tokens, targets):
    """The file of expected values; `parameters` are float64 leaves under their checkpoint names."""
    logits = forward(tokens)
    loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
    gradients = torch.autograd.grad(loss, list(parameters.values()))
    assert logits.dtype == torch.float64 and 0.5 < loss.item() < 8
    tensors = {"tokens": tokens, "targets": targets, "logits": logits, "loss": loss.reshape(1)}
    tensors |= {"gradient." + name: gradient for name, gradient in zip(parameters, gradients)}
    return safetensors(tensors)


def safetensors(tensors, dtype=None):
    arrays = {name: np.ascontiguousarray(value.detach().numpy()) for name, value in tensors.items()}
    return save_safetensors({name: value.astype(dtype or value.dtype) for name, value in arrays.items()})


def shifted(random, vocab, batch, length):
    """A random sequence and its next tokens."""
    sequence = random.integers(vocab, batch, length + 1)
    return sequence[:, :-1].contiguous(), sequence[:, 1:].contiguous()


def recurrent_case(name, kind, vocab, width, layers, batch, length, context=9, tied=False):
    random = Random(name)
    if kind == "birnn":
        model = Bidirectional(vocab, width, tied) if layers == 1 else BidirectionalStacks(vocab, width, layers)
    else:
        model = Recurrent({"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind], vocab, width, layers, tied)
    model.double()
    # Without the second name of a tied weight, as safetensors.torch.save_model writes it.
    parameters = {checkpoint_name(key): value for key, value in model.named_parameters()}
    with torch.no_grad():
        for key, value in parameters.items():
            value.copy_(random.normal(*value.shape, deviation=recurrent_deviation(kind, key, width)))
    tokens, targets = shifted(random, vocab, batch, length)
    if kind == "birnn":
        targets = tokens
        check_hidden(model, tokens, vocab)
        if not tied:
            check_stacks(model, parameters, tokens, vocab, width, layers)
    config = {"model": kind, "vocab_size": vocab, "width": width, "layers": layers, "heads": 1, "context": context}
    config |= {"head": "tied"} if tied else {}
    return {f"{name}/config.json": to_json(config),
            f"{name}/model.safetensors": safetensors(parameters, np.float32),
            f"{name}/expected.safetensors": expected(model, parameters, tokens, targets)}


def check_hidden(model, tokens, vocab):
    """Another token at t must leave the logits at t as they are and change those beside it."""
    for t in range(tokens.shape[1]):
        changed = tokens.clone()
        changed[:, t] = (changed[:, t] + 1) % vocab
        difference = (model(changed) - model(tokens)).abs().amax(dim=(0, 2))
        assert difference[t] == 0 and difference[t - 1] > 1e-3


def check_stacks(model, parameters, tokens, vocab, width, layers):
    """With one layer, two separate stacks are PyTorch's bidirectional RNN."""
    if layers == 1:
        stacks = BidirectionalStacks(vocab, width, 1).double()
        stacks.load_state_dict({key: parameters[checkpoint_name(key)] for key in stacks.state_dict()})
        torch.testing.assert_close(stacks(tokens), model(tokens), rtol=1e-13, atol=1e-13)


def gpt2_case(name, vocab, width, layers, heads, batch, length, context, tied=True):
    random = Random(name)
    model = GPT2LMHeadModel(GPT2Config(
        vocab_size=vocab, n_embd=width, n_layer=layers, n_head=heads, n_positions=context,
        activation_function="gelu_new", bos_token_id=0, eos_token_id=0, attn_implementation="eager",
        tie_word_embeddings=tied)).eval()
    parameters = dict(model.named_parameters())
    assert {key: list(value.shape) for key, value in parameters.items()} == transformer_parameters(
        vocab, width, layers, context, learned=True, tied=tied)
    with torch.no_grad():
        for key, value in parameters.items():
            value.copy_(random.transformer_weight(key, value.shape))
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        files = {f"{name}/{file}": (pathlib.Path(folder) / file).read_bytes()
                 for file in ["config.json", "model.safetensors"]}
    model.double()
    parameters = dict(model.named_parameters())
    tokens, targets = shifted(random, vocab, batch, length)
    torch.testing.assert_close(transformer_logits(parameters, tokens, layers, heads, "learned", "causal"),
                               model(tokens).logits, rtol=1e-12, atol=1e-12)
    return files | {f"{name}/expected.safetensors": expected(lambda x: model(x).logits, parameters, tokens, targets)}


def transformer_case(name, positions, attention, vocab, width, layers, heads, batch, length, context=9):
    random = Random(name)
    shapes = transformer_parameters(vocab, width, layers, context, learned=positions == "learned")
    parameters = {key: random.transformer_weight(key, shape).requires_grad_() for key, shape in shapes.items()}
    tokens, targets = shifted(random, vocab, batch, length)
    if attention == "bidirectional":  # unrelated to the tokens, which such a model sees
        targets = random.integers(vocab, batch, length)
    forward = lambda x: transformer_logits(parameters, x, layers, heads, positions, attention)
    config = {"model": "transformer" if attention == "causal" else "transformer-bidirectional", "vocab_size": vocab,
              "width": width, "layers": layers, "heads": heads, "context": context,
              "positions": positions, "attention": attention}
    return {f"{name}/config.json": to_json(config),
            f"{name}/model.safetensors": safetensors(parameters, np.float32),
            f"{name}/expected.safetensors": expected(forward, parameters, tokens, targets)}


# Files of numbers


def to_json(value):
    return (json.dumps(value, indent=1) + "\n").encode()


def numbers(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


def adamw():
    """Four steps; the gradients of the first and third are clipped, those of the others are below the limit."""
    random = Random("adamw")
    settings = {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "weightDecay": 0.1,
                "maximumNorm": 1.0, "clipEpsilon": 1e-6}
    parameters = [nn.Parameter(random.normal(*shape)) for shape in [(3, 2), (4,), (1,), (2, 2, 2), (5,)]]
    optimizer = torch.optim.AdamW(parameters, lr=0.01, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
    result = settings | {"parameters": [numbers(p) for p in parameters], "steps": []}
    for deviation in [1.0, 0.1, 2.0, 0.05]:
        for p in parameters:
            p.grad = random.normal(*p.shape, deviation=deviation)
        step = {"gradients": [numbers(p.grad) for p in parameters]}
        norm = nn.utils.clip_grad_norm_(parameters, 1.0)
        assert (norm > 1.2) == (deviation >= 1) and abs(norm - 1) > 0.2
        optimizer.step()
        result["steps"].append(step | {"norm": norm.item(), "clipped": [numbers(p.grad) for p in parameters],
                                       "parameters": [numbers(p) for p in parameters]})
    return result


def operation(function, upstream, **inputs):
    """Inputs, upstream gradient, output and the gradient by each input."""
    leaves = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    output = function(**leaves)
    gradients = torch.autograd.grad(output, list(leaves.values()), upstream)
    result = {name: numbers(value) for name, value in inputs.items()}
    result |= {"upstream": numbers(upstream), "output": numbers(output)}
    return result | {"gradient." + name: numbers(value) for name, value in zip(leaves, gradients)}


def operations():
    random = Random("operations")
    far = torch.tensor([0.0, 0.5, -0.5, 3.0, -3.0, 10.0, -10.0], dtype=torch.float64)
    gelu_input = torch.cat([far, random.normal(8, deviation=2.0)])
    rows = random.normal(4, 5, deviation=2.0)
    large = torch.cat([rows, rows[:1] + 1000, rows[:1] * 300])  # a naive exponential overflows
    targets = torch.tensor([2, -100, 0, 4, -100, 1])
    causal = lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True)
    heads = lambda: random.normal(2, 2, 5, 3)
    return {
        "gelu": operation(lambda input: F.gelu(input, approximate="tanh"), random.normal(15), input=gelu_input),
        "layerNorm": {"epsilon": 1e-5} | operation(
            lambda input, gain, bias: F.layer_norm(input, (5,), gain, bias, 1e-5), random.normal(4, 5),
            input=random.normal(4, 5, mean=0.5, deviation=2.0), gain=random.normal(5, mean=1.0, deviation=0.3),
            bias=random.normal(5, deviation=0.5)),
        "softmax": operation(lambda input: input.softmax(dim=-1), random.normal(6, 5), input=large),
        "crossEntropy": {"targets": [max(t, -1) for t in targets.tolist()]} | operation(
            lambda logits: F.cross_entropy(logits, targets, ignore_index=-100).reshape(1),
            torch.ones(1, dtype=torch.float64), logits=random.normal(6, 5, deviation=2.0)),
        "causalAttention": operation(causal, heads(), q=heads(), k=heads(), v=heads()),
    }


def fixtures():
    """Every file's bytes by its path."""
    files = {}
    files |= recurrent_case("rnn-1-layer", "rnn", vocab=11, width=5, layers=1, batch=2, length=7)
    files |= recurrent_case("rnn-2-layers", "rnn", vocab=13, width=6, layers=2, batch=3, length=6)
    files |= recurrent_case("birnn-1-layer", "birnn", vocab=11, width=5, layers=1, batch=2, length=7)
    files |= recurrent_case("birnn-2-layers", "birnn", vocab=13, width=6, layers=2, batch=3, length=5)
    files |= recurrent_case("lstm-1-layer", "lstm", vocab=11, width=5, layers=1, batch=2, length=9)
    files |= recurrent_case("lstm-3-layers", "lstm", vocab=23, width=7, layers=3, batch=3, length=8)
    files |= recurrent_case("gru-1-layer", "gru", vocab=11, width=5, layers=1, batch=2, length=9)
    files |= recurrent_case("gru-2-layers", "gru", vocab=19, width=6, layers=2, batch=3, length=7)
    files |= gpt2_case("gpt2-1-layer", vocab=17, width=10, layers=1, heads=2, batch=2, length=7, context=9)
    files |= gpt2_case("gpt2-2-layers", vocab=17, width=12, layers=2, heads=3, batch=3, length=7, context=9)
    files |= recurrent_case("rnn-tied", "rnn", vocab=11, width=5, layers=2, batch=2, length=7, tied=True)
    files |= recurrent_case("birnn-tied", "birnn", vocab=11, width=5, layers=1, batch=2, length=7, tied=True)
    files |= recurrent_case("lstm-tied", "lstm", vocab=13, width=6, layers=1, batch=2, length=9, tied=True)
    files |= gpt2_case("gpt2-separate", vocab=17, width=10, layers=1, heads=2, batch=2, length=7, context=9, tied=False)
    for positions, width, heads in [("sinusoidal", 10, 2), ("rotary", 12, 2), ("alibi", 12, 3), ("none", 9, 3)]:
        files |= transformer_case("transformer-" + positions, positions, "causal", vocab=17, width=width, layers=1,
                                  heads=heads, batch=2, length=7)
    files |= transformer_case("transformer-bidirectional", "learned", "bidirectional", vocab=17, width=8, layers=2,
                              heads=2, batch=2, length=7)
    return files | {"adamw.json": to_json(adamw()), "operations.json": to_json(operations())}


# Check


def difference(old, new, path=""):
    """The first difference of two JSON values, or None. A float may differ by the tolerance."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in old | new if key != "transformers_version"]
        missing = [key for key in keys if (key in old) != (key in new)]
        return f"{path}: keys {missing}" if missing else next(
            filter(None, (difference(old[key], new[key], f"{path}.{key}") for key in keys)), None)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return next(filter(None, (difference(a, b, f"{path}[{i}]") for i, (a, b) in enumerate(zip(old, new)))), None)
    if isinstance(old, float) and isinstance(new, float):
        same = abs(old - new) <= TOLERANCE * (1 + abs(old))
    else:
        same = type(old) is type(new) and old == new
    return None if same else f"{path}: {old} in the file, {new} now"


def tensors_difference(old, new):
    old, new = load_safetensors(old), load_safetensors(new)
    if old.keys() != new.keys():
        return f"names {sorted(old.keys() ^ new.keys())}"
    for name, a in old.items():
        b = new[name]
        if a.dtype != b.dtype or a.shape != b.shape:
            return f"{name}: {a.dtype} {a.shape} in the file, {b.dtype} {b.shape} now"
        limit = TOLERANCE * (1 + np.abs(a)) if a.dtype == np.float64 else 0
        if not np.all(np.abs(a - b) <= limit):
            return f"{name}: differs by up to {np.abs(a - b).max()}"
    return None


def check(files):
    """Prints every difference from the files on disk and returns how many there are."""
    generated = {*HERE.glob("*.json"), *HERE.glob("*/*.json"), *HERE.glob("*/*.safetensors")}
    present = {str(path.relative_to(HERE)) for path in generated if path.parent.name != "variants"}  # variants.py's
    found = [(path, "missing" if path in files else "not generated here") for path in sorted(files.keys() ^ present)]
    for path in sorted(files.keys() & present):
        old, new = (HERE / path).read_bytes(), files[path]
        compare = tensors_difference if path.endswith(".safetensors") else (
            lambda a, b: difference(json.loads(a), json.loads(b)))
        found += [(path, text) for text in [compare(old, new)] if text]
    for path, text in found:
        print(f"{path}: {text}")
    print(f"{len(files)} files generated, {len(found)} differ")
    return len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    logging.disable_progress_bar()
    files = fixtures()
    if arguments.check:
        sys.exit(1 if check(files) else 0)
    for path, contents in files.items():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_bytes(contents)
    print(f"{len(files)} files, {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    main()
