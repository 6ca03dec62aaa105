-- SPDX-License-Identifier: MIT
-- nesting: each place of each model, with one call from inside.
-- modules: nester asker

local nesting = require "nesting"

print("calls", #nesting.METHODS, table.concat(nesting.METHODS, " "))
for name, kind in pairs { flat = "none", segmented = "coop", segpaged = "tasks",
    paged = "none" } do
  local s, t = nesting.open(kind, name)
  for _, place in ipairs(nesting.PLACES[name]) do
    nesting.turn(s, t, place[1], t.nester)
    t.n.arm(place[1], place[2], nesting.NEST, nesting.NUMBER.protect - 1)
    local got = nesting.acts[place[3]](t)
    assert(t.n.calls() == 1, "was not asked")
    print(name, nesting.FACES[place[1]], place[3], got)
    nesting.turn(s, t, place[1])
  end
  nesting.close(s, t)
end
for name, number in pairs(nesting.NUMBER) do print(name, number) end
print(nesting.NEST, nesting.DIE, nesting.YIELD, nesting.JOIN, nesting.SLEEP)
