-- SPDX-License-Identifier: MIT
-- What reaches over an edge is refused as a whole: a copy whose last byte is
-- nowhere moves none, and a share of more than there is shares nothing.
-- expect: pass

local model = require "model"

local PAGE <const>, READ_WRITE <const> = 4096, 3
local buffer, out = deimos.buffer(2 * PAGE), deimos.buffer(4)

local function untouched()
  return buffer:string() == ("#"):rep(2 * PAGE)
end

local function edges(name)
  local before = deimos.digest()
  local it = model.load(name)
  local m = it.module:open("memory")
  local space, other = m.create(), m.create()
  assert(m.load(space, "hello") == 0 and m.load(other, "hello") == 0)
  local result = m.map(space, 0, PAGE, READ_WRITE, out)
  if result < 0 then                    -- it grows, and has no place to choose
    result = m.grow(space, PAGE, out)
  end
  assert(result == 0, result)
  local at = out:u32(0)
  buffer:fill(("#"):rep(2 * PAGE))
  assert(m.write(space, at, buffer, PAGE) == 0)
  for _, back in ipairs{ 1, 4, PAGE - 1 } do
    for _, size in ipairs{ back + 1, back + 4, 2 * PAGE - 1 } do
      if size > back then
        local digest = deimos.digest()
        assert(m.read(space, at + PAGE - back, buffer, size) < 0)
        assert(untouched(), name .. ": a part of it was read")
        assert(m.write(space, at + PAGE - back, buffer, size) < 0)
        assert(m.share(space, at + PAGE - back, size, other, READ_WRITE,
          out) < 0)
        assert(deimos.digest() == digest, name .. ": something is left")
      end
    end
  end
  for _, size in ipairs{ 2 * PAGE, 0x7fffffff, 0x80000000, 0xfffff000,
      0xffffffff } do
    assert(m.share(space, at, size, other, READ_WRITE, out) < 0, size)
    assert(m.read(space, at, buffer, size) < 0 and untouched(), size)
  end
  assert(m.read(space, at + PAGE - 4, buffer, 4) == 0)
  assert(m.destroy(space) == 0 and m.destroy(other) == 0)
  deimos.close(m)
  it:unload()
  collectgarbage()
  assert(deimos.digest() == before, name .. ": something is left")
end

for _, name in ipairs{ "segmented", "paged", "segpaged" } do edges(name) end
print("model edges: nobody reaches over")
