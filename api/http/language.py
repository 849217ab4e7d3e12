"""Which language an answer is in: what the request asks for, else the reader's profile, else Chinese."""


def preferred(accept_language: str | None, profile: str | None = None) -> str:
    """`en` or `zh-CN` from an Accept-Language header (RFC 9110 §12.5.4); other languages are passed over."""
    best, best_quality = None, 0.0
    for part in (accept_language or "")[:200].split(","):
        tag, _, parameter = part.strip().partition(";")
        language = "en" if tag.lower().startswith("en") else "zh-CN" if tag.lower().startswith("zh") else None
        quality = _quality(parameter)
        if language and quality > best_quality:
            best, best_quality = language, quality
    return best or profile or "zh-CN"


def _quality(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
