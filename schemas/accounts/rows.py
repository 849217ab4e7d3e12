"""Accounts: what queries return."""

from typing import TypeAlias

from schemas.accounts.wire import FcmDevice, WebPushDevice

DeviceNew: TypeAlias = FcmDevice | WebPushDevice
