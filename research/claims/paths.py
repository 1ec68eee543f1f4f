"""CPU paths: the same programs, other instructions, and so other rounding.

A training of many steps grows a difference in the last bit into another network. Settings stand in for machines that
we do not have: they choose which instructions the libraries may use, and how many threads share a sum.
"""

ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}
ONEDNN_AVX2 = {"ONEDNN_MAX_CPU_ISA": "AVX2"}
XLA_AVX2 = {"XLA_FLAGS": "--xla_cpu_max_isa=AVX2"}
OPENBLAS_HASWELL = {"OPENBLAS_CORETYPE": "Haswell"}

PATHS: dict[str, dict[str, str]] = {
    "usual": {},
    "AVX2": {**ONEDNN_AVX2, **XLA_AVX2, **OPENBLAS_HASWELL},
    "without oneDNN": {"TF_ENABLE_ONEDNN_OPTS": "0"},
    "one thread": ONE_THREAD,
    "oneDNN to AVX2": ONEDNN_AVX2,
    "XLA to AVX2": XLA_AVX2,
    "OpenBLAS Haswell": OPENBLAS_HASWELL,
    "SSE4": {
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2",
        "OPENBLAS_CORETYPE": "Nehalem",
    },
}
"""Settings by name. They take effect where a process begins: the libraries read them once."""
