-- SPDX-License-Identifier: MIT
-- A page fault of one model's client is never another model's to serve: with
-- one that owns the vector, whichever came first, each tells of its own.
-- machines: qemu-icount bochs
-- expect: pass

local matrix = require "matrix"
local models = require "models"

local PAGE_FAULT <const>, UNMAPPED <const> = 14, 3 << 20
-- ORDER modules/clients/matrix/matrix.h
local READ <const>, WRITE <const>, EXECUTE <const>, NULL <const>,
  STACK <const> = 1, 2, 3, 4, 5
local CASES <const> = { { READ, matrix.USER }, { EXECUTE, matrix.USER },
  { WRITE, matrix.USER | matrix.WRITE }, { NULL, matrix.USER | matrix.WRITE },
  { STACK, matrix.USER | matrix.WRITE } }

local limits = deimos.machine().segment_limits

local function apart(system, name, other)
  local mine <close> = system[name].module:open("deaths")
  local theirs <close> = system[other].module:open("deaths")
  for _, case in ipairs(CASES) do
    local what, code = table.unpack(case)
    -- its text ends before that: a limit, where there are limits
    local vector = what == EXECUTE and limits and name == "segpaged" and 13
      or PAGE_FAULT
    local count, others = mine.count(), theirs.count()
    local client = system[name].x.exec("matrix", UNMAPPED | what)
    local counter = system[other].x.exec("counter", models.counter(3, 1))
    assert(system[name].x.wait(client) == models.E.DIED)
    assert(system[other].x.wait(counter) == 3)
    local how = ("%s beside %s, %d: vector %d, error %#x"):format(name, other,
      what, mine.vector(), mine.error())
    assert(mine.count() == count + 1 and theirs.count() == others, how)
    assert(mine.vector() == vector, how)
    assert(vector ~= PAGE_FAULT or mine.error() == code, how)
  end
end

for _, kind in ipairs { "coop", "preempt", "tasks" } do
  for _, order in ipairs { { "paged", "segpaged" }, { "segpaged", "paged" } } do
    local system = models.open(kind, order)
    -- a space of the other's that stays: its handler does
    for i, name in ipairs(order) do
      local other = order[3 - i]
      local space = system[other].m.create()
      apart(system, name, other)
      system[other].m.destroy(space)
    end
    models.close(system)
  end
end
print("apart: each to its own model")
