-- SPDX-License-Identifier: MIT
-- What is stuck, by the books alone: what was computed at which second, and
-- when the runner gives a test up. And the books: all that a process and what
-- it began computed, and nobody else did.

local host = require "results.host"
local process = require "results.host.process"
local stuck = require "tests.stuck"

-- Looks of `now, sum`, from second 100 on; at which one it is given up.
local function given_up(quiet, looks)
  local judge = stuck.judge(quiet, 100)
  for i, look in ipairs(looks) do
    local why = judge(look[1], look[2])
    if why then
      assert(why == ("stuck: nothing computed for %d s"):format(quiet), why)
      return i
    end
  end
end

for what, case in pairs {
  ["nothing is ever computed"] = { 2, { { 109, 0 }, { 110, 0 } } },
  ["a look too early"] = { nil, { { 109, 0 } } },
  ["less than a second"] = { 2, { { 105, 0.9 }, { 110, 0.99 } } },
  ["a second, at once"] = { 3, { { 105, 1 }, { 114, 1 }, { 115, 1 } } },
  ["a second, in small parts"] =
    { 4, { { 104, 0.5 }, { 108, 1 }, { 117, 1.9 }, { 118, 1.9 } } },
  ["each part counts from the last that moved it"] =
    { 5, { { 105, 3 }, { 106, 3.5 }, { 112, 4 }, { 121, 4 }, { 122, 4.9 } } },
  ["what computed has gone"] =
    { 4, { { 109, 50 }, { 118, 2 }, { 127, 2.5 }, { 128, 2.5 } } },
  ["what computed has gone, and another begins"] =
    { nil, { { 109, 50 }, { 118, 0 }, { 127, 1 }, { 136, 2 }, { 145, 3 } } },
  ["all goes on"] =
    { nil, { { 109, 1 }, { 118, 2 }, { 127, 3 }, { 136, 4 }, { 145, 5 } } },
} do
  local at = given_up(10, case[2])
  assert(at == case[1], ("%s: given up at %s"):format(what, tostring(at)))
end
assert(given_up(600, { { 699, 0 }, { 700, 0 } }) == 2, "ten minutes")
local usual = stuck.judge(nil, 100)
assert(not usual(699, 0) and usual(700, 0), "ten minutes, if nothing is said")

-- A child that computes is ended by the kernel after about a second. The dead count
-- with those that they leave behind, the living with those that began them.
local DONE <const> = host.scratch() .. "/done"
local BURN <const> = "(ulimit -t 1; while :; do :; done) 2>/dev/null; "
for line, seconds in pairs { [""] = 0, [BURN .. BURN] = 2, [BURN] = 1 } do
  line = ("%s : >%s; sleep 600"):format(line, DONE)
  for _, how in ipairs { line, ("sh -c '%s' & wait"):format(line) } do
    os.remove(DONE)
    local child = process.start({ "sh", "-c", how }, { input = "none" })
    process.await(function() return host.exists(DONE) end, function() end)
    local computed = stuck.computed(child.pid)
    process.stop(child)
    assert(computed >= 0.8 * seconds and computed < seconds + 0.4,
      ("%s: %s s"):format(how, computed))
  end
end
print("stuck: what has computed nothing, and nothing else")
