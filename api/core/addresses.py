"""Addresses that the operator sets: networks that are trusted, and who is asked."""

from ipaddress import ip_network

from api.core.errors import Misconfigured


def read_networks(text: str | None) -> tuple[str, ...]:
    """Reads XINQIAO_TRUSTED_PROXIES: addresses or networks. Raises Misconfigured."""
    networks = tuple((text or "").replace(",", " ").split())
    for network in networks:
        try:
            size = ip_network(network, strict=False).prefixlen
        except ValueError as error:
            raise Misconfigured(f"XINQIAO_TRUSTED_PROXIES: {network} is no address or network.") from error
        if size == 0:
            raise Misconfigured("XINQIAO_TRUSTED_PROXIES must not name everybody: then anybody can claim any address.")
    return networks


def read_contacts(text: str | None) -> tuple[str, ...]:
    """Reads XINQIAO_SECURITY_CONTACT: addresses of mail, pages or phones. Raises Misconfigured."""
    contacts = tuple((text or "").split())
    if not all(contact.startswith(("mailto:", "https://", "tel:")) for contact in contacts):
        raise Misconfigured("XINQIAO_SECURITY_CONTACT must be addresses that begin with mailto:, https:// or tel:.")
    return contacts
