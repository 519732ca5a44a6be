"""The protocol's datatypes in numpy, and values at their edges."""
import struct

import numpy as np

NUMPY = {
    "BOOL": np.bool_, "UINT8": np.uint8, "UINT16": np.uint16, "UINT32": np.uint32, "UINT64": np.uint64,
    "INT8": np.int8, "INT16": np.int16, "INT32": np.int32, "INT64": np.int64,
    "FP16": np.float16, "FP32": np.float32, "FP64": np.float64,
}
DATATYPES = [*NUMPY, "BF16", "BYTES"]

TEXTS = [b"", b"a", "größer".encode(), b"\xff\xfe\x00\x80", b"x" * 70_000, b""]


def model(datatype):
    return "identity_string" if datatype == "BYTES" else f"identity_{datatype.lower()}"


def edges(datatype):
    """Smallest, largest, signed zeros, subnormals, infinities and NaN: whatever the datatype has."""
    if datatype == "BOOL":
        return np.array([True, False, True])
    if datatype == "BF16":  # numpy has no such type; these are its bits
        return np.array([0x0000, 0x8000, 0x0001, 0x3F80, 0x7F7F, 0xFF7F, 0x7F80, 0xFF80, 0x7FC0], np.uint16)
    if datatype == "BYTES":
        return TEXTS
    kind = NUMPY[datatype]
    if np.issubdtype(kind, np.integer):
        limits = np.iinfo(kind)
        return np.array([limits.min, limits.max, 0, 1, limits.max - 1], kind)
    limits = np.finfo(kind)
    return np.array([0.0, -0.0, limits.min, limits.max, limits.smallest_subnormal, 1.5, np.inf, -np.inf, np.nan], kind)


def raw(values):
    """The bytes of a tensor as they travel."""
    if isinstance(values, list):
        return b"".join(struct.pack("<I", len(value)) + value for value in values)
    return values.tobytes()


def texts(data):
    values = []
    while data:
        (length,) = struct.unpack_from("<I", data)
        values.append(data[4:4 + length])
        data = data[4 + length:]
    return values
