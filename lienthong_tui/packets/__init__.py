"""What leaves the desk as files: declarations, letters, registers, sealed packets; and replies."""
