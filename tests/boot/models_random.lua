-- SPDX-License-Identifier: MIT
-- Models and clients that come and go at random, with the timer switching:
-- every client ends as it must, and everything is back. arg.steps=N, here
-- arg.seed=N, ask for more.
-- limit: 120

local models = require "models"

local STEPS = tonumber(deimos.options["arg.steps"]) or 300
local RUNNING <const> = 8
local KINDS <const> = { "coop", "preempt", "tasks" }
-- ORDER modules/clients/matrix/matrix.h
local HLT <const>, GS_THREAD <const> = 9, 20

math.randomseed(tonumber(deimos.options["arg.seed"]) or 1)

local function one_of(list) return list[math.random(#list)] end

-- image, argument, what it returns; what dies must be at ring 3
local function draw(name)
  local number = math.random(name == "flat" and 3 or 5)
  if number == 1 then return "hello", 7, 7 end
  if number == 2 then
    local rounds = math.random(4)
    return "counter", models.counter(rounds, math.random(255)), rounds
  end
  if number == 3 then return "grower", math.random(3), 7 end
  return "matrix", math.random(HLT, GS_THREAD), models.E.DIED
end

local function wait(system, running, i)
  local c = table.remove(running, i)
  local got = system[c.name].x.wait(c.handle)
  assert(got == c.result, ("%s(%d) on %s: %d, not %d"):format(c.image,
    c.argument, c.name, got, c.result))
end

local function wait_for_all_of(system, running, name)
  for i = #running, 1, -1 do
    if running[i].name == name then wait(system, running, i) end
  end
end

local executed = 0
local function step(system, running)
  local name = one_of(models.ALL)
  if not system[name] then
    models.load(system, name)
  elseif math.random(10) == 1 then
    wait_for_all_of(system, running, name)
    models.unload(system, name)
  elseif #running == RUNNING then
    wait(system, running, math.random(#running))
  else
    local image, argument, result = draw(name)
    local handle = system[name].x.exec(image, argument)
    assert(handle > 0, handle)
    executed = executed + 1
    running[#running + 1] = { name = name, handle = handle, image = image,
      argument = argument, result = result }
  end
end

for _, kind in ipairs(KINDS) do
  local system, running = models.open(kind, {}), {}
  for _ = 1, STEPS do step(system, running) end
  while #running > 0 do wait(system, running, #running) end
  models.close(system)
end
print(executed .. " clients, and nothing is left")
