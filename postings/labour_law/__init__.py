"""What labour law says of a posting: terms, wages, age, sex, refusal."""
