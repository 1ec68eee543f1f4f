#!/usr/bin/env bash
# NumPy 2.4 no longer knows the processor features that NPY_DISABLE_CPU_FEATURES took for years, and says nothing.
#
# What one would guess: the variable still turns AVX2 off, as the recipes for comparing machines have it, or NumPy
# refuses the name. What is so: since 2.4 the groups are called X86_V3, X86_V4, ...; of an old name there is only an
# ImportWarning, which Python does not show by default. So a comparison "without AVX2" runs with it, and agrees.
#
# Needs an x86-64 processor with AVX2. Seen with numpy 2.3.5 and 2.4.6 on Linux, Python 3.11:
#   numpy 2.3.5, NPY_DISABLE_CPU_FEATURES=AVX2: AVX2 False
#   numpy 2.4.6, NPY_DISABLE_CPU_FEATURES=AVX2: AVX2 True
#   numpy 2.4.6, NPY_DISABLE_CPU_FEATURES=X86_V3: X86_V3 False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
grep -qw avx2 /proc/cpuinfo || { echo "this processor has no AVX2" >&2; exit 2; }

features() { # version, feature to turn off: what NumPy says of it, warnings included
  NPY_DISABLE_CPU_FEATURES=$2 PYTHONPATH="$folder/$1" python3 -c "
from numpy._core._multiarray_umath import __cpu_features__ as features
print('numpy $1, NPY_DISABLE_CPU_FEATURES=$2: $2', features['$2'])" 2>&1
}

for version in 2.3.5 2.4.6; do
  python3 -m pip install --quiet --no-deps --target "$folder/$version" "numpy==$version"
done
seen=$(features 2.3.5 AVX2; features 2.4.6 AVX2; features 2.4.6 X86_V3)
expected="numpy 2.3.5, NPY_DISABLE_CPU_FEATURES=AVX2: AVX2 False
numpy 2.4.6, NPY_DISABLE_CPU_FEATURES=AVX2: AVX2 True
numpy 2.4.6, NPY_DISABLE_CPU_FEATURES=X86_V3: X86_V3 False"
diff <(echo "$expected") <(echo "$seen")
echo "As described."
