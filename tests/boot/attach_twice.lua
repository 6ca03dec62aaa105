-- SPDX-License-Identifier: MIT
-- Attached twice, an object lies at two addresses and is the same bytes; a model
-- that has one address for it refuses, and nothing has changed.
-- machines: qemu-icount bochs
-- modules: client_far

local memory = require "memory"
local models = require "models"

local BUSY <const>, RW <const> = models.E.BUSY, 3

for _, name in ipairs(models.ALL) do
  local before <const> = deimos.digest()
  local model <const> = require("model").load(name)
  local m <const> = memory.open(model.module)
  local space <const> = m.create()
  m.load(space, "client_far")
  local at, usage <const> = m.attach(space, "twice", 4096, RW), m.usage(space)
  local where <const> = deimos.buffer(4)
  local said <const> = m.raw.attach(space, "twice", 0, RW, where)
  if said == BUSY then
    assert(name == "flat")
    for key, value in pairs(m.usage(space)) do assert(value == usage[key], key) end
  else
    assert(said == 0 and where:u32(0) ~= at)
    m.write(space, at, "same")
    assert(m.read(space, where:u32(0), 4) == "same")
    m.unmap(space, where:u32(0), 4096)
  end
  m.write(space, at, "here")
  m.unmap(space, at, 4096)
  assert(m.raw.unmap(space, at, 4096) < 0, "it is there twice")
  m.destroy(space)
  m.close()
  model:unload()
  assert(deimos.digest() == before)
  print(("%-10s %s"):format(name, said == BUSY and "once" or "at another address"))
end
