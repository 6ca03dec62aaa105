-- SPDX-License-Identifier: MIT
-- Who does not want to know where memory went says NULL, under every model.

local model = require "model"

local READ_WRITE <const> = 3

for _, name in ipairs { "flat", "segmented", "segpaged", "paged" } do
  local before = deimos.digest()
  local it = model.load(name)
  local memory = it.module:open("memory")
  local from, to = memory.create(), memory.create()
  assert(memory.load(from, "hello") == 0 and memory.load(to, "hello") == 0)
  local function fine(what, result)
    assert(result == 0, ("%s: %s: %d"):format(name, what, result))
  end
  local at <const> = deimos.buffer(4)
  fine("map", memory.map(from, 0, 4096, READ_WRITE, at))
  fine("share", memory.share(from, at:u32(0), 4096, to, READ_WRITE, nil))
  fine("map", memory.map(from, 0, 4096, READ_WRITE, nil))
  fine("grow", memory.grow(from, 16, nil))
  fine("attach", memory.attach(to, "thing", 4096, READ_WRITE, nil))
  memory.destroy(from)
  memory.destroy(to)
  deimos.close(memory)
  it:unload()
  assert(deimos.digest() == before, name)
end
