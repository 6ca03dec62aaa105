-- SPDX-License-Identifier: MIT
-- A protected module that means no good, as a caller and as a server of one
-- that does: it gets an error, or dies alone, by each kind of threads.
-- machines: qemu-icount bochs
-- modules: client_rogue
-- options: arg.slow=640
-- limit: 240

local models = require "models"
local rogue = require "rogue"
local share = require "share"

local VECTORS <const> = { 0, 1, 3, 4, 5, 6, 10, 11, 12, 13, 14, 16, 17, 18 }
local E <const> = models.E

-- Both ways: by itself, and called.
local function each(pair, act, from, to, ...)
  for i = from, to do
    if share.has() then
      pair:act(act, i, ...)
      pair:serve(act, i, ...)
    end
  end
end

local function areas(pair)
  for how = 0, 5 do
    pair:serve "NOTHING"
    pair:act("AREA", how)
    pair:serve("NOTHING", 0, E.ADDRESS)
    pair:drop()
    pair:reload()
    pair:serve("AREA", how)
    pair:serve("NOTHING", 0, E.ADDRESS)
    pair:drop()
    pair:reload()
  end
end

local function all(pair)
  for _, vector in ipairs(VECTORS) do
    pair:act("FAULT", vector)
    pair:serve("FAULT", vector)
  end
  pair:act("FPU")
  pair:serve("FPU")
  pair:act("OVERFLOW")
  pair:serve("OVERFLOW")
  pair:act("EXIT", 7, 7)
  pair:serve("EXIT", 7, 7)
  pair:serve("RESULT", 0, 0x7fffffff)
  areas(pair)
  each(pair, "PRODUCT", 0, 24 * 24 - 1)
  each(pair, "SLOT", 0, 43)
  each(pair, "STACK", 0, 447)
  for i = 0, 9 do
    if share.has() then pair:try("VISIT", i) end
  end
end

local limits = deimos.machine().segment_limits
local walls = limits and { "segmented", "segpaged", "paged" } or
  { "segpaged", "paged" }
local function try(kind, of, to)
  local system = models.open(kind, of == to and { of } or { of, to })
  local pair = rogue.open(system[of], system[to])
  local deaths = system[of].module:open "deaths"
  all(pair)
  deimos.close(deaths)
  pair:close()
  models.close(system)
  print(kind, of, to, rogue.cases, rogue.died)
end

local KINDS <const> = { "coop", "preempt", "tasks" }
for i, of in ipairs(walls) do
  -- each with the next one, by one kind, where that takes its time
  for _, to in ipairs(limits and { walls[i % 3 + 1] } or walls) do
    for _, kind in ipairs(limits and { KINDS[i] } or KINDS) do try(kind, of, to) end
  end
end
