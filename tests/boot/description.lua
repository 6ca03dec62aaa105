-- SPDX-License-Identifier: MIT
-- A client that has run and keeps data is described, built anew by that in
-- another space and run there: it finds its data, which name their owner and
-- address. Without the copy of the content it finds none.
-- machines: qemu-icount bochs
-- modules: client_keeper

local memory = require "memory"
local models = require "models"

local E <const> = models.E
local WRITE <const>, FOUND <const> = 0x80000000, 16 + 2999 + 1024
local KIND <const> = { text = 0, data = 1, stack = 2, heap = 3, map = 4 }

-- Each pair of models: what import says. `from` may stay, but for flat.
local YES <const> = 0
local RESULTS <const> = {
  segpaged = { segpaged = YES, paged = YES },
  paged = { paged = YES, segpaged = E.RANGE },
  ["paged 8 MiB"] = { segpaged = YES },
}
local NAMES <const> = { "flat", "segmented", "segpaged", "paged", "paged 8 MiB" }

local function open(name)
  local model <const> = require("model").load(name:match("%a+"))
  local control <const> = name:find("^paged") and model.module:open("paged")
  if name:find(" ") then assert(control.configure(0, 0, 2048) == 0) end
  return { name = name, whole = model, memory = memory.open(model.module),
    control = control }
end

-- What has left memory has to come back, and a write may not be forgotten.
local function evict(model)
  if not model.control then return end
  assert(model.control.limit(4) == 0)
  assert(model.control.limit(0) == 0)
end

local function close(model)
  model.memory.close()
  if model.control then deimos.close(model.control) end
  model.whole:unload()
end

local function copy(from, to, d, a, b)
  for _, area in ipairs(d.areas) do
    local kind <const> = KIND[area.kind]
    to.fill(b, kind, area.address, from.fetch(a, kind, area.address, area.size))
  end
end

local function equal(d, e)
  for name, value in pairs(d) do
    if name ~= "areas" and name ~= "buffer" then assert(e[name] == value, name) end
  end
  for i, area in ipairs(d.areas) do
    for _, name in ipairs { "address", "size", "access", "kind" } do
      assert(e.areas[i][name] == area[name], name)
    end
  end
end

local function move(from, to, owner, expected)
  local a, b <const> = from.memory.create(), to.memory.create()
  from.memory.load(a, "client_keeper")
  assert(from.memory.run(a, WRITE | owner) == FOUND)
  evict(from)
  local d <const> = from.memory.export(a)
  assert(d.program == "client_keeper" and d.count >= 5)
  local said <const> = to.memory.raw.import(b, d.buffer)
  assert(said == expected, ("%s to %s: %d"):format(from.name, to.name, said))
  if said == YES then
    equal(d, to.memory.export(b))
    assert(to.memory.raw.import(b, d.buffer) == E.EXISTS)
    local text = d.areas[1]
    to.memory.fill(b, 0, text.address,
      from.memory.fetch(a, 0, text.address, text.size))
    assert(to.memory.run(b, owner) == 0, "it finds what was not copied")
    copy(from.memory, to.memory, d, a, b)
    evict(to)
    assert(to.memory.run(b, owner) == FOUND, "it does not find its data")
    assert(to.memory.run(b, owner + 1) == 0)
  else
    assert(to.memory.raw.export(b, 0, 0) == 0)
  end
  assert(from.memory.run(a, owner) == FOUND)
  from.memory.destroy(a)
  to.memory.destroy(b)
  print(("%-11s to %-11s %s"):format(from.name, to.name,
    said == YES and "by address" or deimos.error_text(said)))
end

local owner = 7
for _, from in ipairs(NAMES) do
  for _, to in ipairs(NAMES) do
    local expected <const> = RESULTS[from] and RESULTS[from][to]
    if expected then
      owner = owner + 1
      local digest <const> = deimos.digest()
      local one, two = open(from), from ~= to and open(to)
      move(one, two or one, owner, expected)
      if two then close(two) end
      close(one)
      assert(deimos.digest() == digest)
    end
  end
end
