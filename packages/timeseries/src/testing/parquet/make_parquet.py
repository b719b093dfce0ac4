"""Writes the Parquet files of this folder with pyarrow, and what their values are: pip install pyarrow; python make_parquet.py"""
import datetime as dt
import decimal
import json
import pathlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FOLDER = pathlib.Path(__file__).parent
NS = [0, 1, 1_700_000_000_123_456_789, -1, None]
DECIMALS = ["12345678901234567890.0123456789", "-0.0000000001", "0", None, "1.5"]


def iso(nanos, digits):
    if nanos is None:
        return ""
    text = str(np.datetime64(nanos, "ns")) if digits == 9 else str(np.datetime64(nanos // 10 ** (9 - digits), {3: "ms", 6: "us"}[digits]))
    return text.rstrip("0").rstrip(".") if "." in text else text


def half(value):
    return None if value is None else np.float16(value)


columns = {
    "row": (pa.array([0, 1, 2, 3, 4], pa.int16()), ["0", "1", "2", "3", "4"]),
    "ts_ms": (pa.array([None if n is None else n // 10**6 for n in NS], pa.timestamp("ms")), [iso(n, 3) for n in NS]),
    "ts_us": (pa.array([None if n is None else n // 10**3 for n in NS], pa.timestamp("us")), [iso(n, 6) for n in NS]),
    "ts_ns": (pa.array(NS, pa.timestamp("ns")), [iso(n, 9) for n in NS]),
    "ts_utc": (pa.array([None if n is None else n // 10**3 for n in NS], pa.timestamp("us", "UTC")), [iso(n, 6) and iso(n, 6) + "Z" for n in NS]),
    "ts_zone": (pa.array(NS, pa.timestamp("ns", "Europe/Berlin")), [iso(n, 9) and iso(n, 9) + "Z" for n in NS]),
    "date": (pa.array([0, -1, 20000, None, 11016], pa.date32()), ["1970-01-01", "1969-12-31", "2024-10-04", "", "2000-02-29"]),
    "int8": (pa.array([-128, 127, 0, None, 1], pa.int8()), ["-128", "127", "0", "", "1"]),
    "uint32": (pa.array([2**32 - 1, 2**31, 0, None, 1], pa.uint32()), [str(2**32 - 1), str(2**31), "0", "", "1"]),
    "int64": (pa.array([2**63 - 1, -(2**63), 2**53 + 1, None, 1], pa.int64()), [str(2**63 - 1), str(-(2**63)), str(2**53 + 1), "", "1"]),
    "uint64": (pa.array([2**64 - 1, 2**63, 0, None, 1], pa.uint64()), [str(2**64 - 1), str(2**63), "0", "", "1"]),
    "half": (pa.array([half(1.5), half(-65504), half(2**-24), None, half(float("nan"))], pa.float16()), ["1.5", "-65504", "5.960464477539063e-8", "", ""]),
    "float": (pa.array([0.1, -0.0, float("nan"), None, 3e38], pa.float32()), ["0.10000000149011612", "-0", "", "", "3e+38"]),
    "double": (pa.array([0.1, -0.0, float("nan"), None, 5e-324], pa.float64()), ["0.1", "-0", "", "", "5e-324"]),
    "decimal": (pa.array([None if d is None else decimal.Decimal(d) for d in DECIMALS], pa.decimal128(38, 10)),
                ["12345678901234567890.0123456789", "-0.0000000001", "0.0000000000", "", "1.5000000000"]),
    "money": (pa.array([decimal.Decimal(d) for d in ["1.25", "-1.25", "0.05", "-0.05", "9999999.99"]], pa.decimal128(9, 2)),
              ["1.25", "-1.25", "0.05", "-0.05", "9999999.99"]),
    "flag": (pa.array([True, False, None, True, True]), ["true", "false", "", "true", "true"]),
    "text": (pa.array(["a", "", None, "é \n\"", "\ufeffx"]), ["a", "", "", "é \n\"", "\ufeffx"]),
    "category": (pa.array(["x", "y", "x", None, "x"]).dictionary_encode(), ["x", "y", "x", "", "x"]),
    "bytes": (pa.array([b"ab", b"\xff\x00", None, b"", b"z"]), ["ab", "0xff00", "", "", "z"]),
    "list": (pa.array([[1.5, None], [], None, [2.0], [3.0]], pa.list_(pa.float64())), ['["1.5",""]', "[]", "", '["2"]', '["3"]']),
}
table = pa.table({name: array for name, (array, _) in columns.items()})
expected = {name: texts for name, (_, texts) in columns.items()}
expected["float"][4] = repr(float(np.float32(3e38)))
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    pq.write_table(table, FOLDER / f"types-{codec}.parquet", compression=codec, row_group_size=2)
(FOLDER / "types.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")

start = dt.datetime(2024, 1, 1)
rows = [start + dt.timedelta(hours=hour) for hour in range(6)]
gaps = pa.table({
    "time": pa.array(rows, pa.timestamp("us", "UTC")),
    "station": pa.array(["a"] * 3 + ["b"] * 3).dictionary_encode(),
    "level": pa.array([1.5, None, 2.5, float("nan"), 4.0, 5.0]),
    "count": pa.array([1, 2, None, 4, 5, 2**53 + 1], pa.int64()),
    "note": pa.array(["x", None, "", "y", "y", "y"]),
    "parts": pa.array([[1, 2], None, [], [3], [4], [5]], pa.list_(pa.int32())),
})
pq.write_table(gaps, FOLDER / "gaps.parquet", row_group_size=4)

lists = pa.table({
    "station": ["a", "b"],
    "time": pa.array([[0.0, 1.0, 2.0], [0.0, 5.0]]),
    "level": pa.array([[1.0, None, 3.0], [4.0, 5.0]]),
    "kind": ["x", "y"],
})
pq.write_table(lists, FOLDER / "lists.parquet")
