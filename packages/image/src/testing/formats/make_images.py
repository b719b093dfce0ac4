"""Writes the images of this folder with Pillow and tifffile, and their samples as 32-bit floats, [rows, columns, channels]:
pip install pillow pillow-heif tifffile imagecodecs numpy pandas pyarrow; python make_images.py"""
import pathlib

import numpy as np
import pandas as pd
import pillow_heif
import tifffile
from PIL import Image

FOLDER = pathlib.Path(__file__).parent
ROWS, COLUMNS = 6, 8
random = np.random.default_rng(1)


def save(name, samples):
    """What is to be read of a file, its channels last."""
    samples.reshape(ROWS, COLUMNS, -1).astype("<f4").tofile(FOLDER / f"{name}.f32")


def pillow(name, samples, mode=None, **options):
    Image.fromarray(samples, mode).save(FOLDER / name, **options)


rows, columns = np.mgrid[0:ROWS, 0:COLUMNS]
colour = np.stack([columns * 36, rows * 51, (rows + columns) * 21], axis=-1).astype(np.uint8)
grey = (rows * 40 + columns * 7).astype(np.uint8)
deep = random.integers(0, 65536, (ROWS, COLUMNS, 3), dtype=np.uint16)
deep[0, 0], deep[0, 1] = 0, 65535
floats = random.random((ROWS, COLUMNS, 3), dtype=np.float32)
# Heights in metres: far outside of 0 to 1.
heights = (random.random((ROWS, COLUMNS), dtype=np.float32) * 4000 - 400).astype(np.float32)

# Formats that lose something: what Pillow decodes.
for name, options in {
    "colour.jpg": {"quality": 95, "subsampling": 0},
    "lossy.webp": {"quality": 95},
    "colour.avif": {"quality": 95, "subsampling": "4:4:4"},
}.items():
    pillow(name, colour, **options)
    save(name, np.asarray(Image.open(FOLDER / name).convert("RGB")) / 255)
pillow("grey.jpg", grey, quality=95)
save("grey.jpg", np.asarray(Image.open(FOLDER / "grey.jpg")) / 255)

# The others: what was written.
pillow("colour.png", colour)
save("colour.png", colour / 255)
pillow("deep.png", deep[..., 0])
save("deep.png", deep[..., 0] / 65535)
Image.fromarray(grey > 120).save(FOLDER / "bits.png")
save("bits.png", grey > 120)
Image.fromarray(colour).quantize(16).save(FOLDER / "palette.png")
save("palette.png", np.asarray(Image.open(FOLDER / "palette.png").convert("RGB")) / 255)
pillow("colour.webp", colour, lossless=True)
save("colour.webp", colour / 255)
Image.fromarray(colour).quantize(64).save(FOLDER / "colour.gif")
save("colour.gif", np.asarray(Image.open(FOLDER / "colour.gif").convert("RGB")) / 255)


def tiff(name, samples, expected, **options):
    tifffile.imwrite(FOLDER / name, samples, metadata=None, **options)
    save(name, expected)


rgb = {"photometric": "rgb"}
tiff("bytes.tif", colour, colour / 255, compression="lzw", **rgb)
tiff("deep.tif", deep, deep / 65535, compression="zlib", predictor=True, **rgb)
tiff("deep-grey.tif", deep[..., 1], deep[..., 1] / 65535, byteorder=">", bigtiff=True)
tiff("deep-planes.tif", np.moveaxis(deep, -1, 0), deep / 65535, planarconfig="separate", **rgb)
tiff("floats.tif", floats, floats, compression="zlib", predictor=True, **rgb)
tiff("floats-grey.tif", floats[..., 0], floats[..., 0], byteorder=">")
tiff("heights.tif", heights, heights, compression="deflate")
tiff("microscope.tif", np.stack([deep[..., 0], deep[..., 1]]), deep[..., 0] / 65535, photometric="minisblack")

# What is refused.
hole = floats[..., 0].copy()
hole[2, 3] = np.nan
tifffile.imwrite(FOLDER / "hole.tif", hole, metadata=None)
tifffile.imwrite(FOLDER / "halves.tif", floats[..., 0].astype(np.float16), metadata=None)
tifffile.imwrite(FOLDER / "doubles.tif", heights.astype(np.float64), metadata=None)
tifffile.imwrite(FOLDER / "signed.tif", heights.astype(np.int16), metadata=None)
tifffile.imwrite(FOLDER / "counts.tif", deep[..., 0].astype(np.uint32), metadata=None)
pillow_heif.from_pillow(Image.fromarray(np.tile(colour, (11, 8, 1)))).save(FOLDER / "phone.heic", quality=50)
pillow("colour.bmp", colour)
pillow("colour.jp2", colour)

# A list of some of them.
pd.DataFrame(
    {
        "path": ["colour.png", "grey.jpg", "colour.gif", "bytes.tif"],
        "label": ["a", "b", "a", None],
        "split": pd.Categorical(["train", "train", "test", "test"]),
        "size": [1, 2, 3, 4],
    }
).to_parquet(FOLDER / "list.parquet", index=False)
