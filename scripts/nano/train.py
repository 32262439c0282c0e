"""Step 3, on a GPU: the model, in stages from short contexts to long ones. Goes on from its state if there is one."""
from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

import checkpoint
from accuracy import held_out_rows, report
from filler import TextFiller
from model import Nano, Shape
from muon import optimisers
from packing import REPLY, TEXT, Row, packed
from selfcheck import check_attention
from tasks import Mix, Tasks

# Up to which share of the time each mix is drawn.
STAGES = (
    (0.12, Mix(384, 768, copies=0.3)),
    (0.30, Mix(384, 3000, copies=0.1)),
    (0.50, Mix(512, 9000, copies=0.05)),
    (0.75, Mix(1000, 20_000, copies=0.02, shifted=0.4)),
    (1.01, Mix(1500, 32_000, copies=0.01, shifted=0.3)),
)
WARM_UP, DECAY_FROM = 0.01, 0.55
TEXT_WEIGHT, BALANCE_WEIGHT = 0.15, 0.01


class Rows(IterableDataset):
    """Rows that worker processes make, of the stage that the training is in."""

    def __init__(self, tokenizer_path: Path, work: Path, filler: TextFiller, length: int, seed: int, progress: Tensor) -> None:
        self.tokenizer_path, self.work, self.filler = tokenizer_path, work, filler
        self.length, self.seed, self.progress = length, seed, progress

    def __iter__(self) -> Iterator[np.ndarray]:
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        torch.set_num_threads(1)
        worker = get_worker_info()
        seed = self.seed * 1000 + (worker.id if worker else 0)
        tasks = Tasks(Tokenizer.from_file(str(self.tokenizer_path)), self.work, self.filler, seed)
        while True:
            mix = stage_at(float(self.progress))
            # As an array, not as tensors: those would go through shared memory, of which a machine may have little.
            yield packed(lambda room: tasks.sample(mix, room), self.length).to_array()


def as_it_is(row: np.ndarray) -> np.ndarray:
    return row


def stage_at(progress: float) -> Mix:
    return next(mix for until, mix in STAGES if progress < until)


def main() -> None:
    called, args = time.monotonic(), arguments()
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")
    args.state.mkdir(parents=True, exist_ok=True)
    args.out.mkdir(parents=True, exist_ok=True)
    log = Log(args.out / "train.log")
    state_path = args.state / "state.pt"
    saved = torch.load(state_path, map_location="cpu", weights_only=True) if state_path.exists() else None
    elapsed = saved["elapsed"] if saved else args.elapsed * 60
    progress = torch.tensor([elapsed / (args.minutes * 60)]).share_memory_()
    step = saved["step"] if saved else 0

    tokenizer = Tokenizer.from_file(str(args.work / "tokenizer.json"))
    data = Rows(args.work / "tokenizer.json", args.work, TextFiller(args.work / "filler.jsonl.xz", tokenizer), args.tokens, args.seed + 1 + step, progress)
    loader = iter(DataLoader(data, batch_size=None, num_workers=args.workers, prefetch_factor=4 if args.workers else None, collate_fn=as_it_is))
    log(f"{len(data.filler.tokens):,} tokens of filler")
    held_out = Tasks(tokenizer, args.work, TextFiller(args.work / "filler-held-out.jsonl.xz", tokenizer), 7, held_out=True)
    sets = held_out_rows(held_out, args.lengths, args.tokens, args.rows)

    cuda = args.device == "cuda"
    if cuda:
        log(check_attention(args.device))
    shape = Shape() if args.size == "full" else Shape(width=96, heads=4, kv_heads=2, head_width=32, inner=64, layers=4)
    model = (checkpoint.load_model(args.init, cuda) if args.init and not saved else Nano(shape, cuda)).to(args.device)
    if saved:
        model.load_state_dict(saved["model"])
    optims = optimisers(model, args.rate)
    if saved:
        for optimiser, state in zip(optims, saved["optimisers"], strict=True):
            optimiser.load_state_dict(state)
    log(f"{sum(p.numel() for p in model.parameters()):,} parameters; from step {step}, {elapsed / 60:.1f} of {args.minutes} minutes")
    network = torch.compile(model, dynamic=False) if cuda and not args.eager else model

    def save() -> None:
        checkpoint.save(model, args.out)
        whole = {"model": model.state_dict(), "optimisers": [o.state_dict() for o in optims], "elapsed": elapsed, "step": step}
        torch.save(whole, state_path.with_suffix(".new"))
        state_path.with_suffix(".new").rename(state_path)

    # Compilation is not training: the clock starts behind the first step.
    loss_of(network, Row.from_array(next(loader)).to(args.device), args.tokens)[0].backward()
    model.zero_grad(set_to_none=True)
    begin, since, reports, saves = time.monotonic(), step, 0, 0
    started_at, means, waited = elapsed, torch.zeros(3, device=args.device), 0.0
    log("compiled")
    while elapsed < args.minutes * 60 and time.monotonic() - called < args.call_minutes * 60:
        share = elapsed / (args.minutes * 60)
        progress.fill_(share)
        fresh = min(1.0, (step - since + 1) / 50)  # also after a pause
        rate = args.rate * fresh * min(1.0, (share + 1e-3) / WARM_UP) * max(0.02, min(1.0, (1 - share) / (1 - DECAY_FROM)))
        for optimiser in optims:
            for group in optimiser.param_groups:
                group["lr"] = rate
        asked = time.monotonic()
        row = Row.from_array(next(loader)).to(args.device)
        waited += time.monotonic() - asked
        loss, parts = loss_of(network, row, args.tokens)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optims:
            optimiser.step()
        model.zero_grad(set_to_none=True)
        step += 1
        means.lerp_(parts, 0.05 if step - since > 20 else 0.3)
        if step % 20 == 0 or not cuda:
            reply, text, uneven = means.tolist()  # the clock must not run ahead of the device
            elapsed = started_at + time.monotonic() - begin
            if step % args.log_every == 0:
                spent = max(1e-9, elapsed - started_at)
                log(f"{elapsed:6.0f} s  step {step}  reply {reply:.4f}  text {text:.3f}  uneven {uneven:.2f}  rate {rate:.1e}  "
                    f"{(step - since) * args.tokens / spent / 1e3:.0f}K tokens/s  waited {waited / spent:.0%}")
            if elapsed - started_at > (saves + 1) * args.save_every * 60:
                saves += 1
                save()
            if elapsed - started_at > (reports + 1) * args.report_every * 60:
                reports += 1
                log(report(network, sets, args.device))
    elapsed = started_at + time.monotonic() - begin
    save()
    log(f"saved at step {step}, {elapsed / 60:.1f} minutes")
    log(report(network, sets, args.device))


