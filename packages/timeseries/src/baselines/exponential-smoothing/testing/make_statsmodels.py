"""Exponential smoothing by statsmodels (0.14 or newer): python make_statsmodels.py > statsmodels.json"""

import json
import math
import sys

import numpy as np
import statsmodels
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

SEASON = 4


def series():
    """Sixty values with a level that wanders, a trend and a season, by a small generator that any language has."""
    state, values, level = 12345, [], 20.0
    for step in range(60):
        state = (1103515245 * state + 12345) % 2**31
        noise = state / 2**31 - 0.5
        level += 0.3 + 0.8 * noise
        values.append(round(level + 3 * math.sin(2 * math.pi * step / SEASON) + 1.5 * noise, 3))
    return np.array(values)


def case(values, name, **model):
    fit = ETSModel(values, error="add", **model).fit(disp=False, maxiter=2000)
    named = dict(zip(fit.param_names, (float(one) for one in fit.params)))
    damping = named.get("damping_trend", 0.0 if model.get("trend") is None else 1.0)
    seasonal = model.get("seasonal") is not None
    return {
        "name": name,
        "smoothing": {
            "level": named["smoothing_level"],
            "trend": named.get("smoothing_trend", 0.0),
            "season": named.get("smoothing_seasonal", 0.0),
            "damping": damping,
        },
        "level": named["initial_level"],
        "trend": named.get("initial_trend", 0.0),
        # initial_seasonal.0 is the latest before the first value, so that the first value's comes last
        "seasons": [named[f"initial_seasonal.{SEASON - 1 - phase}"] for phase in range(SEASON)] if seasonal else [0.0],
        "squares": float(np.sum(fit.resid**2)),
        "forecast": [float(one) for one in fit.forecast(6)],
    }


values = series()
cases = [
    case(values, "simple"),
    case(values, "Holt", trend="add"),
    case(values, "damped", trend="add", damped_trend=True),
    case(values, "Holt-Winters", trend="add", seasonal="add", seasonal_periods=SEASON),
]
json.dump({"statsmodels": statsmodels.__version__, "values": values.tolist(), "cases": cases}, sys.stdout, indent=1)
