"""The page of the home screen."""
