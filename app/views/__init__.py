"""What a person sees and touches: the window, its pages and its parts. Nothing here knows SQL or a business rule."""
