-- SPDX-License-Identifier: MIT
-- A client that sets NT, fills the x87 stack or leaves an exception pending
-- hurts nobody: other clients start, other threads go on, and doubles of the
-- caller of run() are rounded as before.
-- modules: client_leaves

local models = require "models"

local WAYS <const> = 6                  -- ORDER tests/modules/client_leaves.c
local ONE, MORE = tonumber("1.0"), tonumber("0x1.0000002p-53")

-- In 64 bits the sum is rounded twice, and that is 1.
local function check_doubles()
  assert(ONE + MORE > ONE, "doubles are rounded twice")
end

local function check(t, how)
  local space = t.m.create()
  assert(t.m.load(space, "leaves") == 0)
  local got = t.m.run(space, how)
  check_doubles()
  assert(got == 7, got)
  t.m.destroy(space)
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, models.ALL)
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    local t = system[name]
    for how = 0, WAYS - 1 do
      local other = t.x.exec("counter", models.counter(3, 1))
      local bad = t.x.exec("leaves", how)
      local third = t.x.exec("counter", models.counter(2, 2))
      check(t, how)
      assert(t.x.wait(bad) == 7)
      assert(t.x.wait(other) == 3 and t.x.wait(third) == 2)
    end
  end
  models.close(system)
end
