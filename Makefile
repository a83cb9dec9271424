# Forwards to ./dev, which does the work; ./dev help lists everything.
COMMANDS := run test check bench demo reset migrate doctor docs deploy-check help
.DEFAULT_GOAL := help
.PHONY: $(COMMANDS)
$(COMMANDS):
	@./dev $@ $(ARGS)
