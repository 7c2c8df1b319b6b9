""" "Dân vận khéo" models and their life, contests, commendation."""
