-- SPDX-License-Identifier: MIT
-- The core refuses to start, and says why.
-- expect: panic
-- cpu: 486,-fpu
-- output: DEIMOS cannot start: .*floating%-point unit

print("not reached")
