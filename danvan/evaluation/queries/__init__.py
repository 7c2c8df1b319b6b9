"""Questions about evaluation, each with one address."""
