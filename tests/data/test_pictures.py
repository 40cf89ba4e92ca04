from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from digitpad.data.picture_kinds import is_picture
from digitpad.data.pictures import grey_of_bytes, read_grey, read_picture
from digitpad.data.whole_pictures import read_rgb
from digitpad.errors import PictureError
from digitpad.ink.raster import rasterize
from tests.helpers import SEVEN, agreement, shrunk

INK = rasterize(SEVEN, 8)
AVIF = pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")


def assert_reads_the_seven(path: Path, least: float = 0.93) -> None:
    assert agreement(shrunk(INK), shrunk(read_picture(path))) > least


def grey(paper: float, ink: float) -> np.ndarray:
    return np.round(255 * (paper + (ink - paper) * INK)).astype(np.uint8)


@pytest.mark.parametrize(("paper", "ink"), [(1.0, 0.0), (0.0, 1.0), (0.85, 0.45), (0.2, 0.9), (0.95, 0.6)])
def test_either_polarity_and_faint_ink_are_read(tmp_path: Path, paper: float, ink: float) -> None:
    Image.fromarray(grey(paper, ink)).save(tmp_path / "seven.png")
    assert_reads_the_seven(tmp_path / "seven.png")


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "LA", "CMYK", "I;16"])
def test_any_mode_is_read(tmp_path: Path, mode: str) -> None:
    image = Image.fromarray(grey(1.0, 0.0) if mode != "I;16" else grey(1.0, 0.0).astype(np.uint16) * 257)
    path = tmp_path / ("seven.tif" if mode == "CMYK" else "seven.png")
    (image if mode == "I;16" else image.convert(mode)).save(path)
    assert_reads_the_seven(path)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (200, 30, 30)])
def test_ink_on_transparency_is_read(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    layer = np.zeros((*INK.shape, 4), np.uint8)
    layer[..., :3] = colour
    layer[..., 3] = np.round(255 * INK)
    Image.fromarray(layer).save(tmp_path / "seven.png")
    assert_reads_the_seven(tmp_path / "seven.png")


def test_the_cameras_rotation_is_undone(tmp_path: Path) -> None:
    image = Image.fromarray(grey(1.0, 0.0)).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees clockwise
    image.save(tmp_path / "seven.jpg", exif=exif, quality=95)
    assert_reads_the_seven(tmp_path / "seven.jpg")


def test_uneven_light_is_not_ink(tmp_path: Path) -> None:
    slope = np.linspace(0.55, 0.95, INK.shape[1], dtype=np.float32)[None, :]
    Image.fromarray(np.round(255 * slope * (1 - 0.7 * INK)).astype(np.uint8)).save(tmp_path / "seven.png")
    assert_reads_the_seven(tmp_path / "seven.png", 0.9)


@pytest.mark.parametrize(("value", "side"), [(0, 200), (128, 200), (255, 200), (255, 1)])
def test_an_empty_picture_is_blank(tmp_path: Path, value: int, side: int) -> None:
    noise = np.random.default_rng(0).integers(-3, 4, (side, side))
    Image.fromarray(np.clip(value + noise, 0, 255).astype(np.uint8)).save(tmp_path / "empty.png")
    assert shrunk(read_picture(tmp_path / "empty.png")) is None


def test_what_is_not_a_picture_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    with pytest.raises(PictureError, match="does not exist"):
        read_picture(path)
    for content in (b"", b"no picture", b"BMW", b"II*\0", b"\0\0\0\x20ftypheic"):
        path.write_bytes(content)
        with pytest.raises(PictureError, match="not a picture"):
            read_picture(path)


@pytest.mark.parametrize("side", [12_000, 15_000])  # Pillow opens the first
def test_a_picture_of_too_many_pixels_is_called_so(tmp_path: Path, side: int) -> None:
    Image.new("1", (side, side)).save(tmp_path / "large.png", compress_level=1)
    with pytest.raises(PictureError, match="make it smaller first"):
        read_picture(tmp_path / "large.png")


def test_what_the_system_does_not_let_us_read_is_said_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="could not be read: is a directory"):
        read_picture(tmp_path)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".gif", ".webp", pytest.param(".avif", marks=AVIF)])
@pytest.mark.parametrize("part", [0.5, 0.05])
def test_a_part_of_a_picture_is_called_damaged(tmp_path: Path, suffix: str, part: float) -> None:
    path = tmp_path / f"part{suffix}"
    Image.fromarray(grey(1.0, 0.0)).save(path)
    content = path.read_bytes()[: max(16, round(part * path.stat().st_size))]
    path.write_bytes(content)
    with pytest.raises(PictureError, match="is damaged"):
        read_picture(path)
    with pytest.raises(PictureError, match="is damaged"):
        grey_of_bytes(content, "the clipboard's picture")


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "group4"])
def test_nothing_is_written_about_a_damaged_tiff_beside_the_error(
    tmp_path: Path, compression: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "part.tif"
    Image.fromarray(grey(1.0, 0.0)).convert("1" if compression == "group4" else "L").save(
        path, compression=compression
    )
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(PictureError, match="is damaged"):
        read_picture(path)
    assert capfd.readouterr() == ("", "")


@AVIF
def test_an_avif_picture_that_cannot_be_decoded_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "picture.avif"
    Image.fromarray(grey(1.0, 0.0)).save(path)
    content = path.read_bytes()
    path.write_bytes(content[:-200] + b"\xff" * 200)
    with pytest.raises(PictureError, match="is damaged"):
        read_picture(path)


def test_a_picture_with_senseless_notes_of_a_camera_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "seven.jpg"
    exif = Image.Exif()
    exif[0x0112], exif[0x0100] = 6, 0x41414141  # to be shown turned; the width, which becomes a text here
    Image.fromarray(grey(1.0, 0.0)).save(path, exif=exif)
    number, text = (b"\x01\x00\x00" + kind + b"\x00\x00\x00\x01" for kind in (b"\x04", b"\x02"))
    path.write_bytes(path.read_bytes().replace(number, text, 1))
    with pytest.raises(PictureError, match="is damaged"):
        read_grey(path)
    with pytest.raises(PictureError, match="is damaged"):
        read_rgb(path)


@AVIF
def test_avif_is_read(tmp_path: Path) -> None:
    for name in ("picture.avif", "picture"):
        path = tmp_path / name
        Image.fromarray(grey(1.0, 0.0)).save(path, "AVIF")
        assert is_picture(path)
        assert shrunk(read_picture(path)) is not None


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_grey_values_of_few_bits_in_a_file_of_16_are_read(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "scan.png"
    Image.fromarray((np.round((1 - INK) * (2**bits - 1))).astype(np.uint16)).save(path)
    assert np.abs(read_grey(path) - (1 - INK)).max() < 0.02


def test_a_normalised_picture_with_values_below_0_is_read(tmp_path: Path) -> None:
    path = tmp_path / "normalised.tif"
    Image.fromarray((INK - np.float32(0.1307)) / np.float32(0.3081)).save(path)
    assert np.abs(read_grey(path) - INK).max() < 0.02
