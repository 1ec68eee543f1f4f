"""Everything that the series claims of speed, measured on this machine: ``make bench``."""

from bench import embeddings, imports, latency, textgen

for part in (imports, latency, embeddings, textgen):
    print(f"\n{(part.__doc__ or '').splitlines()[0]}\n", flush=True)
    part.main()
