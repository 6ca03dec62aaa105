-- SPDX-License-Identifier: MIT
-- crossing and dying: who dies of a call over each of three kinds.
-- modules: client_mortal stepper hop poison

local crossing = require "crossing"
local dying = require "dying"
local models = require "models"

local system

-- At so many places; of and to: models; nil: from ring 1.
local function each(count, kind, of, to, who)
  local s = crossing.open(system, kind, system[of], system[to])
  local length, where = s:measure()
  s:close()
  dying.each_step(length, count, kind .. " " .. who, function(step)
    s = crossing.open(system, kind, system[of], system[to])
    dying.try(s, who, step, where)
    s:close()
  end)
end

system = models.open("preempt", { "segpaged", "paged" })
crossing.begin(system, system.paged)
for _, who in ipairs { "caller", "server", "between" } do
  each(2, "message", "segpaged", "paged", who)
  each(2, "queue", nil, "paged", who)
  each(2, "grant", "segpaged", "segpaged", who)
end
crossing.finish(system)
models.close(system)

for _, who in ipairs { "of", "to", "threads" } do
  for _, kind in ipairs { "near", "gate" } do
    system = models.open("preempt", { "segpaged", "paged" })
    crossing.begin(system, who == "of" and system.paged or system.segpaged)
    each(1, kind, "segpaged", "paged", who)
    crossing.finish(system)
    local dead = who == "of" and "segpaged" or who == "to" and "paged"
    if dead then models.close_dead(system, dead) else models.close(system) end
  end
end
print(dying.cases, dying.hits, dying.touches)
