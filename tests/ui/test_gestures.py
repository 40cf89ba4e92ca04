import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.ui.pad.gestures import (
    IDLE,
    MIN_STEP,
    REACH,
    Act,
    Button,
    Gesture,
    KeyPen,
    Outcome,
    Source,
    interrupt,
    lifted,
    move,
    press,
    release,
    space_down,
    space_up,
    steer,
)

DRAWING = Gesture(Source.MOUSE, Button.DRAW, 0, (5.0, 5.0))
RIGHT_ARROW, DOWN_ARROW = (1, 0), (0, 1)


@pytest.mark.parametrize(
    ("button", "chosen", "eraser"),
    [(Button.DRAW, False, False), (Button.ERASE, False, True), (Button.DRAW, True, True)],
)
def test_left_button_draws_right_button_and_chosen_eraser_rub_out(
    button: Button, chosen: bool, eraser: bool
) -> None:
    outcome = press(IDLE, Source.MOUSE, button, (5.0, 5.0), eraser=chosen)
    gesture = Gesture(Source.MOUSE, button, 0, (5.0, 5.0))
    assert outcome == Outcome(gesture, Act.BEGIN, (5.0, 5.0), eraser=eraser)


def test_other_buttons_do_nothing() -> None:
    assert Outcome(IDLE) == press(IDLE, Source.MOUSE, Button.OTHER, (1.0, 1.0))


@pytest.mark.parametrize("source", list(Source))
@pytest.mark.parametrize("button", list(Button))
def test_nothing_else_disturbs_a_stroke(source: Source, button: Button) -> None:
    assert Outcome(DRAWING) == press(DRAWING, source, button, (9.0, 9.0))
    if source is not Source.MOUSE:
        assert Outcome(DRAWING) == move(DRAWING, source, (9.0, 9.0))
    if source is not Source.MOUSE or button is not Button.DRAW:
        assert Outcome(DRAWING) == release(DRAWING, source, button, (9.0, 9.0))


def test_move_adds_a_point_also_outside_the_pad() -> None:
    outcome = move(DRAWING, Source.MOUSE, (-3.0, 40.0))
    assert (outcome.act, outcome.point, outcome.gesture.last) == (Act.ADD, (-3.0, 40.0), (-3.0, 40.0))


def test_tremble_is_dropped_but_creeping_adds_up() -> None:
    gesture, acts = DRAWING, []
    for step in range(1, 11):
        outcome = move(gesture, Source.MOUSE, (5.0 + step * MIN_STEP * 0.4, 5.0))
        gesture = outcome.gesture
        acts.append(outcome.act)
    assert acts.count(Act.ADD) == 3


def test_release_adds_the_last_point_only_if_it_is_new() -> None:
    assert Outcome(IDLE, Act.FINISH, (6.0, 5.0)) == release(DRAWING, Source.MOUSE, Button.DRAW, (6.0, 5.0))
    assert Outcome(IDLE, Act.FINISH, None) == release(DRAWING, Source.MOUSE, Button.DRAW, (5.0, 5.0))


def test_lost_release_ends_the_stroke_where_it_was() -> None:
    assert Outcome(IDLE, Act.FINISH, None) == move(DRAWING, Source.MOUSE, (20.0, 20.0), held=False)


def test_interruption_ends_a_stroke_and_is_nothing_without_one() -> None:
    assert Outcome(IDLE, Act.FINISH) == interrupt(DRAWING)
    assert Outcome(IDLE, Act.NOTHING) == interrupt(IDLE)


def test_only_the_first_finger_draws() -> None:
    first = press(IDLE, Source.TOUCH, Button.DRAW, (1.0, 1.0), finger=7).gesture
    assert Outcome(first) == press(first, Source.TOUCH, Button.DRAW, (9.0, 9.0), finger=8)
    assert Outcome(first) == move(first, Source.TOUCH, (9.0, 9.0), finger=8)
    assert Outcome(first) == release(first, Source.TOUCH, Button.DRAW, (9.0, 9.0), finger=8)
    assert Act.ADD is move(first, Source.TOUCH, (9.0, 9.0), finger=7).act


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_points_stay_where_a_stroke_takes_them(x: float, y: float) -> None:
    point = press(IDLE, Source.MOUSE, Button.DRAW, (x, y)).point
    assert max(abs(point[0]), abs(point[1])) <= REACH


def test_space_held_draws_while_it_is_held() -> None:
    pen = steer(space_down(KeyPen()), frozenset({RIGHT_ARROW}), 1.0)
    assert (pen.down, pen.at) == (True, (15.0, 14.0))
    assert KeyPen((15.0, 14.0)) == space_up(pen)


def test_space_tapped_leaves_the_pen_down_until_the_next_tap() -> None:
    tapped = space_up(space_down(KeyPen()))
    pen = steer(tapped, frozenset({DOWN_ARROW}), 2.0)
    assert (tapped.down, pen.down) == (True, True)
    assert KeyPen((14.0, 16.0)) == space_up(space_down(pen))


def test_two_arrows_lead_slantwise_and_opposite_ones_nowhere() -> None:
    assert steer(KeyPen(), frozenset({RIGHT_ARROW, DOWN_ARROW}), 1.0).at == (15.0, 15.0)
    assert steer(KeyPen(), frozenset({RIGHT_ARROW, (-1, 0)}), 1.0).at == (14.0, 14.0)


def test_keyboard_pen_stays_on_the_pad() -> None:
    assert steer(KeyPen((27.5, 0.5)), frozenset({RIGHT_ARROW, (0, -1)}), 3.0).at == (28.0, 0.0)


def test_lifted_pen_stays_where_it_is() -> None:
    assert KeyPen((3.0, 4.0)) == lifted(KeyPen((3.0, 4.0), down=True, held=True, moved=True))
