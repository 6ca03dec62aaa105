-- SPDX-License-Identifier: MIT
-- A text that leads out of what its client may read prints nothing, whatever
-- the length of the part that it may; one that ends there prints all.
-- modules: client_printer
-- not: secret
-- output: toldtoldtold

local memory = require "memory"
local model = require "model"

local PAGE <const>, RW <const>, ADDRESS <const> = 4096, 3, -4
local LENGTHS <const> = { 1, 6, 127, 128, 129, 255, 256, 257, 1000, 4000 }

for _, name in ipairs { "segmented", "segpaged", "paged" } do
  local it = model.load(name)
  local m = memory.open(it.module)
  local space = m.create()
  m.load(space, "printer")
  local at
  if name == "segmented" then
    m.grow(space, -m.grow(space, 0) % PAGE)     -- to the end of its last page
    at = m.grow(space, PAGE)
  else
    at = m.map(space, 0, PAGE, RW)
  end
  m.write(space, at, ("secret"):rep(PAGE // 6 + 1):sub(1, PAGE))
  local function print_it(from, size)
    m.write(space, at, string.pack("<I4I4", from, size))
    return m.raw.run(space, at)
  end
  for _, inside in ipairs(LENGTHS) do
    for _, outside in ipairs { 1, 128, 0x7fffffff, 0xffffffff - inside } do
      local got = print_it(at + PAGE - inside, inside + outside)
      assert(got == ADDRESS, ("%s, %d and %d: %d"):format(name, inside,
        outside, got))
    end
  end
  m.write(space, at + PAGE - 300, ("told"):rep(75))
  assert(print_it(at + PAGE - 300, 300) == 300)
  print()
  assert(print_it(at + PAGE - 4, 0) == 0)
  m.destroy(space)
  m.close()
  it:unload()
end
