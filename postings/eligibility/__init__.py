"""Whether a posting carries the relocation subsidy: vetting, evidence, the corporation's course, rule drafts."""
