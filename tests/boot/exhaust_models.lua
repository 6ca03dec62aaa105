-- SPDX-License-Identifier: MIT
-- HARD builds: memory is exhausted at each allocation of what a memory model
-- does, in turn. Each time it is refused, and the digest is that of before.
-- modules: client_far

local hard = require "hard"
local models = require "models"

local E, RW <const> = models.E, 3
local at = deimos.buffer(4)

-- try(): negative if it was refused. undo() makes the digest that of before;
-- without one, what it made stays.
local function exhaust(name, least, try, undo)
  local digest = deimos.digest()
  for n = 0, 1000 do
    hard.fail_after(n)
    local result = try()
    hard.fail_after(-1)
    if result >= 0 then
      assert(n >= least, ("%s: only %d allocations"):format(name, n))
      if undo then
        undo(result)
        assert(deimos.digest() == digest, name .. ": leaked")
      end
      print(("%s: %d allocations"):format(name, n))
      return
    end
    assert(result == E.NOMEM or result == E.FULL,
      ("%s at %d: %d"):format(name, n, result))
    assert(deimos.digest() == digest, ("%s at %d: digest"):format(name, n))
  end
  error(name .. " never succeeds")
end

for _, name in ipairs { "flat", "segmented", "segpaged" } do
  local module = deimos.load(name)
  local m = module:open("memory")
  local function of(what) return name .. " " .. what end

  exhaust(of "create", 1, m.create, m.destroy)
  local keep, a, b = m.create(), m.create(), m.create()
  local function loaded()
    local space = m.create()
    local error = space < 0 and space or m.load(space, "client_far")
    if space >= 0 and error < 0 then m.destroy(space) end
    return error < 0 and error or space
  end
  m.destroy(loaded())                   -- page tables stay with the window
  exhaust(of "load", 3, loaded, m.destroy)
  m.load(a, "client_far")
  m.load(b, "client_far")
  -- More than a quarter of what is there: flat tries that first. And of the
  -- client behind which nothing lies.
  local function ends_at(space)
    assert(m.grow(space, 0, at) == 0)
    return at:u32(0)
  end
  local last = ends_at(a) > ends_at(b) and a or b
  exhaust(of "grow", 1, function() return m.grow(last, 400000, at) end)
  if name ~= "segmented" then           -- there it stays as large as it was
    assert(m.map(a, 0, 8192, RW, at) == 0)
    m.unmap(a, at:u32(0), 8192)
    exhaust(of "map", 1, function() return m.map(a, 0, 8192, RW, at) end,
      function() m.unmap(a, at:u32(0), 8192) end)
  end
  exhaust(of "attach", 1,
    function() return m.attach(a, "object", 8192, RW, at) end)
  if name == "segpaged" then
    m.map(a, 0, 8192, RW, at)
    local from = at:u32(0)
    assert(m.share(a, from, 8192, b, RW, at) == 0)
    m.unmap(b, at:u32(0), 8192)
    exhaust(of "share", 1,
      function() return m.share(a, from, 8192, b, RW, at) end,
      function() m.unmap(b, at:u32(0), 8192) end)
  end
  for _, space in ipairs { keep, a, b } do assert(m.destroy(space) == 0) end
  deimos.close(m)
  module:unload()
end
deimos.close(hard)
