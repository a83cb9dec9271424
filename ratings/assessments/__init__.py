"""Rating rounds and the assessments in them: self, community, street, district."""
