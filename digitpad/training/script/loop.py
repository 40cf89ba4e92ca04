"""Parts of the script: the training loop and the test."""

from __future__ import annotations

from textwrap import indent

from digitpad.model.registry import ARCHITECTURES
from digitpad.recipe.presets import preset_of
from digitpad.recipe.recipe import Recipe
from digitpad.training.events import LOG_INTERVAL
from digitpad.training.learner import _AUGMENT, _TRANSFORM
from digitpad.training.script.learning import freezes, has_rates


def _inference_network(recipe: Recipe) -> str:
    return "average.module" if recipe.ema_decay else "network"


def test(recipe: Recipe) -> str:
    """Return the function that measures on the test set."""
    network = _inference_network(recipe)
    return f'''
def test() -> tuple[float, float]:
    """Mean loss, and fraction read right, on the test set."""
    {network}.eval()
    loss, right = 0.0, 0
    with torch.inference_mode():
        for images, labels in zip(test_images.split(200), test_labels.split(200)):
            log_probs = F.log_softmax({network}(normalised(images.to(DEVICE))), dim=1)
            labels = labels.to(DEVICE)
            loss += float(F.nll_loss(log_probs, labels, reduction="sum"))
            right += int((log_probs.argmax(dim=1) == labels).sum())
    return loss / len(test_labels), right / len(test_labels)
'''


def training(recipe: Recipe) -> str:
    """Return the training loop."""
    frozen = "\n    keep_frozen(network)" if freezes(recipe) else ""
    return f"""
step = 0
for epoch in range(1, EPOCHS + 1):
    network.train(){frozen}
    batches = epoch_order(len(train_labels), SEED, epoch).split(BATCH_SIZE)
    for number, indices in enumerate(batches):
{indent(_step(recipe), " " * 8)}
        step += 1
        if number % {LOG_INTERVAL} == 0:
            seen = f"{{number * BATCH_SIZE}}/{{len(train_labels)}}"
            print(f"Train Epoch: {{epoch}} [{{seen}}]\\tLoss: {{loss.item():.6f}}", flush=True)
    test_loss, accuracy = test()
    print(f"Test set after epoch {{epoch}}: Avg. loss: {{test_loss:.4f}}, Accuracy: {{accuracy:.2%}}")

torch.save({_inference_network(recipe)}.state_dict(), OUT){_loads(recipe)}
"""


def _loads(recipe: Recipe) -> str:
    """Weights alone have no names of classes and no sizes: digitpad takes such a file for the preset's."""
    entry = ARCHITECTURES[recipe.network]
    usual = recipe.dataset in (preset_of(recipe.network).dataset, "mnist", "synthetic", "handwriting", "own")
    usual = usual and (recipe.dataset == "cifar10") == entry.form.colour
    own = recipe.picture_size in (0, entry.form.size) and recipe.colour == "auto"
    return "  # digitpad loads this file" if usual and own else ""


def _step(recipe: Recipe) -> str:
    """One step of training."""
    factor = ' * group["factor"]' if has_rates(recipe) else ""
    lines = [
        "for group in optimizer.param_groups:",
        f'    group["lr"] = learning_rate(step, EPOCHS * len(batches)){factor}',
    ]
    if recipe.freeze_norm_after:
        lines += [
            f"frozen = step >= {recipe.freeze_norm_after} * len(batches)",
            "if frozen:  # batch norm keeps its statistics from here on",
            "    for module in network.modules():",
            "        if isinstance(module, nn.BatchNorm2d):",
            "            module.eval()",
            "if not frozen:  # pictures of no class join only then",
            "    indices = indices[train_labels[indices] < CLASSES]",
        ]
    lines.append("images, labels = train_images[indices].to(DEVICE), train_labels[indices].to(DEVICE)")
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


def _forward(recipe: Recipe) -> list[str]:
    if recipe.precision == "float32":
        return ["scores = network(images)"]
    return [f"with torch.autocast(DEVICE, torch.{recipe.precision}):", "    scores = network(images).float()"]


def _backward(recipe: Recipe) -> list[str]:
    if recipe.precision == "float16":
        return ["scaler.scale(loss).backward()", "scaler.step(optimizer)", "scaler.update()"]
    return ["loss.backward()", "optimizer.step()"]
