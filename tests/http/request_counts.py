"""Reads the metric of requests."""

from prometheus_client import REGISTRY


def request_counts() -> dict[tuple[str, str], float]:
    """The requests that were counted, by operation and status."""
    return {
        (sample.labels["operation"], sample.labels["status"]): sample.value
        for metric in REGISTRY.collect()
        if metric.name == "xinqiao_requests"
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
