"""The models that generate.py evaluates: plain PyTorch in float64, written from the literature to be read.

GPT-2 itself is transformers' GPT2LMHeadModel; transformer_logits is compared with it whenever fixtures are generated.
"""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


# Recurrent models


class Recurrent(nn.Module):
    """Embedding, nn.RNN, nn.LSTM or nn.GRU, linear head: logits at t come from the state at t. Tied as in PyTorch's
    word-language-model (Press and Wolf 2017): the head has the embedding's weight, and a bias."""

    def __init__(self, cell, vocab, width, layers, tied=False):
        super().__init__()
        self.embed = nn.Embedding(vocab, width)
        self.core = cell(width, width, layers, batch_first=True)
        self.head = nn.Linear(width, vocab)
        if tied:
            self.head.weight = self.embed.weight

    def forward(self, tokens):
        return self.head(self.core(self.embed(tokens))[0])


def around(head, forward, backward):
    """Logits at t from the forward state at t-1 and the backward state at t+1, zeros beyond the ends."""
    forward = F.pad(forward[:, :-1], (0, 0, 1, 0))  # [B, T, H]
    backward = F.pad(backward[:, 1:], (0, 0, 0, 1))  # [B, T, H]
    return head(torch.cat([forward, backward], dim=-1))


class Bidirectional(nn.Module):
    """One layer: PyTorch's bidirectional RNN. Tied, both states are first mapped to the embedding's width."""

    def __init__(self, vocab, width, tied=False):
        super().__init__()
        self.embed = nn.Embedding(vocab, width)
        self.core = nn.RNN(width, width, 1, batch_first=True, bidirectional=True)
        if tied:
            self.head_map = nn.Linear(2 * width, width, bias=False)
            self.head = nn.Linear(width, vocab)
            self.head.weight = self.embed.weight
        else:
            self.head = nn.Linear(2 * width, vocab)

    def forward(self, tokens):
        states, _ = self.core(self.embed(tokens))
        head = (lambda x: self.head(self.head_map(x))) if hasattr(self, "head_map") else self.head
        return around(head, *states.chunk(2, dim=-1))


class BidirectionalStacks(nn.Module):
    """Two stacks that never meet before the head. PyTorch's own stacked bidirectional RNN feeds both directions to the
    second layer, whose state at t-1 then knows token t."""

    def __init__(self, vocab, width, layers):
        super().__init__()
        self.embed = nn.Embedding(vocab, width)
        self.ahead = nn.RNN(width, width, layers, batch_first=True)
        self.back = nn.RNN(width, width, layers, batch_first=True)
        self.head = nn.Linear(2 * width, vocab)

    def forward(self, tokens):
        x = self.embed(tokens)
        return around(self.head, self.ahead(x)[0], self.back(x.flip(1))[0].flip(1))


def checkpoint_name(name):
    """The names of nn.RNN(bidirectional=True) for the two stacks; any other name stays."""
    if name.startswith("back."):
        return "core." + name[len("back."):] + "_reverse"
    return "core." + name[len("ahead."):] if name.startswith("ahead.") else name


def recurrent_deviation(kind, name, width):
    """Keeps tanh and sigmoid far from linear and from saturated. An LSTM's small states meet larger weights."""
    if name.startswith("embed."):
        return 1.0
    reads_states = not name.startswith("core.weight_ih_l0")
    return 0.4 if "bias" in name else (2.4 if kind == "lstm" and reads_states else 1.0) / math.sqrt(width)


# Transformers


