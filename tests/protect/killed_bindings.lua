-- SPDX-License-Identifier: MIT
-- A binding module of each kind dies at one instruction after the other while
-- it is started, called by several threads, flushed and stopped: the server
-- and another binding go on, and in the end nothing of it is left.
-- machines: qemu-icount
-- expect: pass
-- limit: 240
-- modules: client server poison

local b = require "bindings"
local point = require "points"

local POINTS <const> = 14
local random = point.random(20261129)
local THREADS <const> = { "coop", "preempt", "tasks" }

-- What fails after a death says so.
local function try(f, ...)
  local ok, got = pcall(f, ...)
  assert(ok or got:find("died", 1, true) or got:find("dead", 1, true) or
         got:find("unbound", 1, true), got)
end

local function calls(face)
  try(face.send, 3, 100)
  try(face.echo, 5, 60)
  try(face.crowd, 4, 3)
end

-- Started before it is struck, or after.
local function use(kind, server, strike, late)
  local this = b.connect(kind, server)
  if not late then strike(this.module) end
  try(this.control.start, b.CAPACITY)
  if late then strike(this.module) end
  local ok, binding = pcall(deimos.bind, b.client, "service", this.module,
    "service")
  local face = b.client:open "client"
  calls(face)
  try(this.control.flush)
  try(face.send, 4, 200)
  try(this.control.stop)
  deimos.close(face)
  if ok then pcall(binding.unbind, binding) end
  b.disconnect(this)
end

local function life(threads, kind, offset, late)
  local before, list = deimos.graph().system.deaths, nil
  local poison = deimos.load "poison"
  local p = poison:open "poison"
  b.begin(threads)
  b.with_server(function (server, log)
    use(kind, server, function (module)
      if offset then
        p.strike(point.node(module).base + offset)
      else
        list = point.list(p, module)
      end
    end, late)
    log.clear()
    local other = b.connect("message", server)
    assert(other.control.start(b.CAPACITY) == 0)
    b.attached(other, "service", function (face)
      assert(face.echo(9, 50) == 50 and face.send(1, 10) == 0)
    end)
    assert(other.control.stop() == 0 and log.calls() == 2)
    b.disconnect(other)
  end)
  b.finish()
  deimos.close(p)
  poison:unload()
  return list or deimos.graph().system.deaths - before
end

for _, kind in ipairs(b.KINDS) do
  local before = deimos.digest()
  local points, died = life("coop", kind), 0
  for _ = 1, math.min(POINTS, #points) do
    local offset = table.remove(points, random(#points) + 1)
    local threads, late = THREADS[random(#THREADS) + 1], random(2) == 1
    local ok, why = xpcall(life, debug.traceback, threads, kind, offset, late)
    assert(ok, ("%s at %#x, %s, %s: %s"):format(kind, offset, threads, late,
      why))
    died = died + why
  end
  assert(deimos.digest() == before, kind .. ": something is left")
  print(("bind_%s died %d times"):format(kind, died))
  assert(died > 0 or kind == "near")        -- nothing of it is called
end
