-- SPDX-License-Identifier: MIT
-- The module "two_tasks" with two clients in ring 3, and what faults there give.

local ring3 = {}

local FAULTED = 0x40000000

--- Runs body(tasks, ring3) with both clients built and all vectors attached.
function ring3.with(body)
  local before = deimos.digest()
  local m = deimos.load("two_tasks")
  local t, r = m:open("tasks"), m:open("ring3")
  assert(t.build(0) > 0 and t.build(1) > 0)
  assert(t.attach(1) >= 0)
  body(t, r)
  assert(t.attach(0) >= 0)
  assert(t.destroy(0) == 0 and t.destroy(1) == 0)
  deimos.close(t)
  deimos.close(r)
  m:unload()
  assert(deimos.digest() == before, "something is left")
end

--- Likewise attack(tasks, ring3), without paging and with it.
function ring3.both(attack)
  ring3.with(function(t, r)
    attack(t, r)
    assert(t.paging(1) == 0)
    attack(t, r)
    assert(t.paging(0) == 1)
  end)
end

--- The result must be that fault, with that error code.
function ring3.faults(result, vector, code)
  local want = FAULTED | vector << 16 | code
  if result ~= want then
    error(("expected vector %d (0x%x), got 0x%x"):format(vector, code,
          result & 0xffffffff), 2)
  end
end

return ring3
