"""Requirements of OWASP ASVS 5.0, and what they rest on."""
