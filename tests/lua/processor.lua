-- SPDX-License-Identifier: MIT
-- What has to work on every processor: modules, paging; and timing where
-- there is a TSC.

--- clock: the class that the probe must have found.
return function(clock)
  local machine = deimos.machine()
  assert(machine.clock == clock, machine.clock)
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
end
