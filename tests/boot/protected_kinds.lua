-- SPDX-License-Identifier: MIT
-- Each kind of binding between protected modules, of each pair of models: stream,
-- gate and trap, as protected_coop has the others. Clients are at both ends, or at
-- one, with a module at ring 1 at the other. And a client's predicate takes or
-- refuses a binding by the pairs of its module.
-- machines: qemu-icount bochs
-- limit: 120
-- modules: client_echo client_asker client_pourer client_basin server

local expect = require "expect"
local models = require "models"
local p = require "protected"

local is <const> = expect.is
local E <const> = models.E

local function run(client, argument)
  return client.m.run(client.space, argument or 0)
end

local function started(on, system, capacity)
  local threads
  if on.module.name == "bind_stream" then
    threads = deimos.bind(on.module, "threads", system.threads, "concurrency")
  end
  local control = on.module:open("binding")
  is(control.start(capacity), 0)
  return control, function()
    deimos.close(control)
    if threads then threads:unbind() end
    p.disconnect(on)
  end
end

-- A kind that keeps nothing: the caller's thread goes all the way.
local function direct(system, from, to, kind)
  local a, b = p.load(from, "asker"), p.load(to, "echo")
  local on = p.connect(a, b, kind)
  assert(p.is_unbound(a), kind .. " is not started")
  local control, close = started(on, system, 0)
  is(p.ask(a, p.COUNT, 0, 3), 4)
  for _, size in ipairs { 0, 1, 100, 4096, 8192 } do
    is(p.ask(a, p.DATA, size), size)
  end
  is(p.ask(a, p.POINTERS, 4), 3)
  is(p.ask(a, p.YIELD), 5)
  is(control.stop(), 0)
  assert(p.is_unbound(a), kind .. " is stopped")
  is(control.start(0), 0)
  is(p.ask(a, p.DIE), E.DIED)
  assert(p.is_dead(a), kind .. ": its server is dead")
  is(control.stop(), 0)
  close()
  p.destroy(a)
  p.destroy(b)
end

-- Bytes, in pieces: more than its buffer holds, from run to run.
local function stream(system, from, to)
  local a, b = p.load(from, "pourer"), p.load(to, "basin")
  local on = p.connect(a, b, "stream")
  local control, close = started(on, system, 1024)
  local sent = 0
  for _, size in ipairs { 0, 1, 1000, 1024, 4096, 77 } do
    is(run(a, size | 3 << 16), 0)
    sent = sent + 3 * size
    is(control.flush(), 0)
    is(run(b), sent)
  end
  on.second = on.second:unbind()
  is(run(a, 5 | 1 << 16), 0)            -- taken; nobody is there
  local ok, why = pcall(control.flush)
  assert(not ok and tostring(why):find("unbound", 1, true), why)
  is(control.stop(), 0)
  close()
  p.destroy(a)
  p.destroy(b)
end

-- A stream carries no replies and no operation but one: the caller is told.
local function no_replies(system, t)
  local a, b = p.load(t, "asker"), p.load(t, "basin")
  local on = p.connect(a, b, "stream")
  local control, close = started(on, system, 1024)
  is(p.ask(a, p.DATA, 8), E.UNSUPPORTED)
  is(p.ask(a, p.COUNT), E.UNSUPPORTED)
  is(control.stop(), 0)
  close()
  p.destroy(a)
  p.destroy(b)
end

-- A module at ring 1 at the other end.
local function to_ring1(system, t, kind)
  local a, server = p.load(t, "pourer"), deimos.load("server")
  local on = p.connect(a, { module = server }, kind)
  local control, close = started(on, system, 1024)
  local log = server:open("log")
  is(run(a, 700 | 3 << 16), 0)
  is(control.flush(), 0)
  is(log.size(), 2100)
  is(control.stop(), 0)
  deimos.close(log)
  close()
  p.destroy(a)
  server:unload()
end

local function refused(why, client, receptacle, module, interface)
  local digest = deimos.digest()
  local ok, message = pcall(deimos.bind, client.module, receptacle, module,
    interface)
  assert(not ok and message:find(why, 1, true), message)
  assert(deimos.digest() == digest, "something changed")
end

-- A client's predicate, and a binding module's pairs.
local function constrained(t)
  local a = p.load(t, "pourer")
  local stream_of, near, trap = deimos.load("bind_stream"),
    deimos.load("bind_near"), deimos.load("bind_trap")
  local WHY <const> = "predicate of receptacle '%s' of 'pourer'"
  local fits = { patient = { [stream_of] = "service" },
    hasty = { [stream_of] = "refusing" },
    prompt = { [near] = "service", [trap] = "service" } }
  for receptacle, good in pairs(fits) do
    for _, at in ipairs { { stream_of, "service" }, { stream_of, "refusing" },
        { near, "service" }, { trap, "service" } } do
      if good[at[1]] == at[2] then
        deimos.bind(a.module, receptacle, at[1], at[2]):unbind()
      else
        refused(WHY:format(receptacle), a, receptacle, at[1], at[2])
      end
    end
  end
  local on = deimos.bind(a.module, "prompt", near, "service")
  on:rebind(trap, "service")
  local ok, message = pcall(on.rebind, on, stream_of, "service")
  assert(not ok and message:find(WHY:format("prompt"), 1, true), message)
  on:unbind()
  for _, module in ipairs { stream_of, near, trap } do module:unload() end
  p.destroy(a)
end

for _, of in ipairs(models.ALL) do
  for _, to in ipairs(models.ALL) do
    local system = models.open("coop", of == to and { of } or { of, to })
    for _, kind in ipairs { "gate", "trap" } do
      direct(system, system[of], system[to], kind)
    end
    stream(system, system[of], system[to])
    if of == to then
      no_replies(system, system[of])
      constrained(system[of])
      for _, kind in ipairs { "gate", "trap", "stream" } do
        to_ring1(system, system[of], kind)
      end
    end
    models.close(system)
    print("kinds", of, to)
  end
end
