"""The command line: one module a group of commands."""

import os

# One process a core reads faster where none starts threads of its own: 10.8 reports a second with
# two processes on two cores against 5.6 (benchmarks/reading.py). numpy looks once, when it loads.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
for _name in _THREADS:
    os.environ.setdefault(_name, "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
