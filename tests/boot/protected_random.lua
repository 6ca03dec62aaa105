-- SPDX-License-Identifier: MIT
-- Protected modules of all models at random: they are loaded, bound, called,
-- rebound, replaced, unbound, unloaded, and die. Each answer is what it must be, no
-- refusal changes anything, and in the end everything is as before. arg.steps=5000
-- and arg.seed=N ask for more.
-- modules: client_echo client_asker
-- limit: 240

local models = require "models"
local p = require "protected"
local share = require "share"

local E <const> = models.E
local DRAWN <const> = share.drawing(300)        -- and the seed
local STEPS <const> = tonumber(deimos.options["arg.steps"]) or DRAWN
local MOST <const> = 12
local NAMES <const> = { "flat", "segmented", "segpaged", "paged" }

local echoes, askers, done
local function draw(list) return list[math.random(#list)] end

local function count(what) done[what] = (done[what] or 0) + 1 end

local function remove(list, item)
  for i, other in ipairs(list) do
    if other == item then return table.remove(list, i) end
  end
end

-- A refusal changes nothing; which frames `paged` has is its own affair.
local function refused(text, f, ...)
  local before = deimos.digest()
  local ok, message = pcall(f, ...)
  assert(not ok and tostring(message):find(text, 1, true), message)
  assert(deimos.digest() == before, text .. ": something changed")
end

local steps = {}

function steps.load(system)
  if #echoes + #askers == MOST then return end
  local name = draw(NAMES)
  local is_echo = math.random(2) == 1
  local client = p.load(system[name], is_echo and "echo" or "asker")
  client.calls, client.bound, client.name = 0, 0, name
  table.insert(is_echo and echoes or askers, client)
  return true
end

function steps.bind()
  local a, b = draw(askers), draw(echoes)
  if not a or not b then return end
  if a.near then
    refused("every slot", deimos.bind, a.module, "server", a.near.module,
      "service")
  elseif b.dead then
    refused("dead", deimos.bind, a.module, "server", b.module, "service")
  else
    a.near, a.server, b.bound = p.connect(a, b), b, b.bound + 1
  end
  return true
end

local function unbind(a)
  p.disconnect(a.near)
  a.server.bound = a.server.bound - 1
  a.near, a.server = nil, nil
end

function steps.unbind()
  local a = draw(askers)
  if not a or not a.near then return end
  unbind(a)
  return true
end

function steps.rebind()
  local a, b = draw(askers), draw(echoes)
  if not a or not a.near or not b or b.dead then return end
  a.near.second:rebind(b.module, "service")
  a.server.bound = a.server.bound - 1
  b.bound = b.bound + 1
  a.server = b
  return true
end

function steps.call()
  local a = draw(askers)
  if not a then return end
  local b = a.server
  if not b then
    assert(p.is_unbound(a))
  elseif b.dead then
    assert(p.is_dead(a))
  elseif math.random(2) == 1 then
    local size = math.random(8192)
    assert(p.ask(a, p.DATA, size) == size)
    b.calls = b.calls + 1
  else
    b.calls = b.calls + 1
    local got = p.ask(a, p.COUNT)
    assert(got == b.calls, ("%d calls, not %d"):format(got, b.calls))
  end
  return true
end

function steps.die()
  local a = draw(askers)
  local b = a and a.server
  if not b or b.dead or b.name == "flat" then return end
  assert(p.ask(a, p.DIE) == E.DIED)
  b.dead = true
  return true
end

function steps.replace()
  local b = draw(echoes)
  if not b or b.dead then return end
  local new = b.module:replace "echo"
  for _, node in ipairs(deimos.graph().nodes) do
    if node.handle == new.handle then b.space = node.space end
  end
  b.module, b.calls = new, 0
  return true
end

local function go(list, client)
  if client.near then unbind(client) end
  remove(list, client)
  if math.random(2) == 1 and not client.dead then
    client.module:unload()
  else
    p.destroy(client)
  end
end

function steps.unload()
  local list = math.random(2) == 1 and echoes or askers
  local client = draw(list)
  if not client then return end
  if client.bound > 0 and client.dead then return end
  if client.bound > 0 then
    refused("bound", client.module.unload, client.module)
    assert(client.m.destroy(client.space) == E.BUSY)
  else
    go(list, client)
  end
  return true
end

local function clear()
  while #askers > 0 do go(askers, askers[1]) end
  while #echoes > 0 do go(echoes, echoes[1]) end
end

local KINDS <const> = { "load", "bind", "unbind", "rebind", "call", "call",
  "call", "die", "replace", "unload" }

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  local system = models.open(kind, NAMES)
  echoes, askers, done = {}, {}, {}
  local left = STEPS
  while left > 0 do
    local name = draw(KINDS)
    local ok, what = xpcall(steps[name], debug.traceback, system)
    assert(ok, ("%s, %d left: %s"):format(name, left, what))
    if what then
      count(name)
      left = left - 1
    end
  end
  clear()
  models.close(system)
  local texts = {}
  for name, n in pairs(done) do texts[#texts + 1] = name .. " " .. n end
  table.sort(texts)
  print(kind, table.concat(texts, ", "))
end
