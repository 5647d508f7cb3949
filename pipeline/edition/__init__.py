"""One packet from its data to finished files: the stages chained, and what stands around them."""
