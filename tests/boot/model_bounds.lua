-- SPDX-License-Identifier: MIT
-- Sizes of 2 and 4 GiB are refused by every method of every model and change
-- nothing; rights hold where they change within a copy; a part that is shared
-- holds what is in it, and not what lies behind.

local memory = require "memory"
local model = require "model"

local PAGE <const>, RW <const>, R <const>, E_ADDRESS <const> = 4096, 3, 1, -4
local HUGE <const> = { 0x7ffff000, 0x7fffffff, 0x80000000, 0x80000001,
  0xc0000000, 0xffffe000, 0xffffefff, 0xfffff000, 0xfffff001, 0xffffffff }
local at = deimos.buffer(4)

local function with(name, test)
  local before = deimos.digest()
  local it = model.load(name)
  local m = memory.open(it.module)
  local a, b = m.create(), m.create()
  m.load(a, "hello")
  m.load(b, "hello")
  test(m, a, b)
  m.destroy(a)
  m.destroy(b)
  m.close()
  it:unload()
  collectgarbage()
  assert(deimos.digest() == before, name .. ": something is left")
end

-- Memory of a's own; its whole size.
local function some(m, a, name, pages)
  if name ~= "segmented" then return m.map(a, 0, pages * PAGE, RW) end
  m.grow(a, -m.grow(a, 0) % PAGE)
  return m.grow(a, pages * PAGE)
end

local function sizes(name)
  with(name, function(m, a, b)
    local one = some(m, a, name, 1)
    local raw, usage = m.raw, m.usage(a).mapped
    for _, size in ipairs(HUGE) do
      for method, got in pairs {
        map = raw.map(a, 0, size, RW, at), grow = raw.grow(a, size, at),
        there = raw.map(a, one + PAGE, size, RW, at),
        unmap = raw.unmap(a, one, size),
        protect = raw.protect(a, one, size, R),
        share = raw.share(a, one, size, b, RW, at),
        attach = raw.attach(a, "object", size, RW, at),
        read = raw.read(a, one, at, size), write = raw.write(a, one, at, size),
      } do
        assert(got < 0, ("%s: %s of 0x%x: %d"):format(name, method, size, got))
      end
      assert(m.usage(a).mapped == usage, ("%s: 0x%x"):format(name, size))
    end
    m.write(a, one + PAGE - 4, "here")
    assert(m.read(a, one + PAGE - 4, 4) == "here")
  end)
end

-- Three pages, the middle one with less: what crosses into it is refused.
local function rights(name)
  with(name, function(m, a)
    local one = some(m, a, name, 3)
    m.write(a, one, ("-"):rep(3 * PAGE))
    for _, access in ipairs { R, 0 } do
      m.protect(a, one + PAGE, PAGE, access)
      for _, from in ipairs { 0, PAGE - 1, PAGE - 128, 2 * PAGE - 1 } do
        local size = from < PAGE and PAGE + 4 or 4
        local buffer = deimos.buffer(size)
        buffer:fill(("#"):rep(size))
        assert(m.raw.write(a, one + from, buffer, size) == E_ADDRESS)
        local got = m.raw.read(a, one + from, buffer, size)
        assert(got == (access == R and 0 or E_ADDRESS), got)
        assert(buffer:string() == (access == R and "-" or "#"):rep(size))
      end
      assert(m.raw.write(a, one + 2 * PAGE, at, 4) == 0)
      m.write(a, one + 2 * PAGE, "----")
      assert(m.raw.write(a, one + PAGE - 4, at, 4) == 0)
      m.write(a, one + PAGE - 4, "----")
    end
    m.protect(a, one + PAGE, PAGE, RW)
    assert(m.read(a, one, 3 * PAGE) == ("-"):rep(3 * PAGE))
  end)
end

-- In `segmented` the end of the data goes only as far as others have none.
local function behind()
  with("segmented", function(m, a, b)
    local one = some(m, a, "segmented", 4)
    local there = m.share(a, one, PAGE, b, RW)
    for page = 3, 1, -1 do
      assert(m.raw.unmap(a, one + page * PAGE, PAGE) == 0, page)
    end
    assert(m.raw.unmap(a, one, PAGE) < 0, "others have it")
    assert(m.raw.unmap(a, one - PAGE, 2 * PAGE) < 0, "others have some of it")
    m.write(a, one, "same")
    assert(m.read(b, there, 4) == "same")
    m.unmap(b, there, PAGE)
    assert(m.raw.unmap(a, one, PAGE) == 0)
  end)
end

-- In `flat` all of the UPS is a client's, but what nothing backs.
local function unbacked()
  with("flat", function(m, a)
    local nmm = deimos.nmm
    for _, flags in ipairs { nmm.SELF_BACKED, nmm.FRAMES } do
      local region, info = nmm.create_region{ size = 2 * PAGE, flags = flags }
      for _, from in ipairs { 0, PAGE, 2 * PAGE - 4, -4 } do
        assert(m.raw.read(a, info.base + from, at, 8) == E_ADDRESS, from)
        assert(m.raw.write(a, info.base + from, at, 8) == E_ADDRESS, from)
      end
      nmm.destroy_region(region)
    end
    local one = some(m, a, "flat", 2)
    assert(m.raw.read(a, one + PAGE - 4, at, 4) == 0)
  end)
end

for _, name in ipairs { "flat", "segmented", "paged", "segpaged" } do
  sizes(name)
end
rights("paged")
rights("segpaged")
behind()
unbacked()
print("models: nothing beyond their bounds")
