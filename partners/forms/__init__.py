"""What people type about partners, understood and answered beside the field."""
