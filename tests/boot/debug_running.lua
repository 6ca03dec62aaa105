-- SPDX-License-Identifier: MIT
-- `debug` put under a client that runs on another thread, which the timer switches,
-- and taken off again: it notices nothing, and goes on.
-- machines: qemu-icount bochs
-- modules: client_debugged
-- expect: pass

local memory = require "memory"
local act = require "debugged"
local models = require "models"
local SPACES <const> = 1024

local function client(m)
  local space = m.create()
  m.load(space, "debugged")
  return space, m.run(space, act.AREA)
end

local function lowest(m)
  local usage = deimos.buffer(36)
  for space = 1, SPACES do
    if m.raw.usage(space, usage) >= 0 then return space end
  end
end

-- On another thread, in the middle of its loop; then off again.
local function running(system, name)
  local t = system[name]
  local debugger <close> = require("debug_model").under(t.module)
  local m = memory.open(t.module)
  local threads = system.threads:open("concurrency")
  local other, area = client(m)
  m.destroy(other)
  local handle = t.x.exec("debugged", act.loop)
  local space = lowest(m) or error("no space")
  local watch = debugger.watch(space, area, 4, "w")
  local log = {}
  while #log < 3 do
    threads.yield()
    table.move(debugger.log(), 1, 20, #log + 1, log)
  end
  for i, e in ipairs(log) do
    assert(e.kind == "write" and e.address == area and e.eip == log[1].eip, i)
  end
  debugger.unwatch(watch)
  for _ = 1, 3 do threads.yield() end
  m.write(space, area + 4, "\1\0\0\0")
  assert(t.x.wait(handle) == 0, "one was left out")
  deimos.close(threads)
  m.close()
end

-- The client fills the log faster than it is read: log() ends.
local calls = 0
local endless = require("debug_model").log_of { log = function(_, room)
  calls = calls + 1
  assert(calls <= 4, "log() does not end")
  return room
end }
assert(#endless() == 256)

local system = models.open("preempt", { "segpaged", "paged" })
for _, name in ipairs { "segpaged", "paged" } do
  print("under a client of " .. name)
  running(system, name)
end
models.close(system)
