"""Display filters (placeholder until the design lands)."""

from django import template

register = template.Library()
