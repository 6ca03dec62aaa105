-- SPDX-License-Identifier: MIT
-- Several owners of a vector: each gets the faults of its own clients, pages
-- and code, while others come and go; what is nobody's has no owner; a fault
-- in a fault handler kills its module and not the system.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: ring3 evil

local expect = require "expect"
local attack = require "attack"
local model = require "ring3"

local E_FULL, E_BUSY, E_OWNER = expect.errors "E_FULL E_BUSY E_OWNER"
local UD, PF, OWNERS, DIRTY, IF = 6, 14, 8, 0x4400, 0x200
local before = deimos.digest()
deimos.nmm.paging(true)
local paging = deimos.digest()

local dies <const> = require("expect").refused

local function evil_dies(pattern, method, ...)
  local m = deimos.load("evil")
  local evil = m:open("evil")
  dies(pattern, evil[method], ...)
  deimos.close(evil)
  m:unload()
end

-- direct: one owner gets everybody's
local a, b = model.start(true), model.start(true)
for _, vector in ipairs { UD, PF } do
  assert(a.attach(vector, 0) == 0 and a.attach(vector, 0) == E_BUSY)
  assert(b.detach(vector) == E_OWNER)
end
local direct = deimos.digest()
assert(a.run("ud") == 42 and b.run("ud") == 42 and a.count() == 2)
b.undefined()
assert(a.count() == 3)

-- demultiplexed: each its own client's
for _, vector in ipairs { UD, PF } do assert(b.attach(vector, 0) == 0) end
assert(a.run("ud") == 42 and a.count() == 4 and b.count() == 0)
assert(b.run("ud") == 42 and b.count() == 1)
assert(b.run("read", 0) == 42 and b.count() == 2 and a.count() == 4)
assert(a.run("read", 0) == 42 and b.count() == 2 and a.count() == 5)

-- of ring 1: its own code, its own pages, whoever touches them
a.undefined()
b.undefined()
assert(a.count() == 6 and b.count() == 3)
local page = a.window()
b.touch(page)
a.touch(page)
assert(a.count() == 8 and b.count() == 3)
b.touch(b.window())
assert(a.count() == 8 and b.count() == 4)

-- nobody's
local count = a.count() + b.count()
evil_dies("module 'evil' died: #UD", "undefined")
evil_dies("module 'evil' died: #PF", "read", 16)
assert(a.count() + b.count() == count)

-- one who is no owner: its clients' faults are nobody's
local c = model.start(true)
assert(c.clients(1) == 0)
assert(c.run("ud") == model.DEAD + UD and c.run("read", 0) == model.DEAD + PF)
assert(c.word(1) == 4)
assert(a.count() + b.count() == count)

-- tasks that the processor switches: the same, by the long way
assert(a.jump("ud") == 42 and a.count() == 9 and b.jump("ud") == 42)
assert(b.count() == 5)
assert(c.jump("ud") == model.DEAD + UD and c.jump("fpu") == model.DEAD + 16)
assert(c.jump("read") == model.DEAD + PF)

-- whatever the way, registers come back as they were
local faults = a.count()
for _ = 1, 3 do assert(a.run("kept") == 42 and a.jump("kept") == 42) end
assert(a.count() == faults + 12)

-- CR2 by its gate, of ring 1
assert(c.run("read", 0x44) == model.DEAD + PF)
assert(c.address() & 0xffffffff == 0xc0000044)

-- declined: as if it had no owner
a.clients(1)
a.mode("decline")
assert(a.run("read", 8) == model.DEAD + PF)
assert(a.word(0) == PF and a.word(1) == 4 and a.word(5) == 0x3000)
assert(a.run("ud") == model.DEAD + UD and a.word(1) == 0)

