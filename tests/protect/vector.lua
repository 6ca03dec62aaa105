-- SPDX-License-Identifier: MIT
-- Exception vectors: one owner, direct delivery, gone with the binding; a
-- fault in a fault handler kills the handler's module and nothing else.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: evil pager

local attack = require "attack"

local UD, PF = 6, 14
local vector = deimos.find("vector")
local before = deimos.digest()

local function start()
  local m = deimos.load("pager")
  return m, m:open("pager"), deimos.bind(m, "vector", vector, "vector")
end

local m, pager, binding = start()
local second = deimos.bind(m, "other", vector, "vector")
assert(pager.attach(2) == -24 and pager.attach(8) == -24)
assert(pager.attach(18) == -24 and pager.attach(32) == -24)
assert(pager.attach_foreign(UD) == -4, "the handler is not its own")
assert(pager.detach(UD) == -9)
assert(pager.attach(UD) == 0 and pager.attach(UD) == -7)
assert(pager.attach_other(UD) == -7, "one owner")
second:unbind()

-- the owner gets it, from whichever module it comes
local e = deimos.load("evil")
local evil = e:open("evil")
evil.undefined()
assert(pager.count() == 1)

-- unloading it is refused while the vector leads into it
deimos.close(pager)
local ok, message = pcall(m.unload, m)
assert(not ok and message:find("leads into", 1, true), message)

-- unbinding takes the right away at once
binding:unbind()
ok, message = pcall(evil.undefined)
assert(not ok and message:find("#UD(0x0)", 1, true), message)
deimos.close(evil)
e:unload()
m:unload()
assert(deimos.digest() == before)

-- a fault inside the fault handler, until the stack's guard page
m, pager, binding = start()
deimos.nmm.paging(true)
assert(pager.attach_faulty(PF) == 0)
e = deimos.load("evil")
evil = e:open("evil")
ok, message = pcall(evil.read, 16)
assert(not ok and message:find("module 'pager' died: #DF", 1, true), message)
ok, message = pcall(evil.read, 16)
assert(not ok and message:find("module 'evil' died: #PF", 1, true), message)
deimos.close(evil)
deimos.close(pager)
e:unload()
m:unload()

-- a trap that finds no stack at ring 1
m, pager, binding = start()
assert(pager.attach_faulty(PF) == 0)
attack.dies("stack", "#DF(0x0)", 0x800)
pager.detach(PF)
deimos.nmm.paging(false)
deimos.close(pager)
m:unload()
assert(deimos.digest() == before)
print("vectors: one owner each")
