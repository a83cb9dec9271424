"""Incubation bases (孵化平台) and the admission of groups to them (入驻)."""
