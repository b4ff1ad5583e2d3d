"""Judges the daemon's figures with the parser of the Prometheus project's own client library.

usage: figures.py FILE; FILE holds the text. Prints the names of the families, sorted, in one line. Exits 77 if the library is missing.
"""

import sys

try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

with open(sys.argv[1]) as file:
    families = list(text_string_to_metric_families(file.read()))
for family in families:
    assert family.type in ("counter", "gauge", "histogram") and family.documentation, family
    assert family.samples, family.name
    assert len({(sample.name, tuple(sorted(sample.labels.items()))) for sample in family.samples}) == len(family.samples), family.name
    if family.type != "histogram":
        continue
    series = {}
    for sample in family.samples:
        labels = tuple(sorted((name, value) for name, value in sample.labels.items() if name != "le"))
        series.setdefault(labels, []).append(sample)
    for samples in series.values():
        buckets = [(float(s.labels["le"]), s.value) for s in samples if s.name.endswith("_bucket")]
        count = next(s.value for s in samples if s.name.endswith("_count"))
        assert buckets == sorted(buckets) and [b for _, b in buckets] == sorted(b for _, b in buckets), family.name
        assert buckets[-1] == (float("inf"), count), family.name

print(" ".join(sorted(family.name for family in families)))
