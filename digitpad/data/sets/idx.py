"""Files in MNIST's own format, IDX: a head that tells type and shape, then plain numbers.

torchvision reads them too; but importing it takes a second, and whoever opens the gallery would wait for it.
The format is described on the page of the dataset (LeCun, Cortes, Burges, "The MNIST database").
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.errors import DatasetError

_BYTES = 0x08  # type of the numbers: unsigned bytes
_MOST = 1 << 31  # numbers in a file


def read_idx(path: Path) -> npt.NDArray[np.uint8]:
    """The bytes in an IDX file, in its shape.

    Raises:
        DatasetError: when it is no such file, or cut off; its sentence is about "it".
        OSError: when it cannot be read.
    """
    content = np.fromfile(path, np.uint8)
    if len(content) < 4 or content[0] or content[1] or content[2] != _BYTES:
        raise DatasetError("it does not begin as an IDX file of bytes does")
    head = 4 + 4 * int(content[3])
    shape = [int(side) for side in np.frombuffer(content[4:head].tobytes(), ">u4")]
    count = 1
    for side in shape:
        count *= side
    if len(content) < head or not shape or count > _MOST:
        raise DatasetError("its head makes no sense")
    if len(content) - head != count:
        raise DatasetError(
            "it should hold {count} numbers and holds {found}", count=count, found=len(content) - head
        )
    return content[head:].reshape(shape)
