"""Who writes a proposal together (一起写): roles, shared-out sections, invitation by link, sign-off."""
