-- SPDX-License-Identifier: MIT
-- A protected module that means no good, as a caller and as a server, where a kind of
-- binding other than `near` stands between: it gets an error, or dies alone. Over a
-- kind without replies the next one to look is told, and the binding goes on.
-- machines: qemu-icount bochs
-- modules: client_rogue
-- options: arg.slow=16
-- limit: 240

local models = require "models"
local rogue = require "rogue"
local share = require "share"

local VECTORS <const> = { 0, 1, 3, 4, 5, 6, 10, 11, 12, 13, 14, 16, 17, 18 }
local PRODUCTS <const> = { 0, 24 * 5 + 5, 24 * 6 + 5, 24 * 5 + 6, 24 * 8 + 9,
  24 * 10 + 10, 24 * 11 + 11, 24 * 13 + 13, 24 * 16 + 5, 24 * 23 + 23 }
local E <const> = models.E
local CAN <const> = { paged = true, segpaged = true,
  segmented = deimos.machine().segment_limits }

-- As of protected_rogue, a share of it. What `message` answers is bounded by the room
-- for a reply: E_RANGE where a call has none.
local function each(pair, act, arguments)
  for _, argument in ipairs(arguments) do
    if share.has() then
      pair:act(act, argument, pair.refusal)
      pair:serve(act, argument, pair.refusal)
    end
  end
end

-- `message` answers products otherwise. What words a stack has may have the victim ask
-- back: it and the rogue, which waits in the binding's thread, would wait for each other.
local function alone(pair, act, arguments)
  if pair.kind ~= "message" then return each(pair, act, arguments) end
  for _, argument in ipairs(arguments) do
    if share.has() then pair:try(act, argument) end
  end
end

local function faults(pair)
  for _, vector in ipairs(VECTORS) do
    if share.has() then pair:serve("FAULT", vector) end
  end
end

local function numbers(from, to, step)
  local list = {}
  for i = from, to, step do list[#list + 1] = i end
  return list
end

-- With bytes, the answer of that very call has no place any more.
local function areas(pair)
  local lost = pair.refusal and E.ADDRESS
  for how = 0, 5 do
    if share.has() then
      pair:serve "NOTHING"
      pair:serve("AREA", how, lost)
      pair:serve("NOTHING", 0, E.ADDRESS)
      pair:drop()
      pair:reload()
    end
  end
end

local function replying(pair)
  local most = pair.refusal or 0x7fffffff
  faults(pair)
  alone(pair, "PRODUCT", PRODUCTS)
  each(pair, "SLOT", numbers(0, 43, 3))
  alone(pair, "STACK", numbers(0, 447, 29))
  pair:serve "OVERFLOW"
  pair:serve "FPU"
  pair:serve("EXIT", 7, 7)
  pair:serve("RESULT", 0, most)
  pair:serve("RESULT", rogue.BYTES >> 8, most)
  areas(pair)
  assert(pair:plain "NOTHING" == (pair.refusal or rogue.OK))
end

-- Without: who flushes is told.
local function dies(pair, act, argument)
  local flush = pair.inward.control.flush
  assert(flush() == 0)
  assert(pair:ask(rogue.order(act, argument)) == 0, "nobody waits for it")
  local told = flush()
  assert(told == E.DIED, told)
  pair:is_over(act)
end

local function silent(pair)
  for _, vector in ipairs(VECTORS) do
    if share.has() then dies(pair, "FAULT", vector) end
  end
  dies(pair, "OVERFLOW")
  for _, act in ipairs { "PRODUCT", "SLOT", "STACK" } do
    for i = 0, 20 do
      if share.has() then pair:try(act, i) end
    end
  end
  assert(pair:ask(rogue.order "NOTHING") == 0)
  assert(pair.inward.control.flush() == 0)
end

local REPLYING <const>, SILENT <const> = { "message", "gate", "trap" },
  { "queue", "event" }
local OWN <const> = { message = true, queue = true, event = true }

local function try(system, of, to, kind, f)
  local pair = rogue.open(system[of], system[to], kind,
    OWN[kind] and system.threads)
  f(pair)
  pair:close()
  print(kind, of, to, rogue.cases, rogue.died)
end

local walls = {}
for _, name in ipairs(models.ALL) do
  if CAN[name] then walls[#walls + 1] = name end
end
for i, of in ipairs(walls) do
  local to = walls[i % #walls + 1]
  local system = models.open(({ "coop", "preempt", "tasks" })[i], { of, to })
  for _, kind in ipairs(REPLYING) do try(system, of, to, kind, replying) end
  for _, kind in ipairs(SILENT) do try(system, of, to, kind, silent) end
  models.close(system)
end
