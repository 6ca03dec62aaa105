-- SPDX-License-Identifier: MIT
-- Who granted memory, or has it, dies or is unbound while the call lasts. The region
-- is gone at once, by each kind of threads; what is left of the call touches it and
-- dies. A call whose thread is lost leaves its region to the next one to take back.
-- machines: qemu-icount bochs
-- modules: client_giver client_borrower client_asker runner poison
-- limit: 180

local expect = require "expect"
local lent = require "lent"
local models = require "models"
local p = require "protected"
local points = require "points"

local E <const>, is <const> = models.E, expect.is
local PAGE <const> = lent.PAGE
-- ORDER tests/modules/lent.h
local ENDS <const>, UNMAPS <const>, SHUTS <const> = 0, 1, 2
local MAIN_DIES <const> = 77
local TURNS <const> = 10                -- until it is inside, at most
local ATTEMPTS <const> = 10

local function granted(pair) return pair.control.count(0) - pair.control.count(1) end

local function await(pair, threads)
  for _ = 1, TURNS do
    if granted(pair) == 1 then return end
    threads.yield()
  end
end

-- f() while a call is inside the server, which has yielded; the call's result.
local function within(system, pair, f, act, pages)
  local runner = p.runner(system, pair.of)
  local threads = system.threads:open "concurrency"
  local thread = runner.start(pair.lender.space,
    lent.order(act or "YIELD", "OWN", pages))
  assert(thread > 0, thread)
  await(pair, threads)
  is(granted(pair), 1)
  f(threads)
  local ok, result = pcall(runner.join, thread)
  is(granted(pair), 0)
  deimos.close(threads)
  runner.close()
  return ok and result or E.DIED
end

local function asker_of(pair)
  local asker = p.load(pair.of, "asker")
  return { asker, p.connect(asker, pair.lender) }
end

-- The granting client is called by that one, or another, and does that.
local function ask(pair, what, by)
  local asker, near = table.unpack(by or asker_of(pair))
  local got = p.ask(asker, what)
  if got == E.DIED then near.second = nil end   -- what was bound to a dead one
  near.first:unbind()
  if near.second then near.second:unbind() end
  p.destroy(asker)
  return got, near.module
end

local function open(system, name)
  local pair = lent.open(system[name], system[name], "giver")
  is(pair.error, 0)
  return pair
end

-- All that is there still; `gone` has no bindings any more.
local function close(pair, gone)
  pair.control.stop()
  deimos.close(pair.control)
  for _, b in ipairs { pair.memory, pair.between.first, pair.between.second } do
    pcall(b.unbind, b)
  end
  p.destroy(pair.lender)
  p.destroy(pair.borrower)
  pair.between.module:unload()
  if gone then gone:unload() end
end

local function caller_dies(system, name)
  local pair, near = open(system, name)
  is(within(system, pair, function()
    local got
    got, near = ask(pair, ENDS)
    is(got, E.DIED)
    is(granted(pair), 0, "the caller is dead")
  end), E.DIED)
  close(pair, near)
end

local function server_dies(system, name)
  local pair = open(system, name)
  is(within(system, pair, function()
    is(pair.borrower.m.run(pair.borrower.space, MAIN_DIES), E.DIED)
    is(granted(pair), 0, "the server is dead")
  end), E.DIED)
  pair:reload()
  pair:is(PAGE, "CHANGE")
  close(pair)
end

-- Each of these leaves the server without the region.
local ENDINGS <const> = {
  function(pair) pair.between.first:unbind() end,
  function(pair) pair.between.second:unbind() end,
  function(pair) pair.memory:unbind() end,
  function(pair)
    local near = deimos.load "bind_near"
    pair.between.first:rebind(near, "service")
    return near
  end,
  function(pair)
    pair.old = pair.between.module
    pair.between.module = pair.old:replace "bind_grant"
  end,
}

local function ends(system, name, how)
  local pair, near = open(system, name)
  is(within(system, pair, function()
    near = how(pair)
    is(granted(pair), 0, "the binding is no more")
  end), E.DIED)
  close(pair, near)
  if pair.old then pair.old:unload() end
end

-- While the server keeps the model busy an unbind is refused, or done; stop() waits.
local function is_busy(system, name)
  local pair, refused = open(system, name), 0
  is(within(system, pair, function(threads)
    while granted(pair) == 1 do
      local ok, why = pcall(pair.between.first.unbind, pair.between.first)
      if not ok then
        assert(why:find("cannot give back now", 1, true), why)
        is(granted(pair), 1, "refused, and not done")
        refused = refused + 1
        if refused == 2 then is(pair.control.stop(), 0) else threads.yield() end
      end
    end
  end, "BUSY"), E.DIED)
  close(pair)
  return refused
end

local function dies_busy(system, name)
  local pair, near = open(system, name)
  local by = asker_of(pair)
  is(within(system, pair, function()
    local got
    got, near = ask(pair, ENDS, by)
    is(got, E.DIED)
    is(granted(pair), 0, "the caller is dead")
  end, "BUSY"), E.DIED)
  close(pair, near)
end

-- It takes its own memory away, or its own rights: what is granted stays that.
local function withdrawn(system, name)
  local pair = open(system, name)
  for _, what in ipairs { UNMAPS, SHUTS } do
    is(within(system, pair, function()
      local got, near = ask(pair, what)
      assert(got == 0 or name == "segmented", got)
      near:unload()
    end, "YIELD", 2), 2 * PAGE)
  end
  close(pair)
end

-- The thread is lost with its kind of threads.
local function lose(system, name)
  local pair, t = open(system, name), system[name]
  local runner = p.runner(system, t)
  local threads = system.threads:open "concurrency"
  local killer = deimos.load "poison"
  local k = killer:open "poison"
  local yield = points.method(k, system.threads, "concurrency", "yield")
  runner.start(pair.lender.space, lent.order "YIELD")
  await(pair, threads)
  k.strike(yield)
  expect.refused("died", threads.yield)
  deimos.close(k)
  killer:unload()
  deimos.close(threads)
  pcall(runner.close)
  local dead, policy = system.threads, system.policy
  system.threads, system.policy = deimos.load(dead.name), deimos.load "fifo"
  deimos.bind(system.threads, "scheduler", system.policy, "scheduler")
  t.of_module:rebind(system.threads, "concurrency")
  t.of_exec:rebind(system.threads, "concurrency")
  dead:unload()
  policy:unload()
  return pair
end

-- It was inside then; but that a tick of preempt may have let the call end before.
local function is_lost(system, name)
  local pair = lose(system, name)
  for _ = 1, system.threads.name == "preempt" and ATTEMPTS or 0 do
    if granted(pair) == 1 then break end
    close(pair)
    pair = lose(system, name)
  end
  is(granted(pair), 1)
  return pair
end

local function lost(system, name)
  local pair = is_lost(system, name)
  pair:is(PAGE, "CHANGE")               -- the next call
  close(pair)
  pair = is_lost(system, name)
  pair.between.first:unbind()
  is(granted(pair), 0)
  close(pair)
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, name in ipairs { "segmented", "segpaged", "paged" } do
    local system = models.open(kind, { name })
    caller_dies(system, name)
    server_dies(system, name)
    for _, how in ipairs(ENDINGS) do ends(system, name, how) end
    local refused = kind == "preempt" and is_busy(system, name) or 0
    if kind == "preempt" then dies_busy(system, name) end
    withdrawn(system, name)
    lost(system, name)
    models.close(system)
    print(kind, name, refused .. " refused")
  end
end
