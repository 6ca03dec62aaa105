-- SPDX-License-Identifier: MIT
-- Deaths on both sides of a call between protected modules: the other one gets
-- an answer, and nothing is left. And what else ends a call.
-- machines: qemu-icount
-- modules: client_echo client_asker runner

local models = require "models"
local p = require "protected"

local E <const> = models.E

local function server_dies(from, to)
  local a, b, near = p.pair(from, to)
  assert(p.ask(a, p.DIE) == E.DIED, "in the call")
  assert(p.is_dead(a), "and later")
  assert(b.m.destroy(b.space) == 0, "the dead go")
  assert(p.is_unbound(a))
  p.leave(a, near)
end

local function server_exits(from, to)
  local a, b, near = p.pair(from, to)
  assert(p.ask(a, p.EXIT) == 77, "exit() ends the call")
  assert(p.ask(a, p.COUNT) == 2, "not the client")
  p.disconnect(near)
  p.destroy(a)
  p.destroy(b)
end

-- Nothing is protected there, and no call is entered that exit() could end: the method
-- goes on, whether or not a client_main of the server's runs in another thread.
local function flat_exits(system, from, to)
  local a, b, near = p.pair(from, to)
  assert(p.ask(a, p.EXIT) == E.UNSUPPORTED, "it has never run")
  assert(b.m.run(b.space, 0) == 1, "it has counted one call")
  assert(p.ask(a, p.EXIT) == E.UNSUPPORTED, "it has run before")
  local run, c = p.runner(system, to), system.threads:open "concurrency"
  local main = run.start(b.space, 5)
  c.yield()
  assert(p.ask(a, p.EXIT) == E.UNSUPPORTED, "it runs in another thread")
  assert(run.join(main) == 3)
  deimos.close(c)
  run.close()
  p.disconnect(near)
  p.destroy(a)
  p.destroy(b)
end

-- A chain, and a circle: a call does not wait for itself.
local function nested(from, to)
  local a, b, c = p.load(from, "asker"), p.load(to, "echo"),
    p.load(from, "echo")
  local near, on = p.connect(a, b), p.connect(b, c, "near", "next")
  assert(p.ask(a, p.NEST, 100) == 100)
  local back = p.connect(c, b, "near", "next")
  assert(p.ask(a, p.NEST) == 0, "bytes of nobody")
  p.disconnect(back)
  p.disconnect(on)
  local own = p.connect(b, b, "near", "next")
  assert(p.ask(a, p.NEST) == E.BUSY, "it would wait for itself")
  p.disconnect(own)
  p.disconnect(near)
  for _, client in ipairs { a, b, c } do p.destroy(client) end
end

for _, of in ipairs(models.ALL) do
  for _, to in ipairs(models.ALL) do
    local system = models.open("coop", of == to and { of } or { of, to })
    if to ~= "flat" then
      server_dies(system[of], system[to])
      server_exits(system[of], system[to])
      nested(system[of], system[to])
    else
      flat_exits(system, system[of], system[to])
    end
    models.close(system)
    print(of, to)
  end
end
