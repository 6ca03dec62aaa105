-- SPDX-License-Identifier: MIT
-- Everything runs on this processor; without a TSC, everything but timing.
-- cpu: pentium
-- memory: 16
-- expect: pass

require "processor" "insn"
