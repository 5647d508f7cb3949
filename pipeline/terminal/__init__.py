"""What a person at a terminal gives and sees: options, findings, progress, reports."""
