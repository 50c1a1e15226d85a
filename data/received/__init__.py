"""Files as they arrive: waiting, kept, known by name and order, looked at before they are taken."""
