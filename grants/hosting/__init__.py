"""Holding a roadshow (主持路演): planning it, its order, calling item after item, and the judges' page that follows."""