def loss_of(network: torch.nn.Module, row: Row, tokens: int) -> tuple[Tensor, Tensor]:
    """The loss, and its parts: replies, other text, use of the experts. Logits are made for a quarter of the tokens, replies first."""
    kind = row.weight.device.type
    with torch.autocast(kind, dtype=torch.bfloat16, enabled=kind == "cuda"):
        hidden, uneven = network(row)
        at = (row.weight.float() + torch.rand(tokens, device=kind) / 2).topk(tokens // 4).indices
        logits = getattr(network, "_orig_mod", network).logits(hidden[at])
    each = F.cross_entropy(logits.float(), row.target[at].long(), reduction="none")
    reply, text = (mean_where(each, row.weight[at] == w) for w in (REPLY, TEXT))
    loss = reply + TEXT_WEIGHT * text + BALANCE_WEIGHT * uneven
    return loss, torch.stack([reply, text, uneven]).detach()


def mean_where(values: Tensor, chosen: Tensor) -> Tensor:
    return (values * chosen).sum() / chosen.sum().clamp_min(1)


class Log:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, line: str) -> None:
        print(line, flush=True)
        with self.path.open("a") as out:
            out.write(line + "\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="what prepare and tokenizer wrote")
    parser.add_argument("--out", type=Path, required=True, help="weights and the log")
    parser.add_argument("--state", type=Path, required=True, help="what a later call goes on from")
    parser.add_argument("--minutes", type=float, default=20, help="of the whole training, over all calls")
    parser.add_argument("--call-minutes", type=float, default=1e9, help="after which this call saves and ends, its start included")
    parser.add_argument("--init", type=Path, help="weights to begin with where there is no state")
    parser.add_argument("--elapsed", type=float, default=0, help="minutes that were spent on those weights")
    parser.add_argument("--tokens", type=int, default=65_536, help="in a step")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 2))
    parser.add_argument("--lengths", type=int, nargs="*", default=[2048, 8192, 24_576])
    parser.add_argument("--rows", type=int, default=3, help="held-out rows for each of the longer lengths")
    parser.add_argument("--report-every", type=float, default=2, help="minutes")
    parser.add_argument("--save-every", type=float, default=1.5, help="minutes")
    parser.add_argument("--log-every", type=int, default=100, help="steps")
    parser.add_argument("--size", choices=["full", "tiny"], default="full")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--eager", action="store_true", help="without compilation")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
