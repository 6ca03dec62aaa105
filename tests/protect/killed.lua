-- SPDX-License-Identifier: MIT
-- One instruction after the other kills a module while clients page: an
-- execution module, a model, the store, the policy. Others go on, and in the
-- end nothing of it is left. Functions begin there, or a call returns there;
-- the seed says which ones.
-- machines: qemu-icount
-- expect: pass
-- limit: 240
-- modules: poison

local models = require "models"
local point = require "points"

local POINTS <const> = 12
local LOAD <const>, POUND <const> = models.counter(3, 1), 40 << 16 | 60 << 8
local random = point.random(20261128)

-- What fails after a death fails with that word.
local function try(f, ...)
  local ok, got = pcall(f, ...)
  if ok then return got end
  assert(got:find("died", 1, true) or got:find("dead", 1, true) or
         got:find("unbound", 1, true), got)
end

local function exec(t, image, argument)
  return { t = t, argument = argument, handle = try(t.x.exec, image,
    argument) or 0 }
end

-- A client that has an end of its own ends as it should.
local function ends(client, expected)
  if client.handle <= 0 then return end
  local got = try(client.t.x.wait, client.handle)
  assert(got == nil or got == expected or got < 0,
    ("%s: %s, not %d"):format(client.t.name, got, expected))
end

local function run(s, t, other)
  local mine, theirs = {}, {}
  for i = 1, 2 do
    mine[i] = exec(t, i == 1 and "client_pounder" or "client_counter",
      i == 1 and POUND | i or LOAD)
    theirs[i] = exec(other, "client_counter", LOAD)
    assert(theirs[i].handle > 0)
  end
  s.strike()
  mine[3] = exec(t, "client_grower", 2)
  for i, expected in ipairs { POUND >> 16, LOAD >> 8, 7 } do
    ends(mine[i], expected)
  end
  for _, c in ipairs(theirs) do
    local got = other.x.wait(c.handle)
    assert(got == LOAD >> 8, "another client: " .. got)
  end
  assert(other.x.wait(other.x.exec("hello", 7)) == 7)
end

-- What a dead execution module had in its model.
local function spaces_are_back(t)
  local space, usage = t.m.create(), deimos.buffer(64)
  assert(t.m.usage(0, usage) == 0 and usage:u32(0) == 1, "spaces of the dead")
  assert(t.m.destroy(space) == 0)
end

-- One life: what `part` is dies at that point, or lives.
local function life(kind, name, other, part, offset)
  local before, poison = deimos.digest(), deimos.load "poison"
  local p = poison:open "poison"
  local s = models.open(kind, { other, name })
  local t = s[name]
  local n, dead = point.node(t[part]), deimos.graph().system.deaths
  if t.store then
    local control = t.module:open "paged"
    assert(control.configure(40, 0, 0) == 0)
    deimos.close(control)
  end
  function s.strike()
    if offset then p.strike(n.base + offset) end
  end
  local list = not offset and point.list(p, t[part])
  run(s, t, s[other])
  if part == "exec" then spaces_are_back(t) end
  if part == "module" and t.policy and deimos.graph().system.deaths > dead then
    t.policy = { unbind = function () end }     -- it went with the model
  end
  models.close(s)
  deimos.close(p)
  poison:unload()
  assert(deimos.digest() == before, "something is left")
  return list or deimos.graph().system.deaths - dead
end

local PARTS <const> = { flat = { "exec" }, segmented = { "exec", "module" },
  segpaged = { "exec", "module" },
  paged = { "exec", "module", "store", "clock" } }
local KINDS <const> = { "coop", "preempt", "tasks" }

for i, name in ipairs(models.ALL) do
  local other = models.ALL[i % #models.ALL + 1]
  for _, part in ipairs(PARTS[name]) do
    local points, died = life("coop", name, other, part), 0
    for _ = 1, math.min(POINTS, #points) do
      local offset = table.remove(points, random(#points) + 1)
      local kind = KINDS[random(#KINDS) + 1]
      local ok, why = xpcall(life, debug.traceback, kind, name, other, part,
        offset)
      assert(ok, ("%s of %s at %#x, %s: %s"):format(part, name, offset, kind,
        why))
      died = died + why
    end
    print(("%s of %s died %d times"):format(part, name, died))
    assert(died > 0)
  end
end
