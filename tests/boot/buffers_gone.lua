-- SPDX-License-Identifier: MIT
-- The memory of a caller is given back while a binding has its call under way:
-- what is still to be copied is refused, the binding lives, and the next call
-- of another is served. No thread is left in it.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 120
-- modules: client giver server

local b = require "bindings"
local expect = require "expect"

local nmm, is, E <const> = deimos.nmm, expect.is, expect.E
local ECHO <const>, DATA <const> = 1, 0
local SIZE <const>, CAPACITY <const>, TIMES <const> = 4096, 16384, 64

-- Of each kind that copies: what is asked for, how often, how large.
local CASES <const> = {
  message = { { ECHO, SIZE, 1 }, { ECHO, SIZE, 2 } },
  queue = { { DATA, SIZE, TIMES }, { DATA, SIZE // 2 + 1, TIMES } },
  event = { { DATA, SIZE, TIMES } },
  stream = { { DATA, 4 * CAPACITY, 1 }, { DATA, SIZE, TIMES },
    { DATA, 2 * CAPACITY + 7, 2 } },
  near = { { DATA, SIZE, 1 } }, gate = { { DATA, SIZE, 1 } },
  trap = { { DATA, SIZE, 1 } },
}

local KINDS <const> = { "near", "gate", "trap", "message", "queue", "event",
  "stream" }

local function one(kind, giver, case)
  local this = b.connect(kind, giver)
  is(this.control.start(CAPACITY), 0)
  local link = deimos.bind(giver, "service", this.module, "service")
  local face <close> = giver:open("giver")
  is(face.run(table.unpack(case)), b.THREADED[kind] and E.ADDRESS or 0, kind)
  link:unbind()
  is(this.control.flush(), 0)
  is(this.control.stop(), 0)
  b.disconnect(this)
end

-- Whoever comes next is served.
local function next_one(kind, giver, case)
  one(kind, giver, case)
  b.with_server(function(server, log)
    local this = b.connect(kind, server)
    is(this.control.start(CAPACITY), 0)
    b.attached(this, "service", function(client, control)
      is(client.send(1, 100), 0)
      is(control.flush(), 0)
      is(log.size(), 100)
    end)
    is(this.control.stop(), 0)
    b.disconnect(this)
  end)
end

local deaths = deimos.machine().deaths
for _, threads in ipairs { "coop", "preempt", "tasks" } do
  b.begin(threads)
  local giver = deimos.load("giver")
  for _, on in ipairs { true, false } do
    nmm.paging(on)
    for _, kind in ipairs(KINDS) do
      for _, case in ipairs(CASES[kind]) do next_one(kind, giver, case) end
    end
  end
  giver:unload()
  b.finish()
end
is(deimos.machine().deaths, deaths, "somebody has died")
print("buffers that were given back: all refused")
