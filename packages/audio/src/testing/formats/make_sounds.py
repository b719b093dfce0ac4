"""Writes the sounds of this folder with libsndfile, and what it reads of them as 32-bit floats, and a list of some: pip install soundfile pandas pyarrow; python make_sounds.py"""
import pathlib

import numpy as np
import pandas as pd
import soundfile

FOLDER = pathlib.Path(__file__).parent
random = np.random.default_rng(1)
times = np.arange(6000) / 24000
left = 0.5 * np.sin(2 * np.pi * 440 * times)
right = 0.3 * np.sin(2 * np.pi * 1000 * times) + 0.02 * random.normal(size=6000)
sound = np.stack([left, right], axis=1)
for name, options in {
    "sound.wav": {"subtype": "PCM_16"},
    "sound.flac": {"subtype": "PCM_16"},
    "deep.flac": {"subtype": "PCM_24"},
    "sound.ogg": {"format": "OGG", "subtype": "VORBIS"},
    "sound.opus": {"format": "OGG", "subtype": "OPUS"},
    "sound.mp3": {"format": "MP3"},
}.items():
    # Opus is decoded at 48 kHz, whatever its rate was.
    soundfile.write(FOLDER / name, sound, 48000 if name.endswith("opus") else 24000, **options)
    values, rate = soundfile.read(FOLDER / name, dtype="float32")
    values.T.astype("<f4").tofile(FOLDER / f"{name}.f32")
    print(name, values.shape, rate)

pd.DataFrame(
    {
        "path": ["sound.wav", "sound.flac", "sound.mp3", "sound.ogg"],
        "label": ["a", "b", "a", "b"],
        "speaker": [1, 1, 2, 2],
        "split": ["train", "train", "test", "test"],
    }
).to_parquet(FOLDER / "list.parquet", index=False)
