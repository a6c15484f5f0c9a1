#!/usr/bin/env python3
"""Generation in PyTorch with a cache of keys and values: the model of `torch_train.py`, one token at a time.

    python torch_generate.py --width 128 --layers 4 --heads 4 --context 256 --vocab 65

Writes texts of `--context` tokens, each from an empty cache, and prints one JSON line with the median tokens per second.
Weights are random: they do not change the work.
"""
import argparse, json, statistics, time
import torch, torch.nn as nn, torch.nn.functional as F

p = argparse.ArgumentParser()
for name, default in [("width", 128), ("layers", 4), ("heads", 4), ("context", 256), ("vocab", 65), ("texts", 5)]:
    p.add_argument("--" + name, type=int, default=default)
p.add_argument("--threads", type=int)
a = p.parse_args()
if a.threads:
    torch.set_num_threads(a.threads)
d, H = a.width, a.heads


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.proj = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        self.register_buffer("keys", torch.zeros(1, H, a.context, d // H))
        self.register_buffer("values", torch.zeros(1, H, a.context, d // H))

    def forward(self, x, position):  # x [1, d]
        q, k, v = self.qkv(self.ln1(x)).view(3, 1, H, 1, d // H)
        self.keys[:, :, position] = k[:, :, 0]
        self.values[:, :, position] = v[:, :, 0]
        y = F.scaled_dot_product_attention(q, self.keys[:, :, : position + 1], self.values[:, :, : position + 1])
        x = x + self.proj(y.reshape(1, d))
        return x + self.down(F.gelu(self.up(self.ln2(x)), approximate="tanh"))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.pos = nn.Embedding(a.vocab, d), nn.Embedding(a.context, d)
        self.blocks = nn.ModuleList(Block() for _ in range(a.layers))
        self.ln = nn.LayerNorm(d)

    def forward(self, token, position):
        x = self.embed(token) + self.pos.weight[position : position + 1]
        for block in self.blocks:
            x = block(x, position)
        return self.ln(x) @ self.embed.weight.T


torch.manual_seed(0)
model = Model().eval()
rates = []
with torch.inference_mode():
    for text in range(a.texts + 1):
        token = torch.zeros(1, dtype=torch.long)
        start = time.perf_counter()
        for position in range(a.context):
            logits = model(token, position)
            token = torch.multinomial(F.softmax(logits, -1), 1)[0]
        if text > 0:  # the first one warms up
            rates.append(a.context / (time.perf_counter() - start))
print(json.dumps({"impl": "torch", "width": d, "layers": a.layers, "context": a.context,
                  "tokens_per_s": round(statistics.median(rates))}))
