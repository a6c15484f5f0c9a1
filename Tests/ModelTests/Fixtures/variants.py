#!/usr/bin/env python3
"""Generates variants/ beside this file: GPT-2 with settings that differ from GPT-2's own, computed by NumPy alone.

    python3 variants.py            writes the files again
    python3 variants.py --check    compares with the files, and the formulas with what transformers gives (gpt2-2-layers)

variants/usual.safetensors, variants/narrow.safetensors    weights, F32, the second with an inner width of 20
variants/expected.json    the tokens, and a list of {"weights", "settings": what config.json says, "logits": [T][V] in float64}
"""
import json, math, pathlib, sys, zlib
import numpy as np
from safetensors.numpy import load_file, save

HERE = pathlib.Path(__file__).resolve().parent
V, D, L, H, N = 13, 8, 2, 2, 9
TOKENS = [5, 1, 7, 3, 2, 2, 9, 4, 12]

gelu = np.vectorize(lambda x: x * 0.5 * math.erfc(-x / math.sqrt(2)))
sigmoid = lambda x: 1 / (1 + np.exp(-x))
ACTIVATIONS = {
    "gelu_new": lambda x: 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "gelu": gelu, "gelu_python": gelu,
    "quick_gelu": lambda x: x * sigmoid(1.702 * x),
    "relu": lambda x: np.maximum(x, 0),
    "silu": lambda x: x * sigmoid(x), "swish": lambda x: x * sigmoid(x),
    "tanh": np.tanh,
}


def weights(inner):
    """Multiples of 1/1024, large enough that every setting matters."""
    random = np.random.RandomState(zlib.crc32(b"variants"))
    shapes = {"wte.weight": (V, D), "wpe.weight": (N, D), "ln_f.weight": (D,), "ln_f.bias": (D,)}
    for k in range(L):
        shapes |= {f"h.{k}.{name}": shape for name, shape in {
            "ln_1.weight": (D,), "ln_1.bias": (D,), "attn.c_attn.weight": (D, 3 * D), "attn.c_attn.bias": (3 * D,),
            "attn.c_proj.weight": (D, D), "attn.c_proj.bias": (D,), "ln_2.weight": (D,), "ln_2.bias": (D,),
            "mlp.c_fc.weight": (D, inner), "mlp.c_fc.bias": (inner,), "mlp.c_proj.weight": (inner, D),
            "mlp.c_proj.bias": (D,)}.items()}
    gains = lambda name: 1.0 if "ln_" in name and name.endswith("weight") else 0.0
    return {"transformer." + name: np.round((gains(name) + 0.5 * random.standard_normal(shape)) * 1024) / 1024
            for name, shape in sorted(shapes.items())}


def norm(x, gain, bias, epsilon):
    centred = x - x.mean(-1, keepdims=True)
    return gain * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + epsilon) + bias


def logits(w, tokens, layers, heads, activation="gelu_new", epsilon=1e-5):
    w = {name.removeprefix("transformer."): value.astype(np.float64) for name, value in w.items()}
    x = w["wte.weight"][tokens] + w["wpe.weight"][: len(tokens)]
    for k in range(layers):
        p = lambda name: w[f"h.{k}.{name}"]
        q, key, v = np.split(norm(x, p("ln_1.weight"), p("ln_1.bias"), epsilon) @ p("attn.c_attn.weight")
                             + p("attn.c_attn.bias"), 3, axis=-1)
        split = lambda a: a.reshape(len(tokens), heads, -1).transpose(1, 0, 2)
        scores = split(q) @ split(key).transpose(0, 2, 1) / math.sqrt(x.shape[-1] // heads)
        scores = np.where(np.tril(np.ones((len(tokens), len(tokens)), bool)), scores, -np.inf)
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (shares / shares.sum(-1, keepdims=True)) @ split(v)
        x = x + mixed.transpose(1, 0, 2).reshape(x.shape) @ p("attn.c_proj.weight") + p("attn.c_proj.bias")
        inner = norm(x, p("ln_2.weight"), p("ln_2.bias"), epsilon) @ p("mlp.c_fc.weight") + p("mlp.c_fc.bias")
        x = x + ACTIVATIONS[activation](inner) @ p("mlp.c_proj.weight") + p("mlp.c_proj.bias")
    return norm(x, w["ln_f.weight"], w["ln_f.bias"], epsilon) @ w["wte.weight"].T


def files():
    usual, narrow = weights(4 * D), weights(20)
    variants = [("usual", {"activation_function": name}) for name in ACTIVATIONS]
    variants += [("usual", {"layer_norm_epsilon": epsilon}) for epsilon in (0.1, 1e-6, 0)]
    variants += [("narrow", {"n_inner": 20}),
                 ("narrow", {"n_inner": 20, "activation_function": "gelu", "layer_norm_epsilon": 0.25})]
    expected = [{"weights": name, "settings": settings, "logits": logits(
        usual if name == "usual" else narrow, TOKENS, L, H, settings.get("activation_function", "gelu_new"),
        settings.get("layer_norm_epsilon", 1e-5)).tolist()} for name, settings in variants]
    single = lambda w: save({name: np.ascontiguousarray(value, np.float32) for name, value in w.items()})
    return {"usual.safetensors": single(usual), "narrow.safetensors": single(narrow),
            "expected.json": (json.dumps({"tokens": TOKENS, "variants": expected}) + "\n").encode()}


def check_transformers():
    case = load_file(HERE / "gpt2-2-layers/expected.safetensors")
    w = load_file(HERE / "gpt2-2-layers/model.safetensors")
    for tokens, expected in zip(case["tokens"], case["logits"]):
        np.testing.assert_allclose(logits(w, tokens, 2, 3), expected, rtol=1e-11, atol=1e-11)
    for name, settings in [("control", {}), ("epsilon", {"epsilon": 0.1}), ("relu", {"activation": "relu"})]:
        w = load_file(HERE / f"roundtrip/{name}/model.safetensors")
        expected = json.loads((HERE / f"roundtrip/{name}/logits.json").read_text())
        np.testing.assert_allclose(logits(w, [5, 1, 7, 3, 2, 2, 9, 4], 1, 2, **settings), expected, atol=2e-5)


if __name__ == "__main__":
    check_transformers()
    folder = HERE / "variants"
    if sys.argv[1:] == ["--check"]:
        for name, data in files().items():
            old = (folder / name).read_bytes()
            if name.endswith(".json"):
                for a, b in zip(json.loads(old)["variants"], json.loads(data)["variants"]):
                    np.testing.assert_allclose(a["logits"], b["logits"], rtol=1e-11, atol=1e-11)
            else:
                assert old == data, name
        print("all agree")
    else:
        folder.mkdir(exist_ok=True)
        for name, data in files().items():
            (folder / name).write_bytes(data)
