-- SPDX-License-Identifier: MIT
-- A module dies alone: its caller's frames are named, its bindings answer
-- "dead", what it owned comes back, and the graph says what happened.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: caller evil
-- output: module 'evil' died: #UD%(0x0%) at evil%+0x%x+
-- output: backtrace: evil%+0x%x+ < caller%+0x%x+ < caller%+0x%x+ < lua
-- output: abandoned frames of: caller

local function node_of(handle)
  for _, node in ipairs(deimos.graph().nodes) do
    if node.handle == handle then return node end
  end
end

local function state_of(handle)
  return node_of(handle).state
end

local before = deimos.digest()
local caller, evil = deimos.load("caller"), deimos.load("evil")
local binding = deimos.bind(caller, "evil", evil, "evil")
local c = caller:open("caller")
local direct = evil:open("evil")

local died_at = c.death_at() & 0xffffffff

local ok, message = pcall(c.call_undefined)
assert(not ok and message:find("module 'evil' died", 1, true), message)
assert(state_of(evil.handle) == "dead" and state_of(caller.handle) == "live")

-- each return address is the one that its call pushed
local function place(name, module, address)
  return ("%s+0x%x"):format(name,
    (address & 0xffffffff) - node_of(module.handle).base)
end
local trace = deimos.report():match("backtrace: ([^\n]+)")
local expected = ("%s < %s < %s < lua+0x"):format(
  place("evil", evil, died_at), place("caller", caller, c.returns_to()),
  place("caller", caller, c.returned_to()))
assert(trace:sub(1, #expected) == expected, trace .. " is not " .. expected)

-- its bindings answer, and the caller is as alive as before
ok, message = pcall(direct.undefined)
assert(not ok and message:find("dead", 1, true), message)
ok, message = pcall(c.call_undefined)
assert(not ok and message:find("dead", 1, true), message)
ok, message = pcall(deimos.bind, caller, "evil", evil, "evil")
assert(not ok and message:find("dead", 1, true), message)

-- a fresh one takes its place under the same binding
local fresh = deimos.load("evil")
binding:rebind(fresh, "evil")
ok, message = pcall(c.call_undefined)
assert(not ok and message:find("#UD", 1, true), message)

binding:unbind()
deimos.close(direct)
deimos.close(c)
evil:unload()
fresh:unload()
caller:unload()
assert(deimos.digest() == before, "something is left of the dead")
print("death: alone")
