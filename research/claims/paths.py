"""CPU paths: the same programs, other instructions, and so other rounding.

A training of many steps grows a difference in the last bit into another network. Settings stand in for machines that
we do not have: they choose which instructions the libraries may use, and how many threads share a sum.
"""

from tools.dev import AVX2

ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
ONEDNN_AVX2, XLA_AVX2, OPENBLAS_HASWELL, _ = ({name: value} for name, value in AVX2.items())
SSE4 = {
    "ONEDNN_MAX_CPU_ISA": "SSE41",
    "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2",
    "OPENBLAS_CORETYPE": "Nehalem",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 " + AVX2["NPY_DISABLE_CPU_FEATURES"],
}

PATHS: dict[str, dict[str, str]] = {
    "usual": {},
    "AVX2, one thread": {**AVX2, **ONE_THREAD},
    "one thread": ONE_THREAD,
    "without oneDNN, one thread": {"TF_ENABLE_ONEDNN_OPTS": "0", **ONE_THREAD},
    "SSE4, one thread": {**SSE4, **ONE_THREAD},
    "XLA to AVX2, one thread": {**XLA_AVX2, **ONE_THREAD},
    "oneDNN to AVX2, one thread": {**ONEDNN_AVX2, **ONE_THREAD},
    "OpenBLAS Haswell, one thread": {**OPENBLAS_HASWELL, **ONE_THREAD},
    "AVX2": AVX2,
}
"""Settings by name. They take effect where a process begins: the libraries read them once."""
