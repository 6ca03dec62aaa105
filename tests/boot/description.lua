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
  flat = { flat = YES, segpaged = E.RANGE, paged = E.RANGE,
    segmented = E.NOT_APPLICABLE },
  segmented = { segmented = YES, flat = E.NOT_APPLICABLE,
    segpaged = E.NOT_APPLICABLE, paged = E.NOT_APPLICABLE },
  segpaged = { segpaged = YES, paged = YES, flat = E.NOT_APPLICABLE,
    segmented = E.NOT_APPLICABLE },
  paged = { paged = YES, segpaged = E.RANGE, flat = E.NOT_APPLICABLE,
    segmented = E.NOT_APPLICABLE },
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

-- What is in each area.
local function content_of(from, d, a)
  local content <const> = {}
  for i, area in ipairs(d.areas) do
    content[i] = from.fetch(a, KIND[area.kind], area.address, area.size)
  end
  return content
end

local function copy(content, to, d, b)
  for i, area in ipairs(d.areas) do
    to.fill(b, KIND[area.kind], area.address, content[i])
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
  local a, b = from.memory.create(), to.memory.create()
  from.memory.load(a, "client_keeper")
  assert(from.memory.run(a, WRITE | owner) == FOUND)
  evict(from)
  local d <const> = from.memory.export(a)
  assert(d.program == "client_keeper" and d.count >= 3)
  local content <const> = content_of(from.memory, d, a)
  local said = to.memory.raw.import(b, d.buffer)
  if from.name == "flat" and to.name == "flat" then
    assert(said == E.BUSY and to.memory.raw.export(b, 0, 0) == 0)
    from.memory.destroy(a)              -- its addresses are free
    a, said = nil, to.memory.raw.import(b, d.buffer)
  end
  assert(said == expected, ("%s to %s: %d"):format(from.name, to.name, said))
  if said == YES then
    equal(d, to.memory.export(b))
    assert(to.memory.raw.import(b, d.buffer) == E.EXISTS)
    local text = d.areas[1]
    to.memory.fill(b, KIND.text, text.address, content[1])
    assert(to.memory.run(b, owner) == 0, "it finds what was not copied")
    copy(content, to.memory, d, b)
    evict(to)
    assert(to.memory.run(b, owner) == FOUND, "it does not find its data")
    assert(to.memory.run(b, owner + 1) == 0)
  else
    assert(to.memory.raw.export(b, 0, 0) == 0)
  end
  if a then
    assert(from.memory.run(a, owner) == FOUND)
    from.memory.destroy(a)
  end
  to.memory.destroy(b)
  print(("%-11s to %-11s %s"):format(from.name, to.name,
    said == YES and "by address" or deimos.error_text(said)))
end

-- Segments that others have, too: the same bytes, with no more rights.
local function move_far()
  local model <const> = open("segmented")
  local m <const> = model.memory
  local lender <const>, a <const>, b <const> = m.create(), m.create(), m.create()
  m.load(lender, "client_keeper")
  m.load(a, "client_keeper")
  local at <const> = m.grow(lender, 4096)
  local lent <const> = m.share(lender, at, 100, a, 1)
  local object <const> = m.attach(a, "told", 200, 3)
  m.write(lender, at, "lent")
  m.write(a, object, "object")
  local d <const> = m.export(a)
  assert(d.areas[4].from == lender and d.areas[4].at == at)
  assert(d.areas[5].object == "told")
  m.import(b, d)
  m.destroy(a)
  equal(d, m.export(b))
  assert(m.read(b, lent, 4) == "lent" and m.read(b, object, 6) == "object")
  assert(m.raw.write(b, lent, "no", 2) == E.ADDRESS)
  assert(m.raw.fill(b, KIND.map, lent, "no", 2) == E.RIGHTS)
  m.destroy(lender)
  assert(m.raw.read(b, lent, deimos.buffer(4), 4) == E.ADDRESS)
  m.destroy(b)
  close(model)
end

move_far()

local owner = 7
for _, from in ipairs(NAMES) do
  for _, to in ipairs(NAMES) do
    local expected <const> = RESULTS[from] and RESULTS[from][to]
    if expected then
      owner = owner + 1
      collectgarbage()
      local digest <const> = deimos.digest()
      local one, two = open(from), from ~= to and open(to)
      move(one, two or one, owner, expected)
      if two then close(two) end
      close(one)
      collectgarbage()
      assert(deimos.digest() == digest)
    end
  end
end
