#!/usr/bin/env bash
# A TensorFlow worker whose TF_CONFIG names 127.0.0.1 listens on every interface of the machine.
#
# What one would guess: an address in TF_CONFIG says where a worker listens, so that workers at 127.0.0.1 can be reached
# from this machine only. What is so: only the port is taken from it. The server answers at all of the machine's
# addresses, and it asks nobody for a password: whoever reaches it can have it compute.
#
# Needs Linux, where the whole of 127.0.0.0/8 is this machine: a server at 127.0.0.1 alone refuses 127.0.0.2. Seen with
# tensorflow-cpu 2.21.0, Python 3.11:
#   TF_CONFIG says 127.0.0.1; 127.0.0.1: answers, 127.0.0.2: answers
#   for comparison, a server at 127.0.0.1; 127.0.0.1: answers, 127.0.0.2: refuses
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet tensorflow-cpu==2.21.0
cat > "$folder/look.py" <<'END_OF_PYTHON'
import json, os, socket
import tensorflow as tf

def answers(host, port):
    with socket.socket() as client:
        return "answers" if client.connect_ex((host, port)) == 0 else "refuses"

def say(words, port):
    print(f"{words} 127.0.0.1; " + ", ".join(f"{host}: {answers(host, port)}" for host in ("127.0.0.1", "127.0.0.2")))

with socket.create_server(("127.0.0.1", 0)) as server:
    port = server.getsockname()[1]
os.environ["TF_CONFIG"] = json.dumps(
    {"cluster": {"worker": [f"127.0.0.1:{port}"]}, "task": {"type": "worker", "index": 0}}
)
strategy = tf.distribute.MultiWorkerMirroredStrategy()
say("TF_CONFIG says", port)
with socket.create_server(("127.0.0.1", 0)) as server:
    say("for comparison, a server at", server.getsockname()[1])
END_OF_PYTHON
seen=$(TF_CPP_MIN_LOG_LEVEL=3 "$folder/env/bin/python" "$folder/look.py" 2> "$folder/log") || { cat "$folder/log" >&2; exit 1; }
expected="TF_CONFIG says 127.0.0.1; 127.0.0.1: answers, 127.0.0.2: answers
for comparison, a server at 127.0.0.1; 127.0.0.1: answers, 127.0.0.2: refuses"
diff <(echo "$expected") <(echo "$seen")
echo "As described."
