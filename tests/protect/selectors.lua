-- SPDX-License-Identifier: MIT
-- Ring 1 loads all 65,536 selectors into each data register, before there was
-- a task, while one runs, and after it: it gets what core/README.md lists.
-- machines: qemu-icount bochs
-- modules: loads
-- limit: 300
-- expect: pass

local REGISTERS <const> = { "ds", "es", "fs", "gs", "ss" }
local MOST <const> = 4096
local before = deimos.digest()

-- index, DPL: of the GDT, and of the LDT
local GLOBAL <const> = { { 3, 1 }, { 4, 1 }, { 5, 3 }, { 6, 1 } }
local LOCAL <const> = { { 1, 3 } }

local function expected(ss, with_task)
  local set, n = {}, 0
  local function add(selector) set[selector], n = true, n + 1 end
  if ss then                    -- writable, DPL and RPL of ring 1
    add(0x21)
    add(0x31)
    return set, n
  end
  for rpl = 0, 3 do add(rpl) end
  for _, one in ipairs(GLOBAL) do
    for rpl = 0, one[2] do add(one[1] * 8 + rpl) end
  end
  for _, one in ipairs(with_task and LOCAL or {}) do
    for rpl = 0, one[2] do add(one[1] * 8 + 4 + rpl) end
  end
  return set, n
end

local found = deimos.buffer(MOST * 4)

local function check(user, when, with_task)
  for i, register in ipairs(REGISTERS) do
    local set, n = expected(register == "ss", with_task)
    local count = user.scan(i - 1, found, MOST)
    for k = 0, math.min(count, MOST) - 1 do
      local selector = found:u32(4 * k)
      assert(set[selector],
        ("%s: %#x goes into %s"):format(when, selector, register))
    end
    assert(count == n, ("%s: %d into %s"):format(when, count, register))
  end
end

local function with(run)
  local module = deimos.load("loads")
  local user = module:open("loads")
  assert(user.begin() == 0)
  run(user)
  deimos.close(user)
  module:unload()
end

with(function(user)
  check(user, "before", false)
  assert(user.start() == 0x0f)
  check(user, "during", true)
  assert(user.stop() == 0)
  check(user, "after", false)
  assert(user.fill() == 0x0f)
  check(user, "after, with tables of others", false)
  assert(user.empty() == 0)
  user["end"]()
end)
with(function(user)
  assert(user.start() == 0x0f)
  assert(not pcall(user.die))
end)
with(function(user)
  check(user, "after a death", false)
  assert(user.fill() == 0x0f)
  check(user, "after a death, with tables of others", false)
  assert(user.empty() == 0)
  user["end"]()
end)
assert(deimos.digest() == before, "something is left")
print("selectors: what is listed")
