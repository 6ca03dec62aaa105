-- SPDX-License-Identifier: MIT
-- Everything runs on this processor; without a TSC, everything but timing.
-- cpu: pentium
-- memory: 16
-- expect: pass

local machine = deimos.machine()
assert(machine.clock == "insn", machine.clock)
local row, why = deimos.experiment{ experiment = "call", case = "near",
  module = "bench_call", samples = 5 }
if machine.features.tsc then
  assert(row.verified and row.n == 5)
else
  assert(not row and why == "no TSC")
end
deimos.nmm.paging(true)
assert(deimos.load("null"):open("null").null() == 1)
deimos.nmm.paging(false)
