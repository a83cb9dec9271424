"""Which proofs belong to the gate: those that fit into its ten minutes; ./dev prove runs all of them."""

from tests.proofs.figures import PROVES

# Minutes each, because they start many servers or ask every route as everybody.
LONG = ["crash/test_load.py", "operations/test_deploy.py", "access/test_matrix.py"]
collect_ignore = [] if PROVES else LONG
