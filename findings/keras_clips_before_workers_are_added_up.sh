#!/usr/bin/env bash
# On several TensorFlow workers, Keras clips each worker's gradient before they are added up; and fit does not train.
#
# What one would guess: an optimizer with global_clipnorm, made in a MultiWorkerMirroredStrategy's scope, clips the
# gradient of the whole batch, as on one machine, and Keras' fit trains there. What is so: each worker's part is clipped
# alone, and a sum of clipped gradients points elsewhere. With the parts 10 and -1 the sum is 9, and clipped to length 1
# it is 1; but clipped first, the parts are 1 and -1, and their sum is 0. Clipping after adding up, outside the scope,
# does what one machine does. And fit fails before its first step; with one worker, the same lines train.
#
# Seen with tensorflow-cpu 2.21.0 and keras 3.15.1 on Linux, Python 3.11, two workers on one machine:
#   in the strategy's scope, clipped to 1: the weight moves by 0
#   added up first, then clipped to 1: the weight moves by 1
#   fit: ValueError: Attempt to convert a value (PerReplica:{
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet tensorflow-cpu==2.21.0 keras==3.15.1
cat > "$folder/look.py" <<'END_OF_PYTHON'
import json, os, socket, subprocess, sys

if len(sys.argv) == 1:  # starts two of itself, which say the same
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    workers = [f"127.0.0.1:{each.getsockname()[1]}" for each in sockets]
    for each in sockets:
        each.close()
    tasks = [{"cluster": {"worker": workers}, "task": {"type": "worker", "index": index}} for index in range(2)]
    both = [
        subprocess.Popen(
            [sys.executable, __file__, "worker"], env=os.environ | {"TF_CONFIG": json.dumps(task)}, stdout=subprocess.PIPE
        )
        for task in tasks
    ]
    first, second = [process.communicate()[0].decode() for process in both]
    assert first == second, (first, second)
    print(first, end="")
    sys.exit()

import keras
import tensorflow as tf

strategy = tf.distribute.MultiWorkerMirroredStrategy()
gradient = [10.0, -1.0][json.loads(os.environ["TF_CONFIG"])["task"]["index"]]

def new():
    weight, optimizer = keras.Variable(0.0), keras.optimizers.SGD(1.0, global_clipnorm=1.0)
    optimizer.build([weight])
    return weight, optimizer

with strategy.scope():
    weight, optimizer = new()
tf.function(lambda: strategy.run(lambda: optimizer.apply([tf.constant(gradient)], [weight])))()
print(f"in the strategy's scope, clipped to 1: the weight moves by {abs(float(weight.numpy())):g}")
total = lambda: tf.distribute.get_replica_context().all_reduce("SUM", tf.identity(gradient))
weight, optimizer = new()
optimizer.apply([tf.function(lambda: strategy.run(total))()], [weight])
print(f"added up first, then clipped to 1: the weight moves by {abs(float(weight.numpy())):g}")
with strategy.scope():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
try:
    model.fit(tf.ones((8, 1)), tf.ones((8, 1)), batch_size=4, verbose=0)
    print("fit: trains")
except Exception as error:
    print(f"fit: {type(error).__name__}: {str(error).splitlines()[0]}")
END_OF_PYTHON
seen=$(TF_CPP_MIN_LOG_LEVEL=3 "$folder/env/bin/python" "$folder/look.py" 2> "$folder/log") || { cat "$folder/log" >&2; exit 1; }
expected="in the strategy's scope, clipped to 1: the weight moves by 0
added up first, then clipped to 1: the weight moves by 1
fit: ValueError: Attempt to convert a value (PerReplica:{"
diff <(echo "$expected") <(echo "$seen")
echo "As described."
