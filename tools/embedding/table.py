"""Makes the table of word vectors of package meaning from a sentence model: table.py MODEL_FOLDER OUT_FILE.

The vectors are those that the model gives word pieces before it reads their surroundings. They lose their common mean, are
rotated onto their main axes, and keep the first 256 of them, a byte each. Rare pieces weigh more than frequent ones.
"""

import json
import pathlib
import struct
import sys

import numpy as np

DIMENSIONS = 256
FIRST_WORD = 1996  # The vocabulary lists words from here on, frequent ones first; before them stand single characters.


def tensor(path, name):
    """A tensor of a safetensors file."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    about = json.loads(data[8 : 8 + size])[name]
    begin, end = about["data_offsets"]
    return np.frombuffer(data[8 + size + begin : 8 + size + end], "<f4").reshape(about["shape"]).astype(np.float64)


def main(folder, out):
    folder = pathlib.Path(folder)
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    x = tensor(folder / "model.safetensors", "embeddings.word_embeddings.weight")
    x -= x.mean(0)
    _, axes = np.linalg.eigh(x.T @ x)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    axes *= np.where(axes[np.abs(axes).argmax(0), np.arange(DIMENSIONS)] < 0, -1, 1)  # An axis has no sign of its own.
    x = x @ axes
    rank = np.maximum(np.arange(len(vocabulary)) - FIRST_WORD, 0)
    x *= np.log(rank + 2.0)[:, None]
    scale = np.abs(x).max(1) / 127
    cells = np.rint(x / scale[:, None]).astype(np.int8)
    words = "\n".join(vocabulary).encode()
    with open(out, "wb") as f:
        f.write(b"GPA vectors 1\n")
        f.write(struct.pack("<III", len(vocabulary), DIMENSIONS, len(words)))
        f.write(words)
        f.write(scale.astype("<f4").tobytes())
        f.write(cells.tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