def transformer_parameters(vocab, width, layers, context, learned, tied=True):
    """Names and shapes of Hugging Face's GPT-2; matrices are [in, out]. A tied lm_head.weight is left out."""
    shapes = {"wte.weight": [vocab, width]} | ({"wpe.weight": [context, width]} if learned else {})
    for k in range(layers):
        for name, shape in {"ln_1": [width], "attn.c_attn": [width, 3 * width], "attn.c_proj": [width, width],
                            "ln_2": [width], "mlp.c_fc": [width, 4 * width], "mlp.c_proj": [4 * width, width]}.items():
            shapes |= {f"h.{k}.{name}.weight": shape, f"h.{k}.{name}.bias": shape[-1:]}
    shapes |= {"ln_f.weight": [width], "ln_f.bias": [width]}
    shapes = {"transformer." + name: shape for name, shape in shapes.items()}
    return shapes if tied else shapes | {"lm_head.weight": [vocab, width]}


def transformer_distribution(name, shape):
    """Mean and deviation: LayerNorm gains near one; matrices such that attention is neither uniform nor one-hot."""
    if ".ln_" in name:
        return (1.0 if name.endswith("weight") else 0.0), 0.3
    if name.endswith("bias"):
        return 0.0, 0.3
    return 0.0, (0.5 if ".wte." in name or ".wpe." in name else 1.2 / math.sqrt(shape[0]))


def sinusoids(length, width):
    """Sine at even features, cosine at odd ones (Vaswani et al. 2017, section 3.5)."""
    table = torch.zeros(length, width, dtype=torch.float64)
    for t in range(length):
        for i in range(0, width, 2):
            angle = t / 10000 ** (i / width)
            table[t, i], table[t, i + 1] = math.sin(angle), math.cos(angle)
    return table


def rotated(x):
    """RoFormer's rotation of [B, h, T, dh] in GPT-NeoX's layout: feature i turns with feature i + dh/2."""
    half, length = x.shape[-1] // 2, x.shape[-2]
    frequency = 10000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
    angle = torch.arange(length, dtype=torch.float64)[:, None] * frequency  # [T, dh/2]
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angle.cos() - b * angle.sin(), b * angle.cos() + a * angle.sin()], dim=-1)


def transformer_logits(w, tokens, layers, heads, positions, attention):
    """GPT-2's equations with other position encodings and attention over the whole input."""
    w = {name.removeprefix("transformer."): value for name, value in w.items()}
    norm = lambda x, name: F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], 1e-5)
    linear = lambda x, name: x @ w[name + ".weight"] + w[name + ".bias"]
    (batch, length), width = tokens.shape, w["wte.weight"].shape[1]
    t = torch.arange(length)
    bias = torch.zeros(heads, length, length, dtype=torch.float64)
    if positions == "alibi":  # slopes 2^(-8i/h) for heads 1...h (Press et al. 2022)
        slopes = 2.0 ** (-8 * torch.arange(1, heads + 1, dtype=torch.float64) / heads)
        bias = -slopes[:, None, None] * (t[:, None] - t).abs()
    if attention == "causal":
        bias = bias.masked_fill(t[None, :] > t[:, None], -math.inf)

    x = w["wte.weight"][tokens]  # [B, T, d]
    if positions == "learned":
        x = x + w["wpe.weight"][:length]
    elif positions == "sinusoidal":
        x = x + sinusoids(length, width)
    for k in range(layers):
        qkv = linear(norm(x, f"h.{k}.ln_1"), f"h.{k}.attn.c_attn").split(width, dim=-1)
        q, key, v = (m.view(batch, length, heads, -1).transpose(1, 2) for m in qkv)  # [B, h, T, dh]
        if positions == "rotary":
            q, key = rotated(q), rotated(key)
        scores = q @ key.transpose(-1, -2) / math.sqrt(width // heads) + bias  # [B, h, T, T]
        y = (scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = x + linear(y, f"h.{k}.attn.c_proj")
        y = linear(norm(x, f"h.{k}.ln_2"), f"h.{k}.mlp.c_fc")
        y = 0.5 * y * (1 + torch.tanh(math.sqrt(2 / math.pi) * (y + 0.044715 * y**3)))
        x = x + linear(y, f"h.{k}.mlp.c_proj")
    return norm(x, "ln_f") @ w.get("lm_head.weight", w["wte.weight"]).T