-- it leaves while its client runs: the one owner left gets it, and declines
a.mode("detach")
b.mode("decline")
assert(a.run("twice") == model.DEAD + UD and a.detach(UD) == E_OWNER)
assert(a.count() == 24 and b.count() == 6)
assert(a.attach(UD, 0) == 0)
b.mode("skip")
a.mode("skip")
assert(a.run("twice") == 42 and a.count() == 26)
b.unbind("vector")
assert(a.run("ud") == 42 and c.run("ud") == 42 and a.count() == 28)
assert(a.run("read", 0) == 42 and b.count() == 6)
b.stop()
c.clients(0)
c.stop()
assert(a.clients(0) == 0)
for _, vector in ipairs { UD, PF } do assert(a.detach(vector) == 0) end
a.stop()
assert(deimos.digest() == paging, "something is left")

-- the gate to CR2 goes with the last owner of #PF
attack.dies("gate", "#GP(0x60)", 0x61)

-- as many as there may be, each with its own; what they cost
local all, direct, two, text = {}, nil, nil, {}
for i = 1, OWNERS do
  local r = model.start(true)
  all[i] = r
  assert(r.attach(UD, 1) == 0 and r.attach(PF, 1) == 0)
  local cost, window = {}, r.window()
  for k, fault in ipairs { { r.run, "ud" }, { r.run, "read", 0 },
    { r.undefined }, { r.touch, window } } do
    fault[1](fault[2], fault[3])
    cost[k] = r.cost()
  end
  direct = direct or table.move(cost, 1, #cost, 1, {})
  for k = 1, #cost do cost[k] = cost[k] - direct[k] end
  if i == 2 then two = cost end
  assert(r.run("dirty") == DIRTY, "NT and DF are the client's")
  assert(r.flags() & 0x4100 == 0 and r.flags() & IF ~= 0, "the handler's")
  assert(i == 1 or r.flags() & DIRTY == 0, "DF is not the handler's")
  text[i] = ("  %d owners: %s"):format(i, table.concat(cost, " "))
end
print("instructions beyond one owner's: #UD and #PF of ring 3, of ring 1")
print(table.concat(text, "\n"))
if deimos.machine().clock == "insn" then
  assert(math.max(table.unpack(two)) <= 60, "the demultiplexer has grown")
end
all[OWNERS + 1] = model.start(true)
assert(all[OWNERS + 1].attach(UD, 0) == E_FULL)
for i = 1, OWNERS + 1 do
  all[i].unbind("vector")
  if i < OWNERS then all[OWNERS].run("ud") end
  all[i].stop()
end
assert(deimos.digest() == paging, "something is left")

-- The switch back from a task loads nothing of who died.
local function goes_on(r)
  assert(r.run("give", 3) == 3 and r.clients(1) == 0)
  assert(r.jump("fpu") == model.DEAD + 16 and r.clients(0) == 0)
end

-- a fault inside the handler: once, and without end; alone and with another
for _, mode in ipairs { "fault", "recurse" } do
  for owners = 1, 2 do
    a, b = model.start(true), model.start(true)
    assert(a.attach(PF, 0) == 0)
    if owners == 2 then assert(b.attach(PF, 0) == 0) end
    a.mode(mode)
    dies("module 'ring3' died: #", a.run, "read", 0)
    a.stop(true)
    goes_on(b)
    b.unbind("vector")
    b.stop()
    assert(deimos.digest() == paging, "left of " .. mode)
  end
end

-- no stack at ring 1: by the gate, and by the demultiplexer, which has a #PF
-- of its own there that another, several or nobody owns
for owners = 1, 4 do
  a, b = model.start(true), model.start(true)
  assert(a.attach(UD, 0) == 0)
  if owners > 1 then assert(b.attach(UD, 0) == 0) end
  if owners > 2 then assert(b.attach(PF, 0) == 0) end
  if owners > 3 then assert(a.attach(PF, 0) == 0) end
  a.stack(a.window() + 0x100)
  dies("module 'ring3' died: #", a.run, "ud")
  a.stop(true)
  goes_on(b)
  b.unbind("vector")
  b.stop()
  assert(deimos.digest() == paging, "left of no stack")
end
deimos.nmm.paging(false)
assert(deimos.digest() == before)
print("demux: each its own")
