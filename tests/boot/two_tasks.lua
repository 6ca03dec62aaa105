-- SPDX-License-Identifier: MIT
-- LDTs and tasks: into ring 3 and back by a gate, switches in software and in
-- hardware, and all of it given back.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: two_tasks
-- modules: init_load

local expect = require "expect"
local before = deimos.digest()
local E_HANDLE, E_BUSY = expect.errors "E_HANDLE E_BUSY"

local m = deimos.load("two_tasks")
local loaded = deimos.digest()
local t, r = m:open("tasks"), m:open("ring3")
assert(t.build(0) > 0 and t.build(1) > 0)
assert(deimos.digest() ~= loaded)

-- software: each in memory of its own
local built = deimos.digest()
local function both()
  for which = 0, 1 do
    assert(r.add(which, 41 + which) == 42 + which)
    assert(r.write(which, 16, 1000 + which) == 1000 + which)
  end
  assert(r.read(0, 16) == 1000 and r.read(1, 16) == 1001)
end
both()
assert(t.paging(1) == 0)
both()
assert(t.paging(0) == 1 and deimos.digest() == built, "use leaves no trace")
assert(t.paging(1) == 0)

-- hardware: each goes on where it was
local function jumps(sum0, sum1)
  assert(t.hard(0, 5) == sum0, t.hard(0, 0))
  assert(t.hard(1, 7) == sum1)
end
r.write(0, 0, 0)
r.write(1, 0, 0)
jumps(1, 2)             -- the first time: EAX of CreateTSS
jumps(6, 9)
assert(t.paging(0) == 1)
jumps(11, 16)
both()
assert(t.hard_ring1(1) == 77)
assert(t.hard_ring1(2) == 0, "requests from a hardware task")
assert(t.open(0x80) == 0)
assert(t.hard_ring1(3) == 1, "a port that is open, in a hardware task")
assert(t.close(0x80) == 0)
assert(math.sqrt(2.0) > 1.41, "the FPU after a task switch")

-- refused
assert(t.destroy_region(t.region(0)) == E_BUSY)
assert(t.destroy_ldt(t.ldt(0)) == E_BUSY)
assert(t.current(1) == 0)
assert(t.destroy_tss(t.task(0)) == E_BUSY, "it runs")
assert(t.current(0) == 0)
local ok, why = pcall(m.unload, m)
assert(not ok and tostring(why):find("in use"), why)

-- in windows: of two VSASs, or of one
local E_PAGING = deimos.errors.E_PAGING
local costs = {}
local w, rw = m:open("tasks"), m:open("ring3")
assert(t.destroy(0) == 0 and t.destroy(1) == 0)
for shared = 0, 1 do
  assert(w.build_window(0, 0) > 0 and w.build_window(1, shared) > 0)
  assert(rw.add(0, 1) == E_PAGING and w.current(1) == E_PAGING)
  assert(w.paging(1) == 0)
  assert(w.fill_window(0) == 0 and w.fill_window(1) == 0)
  both()
  t.current(1)
  costs[shared] = { t.cost(2), t.cost(2), t.cost(0) }
  r.write(0, 0, 0)
  r.write(1, 0, 0)
  jumps(1, 2)
  jumps(6, 9)
  both()
  assert(w.paging(0) == 1)
  assert(rw.add(1, 1) == E_PAGING)
  assert(w.paging(1) == 0)
  assert(w.current(1) == 0 and w.paging(0) == E_PAGING, "it needs its VSAS")
  assert(w.current(0) == 0)
  both()
  assert(w.paging(0) == 1)
  assert(t.destroy(1) == 0 and t.destroy(0) == 0)
end
deimos.close(w)
deimos.close(rw)
assert(t.build(0) > 0 and t.build(1) > 0)

-- how many instructions a software switch takes, LCALL included
for shared, c in pairs(costs) do
  print(shared, table.unpack(c))
  assert(c[1] == (shared == 1 and 16 or 23) and c[2] == 16 and c[3] == 20)
end

-- handles of dead things
local task, ldt = t.task(0), t.ldt(0)
assert(t.destroy(0) == 0 and t.destroy(1) == 0)
assert(t.destroy_tss(task) == E_HANDLE and t.destroy_ldt(ldt) == E_HANDLE)
deimos.close(t)
deimos.close(r)
m:unload()
assert(deimos.digest() == before, "something is left")

-- a module dies with its task current, in software and in hardware
local deaths = { { "die_current", 0, "#UD" }, { "hard_ring1", 0, "#UD" },
  { "hard_ring1", 4, "#NP" }, { "hard_ring1", 5, "#DF" } }
for _, death in ipairs(deaths) do
  local how, argument, vector = table.unpack(death)
  for on = argument // 5, 1 do
    m = deimos.load("two_tasks")
    t = m:open("tasks")
    assert(t.build(0) > 0)
    t.paging(on)
    if argument == 5 then assert(t.attach(1) >= 0) end
    ok, why = pcall(t[how], argument)
    assert(not ok and tostring(why):find(vector, 1, true), why)
    deimos.close(t)
    m:unload()
    if on == 1 then deimos.nmm.paging(false) end
    assert(deimos.digest() == before, how)
  end
end
print("tasks: ok")
