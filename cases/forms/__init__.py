"""What people type about groups and persons, understood and answered beside the field."""
