-- SPDX-License-Identifier: MIT
-- What may happen to memory that is granted while the call lasts: the binding is
-- stopped, unbound, led elsewhere; a side is to go; its model dies. It is taken
-- back, and nothing is left.
-- machines: qemu-icount bochs
-- modules: client_lender client_borrower runner poison
-- limit: 120

local expect = require "expect"
local lent = require "lent"
local models = require "models"
local p = require "protected"
local points = require "points"

local E <const>, is <const> = models.E, expect.is
local PAGE <const> = lent.PAGE

-- Does f while a call is inside the server, which has yielded; its result.
local function within(system, pair, f, act)
  local runner = p.runner(system, pair.of)
  local threads = system.threads:open "concurrency"
  local thread = runner.start(pair.lender.space, lent.order(act or "YIELD"))
  assert(thread > 0, thread)
  local given = pair.control.count(0)
  while pair.control.count(0) == given do threads.yield() end
  is(pair.control.count(1), given, "it is granted")
  f()
  local result = runner.join(thread)
  is(pair.control.count(1), given + 1, "it is taken back")
  deimos.close(threads)
  runner.close()
  return result
end

local function stopped(system, pair)
  local result = within(system, pair, function()
    is(pair.control.stop(), 0)
    is(pair.control.count(0), pair.control.count(1), "at once")
    is(pair.control.start(lent.MOST), 0)
  end)
  if pair.of.name == "flat" then
    is(result, PAGE, "nothing is protected")
  else
    is(result, E.DIED, "its next touch")
    pair:reload()
  end
  pair:is(PAGE, "CHANGE")
end

-- The first of them takes it back; more in protected_grant_owner.lua.
local function unbound(system, pair)
  local result = within(system, pair, function()
    pair.memory:unbind()
    is(pair.control.count(0), pair.control.count(1), "at once")
    pair.between.first:unbind()
    pair.between.second:unbind()
  end)
  is(result, pair.of.name == "flat" and PAGE or E.DIED)
  pair:is(E.UNBOUND, "CHANGE")
  if result == E.DIED then
    p.destroy(pair.borrower)
    pair.borrower = p.load(pair.to, "borrower")
  end
  pair.memory = deimos.bind(pair.between.module, "memory", pair.of.module,
    "memory")
  pair.between.first = deimos.bind(pair.lender.module, "server",
    pair.between.module, "service")
  pair.between.second = deimos.bind(pair.between.module, "server",
    pair.borrower.module, "service")
  pair:is(PAGE, "CHANGE")
end

local function asked_to_go(system, pair)
  is(within(system, pair, function()
    is(pair.lender.m.destroy(pair.lender.space), E.ACTIVE)
    is(pair.borrower.m.destroy(pair.borrower.space),
      pair.of.name == "flat" and E.BUSY or E.ACTIVE)
    expect.refused("still bound", pair.between.module.unload, pair.between.module)
    expect.refused("", pair.of.module.unload, pair.of.module)
    is(pair:run("CHANGE"), E.ACTIVE, "client_main runs")
  end), PAGE)
  pair:is(PAGE, "CHANGE")
end

-- The call goes on in the old one; the next region is the new one's.
local function replaced(system, pair)
  local old, new = pair.borrower
  is(within(system, pair, function()
    new = p.load(pair.of, "borrower")
    pair.between.second:rebind(new.module, "service")
  end), PAGE)
  p.destroy(old)
  pair.borrower = new
  pair:is(PAGE, "CHANGE")
  pair:is(2, "COUNT", "NONE")
end

-- It dies where the server asks it for something, or where it takes back.
local function model_dies(name, act)
  local system = models.open("coop", { name })
  local pair = lent.open(system[name], system[name])
  pair:is(PAGE, "CHANGE")
  points.strike(system[name].module, "memory", "unmap")
  is(pair:run(act), E.DIED)
  is(pair.control.stop(), 0)
  expect.refused("unbound", pair.control.start, lent.MOST)
  deimos.close(pair.control)
  pair.between.module:unload()
  models.close_dead(system, name)
end

local ACTS <const> = { "CHANGE", "LOOK", "KEEP", "DROP", "REPLACE", "SUM",
  "COUNT", "DIE", "STORE", "OLD", "OPEN" }
local WHATS <const> = { "OWN", "NONE", "READ", "NOTHING", "MORE", "BEYOND",
  "ODD", "NO_ACCESS", "SHORT", "LONG", "VALUES" }

local function random(pair)
  local draw, died = points.random(7), 0
  for _ = 1, 120 do
    local got = pair:run(ACTS[draw(#ACTS) + 1], WHATS[draw(#WHATS) + 1],
      draw(3) + 1)
    assert(got ~= lent.WRONG)
    is(pair.control.count(0), pair.control.count(1))
    if got == E.DIED then
      died = died + 1
      pair:reload()
    end
  end
  assert(died > 0)
end

for _, name in ipairs(models.ALL) do
  local system = models.open("coop", { name })
  local pair = lent.open(system[name], system[name])
  stopped(system, pair)
  unbound(system, pair)
  asked_to_go(system, pair)
  replaced(system, pair)
  if name ~= "flat" then random(pair) end
  pair:close()
  models.close(system)
  model_dies(name, "CHANGE")
  if name ~= "flat" then model_dies(name, "DROP") end
  print(name)
end
