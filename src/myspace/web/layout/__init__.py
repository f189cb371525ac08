"""What surrounds every page: the frame, who looks at whose folder, the way out."""
