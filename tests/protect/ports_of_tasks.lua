-- SPDX-License-Identifier: MIT
-- Ring 3 reaches the ports that were opened to its own task and no others;
-- ring 1 reaches the same ports in a client's thread as in its own, by every
-- form of IN, OUT, INS and OUTS, and no more.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: two_tasks port_io

local expect = require "expect"
local ring3 = require "two_tasks"
local faults, GP = ring3.faults, 13
local PORT = 0x82                       -- a page register of the DMA controller

local E_HANDLE <const>, E_BUSY <const> = expect.errors "E_HANDLE E_BUSY"

local function opened_to_one_task(t, r)
  assert(t.open_for(0x38, PORT) == E_HANDLE)
  assert(t.open_for(t.task(0), PORT) == 0)
  assert(t.open_for(t.task(1), PORT) == E_BUSY)
  assert(t.open(PORT + 1) == E_BUSY)
  assert(r["in"](0, PORT) == 1 and r["in"](0, PORT + 1) == 1)
  faults(r["in"](0, PORT - 1), GP, 0)
  faults(r["in"](0, PORT + 2), GP, 0)
  faults(r["in"](1, PORT), GP, 0)
  assert(t.open_for(t.task(1), PORT + 2) == 0)
  assert(r["in"](1, PORT + 2) == 1)
  faults(r["in"](1, PORT), GP, 0)
  faults(r["in"](0, PORT + 2), GP, 0)
  assert(t.close_for(PORT) == 0 and t.close_for(PORT + 2) == 0)
  faults(r["in"](0, PORT), GP, 0)
  faults(r["in"](1, PORT + 2), GP, 0)
end

ring3.with(opened_to_one_task)

-- They close with the task.
ring3.with(function(t, r)
  assert(t.open_for(t.task(0), PORT) == 0)
  assert(r["in"](0, PORT) == 1)
  assert(t.destroy(0) == 0)
  assert(t.build(0) > 0)
  faults(r["in"](0, PORT), GP, 0)
  assert(t.open(PORT) == 0 and t.close(PORT) == 0)
end)

local function outcome(io, form, times, backwards)
  assert(io.run(form, PORT, 0x12345678, times, backwards) == 0)
  local values = {}
  for i = 0, 6 do values[i + 1] = ("%x"):format(io.value(i) & 0xffffffff) end
  return table.concat(values, " ")
end

local OUT_BYTE <const> = 9              -- out %al, (%dx)

local function each_form(io, body)
  for port = 0x80, 0x87 do io.run(OUT_BYTE, port, 0, 1, 0) end
  for form = 0, io.count() - 1 do
    for _, times in ipairs{ 0, 1, 300 } do
      for backwards = 0, 1 do body(form, times, backwards) end
    end
  end
end

-- Ring 1, with and without a client current: the same outcome.
local m = deimos.load("two_tasks")
local t = m:open("tasks")
local io_module = deimos.load("port_io")
local io = io_module:open("port_io")
local forms = io.count()
assert(t.build(0) > 0 and t.build(1) > 0)
assert(io.open(0x80, 8) == 0)
local alone, n = {}, 0
each_form(io, function(...) alone[#alone + 1] = outcome(io, ...) end)
assert(t.current(1) == 0)
each_form(io, function(form, times, backwards)
  n = n + 1
  local got = outcome(io, form, times, backwards)
  if got ~= alone[n] then
    error(("form %d, %d times: %s, alone %s"):format(form, times, got,
          alone[n]))
  end
end)
local cost = io.cost(PORT)
assert(t.current(0) == 0)
assert(cost < 340, cost)                -- core/descriptor/README.md: 296 more
print(("%d outcomes are the same; IN %d, in a client's thread %d"):format(n,
      io.cost(PORT), cost))
deimos.close(io)
io_module:unload()

-- A port that is closed kills the module that asks, in a client's thread, too.
local function dies(form, current)
  local module = deimos.load("port_io")
  local bad = module:open("port_io")
  assert(bad.open(PORT - 1, 1) == 0)
  assert(t.current(current) == 0)
  local ok, problem = pcall(bad.run, form, PORT, 0, 1, 0)
  assert(t.current(0) == 0)
  assert(not ok and tostring(problem):find("#GP", 1, true),
         ("form %d: %s"):format(form, problem))
  deimos.close(bad)
  module:unload()
end

for _, form in ipairs{ 0, 1, 3, 5, 9, 14, 17, 19, 24 } do dies(form, 0) end
for form = 0, forms - 1 do dies(form, 1) end
