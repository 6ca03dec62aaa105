-- SPDX-License-Identifier: MIT
-- An upcall finds nothing of whom the core works for: whatever flags and
-- segments the module has that asks for a load, the init of what is loaded has
-- the flags and segments that the core says. And a module may die with any GS:
-- its caller goes on with its own.
-- machines: qemu-icount bochs
-- modules: upcaller upcalled
-- expect: pass

local UPS_DS <const>, GRAPH_DS <const>, THREAD_DS <const> = 0x21, 0x2b, 0x31
local FIXED <const>, STATUS <const>, IF <const> = 0x2, 0x8d5, 0x200
local ID <const> = 0x200000             -- is of no use to anybody
local FLAGS <const> = { 0, 0x400, 0x4000, 0x4400, 0x40000, ID, 0x8d5,
  0x244cd5 }

local before = deimos.digest()
local m = deimos.load("upcaller")
local user = m:open("upcaller")

local function check(flags, selector)
  local handle = user.load(flags, selector)
  local what = ("flags %#x, FS %#x: "):format(flags, selector)
  assert(handle > 0, what .. handle)
  local loaded = deimos.find("upcalled")
  local found = loaded:open("upcalled")
  local left = found.flags() & ~(STATUS | ID)
  assert(left == FIXED | IF, ("%sits init has %#x"):format(what, left))
  for i, expected in ipairs { UPS_DS, UPS_DS, 0, THREAD_DS } do
    local is = found.selector(i - 1)
    assert(is == expected, ("%sselector %d is %#x"):format(what, i, is))
  end
  deimos.close(found)
  loaded:unload()
end

for _, flags in ipairs(FLAGS) do
  for _, selector in ipairs { 0, UPS_DS, GRAPH_DS, THREAD_DS } do
    check(flags, selector)
  end
end
deimos.close(user)
m:unload()

for _, selector in ipairs { 0, UPS_DS, GRAPH_DS } do
  m = deimos.load("upcaller")
  user = m:open("upcaller")
  local ok, message = pcall(user.die, selector)
  assert(not ok and message:find("#UD", 1, true), message)
  assert(math.sqrt(16) == 4 and string.format("%.3f", 0.5) == "0.500")
  deimos.close(user)
  m:unload()
end
assert(deimos.digest() == before, "something is left")
print("upcalls: with nothing of their callers'")
