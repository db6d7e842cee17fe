"""From words to things: times, places, actors."""
