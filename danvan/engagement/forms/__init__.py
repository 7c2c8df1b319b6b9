"""What people type, cleaned; services decide."""
