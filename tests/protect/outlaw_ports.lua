-- SPDX-License-Identifier: MIT
-- After a death in a client's thread no task is current, and ring 1 has its own
-- ports again, none of the client's.
-- machines: qemu-icount bochs
-- modules: two_tasks evil port_io
-- expect: pass

local ring3 = require "two_tasks"
local attack = require "attack"
local PORT <const> = 0x82

local function cost(io) return math.min(io.cost(PORT + 4), io.cost(PORT + 4)) end

local io_module = deimos.load("port_io")
local io = io_module:open("port_io")
assert(io.open(PORT + 4, 1) == 0)
local alone = cost(io)
ring3.with(function(t)
  assert(t.attach(0) >= 0)
  assert(t.open_for(t.task(0), PORT) == 0)
  assert(t.current(1) == 0)
  local evil = deimos.load("evil")
  local user = evil:open("evil")
  assert(not pcall(user.undefined))
  deimos.close(user)
  evil:unload()
  assert(cost(io) < alone + 100, "an access takes the core's help")
  attack.dies("in", "#GP", PORT)
  assert(t.attach(1) >= 0)
end)
deimos.close(io)
io_module:unload()
