-- SPDX-License-Identifier: MIT
-- The memory model of the caller, that of the server, or the concurrency module dies
-- after each so many instructions of a call between two clients, or from ring 1 into
-- one, over each kind of binding: who is left gets an answer and goes on, nobody else
-- dies, and nothing is left.
-- machines: qemu-icount bochs
-- limit: 240
-- modules: client_mortal stepper hop poison

local crossing = require "crossing"
local dying = require "dying"
local models = require "models"

local WALLS <const> = { "segmented", "segpaged", "paged" }
local STEPS <const> = deimos.machine().segment_limits and 1 or 6

-- f(), in a system of its own; `of`: nil: from ring 1.
local function scene(kind, names, who, f)
  local system = models.open("preempt", names.list)
  crossing.begin(system, system[names.witness])
  local s = crossing.open(system, kind, names.of and system[names.of],
    system[names.to])
  local hits = dying.hits
  f(s)
  local dead = dying.hits > hits and (who == "of" and names.of or
    who == "to" and names.to)
  s:close()
  crossing.finish(system)
  if dead then models.close_dead(system, dead) else models.close(system) end
end

local function each(kind, names, who)
  local length
  scene(kind, names, who, function(s) length = s:measure() end)
  local what = ("%s of %s %s %s"):format(who, kind, names.of or "ring 1", names.to)
  dying.each_step(length, STEPS, what, function(step)
    scene(kind, names, who, function(s) dying.try(s, who, step) end)
  end)
end

-- The witness is of a model that lives.
local function names_of(n, kind, who, up)
  local of, to = WALLS[n % 3 + 1], WALLS[(n // 3 + n + 1) % 3 + 1]
  if kind == "grant" then to = of end
  local other = WALLS[of == to and (n + 1) % 3 + 1 or n % 3 + 1]
  local names = { of = not up and of or nil, to = to, list = { to } }
  names.witness = who == "of" and (of == to and other or to) or
    who == "to" and (of == to and other or of) or to
  for _, name in ipairs { of, names.witness } do
    local is_new = true
    for _, there in ipairs(names.list) do is_new = is_new and there ~= name end
    if is_new then names.list[#names.list + 1] = name end
  end
  return names
end

local n = 0
for _, kind in ipairs(crossing.KINDS) do
  for _, who in ipairs { "of", "to", "threads" } do
    for _, up in ipairs { false, true } do
      n = n + 1
      if not (up and (kind == "grant" or who == "of")) then
        each(kind, names_of(n, kind, who, up), who)
      end
    end
  end
  print(kind, dying.cases .. " cases", dying.hits .. " in the middle")
end
