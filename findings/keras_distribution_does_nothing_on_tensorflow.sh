#!/usr/bin/env bash
# On TensorFlow, keras.distribution.DataParallel does nothing, and says nothing.
#
# What one would guess: keras.distribution, which belongs to Keras and not to one of its engines, shares the work out on
# each of them, or refuses. What is so: on TensorFlow it lists both devices, takes a DataParallel over them, and fit
# trains: all of it on the first device. No warning, no error; the losses are, to the bit, those without it. Only
# keras.distribution.initialize, which joins several processes, ends with an error: the engine's part, a prototype that
# begins with "!!!DO NOT USE!!!", has none. The same lines on JAX share out each batch and give each device a copy of
# every variable, and the losses are those without it but for rounding.
#
# Seen with tensorflow-cpu 2.21.0, keras 3.15.1 and jax 0.10.2 on Linux, Python 3.11, in one process whose CPU counts as
# two devices; 5 passes over 64 rows in batches of 8, then one more to look where the values lie:
#   on tensorflow, devices: cpu:0, cpu:1
#   without: rows of a batch: 8 on device 0; variables: 14 on device 0
#   with DataParallel: rows of a batch: 8 on device 0; variables: 14 on device 0
#   warnings: 0; losses: equal to the bit
#   initialize: AttributeError: module '...tensorflow.distribution_lib' has no attribute 'initialize'
#   operations that TensorFlow put on device 0: many; on device 1: 0
#   on jax, devices: cpu:0, cpu:1
#   without: rows of a batch: 8 on device 0; variables: 14 on device 0
#   with DataParallel: rows of a batch: 4 on device 0, 4 on device 1; variables: 14 on device 0, 14 on device 1
#   warnings: 0; losses: equal within 1e-6
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet tensorflow-cpu==2.21.0 keras==3.15.1 jax==0.10.2
cat > "$folder/look.py" <<'END_OF_PYTHON'
import collections, sys, warnings
import keras
import numpy as np

sys.stdout = open(sys.argv[1], "w")  # TensorFlow writes to the other one
engine = keras.backend.backend()
if engine == "tensorflow":
    import tensorflow as tf

    cpu = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    tf.debugging.set_log_device_placement(True)  # says of each operation, in the log, where it runs
    parts = lambda value: {value.device[-1]: value.shape}
else:
    import jax

    jax.config.update("jax_num_cpu_devices", 2)
    parts = lambda value: {part.device.id: part.data.shape for part in value.addressable_shards}

class Look(keras.layers.Layer):
    """Passes a batch on as it is, and keeps the last, to look at where it lies."""

    def call(self, batch):
        self.batch = batch
        return batch

def say(counts):
    return ", ".join(f"{counts[device]} on device {device}" for device in sorted(counts))

def fit(words):
    keras.utils.set_random_seed(0)
    look = Look()
    model = keras.Sequential([keras.Input((4,)), look, keras.layers.Dense(16, "tanh"), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
    data = {"x": x, "y": x.sum(1, keepdims=True), "batch_size": 8, "verbose": 0}
    losses = model.fit(**data, epochs=5).history["loss"]
    model.compile("adam", "mse", run_eagerly=True)
    model.fit(**data)
    rows = {device: shape[0] for device, shape in parts(look.batch).items()}
    variables = model.variables + model.optimizer.variables
    assert all(shape == variable.shape for variable in variables for shape in parts(variable.value).values())
    copies = collections.Counter(device for variable in variables for device in parts(variable.value))
    print(f"{words}: rows of a batch: {say(rows)}; variables: {say(copies)}")
    return losses

print(f"on {engine}, devices: {', '.join(keras.distribution.list_devices())}")
without = fit("without")
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    keras.distribution.set_distribution(keras.distribution.DataParallel())
    shared = fit("with DataParallel")
close = "equal within 1e-6" if np.allclose(shared, without, rtol=0, atol=1e-6) else "others"
print(f"warnings: {len(warned)}; losses: {'equal to the bit' if shared == without else close}")
if engine == "tensorflow":
    try:
        keras.distribution.initialize("127.0.0.1:1,127.0.0.1:2", num_processes=2, process_id=0)
        print("initialize: no error")
    except Exception as error:
        print(f"initialize: {type(error).__name__}: {error}")
sys.stdout.close()
END_OF_PYTHON
look() {
    KERAS_BACKEND=$1 "$folder/env/bin/python" "$folder/look.py" "$folder/$1.out" &> "$folder/$1.log" ||
        { cat "$folder/$1.log" >&2; exit 1; }
    cat "$folder/$1.out"
}
placed() {
    grep -c "/device:CPU:$1" "$folder/tensorflow.log" || true
}
seen=$(
    look tensorflow
    count=$(placed 0)
    [ "$count" -ge 1000 ] && count=many
    echo "operations that TensorFlow put on device 0: $count; on device 1: $(placed 1)"
    look jax
)
expected="on tensorflow, devices: cpu:0, cpu:1
without: rows of a batch: 8 on device 0; variables: 14 on device 0
with DataParallel: rows of a batch: 8 on device 0; variables: 14 on device 0
warnings: 0; losses: equal to the bit
initialize: AttributeError: module 'keras.src.backend.tensorflow.distribution_lib' has no attribute 'initialize'
operations that TensorFlow put on device 0: many; on device 1: 0
on jax, devices: cpu:0, cpu:1
without: rows of a batch: 8 on device 0; variables: 14 on device 0
with DataParallel: rows of a batch: 4 on device 0, 4 on device 1; variables: 14 on device 0, 14 on device 1
warnings: 0; losses: equal within 1e-6"
diff <(echo "$expected") <(echo "$seen")
echo "As described."
