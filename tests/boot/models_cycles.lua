-- SPDX-License-Identifier: MIT
-- 10,000 random steps: models are loaded and unloaded, spaces come and go,
-- clients are loaded and run, memory is mapped, shared, copied and given back,
-- a client misbehaves now and then. Whenever no model is left every frame,
-- region, descriptor and gate is back.
-- machines: qemu-icount
-- cpu: qemu32
-- limit: 240

local memory = require "memory"
local model_of = require "model"

local STEPS <const> = 10000
local SPACES_MOST <const> = 6           -- of one model
local NAMES <const> = { "flat", "segmented", "paged", "segpaged" }
local PAGE <const> = deimos.nmm.PAGE_SIZE
local NOT_APPLICABLE <const> = deimos.error_text(-29)
local ACCESS <const> = memory.READ | memory.WRITE

local before = deimos.digest()
local live, count = {}, { steps = 0, empty = 0, runs = 0, refused = 0 }

local function choose(list) return list[math.random(#list)] end

-- A refusal that the step's choice can deserve; anything else is an error.
local FORGIVEN <const> = { NOT_APPLICABLE, "in use", "out of memory",
  "table is full", "out of range" }

local function try(f, ...)
  local ok, result = pcall(f, ...)
  if ok then return result end
  for _, text in ipairs(FORGIVEN) do
    if tostring(result):find(text, 1, true) then
      count.refused = count.refused + 1
      return nil
    end
  end
  error(result, 0)
end

local function load(name)
  local this = model_of.load(name)
  live[#live + 1] = { whole = this, name = name, spaces = {},
    memory = memory.open(this.module) }
end

local function unload(i)
  local this = table.remove(live, i)
  for _, space in ipairs(this.spaces) do this.memory.destroy(space.handle) end
  this.memory.close()
  this.whole:unload()
  if #live == 0 then
    count.empty = count.empty + 1
    assert(deimos.digest() == before, "something is left after step "
      .. count.steps)
  end
end

local function is_live(name)
  for _, this in ipairs(live) do
    if this.name == name then return true end
  end
end

local actions = {}

function actions.create(this)
  if #this.spaces < SPACES_MOST then
    local handle = this.memory.create()
    this.memory.load(handle, "null_client")
    table.insert(this.spaces, { handle = handle, maps = {} })
  end
end

function actions.destroy(this)
  local i = math.random(#this.spaces)
  this.memory.destroy(table.remove(this.spaces, i).handle)
end

function actions.run(this, space)
  local give = math.random(0, 1000)
  assert(this.memory.run(space.handle, give) == give)
  count.runs = count.runs + 1
end

function actions.map(this, space)
  local size = PAGE * math.random(1, 4)
  local at = try(this.memory.map, space.handle, 0, size, ACCESS)
  if not at then return end
  local text = ("%d.%d"):format(space.handle, at)
  this.memory.write(space.handle, at, text)
  table.insert(space.maps, { at = at, size = size, text = text })
end

-- What was written to each is still there.
function actions.check(this, space)
  for _, map in ipairs(space.maps) do
    assert(this.memory.read(space.handle, map.at, #map.text) == map.text)
  end
end

function actions.unmap(this, space)
  if #space.maps > 0 then
    local i = math.random(#space.maps)
    local map = space.maps[i]
    if try(this.memory.unmap, space.handle, map.at, map.size) then
      table.remove(space.maps, i)
    end
  end
end

function actions.protect(this, space)
  if #space.maps > 0 then
    local map = choose(space.maps)
    if try(this.memory.protect, space.handle, map.at, PAGE, memory.READ) then
      this.memory.protect(space.handle, map.at, PAGE, ACCESS)
    end
  end
end

function actions.share(this, space)
  local other = choose(this.spaces)
  if #space.maps == 0 or other == space then return end
  local map = choose(space.maps)
  local at = try(this.memory.share, space.handle, map.at, map.size,
    other.handle, ACCESS)
  if at then
    assert(this.memory.read(other.handle, at, #map.text) == map.text)
    this.memory.unmap(other.handle, at, map.size)
  end
end

function actions.copy(this, space)
  if #this.spaces == SPACES_MOST then return end
  local handle = try(this.memory.copy, space.handle)
  if handle then
    local maps = table.move(space.maps, 1, #space.maps, 1, {})
    table.insert(this.spaces, { handle = handle, maps = maps })
  end
end

local ACTIONS <const> = { "create", "destroy", "run", "run", "map", "map",
  "check", "unmap", "protect", "share", "copy" }

local function step()
  local dice = math.random(100)
  if #live == 0 or (dice <= 6 and #live < #NAMES) then
    local name = choose(NAMES)
    if not is_live(name) then load(name) end
  elseif dice <= 12 then
    unload(math.random(#live))
  elseif dice <= 14 then
    deimos.nmm.paging(true)
  else
    local this, action = choose(live), choose(ACTIONS)
    local space = #this.spaces > 0 and choose(this.spaces)
    if space or action == "create" then actions[action](this, space) end
  end
end

math.randomseed(20261122)
for i = 1, STEPS do
  count.steps = i
  step()
end
while #live > 0 do unload(#live) end
assert(deimos.digest() == before, "something is left at the end")
assert(count.empty > 10 and count.runs > 500, count.runs)
print(("cycles: %d steps, %d runs, %d refusals, %d times back to nothing"):
  format(STEPS, count.runs, count.refused, count.empty))
