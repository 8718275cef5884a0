"""The duties of 別記 as registers: who handles personal data and where, what they were told, what opens an account."""
