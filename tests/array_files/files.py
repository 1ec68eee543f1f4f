"""Files to take apart, as NumPy writes them."""

import io
import struct
import warnings

import numpy as np


def saved(array, version=None):
    """What `numpy.save` writes of an array, in a version of its own choice or in the one asked for."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of versions 2 and 3 it warns
        np.lib.format.write_array(file, np.asanyarray(array), version)
    return file.getvalue()


def edited(header, version=(1, 0), data=b""):
    """A file with a header of one's own."""
    code = "<H" if version == (1, 0) else "<I"
    return b"\x93NUMPY" + bytes(version) + struct.pack(code, len(header)) + header + data
