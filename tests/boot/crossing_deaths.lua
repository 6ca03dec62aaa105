-- SPDX-License-Identifier: MIT
-- A client or a binding module dies after each so many instructions of a call between
-- two clients, or from ring 1 into one, over each kind of binding: the other side gets
-- an answer and goes on, nobody else dies, and nothing is left.
-- machines: qemu-icount bochs
-- limit: 240
-- modules: client_mortal stepper hop poison

local crossing = require "crossing"
local dying = require "dying"
local models = require "models"
local remains = require "remains"

local WALLS <const> = { "segmented", "segpaged", "paged" }
local STEPS <const> = deimos.machine().segment_limits and 2 or 16

local system = models.open("preempt", WALLS)
crossing.begin(system, system.paged)

-- f(), in a system that goes on.
local function scene(kind, of, to, f)
  local before = remains.take()
  local s = crossing.open(system, kind, of, to)
  f(s)
  s:close()
  if before.digest then remains.compare(before) end
end

local lengths, places = {}, {}

local function each(kind, of, to, who)
  local key = kind .. " " .. (of and of.name or "ring 1") .. " " .. to.name
  if not lengths[key] then
    scene(kind, of, to, function(s)
      lengths[key], places[key] = s:measure()
    end)
  end
  dying.each_step(lengths[key], STEPS, who .. " of " .. key, function(step)
    scene(kind, of, to, function(s) dying.try(s, who, step, places[key]) end)
  end)
end

-- With its first clients a model keeps something.
for _, name in ipairs(WALLS) do
  local s = crossing.open(system, "near", system[name], system[name])
  s:measure()
  s:close()
end

local n = 0
for _, kind in ipairs(crossing.KINDS) do
  for _, who in ipairs { "caller", "server", "between" } do
    for _, up in ipairs { false, true } do
      n = n + 1
      local of = system[WALLS[n % 3 + 1]]
      local to = kind == "grant" and of or system[WALLS[n // 3 % 3 + 1]]
      if not (up and kind == "grant") then each(kind, not up and of or nil, to, who) end
    end
  end
  print(kind, dying.cases .. " cases", dying.hits .. " in the middle")
end
-- What a binding grants goes with it, under each model.
for _, name in ipairs(WALLS) do each("grant", system[name], system[name], "between") end
assert(dying.touches > 0)
print("touches of what was granted", dying.touches)
crossing.finish(system)
models.close(system)
