"""Losses of probabilities: entropy, cross-entropy with its softmax, KL divergence. Logarithms are natural."""

from __future__ import annotations

import math
from dataclasses import dataclass

from digitpad.errors import Sentence, UsageError
from digitpad.insight.bench.example import Cell, Example, Line, Worked
from digitpad.insight.bench.numerals import Matrix, added, factor, matrix, script, tensor, write

_SUM_TOLERANCE = 5e-3
"""Thirds that are typed as 0.333 are a distribution."""
_HIGHEST_EXPONENT = 50.0


@dataclass(frozen=True)
class CrossEntropy(Example):
    """Scores of the classes, their softmax, and its negative logarithm at the right class.

    Attributes:
        scores: one row, a score (logit) for each class.
        target: the right class, from 0.
    """

    scores: Matrix
    target: int

    def __post_init__(self) -> None:
        _check_row(self.scores)
        count = len(self.scores[0])
        if not 0 <= self.target < count:
            raise UsageError(
                "Class {target} has no score: {count} scores are those of the classes 0 to {last}.",
                target=self.target, count=count, last=count - 1,
            )  # fmt: skip

    @property
    def _shift(self) -> float:
        """What is subtracted from all scores, so that their exponentials stay small."""
        most, least = max(self.scores[0]), min(self.scores[0])
        return most if max(most, -least) > _HIGHEST_EXPONENT else 0.0

    @property
    def _exponents(self) -> list[float]:
        return [score - self._shift for score in self.scores[0]]

    @property
    def _exponentials(self) -> list[float]:
        return [math.exp(exponent) for exponent in self._exponents]

    @property
    def _log_sum(self) -> float:
        return math.log(math.fsum(self._exponentials))

    @property
    def rows(self) -> tuple[str, ...]:
        return f"exp({self._exponent})", "softmax", "−ln softmax"

    @property
    def _exponent(self) -> str:
        """What the exponentials are of, for any score x."""
        return f"x − {factor(self._shift)}" if self._shift else "x"

    @property
    def output(self) -> Matrix:
        exponentials, log_sum = self._exponentials, self._log_sum
        total = math.fsum(exponentials)
        return matrix(
            (
                exponentials,
                [one / total for one in exponentials],
                [log_sum - exponent for exponent in self._exponents],
            )
        )

    @property
    def loss(self) -> float:
        return self._log_sum - self._exponents[self.target]

    def explain(self, cell: Cell) -> Worked:
        row, number = cell
        output, total = self.output, math.fsum(self._exponentials)
        value, exponent = output[row][number], self._exponents[number]
        power, share = write(output[0][number]), write(output[1][number])
        lines: list[Line] = [*self._shifted(), f"exp({write(exponent)}) = {power}"]
        used = {(0, number): 1.0}
        if row:
            powers = added([f"exp({write(one)})" for one in self._exponents])
            lines.append(f"{powers} = {added(list(map(write, output[0])))} = {write(total)}")
            lines.append(f"{power} / {write(total)} = {share}")
            used = {(0, other): 1.0 if other == number else 0.4 for other in range(len(self.scores[0]))}
        if row == 2:
            lines.append(self._log(number))
        return Worked(value, tuple(lines), used=(used,))

    def _shifted(self) -> tuple[Line, ...]:
        if not self._shift:
            return ()
        text = (
            "The largest score, {score}, is subtracted from all first: that keeps exp small and changes no "
            "probability."
        )
        return (Sentence(text, {"score": write(self._shift)}),)

    def _log(self, number: int) -> str:
        """Write the negative logarithm of a class's softmax."""
        share, exponent = self.output[1][number], self._exponents[number]
        total, value = math.fsum(self._exponentials), self.output[2][number]
        begin = f"−ln {write(share)} = " if share else ""  # 0 where it is too small for a number
        return f"{begin}−{factor(exponent)} + ln {write(total)} = {write(value)}"

    def summary(self) -> tuple[Line, ...]:
        own = self._exponent.replace("x", f"x[{self.target}]")
        own = f"({own})" if self._shift else own
        total = math.fsum(self._exponentials)
        worked = f"−{factor(self._exponents[self.target])} + ln {write(total)} = {write(self.loss)}"
        direct = f"−{own} + ln Σ exp({self._exponent}) = {worked}"
        share = self.output[1][self.target]
        log = f"−ln {write(share)} = " if share else ""  # 0 where it is too small for a number
        softmax = f"−ln softmax[{self.target}] = {log}{write(self.loss)}"
        return (
            Sentence("loss: {formula}", {"formula": softmax}),
            Sentence("or, without the softmax: {formula}", {"formula": direct}),
        )

    def code(self) -> str:
        call = f"result = F.cross_entropy(scores, torch.tensor([{self.target}]))"
        return script(tensor("scores", self.scores), call)


