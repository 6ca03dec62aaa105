-- SPDX-License-Identifier: MIT
-- A module that a memory model asks for something (the NMM as it sees it, its
-- store, its policy) calls the model while that waits for the answer: each
-- method is refused, the call that waits goes on, and nothing is left. One that
-- sleeps there, or waits for another thread of the model, holds nobody up who
-- can be told.
-- machines: qemu-icount bochs
-- expect: pass
-- limit: 180
-- modules: nester asker

local models = require "models"
local nesting = require "nesting"

local E <const>, NUMBER <const> = models.E, nesting.NUMBER

-- Those that change nothing do without the lock; so does a run of `flat`, whose
-- client is refused what it asks for meanwhile.
local FREE <const> = {
  flat = { read = 0, write = 0, usage = 0, run = 7 },
  segmented = { usage = 0 }, segpaged = { usage = 0 },
  paged = { release_frame = E.BUSY },
}


local function usage(t)
  local u = deimos.buffer(36)
  assert(t.m.usage(0, u) == 0)
  return ("%d %d"):format(u:u32(0), u:u32(4))
end

local function nest(t, place, number, name, plainly)
  local face, index, act = table.unpack(place)
  t.n.arm(face, index, nesting.NEST, number - 1)
  local got = nesting.acts[act](t)
  local inner, expected = t.n.result(), FREE[t.name][name] or E.ACTIVE
  local where = ("%s: %s of %s %d in %s"):format(t.name, name, nesting.FACES[face],
    index, act)
  assert(t.n.calls() == 1, where .. ": was not asked")
  assert(got == plainly, where .. ": " .. got)
  assert(inner == expected or inner == E.NOT_APPLICABLE,
         where .. ": " .. inner)
end

local function nest_all(s, t)
  local count, before = 0, usage(t)
  for _, place in ipairs(nesting.PLACES[t.name]) do
    nesting.turn(s, t, place[1], t.nester)
    local plainly = nesting.acts[place[3]](t)
    for number, name in ipairs(nesting.METHODS) do
      nest(t, place, number, name, plainly)
      count = count + 1
    end
    nesting.turn(s, t, place[1])
  end
  assert(usage(t) == before, usage(t) .. ", not " .. before)
  return count
end

-- Other threads wait while one is asked, and then have their turn.
local function take_turns(t, c)
  local place = nesting.PLACES[t.name][1]
  t.n.arm(place[1], place[2], nesting.YIELD, 3)
  local first, second = t.n.begin(NUMBER.write), t.n.begin(NUMBER.map)
  nesting.acts[place[3]](t)
  assert(t.n.calls() == 1)
  local got, other = c.join(first), c.join(second)
  assert(got == 0 and other ~= E.ACTIVE, ("they had no turn: %d %d"):format(got,
    other))
end

-- The one that is asked waits for one that waits for the lock, or for good:
-- those who can be told are.
local function cross(t, c)
  local place = nesting.PLACES[t.name][1]
  t.n.arm(place[1], place[2], nesting.JOIN, NUMBER.map)
  nesting.acts[place[3]](t)
  assert(t.n.result() == E.ACTIVE, "it waits for itself")
  for _ = 1, 4 do c.yield() end
  assert(c.count() == 1, "the other has had no turn")
  t.n.arm(place[1], place[2], nesting.SLEEP, 0)
  local sleeper = t.n.begin(NUMBER[place[3]])
  for _ = 1, 40 do c.yield() end
  assert(t.n.calls() == 1)
  assert(nesting.acts[place[3]](t) == E.ACTIVE, "the lock is believed held")
  t.n.wake(1)
  local got = c.join(sleeper)
  assert(got ~= E.ACTIVE, got)
  t.n.wake(0)
end

for _, kind in ipairs { "none", "coop", "preempt", "tasks" } do
  for _, name in ipairs(models.ALL) do
    local s, t = nesting.open(kind, name)
    local count = nest_all(s, t)
    if kind ~= "none" then
      local c = s.threads:open "concurrency"
      nesting.turn(s, t, nesting.PLACES[name][1][1], t.nester)
      take_turns(t, c)
      cross(t, c)
      nesting.turn(s, t, nesting.PLACES[name][1][1])
      deimos.close(c)
    end
    nesting.close(s, t)
    print(("%s, %s: %d calls from inside are refused"):format(kind, name,
      count))
  end
end
