"""Parts of the script: the order of the examples, learning rate, loss, optimiser, training loop and test."""

from __future__ import annotations

import inspect
from textwrap import dedent, indent
from typing import Any

from digitpad.data import batches
from digitpad.recipe.presets import preset_of
from digitpad.recipe.recipe import Recipe
from digitpad.training import learner, optimizers
from digitpad.training import schedule as schedules
from digitpad.training.events import LOG_INTERVAL
from digitpad.training.learner import _AUGMENT, _TRANSFORM

_WITH_OTHERS = "handwriting"
"""The dataset that also has pictures of none of its classes."""

_RATE = "def learning_rate(step: int, steps: int) -> float:\n    return LEARNING_RATE"
_LOSS = "def loss_of(scores: Tensor, labels: Tensor) -> Tensor:\n    return"


def order(recipe: Recipe) -> str:
    """Return the functions that order an epoch's examples, and mix the seeds of random changes."""
    functions: list[Any] = []
    if recipe.shuffle or recipe.transforms or recipe.augmentation != "none":
        functions.append(batches.mixed_seed)
    if recipe.shuffle:
        functions.append(batches.epoch_order)
    return "\n\n\n".join(inspect.getsource(function).strip() for function in functions)


def schedule(recipe: Recipe) -> str:
    """Return the function of the learning rate."""
    if recipe.schedule == "none":
        return _RATE
    if recipe.schedule == "step":
        return dedent(
            f"""
            def learning_rate(step: int, steps: int) -> float:
                epoch = step // (steps // EPOCHS)
                return LEARNING_RATE * {recipe.step_factor!r} ** (epoch // {recipe.step_epochs})
            """
        )
    falling = inspect.getsource(schedules._falling).strip()
    if recipe.schedule == "cosine":
        return f"{falling}\n\n\n{_RATE} * _falling(min(1.0, step / steps))"
    constants = f"WARM_UP, _START, _END = {schedules.WARM_UP!r}, {schedules._START!r}, {schedules._END!r}"
    return "\n\n\n".join(
        (
            constants,
            falling,
            inspect.getsource(schedules._one_cycle).strip(),
            f"{_RATE} * _one_cycle(min(1.0, step / max(1, steps - 1)))",
        )
    )


def loss(recipe: Recipe) -> str:
    """Return the function of a batch's loss."""
    smoothing = f", label_smoothing={recipe.label_smoothing!r}" if recipe.label_smoothing else ""
    if recipe.loss == "open-set":
        source = inspect.getsource(learner.open_set_loss).strip()
        return f"{source}\n\n\n{_LOSS} open_set_loss(scores, labels, {recipe.label_smoothing!r})"
    if recipe.loss == "nll":
        log_probs = "scores" if recipe.entry.log_probs else "F.log_softmax(scores, dim=1)"
        return f"{_LOSS} F.nll_loss({log_probs}, labels)"
    if recipe.loss in ("l1", "mse"):
        targets = "F.one_hot(labels, CLASSES).float()"
        if recipe.label_smoothing:
            targets += f" * {1 - recipe.label_smoothing!r} + {recipe.label_smoothing!r} / CLASSES"
        compared = "scores.exp()" if recipe.entry.log_probs else "scores"
        return _LOSS.replace(
            "return", f"targets = {targets}\n    return F.{recipe.loss}_loss({compared}, targets)"
        )
    return f"{_LOSS} F.cross_entropy(scores, labels{smoothing})"


def _has_rates(recipe: Recipe) -> bool:
    """Whether some layers have a learning rate of their own, or are frozen."""
    return recipe.freeze_body or bool(recipe.lr_multipliers)


def freezes(recipe: Recipe) -> bool:
    """Whether some layers are frozen."""
    return recipe.freeze_body or any(factor == 0 for _, factor in recipe.lr_multipliers)


