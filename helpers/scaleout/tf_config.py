"""TF_CONFIG: the variable by which TensorFlow's workers know where all of them are, and which one each is."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import checks

VARIABLE = "TF_CONFIG"
EXAMPLE = '{"cluster": {"worker": ["first:12345", "second:12345"]}, "task": {"type": "worker", "index": 0}}'


class PortTaken(OSError):
    """A worker cannot listen on its port, as another program does."""


@dataclass(frozen=True)
class TFConfig:
    """Where the workers are, as ``host:port`` each, and which of them this one is."""

    workers: tuple[str, ...]
    index: int = 0

    def to_json(self) -> str:
        """What the variable says."""
        return json.dumps({"cluster": {"worker": self.workers}, "task": {"type": "worker", "index": self.index}})

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "TFConfig | None":
        """What the variable says, None where it is not set; ValueError if it says something else."""
        if (given := environment.get(VARIABLE)) is None:
            return None
        try:
            return cls._of(json.loads(given))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
            raise ValueError(
                f"{VARIABLE} is {checks.short_repr(given)}, expected such as {EXAMPLE}; {reason}"
            ) from None

    @classmethod
    def _of(cls, said: Any) -> "TFConfig":
        cluster, task = (checks.instance(name, said[name], dict, "an object") for name in ("cluster", "task"))
        if set(cluster) != {"worker"} or task["type"] != "worker":
            raise ValueError("here all tasks are workers")
        workers = checks.unique_strings("worker", cluster["worker"])
        for worker in workers:
            if not re.fullmatch(r"[^\s/]+:\d{1,5}", worker):
                raise ValueError(f"worker {worker!r} is no host:port")
        return cls(workers, checks.integer("index", task["index"], 0, len(workers) - 1))
