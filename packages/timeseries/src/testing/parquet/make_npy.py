"""Writes the arrays of this folder with numpy: pip install numpy; python make_npy.py"""
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parent
values = np.arange(12.0).reshape(2, 3, 2)
gaps = values.copy()
gaps[1, 1, 0] = np.nan
for name, dtype in {"half": "<f2", "single": ">f4", "double": "<f8"}.items():
    np.save(FOLDER / f"{name}.npy", gaps.astype(dtype))
np.save(FOLDER / "fortran.npy", np.asfortranarray(gaps))
np.save(FOLDER / "int64.npy", values.astype(">i8") + 2**53)
np.save(FOLDER / "uint16.npy", values.astype("<u2") + 60_000)
np.save(FOLDER / "flat.npy", values.astype("u1")[0, :, 0])
np.save(FOLDER / "plane.npy", values[0].astype("i4"))
np.save(FOLDER / "objects.npy", np.array([None, {"a": 1}], dtype=object), allow_pickle=True)
with open(FOLDER / "version3.npy", "wb") as file:
    np.lib.format.write_array(file, gaps, version=(3, 0))
labels = np.array(["rest", "walk"])
np.savez(FOLDER / "labelled.npz", X=gaps, label=labels, age=np.array([7, 8], dtype="<i2"), t=np.array([0.5, 1.0, 2.5]))
np.savez_compressed(FOLDER / "deflated.npz", X=gaps, label=labels.astype("S4"), t=np.array([0.5, 1.0, 2.5]))
np.savez(FOLDER / "several.npz", X=gaps, Y=gaps + 1)
