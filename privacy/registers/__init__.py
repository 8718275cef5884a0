"""The registers of the duties: permits, things in custody, requests and answers, papers, promises."""
