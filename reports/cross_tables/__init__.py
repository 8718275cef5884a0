"""Tables on request: figures of the registry divided as somebody asks for them; the address is the question."""