def optimizer(recipe: Recipe) -> str:
    """Return the optimiser over the weights that learn."""
    parts = []
    if _has_rates(recipe):
        parts += [_factor_of(recipe), _GROUPS]
    if freezes(recipe):
        parts.append(inspect.getsource(optimizers.keep_frozen))
    learns = "groups" if _has_rates(recipe) else "network.parameters()"
    decay = f", weight_decay={recipe.weight_decay!r}"
    if recipe.optimizer == "sgd":
        settings = f"momentum={recipe.momentum!r}{decay if recipe.weight_decay else ''}"
        made = f"torch.optim.SGD({learns}, lr=LEARNING_RATE, {settings})"
    else:
        kind = "AdamW" if recipe.optimizer == "adamw" else "Adam"
        made = f"torch.optim.{kind}({learns}, lr=LEARNING_RATE{decay})"  # the default of AdamW is not 0
    lines = [f"optimizer = {made}"]
    if recipe.precision == "float16":
        lines += [
            "# float16 has too few small numbers for gradients: the loss is scaled up, and they down again.",
            "scaler = torch.amp.GradScaler(DEVICE)",
        ]
    return "\n\n\n".join([*(part.strip() for part in parts), "\n".join(lines)])


def _factor_of(recipe: Recipe) -> str:
    """The function of a weight's learning rate multiplier, with no more than the recipe needs."""
    constants, lines = [], []
    if recipe.lr_multipliers:
        constants.append(f"LR_MULTIPLIERS = {recipe.lr_multipliers!r}")
        lines += [
            "    multipliers = [",
            "        (len(layer), factor)",
            "        for layer, factor in LR_MULTIPLIERS",
            '        if f"{name}.".startswith(f"{layer}.")',
            "    ]",
            "    if multipliers:  # the innermost layer counts",
            "        return float(max(multipliers)[1])",
        ]
    if recipe.freeze_body:
        prefixes = tuple(f"{layer}." for layer in recipe.entry.head)
        constants.append(f"HEAD = {prefixes!r}  # the layers of the classes")
        lines.append("    return 1.0 if name.startswith(HEAD) else 0.0")
    else:
        lines.append("    return 1.0")
    return "\n".join(
        [
            *constants,
            "",
            "",
            "def factor_of(name: str) -> float:",
            '    """The learning rate multiplier of the weights called `name`; 0: they are frozen."""',
            *lines,
        ]
    )


_GROUPS = """
by_factor: dict[float, list[nn.Parameter]] = {}
for name, parameter in network.named_parameters():
    parameter.requires_grad_(factor_of(name) > 0)
    if parameter.requires_grad:
        by_factor.setdefault(factor_of(name), []).append(parameter)
groups = [{"params": parameters, "factor": factor} for factor, parameters in by_factor.items()]
"""


def _inference_network(recipe: Recipe) -> str:
    return "average.module" if recipe.ema_decay else "network"


def test(recipe: Recipe) -> str:
    """Return the function that measures on the test set."""
    network = _inference_network(recipe)
    return f'''
def test(epoch: int) -> float:
    """Print the mean loss on the test set; return the fraction read right, 0 to 1."""
    {network}.eval()
    loss, right = 0.0, 0
    with torch.inference_mode():
        for images, labels in zip(test_images.split(200), test_labels.split(200)):
            log_probs = F.log_softmax({network}(normalised(images.to(DEVICE))), dim=1)
            labels = labels.to(DEVICE)
            loss += float(F.nll_loss(log_probs, labels, reduction="sum"))
            right += int((log_probs.argmax(dim=1) == labels).sum())
    loss, accuracy = loss / len(test_labels), right / len(test_labels)
    print(f"Test set after epoch {{epoch}}: Avg. loss: {{loss:.4f}}, Accuracy: {{accuracy:.2%}}", flush=True)
    return accuracy
'''


def training(recipe: Recipe) -> str:
    """Return the training loop."""
    frozen = "\n    keep_frozen(network)" if freezes(recipe) else ""
    order = "epoch_order(len(train_labels), SEED, epoch)"
    if not recipe.shuffle:
        order = "torch.arange(len(train_labels))"
    dropped = ""
    if recipe.drop_last:
        dropped = "\n    batches = [batch for batch in batches if len(batch) == BATCH_SIZE]  # drop_last"
    saved = f"{_inference_network(recipe)}.state_dict()"
    return f"""
{"best = 0.0" if recipe.keep_above else ""}
test(epoch=0)
step = 0
for epoch in range(1, EPOCHS + 1):
    network.train(){frozen}
    batches = {order}.split(BATCH_SIZE){dropped}
    for number, indices in enumerate(batches):
{indent(_step(recipe), " " * 8)}
        step += 1
        if number % {LOG_INTERVAL} == 0:
            seen = f"{{number * BATCH_SIZE}}/{{len(train_labels)}}"
            print(f"Train Epoch: {{epoch}} [{{seen}}]\\tLoss: {{loss.item():.6f}}", flush=True)
{indent(_after_epoch(recipe, saved), " " * 4)}

torch.save({saved}, OUT){_loads(recipe)}
{_optimizer_file(recipe)}
"""


