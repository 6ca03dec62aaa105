-- SPDX-License-Identifier: MIT
-- A thread is set back by a death while it sleeps in a binding, as the sender
-- whose turn it is: the next one has its turn, and the binding stops.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: client sender slow_server
-- second: 1000000

local b = require "bindings"
local expect = require "expect"

local is <const> = expect.is
local TIMES <const> = 64                -- more than there is room for

local function with_threads(name)
  local module = deimos.load(name)
  deimos.bind(module, "threads", b.threads, "concurrency")
  return module
end

local function one(kind)
  local server = with_threads "slow_server"
  local slow = server:open("slow_server")
  local sender = with_threads "sender"
  local this = b.connect(kind, server)
  is(this.control.start(2048), 0)
  deimos.bind(sender, "service", this.module, "service")
  local face = sender:open("sender")
  assert(face.spawn(TIMES) > 0)
  is(slow.came(), 1, kind)
  is(pcall(face.die), false)
  deimos.close(face)
  sender:unload()
  slow.let_go(1)
  b.attached(this, "service", function(client)
    is(client.send(1, 100), 0, kind .. ": the next one")
  end)
  is(this.control.flush(), 0)
  is(this.control.stop(), 0)
  b.disconnect(this)
  deimos.close(slow)
  server:unload()
end

for _, threads in ipairs { "coop", "preempt", "tasks" } do
  b.begin(threads)
  for kind in pairs(b.THREADED) do one(kind) end
  b.finish()
  print(threads .. ": a sender that is no more holds nobody up")
end
