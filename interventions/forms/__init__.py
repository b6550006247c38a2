"""What people type about interventions, understood and answered beside the field."""
