"""Who stands behind a proposal (落地社区、代管单位): what was asked, what was answered, and whether it still holds."""
