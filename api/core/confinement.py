"""What a program that reads bytes of others may use at most. A crafted file ends that process, and nothing else."""

import resource


def confine(*, memory: int, cpu_seconds: int) -> None:
    """Limits this process for good: bytes of memory, seconds of CPU, no file written, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
