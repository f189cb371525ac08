"""A country to measure: made-up people and things in great numbers, loaded as the product would have stored them."""
