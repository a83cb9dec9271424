"""Rankings: the order of an edition's proposals, computed from valid sheets by the edition's own rules."""
