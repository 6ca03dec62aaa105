-- SPDX-License-Identifier: MIT
-- Experiments that fail, step by step: the row says which error it was and
-- where, its teardown was called, the timer goes on, and the run fails.
-- machines: qemu-icount bochs
-- expect: fail
-- modules: odd_experiments
-- output: odd experiments: all told

-- ORDER tests/modules/odd_experiments.c
local NOTHING <const>, SETUP <const>, PREPARE <const>, BODY <const>,
  CHECK <const>, TEARDOWN <const>, LATE <const> = 0, 1, 2, 3, 4, 5, 6

local subject = deimos.load("odd_experiments")
local told = subject:open("told")

local function ticking()
  local from = deimos.ticks()
  for _ = 1, 50000000 do
    if deimos.ticks() > from + 1 then return true end
  end
end

local function run(step)
  local ok, row = pcall(deimos.experiment, { experiment = "odd",
    case = "step" .. step, module = subject, interface = "odd",
    parameter = step, warmup = 1, samples = 6 })
  assert(ticking(), "the timer's line is closed")
  return ok, row
end

-- a place on the x axis is a finite number
for _, x in ipairs { 1 / 0, -1 / 0, 0 / 0 } do
  for _, name in ipairs { "experiment", "not_applicable" } do
    local ok, message = pcall(deimos[name], { experiment = "odd", case = "x",
      module = subject, interface = "odd", x = x })
    assert(not ok and message:find("finite number expected", 1, true),
      ("%s: x = %s: %s"):format(name, x, message))
  end
end

-- and a parameter too, where there is no other
for _, x in ipairs { -1, 1 << 32, math.mininteger } do
  local ok, message = pcall(deimos.experiment, { experiment = "odd",
    case = "x", module = subject, interface = "odd", x = x })
  assert(not ok and message:find("expected 0 to 4294967295", 1, true), message)
end

local ok, row = run(NOTHING)
assert(ok and row.verified and row.n == 6 and row.error == 0)
ok, row = run(NOTHING)
assert(not ok and row:find("again", 1, true), row)
ok, row = run(LATE)
assert(ok and not row.verified and row.failed_at == 3 and row.n == 6)
assert(row.error < 0)
ok, row = run(CHECK)
assert(ok and not row.verified and row.failed_at == 0 and row.error < 0)
ok, row = run(TEARDOWN)
assert(ok and not row.verified and row.n == 6 and row.error < 0)
assert(told.open() == 0, "a teardown is missing")
for _, step in ipairs{ SETUP, PREPARE } do
  ok, row = run(step)
  assert(not ok, "step " .. step)
  assert(told.open() == 0, "a teardown is missing after step " .. step)
  ok, row = run(step)                   -- it has its row
  assert(not ok and row:find("again", 1, true), tostring(row))
end
ok, row = run(NOTHING + 7)              -- nothing is left of a failure
assert(ok and row.verified)
deimos.close(told)
ok, row = run(BODY)                     -- it dies within a sample
assert(not ok and tostring(row):find("died", 1, true), tostring(row))
-- what died has no row yet: by another one it gets it
ok, row = pcall(deimos.experiment, { experiment = "odd", case = "step" .. BODY,
  module = deimos.load("odd_experiments"), interface = "odd",
  parameter = NOTHING, samples = 3 })
assert(ok and row.verified and row.n == 3, tostring(row))
ok, row = run(BODY)
assert(not ok and row:find("again", 1, true), tostring(row))
print("odd experiments: all told")
