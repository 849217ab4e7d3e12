"""What can be done with figures, and who may do it."""

from api.core.roles import Action, Role, Scope

FIGURES_READ = Action("figures_read", {Role.OFFICER: Scope.ORG})
FIGURES_TARGET = Action("figures_target", {Role.OFFICER: Scope.ORG})
