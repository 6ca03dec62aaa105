-- SPDX-License-Identifier: MIT
-- The core refuses to start, and says why.
-- expect: panic
-- options: ium=nowhere
-- output: DEIMOS cannot start: .*no 'modules/nowhere.o'

print("not reached")
