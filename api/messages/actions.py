"""What can be done with messages, and who may do it."""

from api.core.roles import TAKES_PART, Action

MESSAGE_READ = Action("message_read", TAKES_PART)
