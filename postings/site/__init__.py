"""What the public site shows: the ledger, its proof, and the comparison with the site."""
