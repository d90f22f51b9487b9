"""What a citizen is given on paper, in the language it is asked for."""
