-- SPDX-License-Identifier: MIT
-- The core refuses to start, and says why.
-- expect: panic
-- memory: 4
-- output: DEIMOS cannot start: .*too little memory

print("not reached")
