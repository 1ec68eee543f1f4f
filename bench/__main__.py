"""Everything that the series claims of speed, measured on this machine: ``make bench``."""

from bench import embeddings, formats, imports, latency, learner, page, textgen

for part in (imports, formats, latency, page, learner, embeddings, textgen):
    print(f"\n{(part.__doc__ or '').splitlines()[0]}\n", flush=True)
    part.main()