@dataclass(frozen=True)
class Entropy(Example):
    """How uncertain a distribution is: the mean of its information -ln p.

    Attributes:
        p: one row of probabilities.
    """

    p: Matrix

    def __post_init__(self) -> None:
        _check_distribution("p", self.p)

    @property
    def rows(self) -> tuple[str, ...]:
        return "−ln p", "p × −ln p"

    @property
    def output(self) -> Matrix:
        information = [math.inf if p == 0 else 0.0 - math.log(p) for p in self.p[0]]
        return matrix((information, map(_surprise, self.p[0])))

    @property
    def loss(self) -> float:
        return math.fsum(self.output[1])

    def explain(self, cell: Cell) -> Worked:
        row, number = cell
        p, (information, _) = self.p[0][number], self.output
        lines: list[Line] = [f"−ln {write(p)} = {write(information[number])}"]
        if row:
            lines.append(f"{write(p)} × {write(information[number])} = {write(self.output[1][number])}")
            lines += _zero_note(p)
        return Worked(self.output[row][number], tuple(lines), used=({(0, number): 1.0},))

    def summary(self) -> tuple[Line, ...]:
        terms = added(list(map(write, self.output[1])))
        bits = f"{write(self.loss)} / ln 2 = {write(self.loss / math.log(2))}"
        most = f"ln {len(self.p[0])} = {write(math.log(len(self.p[0])))}"
        return (
            Sentence("entropy: {formula}", {"formula": f"{terms} = {write(self.loss)}"}),
            Sentence("in bits: {formula}", {"formula": bits}),
            Sentence("at most, where all are equally probable: {formula}", {"formula": most}),
        )

    def code(self) -> str:
        return script(tensor("p", self.p), "result = -torch.xlogy(p, p).sum()")


@dataclass(frozen=True)
class KLDivergence(Example):
    """How far a distribution q is from the true one, p: the mean, over p, of ln(p / q).

    Attributes:
        p: one row, the true probabilities.
        q: one row, the network's.
    """

    p: Matrix
    q: Matrix

    def __post_init__(self) -> None:
        _check_distribution("p", self.p)
        _check_distribution("q", self.q)
        count, other = len(self.p[0]), len(self.q[0])
        if count != other:
            raise UsageError(
                "p has {count} probabilities and q {other}: both need one for each class.",
                count=count, other=other,
            )  # fmt: skip

    @property
    def rows(self) -> tuple[str, ...]:
        return "ln(p / q)", "p × ln(p / q)"

    @property
    def output(self) -> Matrix:
        pairs = list(zip(self.p[0], self.q[0], strict=True))
        return matrix(([_log_ratio(p, q) for p, q in pairs], [_divergence(p, q) for p, q in pairs]))

    @property
    def loss(self) -> float:
        return math.fsum(self.output[1])

    def explain(self, cell: Cell) -> Worked:
        row, number = cell
        p, q = self.p[0][number], self.q[0][number]
        ratio, part = self.output[0][number], self.output[1][number]
        lines: list[Line] = [f"ln({write(p)} / {write(q)}) = {write(ratio)}"]
        if row:
            lines.append(f"{write(p)} × {factor(ratio)} = {write(part)}")
            lines += _zero_note(p)
        used = ({(0, number): 1.0}, {(0, number): 1.0})
        return Worked(self.output[row][number], tuple(lines), used=used)

    def summary(self) -> tuple[Line, ...]:
        terms = added(list(map(factor, self.output[1])))
        entropy = math.fsum(map(_surprise, self.p[0]))
        crossed = math.fsum(_crossed(p, q) for p, q in zip(self.p[0], self.q[0], strict=True))
        back = math.fsum(_divergence(q, p) for p, q in zip(self.p[0], self.q[0], strict=True))
        between = f"{write(crossed)} − {write(entropy)} = {write(crossed - entropy)}"
        return (
            Sentence("D(p ‖ q): {formula}", {"formula": f"{terms} = {write(self.loss)}"}),
            Sentence("cross-entropy −Σ p ln q minus entropy −Σ p ln p: {formula}", {"formula": between}),
            Sentence("The other way round it is another number: D(q ‖ p) = {value}", {"value": write(back)}),
        )

    def code(self) -> str:
        call = "result = F.kl_div(q.log(), p, reduction='sum')"
        return script(tensor("p", self.p), tensor("q", self.q), call)


def _surprise(p: float) -> float:
    """p times its information; 0 is the limit towards 0."""
    return 0.0 if p == 0 else 0.0 - p * math.log(p)


def _crossed(p: float, q: float) -> float:
    return 0.0 if p == 0 else math.inf if q == 0 else 0.0 - p * math.log(q)


def _log_ratio(p: float, q: float) -> float:
    if p == 0:
        return math.nan if q == 0 else -math.inf
    return math.inf if q == 0 else math.log(p / q)


def _divergence(p: float, q: float) -> float:
    return 0.0 if p == 0 else p * _log_ratio(p, q)


def _zero_note(p: float) -> list[Line]:
    return [Sentence("What has the probability 0 adds 0: p ln p goes to 0 with p.")] if p == 0 else []


def _check_row(values: Matrix) -> None:
    if len(values) != 1:
        raise UsageError("There are {rows} rows; this example has one.", rows=len(values))


def _check_distribution(name: str, values: Matrix) -> None:
    """Raise `UsageError` where the numbers are not probabilities that add up to 1."""
    _check_row(values)
    for value in values[0]:
        if not 0 <= value <= 1:
            raise UsageError(
                "{name} has {value} in it: a probability lies between 0 and 1.", name=name, value=write(value)
            )
    total = math.fsum(values[0])
    if abs(total - 1) > _SUM_TOLERANCE:
        raise UsageError(
            "The probabilities of {name} add up to {total} instead of 1.", name=name, total=write(total)
        )
