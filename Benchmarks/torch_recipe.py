#!/usr/bin/env python3
"""nanoGPT's recipe for a CPU on Tiny Shakespeare, written again in plain PyTorch: 4 layers, width 128, context 64,
batch 12, 2000 steps, no dropout, with an evaluation of 20 + 20 batches every 250 steps.

    python torch_recipe.py tinyshakespeare.txt

Prints one JSON line: seconds, with and without the evaluations, and the loss on the last tenth of the file.
After https://github.com/karpathy/nanoGPT (train.py and config/train_shakespeare_char.py), whose README gives the flags.
"""
import json, math, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

text = open(sys.argv[1], encoding="utf-8").read()
letters = sorted(set(text))
number = {c: i for i, c in enumerate(letters)}
data = torch.tensor([number[c] for c in text])
split = int(0.9 * len(data))
parts = {"train": data[:split], "validation": data[split:]}
L, H, d, T, B, steps, warmup, peak, least = 4, 4, 128, 64, 12, 2000, 100, 1e-3, 1e-4
torch.manual_seed(1337)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln1, self.ln2 = nn.LayerNorm(d, bias=False), nn.LayerNorm(d, bias=False)
        self.qkv, self.proj = nn.Linear(d, 3 * d, bias=False), nn.Linear(d, d, bias=False)
        self.up, self.down = nn.Linear(d, 4 * d, bias=False), nn.Linear(4 * d, d, bias=False)

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (y.view(b, t, H, d // H).transpose(1, 2) for y in self.qkv(self.ln1(x)).split(d, 2))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(y.transpose(1, 2).contiguous().view(b, t, d))
        return x + self.down(F.gelu(self.up(self.ln2(x))))


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed, self.pos = nn.Embedding(len(letters), d), nn.Embedding(T, d)
        self.blocks = nn.ModuleList(Block() for _ in range(L))
        self.ln = nn.LayerNorm(d, bias=False)
        for name, p in self.named_parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.02 / (math.sqrt(2 * L) if "proj" in name or "down" in name else 1))

    def forward(self, x, y):
        h = self.embed(x) + self.pos.weight[: x.shape[1]]
        for block in self.blocks:
            h = block(h)
        logits = self.ln(h) @ self.embed.weight.T
        return F.cross_entropy(logits.view(-1, len(letters)), y.view(-1))


def batch(part):
    starts = torch.randint(len(part) - T, (B,)).tolist()
    return (torch.stack([part[i : i + T] for i in starts]), torch.stack([part[i + 1 : i + 1 + T] for i in starts]))


@torch.no_grad()
def losses(model, count=20):
    return {name: sum(model(*batch(part)).item() for _ in range(count)) / count for name, part in parts.items()}


model = GPT()
groups = [{"params": [p for p in model.parameters() if p.dim() > 1], "weight_decay": 0.1},
          {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0.0}]
optimizer = torch.optim.AdamW(groups, lr=peak, betas=(0.9, 0.99))
start, evaluating = time.perf_counter(), 0.0
for step in range(steps + 1):
    if step % 250 == 0:
        before = time.perf_counter()
        found = losses(model)
        evaluating += time.perf_counter() - before
        print(f"step {step}: {found}", file=sys.stderr, flush=True)
    if step == steps:
        break
    rate = peak * (step + 1) / (warmup + 1) if step < warmup else least + 0.5 * (
        1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) * (peak - least)
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss = model(*batch(parts["train"]))
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
seconds = time.perf_counter() - start
print(json.dumps({"impl": "torch", "seconds": round(seconds, 1), "seconds_without_evaluation": round(seconds - evaluating, 1),
                  "validation_20_batches": round(found["validation"], 4), "validation": round(losses(model, 500)["validation"], 4)}))
