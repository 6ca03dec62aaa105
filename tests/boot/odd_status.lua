-- SPDX-License-Identifier: MIT
-- A status that no verdict has is a failure.
-- expect: fail
-- output: odd status

assert(not pcall(deimos.exit, 256) and not pcall(deimos.exit, -1))
print("odd status")
deimos.exit(5)
