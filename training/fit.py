"""The training loop that all models share."""

import torch

from common import Average, Schedule, ThreadChoice, grouped_parameters


def fit(model, count, loss_of, plan, rng, peak=3e-3, decay=0.02, average=None, watch=None):
    """
    Trains on `count` examples in random order; `loss_of(indices, progress)` gives the loss of a batch. plan: epochs, minutes, batch.
    average: decay of a moving average of the state, which the model has in the end. watch: told of the progress, from 0 to 1,
    and of that state after each step. Gives the steps and minutes that it took.
    """
    optimiser = torch.optim.AdamW(grouped_parameters(model, decay), lr=peak)
    per_epoch = max(1, count // plan["batch"])
    schedule = Schedule(per_epoch * plan["epochs"], plan["minutes"], peak, max(1, per_epoch // 2))
    threads, order, step = ThreadChoice(), [], 0
    smooth = Average(model, average) if average else None
    model.train()
    while schedule.progress(step) < 1:
        if len(order) < plan["batch"]:
            order = list(rng.permutation(count))
        chosen = sorted(order.pop() for _ in range(min(plan["batch"], count)))
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(step)
        threads.begin()
        loss = loss_of(chosen, schedule.progress(step))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimiser.step()
        if smooth:
            smooth.update(model)
        threads.end()
        step += 1
        if watch:
            watch(schedule.progress(step), smooth.state if smooth else model.state_dict())
        if step % 100 == 0:
            done = 100 * schedule.progress(step)
            print(f"step {step}, {schedule.minutes():.1f} min, {done:.0f} %, {threads.best} threads, loss {loss.item():.3f}", flush=True)
    if smooth:
        model.load_state_dict(smooth.state, strict=False)
    model.eval()
    return {"steps": step, "minutes": round(schedule.minutes(), 2)}
