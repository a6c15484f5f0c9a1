"""nanoGPT's arithmetic and names, written anew from its README's description of the model, in plain PyTorch."""
import math

import torch
from torch import nn
from torch.nn import functional as F


class Norm(nn.Module):
    def __init__(self, width, bias):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(width)) if bias else None

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias, 1e-5)


class Attention(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.heads = heads
        self.c_attn = nn.Linear(width, 3 * width, bias=bias)
        self.c_proj = nn.Linear(width, width, bias=bias)

    def forward(self, x):
        (batch, steps, width), heads = x.shape, self.heads
        queries, keys, values = (
            part.view(batch, steps, heads, width // heads).transpose(1, 2) for part in self.c_attn(x).split(width, 2))
        scores = queries @ keys.transpose(2, 3) / math.sqrt(width // heads)
        hidden = torch.ones(steps, steps, dtype=torch.bool).triu(1)
        mixed = scores.masked_fill(hidden, -math.inf).softmax(-1) @ values
        return self.c_proj(mixed.transpose(1, 2).reshape(batch, steps, width))


class Network(nn.Module):
    def __init__(self, width, bias, approximate):
        super().__init__()
        self.approximate = approximate
        self.c_fc = nn.Linear(width, 4 * width, bias=bias)
        self.c_proj = nn.Linear(4 * width, width, bias=bias)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate=self.approximate))


class Block(nn.Module):
    def __init__(self, width, heads, bias, approximate):
        super().__init__()
        self.ln_1, self.attn = Norm(width, bias), Attention(width, heads, bias)
        self.ln_2, self.mlp = Norm(width, bias), Network(width, bias, approximate)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class NanoGPT(nn.Module):
    """A model of nanoGPT's `model_args`. Its GELU is by the error function, unless told otherwise."""

    def __init__(self, settings, approximate="none"):
        super().__init__()
        self.settings = {key: settings[key] for key in ("vocab_size", "block_size", "n_embd", "n_layer", "n_head", "bias")}
        width, bias = settings["n_embd"], settings["bias"]
        self.transformer = nn.ModuleDict({
            "wte": nn.Embedding(settings["vocab_size"], width), "wpe": nn.Embedding(settings["block_size"], width),
            "h": nn.ModuleList(
                Block(width, settings["n_head"], bias, approximate) for _ in range(settings["n_layer"])),
            "ln_f": Norm(width, bias)})
        self.lm_head = nn.Linear(width, settings["vocab_size"], bias=False)
        self.lm_head.weight = self.transformer["wte"].weight

    def forward(self, tokens):
        parts = self.transformer
        x = parts["wte"](tokens) + parts["wpe"](torch.arange(tokens.shape[1]))
        for block in parts["h"]:
            x = block(x)
        return self.lm_head(parts["ln_f"](x))