def _after_epoch(recipe: Recipe, saved: str) -> str:
    """The test after an epoch, and what the recipe has saved then."""
    if not recipe.keep_above:
        lines = ["test(epoch)"]
    else:
        lines = [
            "accuracy = test(epoch)",
            f"if accuracy >= {recipe.keep_above!r} and accuracy > best:",
            "    best = accuracy",
            f'    torch.save({saved}, "best.pth")',
        ]
    if recipe.keep_epochs:
        digits = max(2, len(str(recipe.epochs)))
        lines.append(f'torch.save({saved}, f"epoch-{{epoch:0{digits}}}.pth")')
    return "\n".join(lines)


def _optimizer_file(recipe: Recipe) -> str:
    """The line that saves the optimiser, where it is one of all the weights that are saved."""
    if recipe.ema_decay or _has_rates(recipe):
        return ""
    return 'torch.save(optimizer.state_dict(), "optimizer.pth")'


def _loads(recipe: Recipe) -> str:
    """Weights alone have no names of classes and no sizes: digitpad takes such a file for the preset's."""
    entry = recipe.entry
    usual = recipe.dataset in (preset_of(recipe.entry).dataset, "mnist", "synthetic", "handwriting", "own")
    usual = usual and (recipe.dataset == "cifar10") == entry.form.colour
    own = recipe.picture_size in (0, entry.form.size) and recipe.colour == "auto"
    return "  # digitpad loads this file" if usual and own else ""


def _step(recipe: Recipe) -> str:
    """One step of training."""
    factor = ' * group["factor"]' if _has_rates(recipe) else ""
    lines = [
        "for group in optimizer.param_groups:",
        f'    group["lr"] = learning_rate(step, EPOCHS * len(batches)){factor}',
    ]
    lines += [
        *_norms(recipe),
        "images, labels = train_images[indices].to(DEVICE), train_labels[indices].to(DEVICE)",
    ]
    if recipe.transforms:
        lines.append(f"images = apply(TRANSFORMS, images, mixed_seed(SEED, {_TRANSFORM}, step))")
    if recipe.augmentation != "none":
        lines += [
            f"generator = torch.Generator().manual_seed(mixed_seed(SEED, {_AUGMENT}, step))",
            "images = augment(images.float(), generator)",
        ]
    lines += [
        "images = normalised(images).contiguous(memory_format=torch.channels_last)",
        "optimizer.zero_grad()",
        *_forward(recipe),
        "loss = loss_of(scores, labels)",
        *_backward(recipe),
    ]
    if recipe.ema_decay:
        lines.append("average.update_parameters(network)")
    return "\n".join(lines)


def _norms(recipe: Recipe) -> list[str]:
    """The lines that freeze batch norm's statistics, and those that leave out pictures of no class."""
    lines, left_out = [], "indices = indices[train_labels[indices] < CLASSES]"
    if recipe.freeze_norm_after:
        lines = [
            f"frozen = step >= {recipe.freeze_norm_after} * len(batches)",
            "if frozen:  # batch norm keeps its statistics from here on",
            "    for module in network.modules():",
            "        if isinstance(module, nn.BatchNorm2d):",
            "            module.eval()",
        ]
    if recipe.dataset != _WITH_OTHERS:
        return lines
    if recipe.loss != "open-set":
        return [*lines, f"{left_out}  # some are of none of them"]
    if recipe.freeze_norm_after:
        lines += ["if not frozen:  # pictures of no class join only then", f"    {left_out}"]
    return lines


def _forward(recipe: Recipe) -> list[str]:
    if recipe.precision == "float32":
        return ["scores = network(images)"]
    return [f"with torch.autocast(DEVICE, torch.{recipe.precision}):", "    scores = network(images).float()"]


def _backward(recipe: Recipe) -> list[str]:
    if recipe.precision == "float16":
        return ["scaler.scale(loss).backward()", "scaler.step(optimizer)", "scaler.update()"]
    return ["loss.backward()", "optimizer.step()"]
