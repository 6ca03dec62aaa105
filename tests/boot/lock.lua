-- SPDX-License-Identifier: MIT
-- After the lock is closed nobody can ask for any change: not this script,
-- not a module that could before, not one that lies about its name, and not
-- by a gate that has been. What runs goes on running.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: asker liar evil

local expect = require "expect"
local null, spare = deimos.load("null"), deimos.load("null")
local count, evil = null:open("null"), deimos.load("evil")
local attack = evil:open("evil")
local askers = {}
for _, name in ipairs { "asker", "liar" } do
  local module = deimos.load(name)
  askers[name] = { module = module, face = module:open("asker"),
    binding = deimos.bind(module, "other", module, "asker") }
  assert(askers[name].face.drain(module.handle, 2) == -1, "it can ask")
end
local lock = deimos.load("lock")
local closer = lock:open("lock")

-- The gates to the CM, and the graph as it has to stay.
local function bindings(graph)
  local others, gates, cm = {}, {}, nil
  for _, n in ipairs(graph.nodes) do
    if n.name == "cm" then cm = n.handle end
  end
  for _, b in ipairs(graph.bindings) do
    if b.provider == cm then
      gates[#gates + 1] = b.selector
    else
      others[#others + 1] = b.handle
    end
  end
  return gates, table.concat(others, " ")
end

local gates, others = bindings(deimos.graph())
assert(#gates == 4, "script, asker, liar and lock: " .. #gates)
assert(closer.close() == 0)

local function check_graph()
  local left, now = bindings(deimos.graph())
  assert(#left == 0 and now == others, "the graph has changed")
end

local function refused(f, ...)
  expect.refused("receptacle is unbound", f, ...)
end

check_graph()
for _, a in pairs(askers) do
  local ask, self = a.face, a.module.handle
  local function answers(what, ...)
    refused(ask[what], ...)
  end
  answers("load", ask.string("null"))
  answers("unload", spare.handle)
  answers("find", ask.string("cm"))
  answers("bind", self, ask.string("cm"), self, ask.string("asker"))
  answers("rebind", a.binding.handle, askers.asker.module.handle,
          ask.string("asker"))
  answers("unbind", a.binding.handle)
  answers("replace", spare.handle, ask.string("null"))
  answers("drain", spare.handle, 1)
end

refused(deimos.load, "null")
refused(spare.unload, spare)
refused(spare.replace, spare, "null")
refused(deimos.bind, askers.asker.module, "other", askers.liar.module,
        "asker")
refused(askers.liar.binding.unbind, askers.liar.binding)
refused(askers.liar.binding.rebind, askers.liar.binding, askers.asker.module,
        "asker")
refused(closer.close)
check_graph()

local one = count.null()
assert(count.null() == one + 1, "what is bound works")
local ok, message = pcall(attack.gate, gates[1])
assert(not ok and message:find(("#GP(0x%x)"):format(gates[1] & ~7), 1, true),
       message)
assert(count.null() == one + 2)
print("lock: nobody can ask")
