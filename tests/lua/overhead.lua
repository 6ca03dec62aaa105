-- SPDX-License-Identifier: MIT
-- What lies between two reads of the TSC, exactly: the overhead of an empty
-- body for a way to serialise (modules/lib/measure/measure.S), and blocks beside it.

local BLOCKS <const> = { 10, 100, 1000, 10000 }

-- Instructions that count between the reads, and the body's RET.
return function(expected)
  for _, length in ipairs(BLOCKS) do
    local case = "block" .. length
    local row = deimos.experiment{ experiment = "selftest", case = case,
      module = "bench_selftest", interface = case, samples = 20 }
    assert(row.verified)
    assert(row.overhead == expected, row.overhead)
    assert(row.min == length + expected and row.max == row.min, row.min)
  end
  local row = deimos.experiment{ experiment = "selftest", case = "timed",
    module = "bench_selftest", interface = "timed", samples = 20 }
  assert(row.verified and row.p50 == 100 + expected, row.p50)
end
