"""What people send, cleaned; nothing here writes."""
