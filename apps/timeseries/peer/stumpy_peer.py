"""The matrix profile of a series: stumpy_peer.py VALUES.npy WINDOW PROFILE.npy"""

import sys

import numpy as np
import stumpy

values, window, out = np.load(sys.argv[1]).astype(np.float64), int(sys.argv[2]), sys.argv[3]
profile = stumpy.stump(values, m=window)[:, 0].astype(np.float64)
# A window that is constant is unlike any other by an infinite distance, or by none.
np.save(out, np.nan_to_num(profile, posinf=2 * np.sqrt(window)).astype(np.float32))
