#!/usr/bin/env python3
"""pandas and pyarrow as the peers of `pnpm check formats`: `write FOLDER` writes one table in each format, and its numbers as doubles;
`arrays FOLDER` writes arrays in
numpy's formats; `archives` prints what aeon reads of the files that its package ships; `compare FILE FILLED` prints, as a list of JSON, where a filled file differs from the one that it was made of in more than its gaps."""

import json
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 5000


def write(folder):
    random = np.random.default_rng(1)
    steps = random.integers(1, 10**13, ROWS).cumsum()
    times = pd.to_datetime(np.int64(1_600_000_000 * 10**9) + steps, unit="ns", utc=True)
    level = random.normal(size=ROWS) * 10.0 ** random.integers(-200, 200, ROWS)
    flow = random.normal(size=ROWS).astype(np.float32).astype(float)
    level[random.random(ROWS) < 0.2] = np.nan
    frame = pd.DataFrame({
        "time": times,
        "level": level,
        "flow": flow,
        "count": pd.array(random.integers(-(2**63), 2**63 - 1, ROWS), dtype="Int64"),
        "note": random.choice(["a", "é", "", None], ROWS),
        "kind": pd.Categorical(random.choice(["x", "y"], ROWS)),
        "flag": random.random(ROWS) < 0.5,
    })
    days = (steps - steps[0]) / 86_400e9
    np.concatenate([days, level, flow]).astype("<f8").tofile(f"{folder}/values.bin")
    frame.to_parquet(f"{folder}/snappy.parquet", row_group_size=700)
    table = pa.Table.from_pandas(frame)
    table = table.set_column(2, "flow", table["flow"].cast(pa.float32()))
    pq.write_table(table, f"{folder}/zstd.parquet", compression="zstd", version="2.6", data_page_version="2.0", use_dictionary=False)
    text = frame.assign(time=[one.isoformat() for one in frame["time"]])
    lines = "".join(json.dumps({key: None if value is pd.NA or value != value else value for key, value in row.items()}, default=int) + "\n"
                    for row in text.astype(object).to_dict("records"))
    csv = text.to_csv(index=False)
    for name, content in {"plain.jsonl": lines, "plain.csv": csv}.items():
        for ending, compression in {"": None, ".gz": "gzip", ".zst": "zstd"}.items():
            with pd.io.common.get_handle(f"{folder}/{name}{ending}", "w", compression=compression, encoding="utf-8") as handle:
                handle.handle.write(content)


def arrays(folder):
    """Values of every series, step and channel as doubles, and files that hold them, or what they become in another type."""
    random = np.random.default_rng(2)
    values = random.normal(size=(7, 50, 3)) * 10.0 ** random.integers(-30, 30, (7, 50, 3))
    values[random.random(values.shape) < 0.1] = np.nan
    labels = np.array([f"class {index % 2}é" for index in range(7)])
    times = random.random(50).cumsum()
    np.save(f"{folder}/double.npy", values)
    np.save(f"{folder}/fortran.npy", np.asfortranarray(values))
    np.save(f"{folder}/big.npy", values.astype(">f8"))
    np.save(f"{folder}/single.npy", values.astype("<f4"))
    np.savez(f"{folder}/plain.npz", values=values, label=labels, when=times)
    np.savez_compressed(f"{folder}/deflated.npz", values=values.astype("<f4"), label=labels, when=times)
    np.concatenate([values.ravel(), values.astype("<f4").astype(float).ravel(), times]).astype("<f8").tofile(f"{folder}/arrays.bin")


def archives():
    import glob
    import os

    import aeon
    from aeon.datasets import load_from_arff_file, load_from_ts_file, load_from_tsf_file

    def plain(series):
        return [[None if value != value else float(value) for value in channel] for channel in series]

    root = os.path.join(os.path.dirname(aeon.__file__), "datasets", "data")
    found = []
    for path in sorted(glob.glob(f"{root}/**/*", recursive=True)):
        if path.endswith(".tsf"):
            frame, _ = load_from_tsf_file(path)
            series = [plain([values]) for values in frame["series_value"]]
            found.append({"path": path, "series": series, "ids": [str(name) for name in frame["series_name"]]})
        elif path.endswith(".arff"):
            values, labels = load_from_arff_file(path)
            found.append({"path": path, "series": [plain(one) for one in values], "labels": [str(label) for label in labels]})
    print(json.dumps({"version": aeon.__version__, "files": found}))


def load(path):
    if path.endswith(".parquet"):
        return pq.read_table(path)
    if ".jsonl" in path:
        import gzip
        import io

        import zstandard
        raw = open(path, "rb").read()
        text = gzip.decompress(raw) if path.endswith(".gz") else zstandard.ZstdDecompressor().stream_reader(io.BytesIO(raw)).read() if path.endswith(".zst") else raw
        return [json.loads(line) for line in text.splitlines()]
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def compare(before, after):
    old, new = load(before), load(after)
    problems = []
    if isinstance(old, pa.Table):
        if not old.schema.equals(new.schema, check_metadata=True):
            problems.append(f"schema {new.schema}")
        columns = {name: (old[name].to_pylist(), new[name].to_pylist()) for name in old.column_names}
    elif isinstance(old, list):
        columns = {name: ([row[name] for row in old], [row[name] for row in new]) for name in old[0]}
    else:
        columns = {name: (old[name].tolist(), new[name].tolist()) for name in old.columns}
    for name, (one, other) in columns.items():
        if len(one) != len(other):
            problems.append(f"{name} has {len(other)} rows of {len(one)}")
            continue
        for row, (was, now) in enumerate(zip(one, other)):
            missing = was is None or was == "" or was != was
            if name == "level" and missing:
                good = float(now) == 0.5
            else:
                good = was == now or (was != was and now != now)
            if not good:
                problems.append(f"{name}, row {row}: {now!r}, and was {was!r}")
                break
    print(json.dumps(problems))


def large(path, gigabytes):
    """Random doubles, which do not compress, in row groups of 100,000; prints what they sum to."""
    random = np.random.default_rng(2)
    names = [f"c{channel}" for channel in range(8)]
    schema = pa.schema([("id", pa.string()), ("time", pa.timestamp("ms")), *[(name, pa.float64()) for name in names]])
    rows, total, group = 0, 0.0, 100_000
    with pq.ParquetWriter(path, schema, use_dictionary=["id"]) as writer:
        while rows * 72 < float(gigabytes) * 1e9:
            values = random.normal(size=(8, group))
            times = pa.array(np.arange(group) * 60_000, pa.timestamp("ms"))
            writer.write_table(pa.table([pa.array([f"s{rows}"] * group), times, *values], schema=schema), row_group_size=group)
            rows += group
            total += values.sum()
    print(json.dumps({"rows": rows, "sum": total, "channels": names}))


{"write": write, "arrays": arrays, "archives": archives, "compare": compare, "large": large}[sys.argv[1]](*sys.argv[2:])
