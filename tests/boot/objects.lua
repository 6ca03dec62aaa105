-- SPDX-License-Identifier: MIT
-- Modules and objects as a script has them: which values are arguments, what
-- is refused, when an object is closed, and what a drain leaves that failed.
-- expect: pass
-- modules: asker evil

local before = deimos.digest()
local asker = deimos.load("asker")
local ask = asker:open("asker")

-- arguments: 32 bits of them, six at most
local buffer = deimos.buffer(8)
local function stored(value)
  buffer:fill("\0\0\0\0\0\0\0\0")
  assert(ask.fill(buffer, 1, value) == 0)
  return buffer:u32(0)
end
assert(stored(7) == 7 and stored(true) == 1 and stored(false) == 0)
assert(stored(nil) == 0 and stored(255) == 255 and stored(-1) == 255)
assert(ask.string("abc") ~= 0 and ask.string(0xffffffff) == -1)
assert(ask.string(-0x80000000) == -0x80000000)
for _, odd in ipairs{ 0x100000000, -0x80000001, math.maxinteger, 1.5, {},
    print, "text" .. "" } do
  local ok, message = pcall(ask.fill, buffer, 0, odd)
  assert(ok == (type(odd) == "string"), message)
end
local ok, message = pcall(ask.self, 1, 2, 3, 4, 5, 6)
assert(ok and message == asker.handle)
ok, message = pcall(ask.self, 1, 2, 3, 4, 5, 6, 7)
assert(not ok and message:find("at most 6", 1, true), message)

-- a method that is not there
ok, message = pcall(function() return ask.nothing end)
assert(not ok and message:find("'nothing'", 1, true), message)
ok, message = pcall(asker.open, asker, "nothing")
assert(not ok and message:find("no interface 'nothing'", 1, true), message)

-- equal, and called by name
local same = deimos.find("asker")
assert(same == asker and same.handle == asker.handle)
assert(asker ~= deimos.find("console"))
assert(tostring(asker) == ("module asker (%d)"):format(asker.handle))
assert(tostring(ask) == "object asker (bound)" and asker.name == "asker")
local names = {}
for _, i in ipairs(asker:interfaces()) do names[#names + 1] = i.name end
assert(table.concat(names) == "asker")

-- what somebody else has unbound is closed without a word
local gone = asker:open("asker")
local before_gone = {}
for _, b in ipairs(deimos.graph().bindings) do
  before_gone[#before_gone + 1] = b.handle
end
assert(ask.unbind(before_gone[#before_gone]) == 0)
ok = pcall(gone.self)
assert(not ok, "it is not the object's binding")
deimos.close(gone)

-- closed once, however often; and by leaving a block
deimos.close(ask)
assert(tostring(ask) == "object asker (closed)")
ok, message = pcall(ask.self)
assert(not ok and message:find("unbound", 1, true), message)
local other = asker:open("asker")       -- may get the handle that was
deimos.close(ask)
assert(other.self() == asker.handle, "closed another's binding")
do
  local scoped <close> = asker:open("asker")
  assert(scoped.self() == asker.handle)
end
deimos.close(other)
asker:unload()

-- closing what a death has unbound is no error
local evil = deimos.load("evil")
local one, two = evil:open("evil"), evil:open("user")
assert(not pcall(one.undefined))
deimos.close(one)
deimos.close(two)
evil:unload()

-- a drain that fails leaves the module as it was
local null = deimos.load("null")
local open = null:open("null")
ok, message = pcall(null.drain, null, 5, function() error("stop", 0) end)
assert(not ok and message == "stop", message)
deimos.close(null:open("null"))         -- not draining
ok, message = pcall(null.drain, null, 0)
assert(not ok and message:find("bound", 1, true), message)
deimos.close(null:open("null"))
deimos.close(open)
null:drain(0)

-- time goes on in fractions of a second
local hz = deimos.machine().tick_hz
for _ = 1, 5 do
  local from = deimos.ticks()
  repeat until deimos.ticks() > from
  assert(math.type(deimos.clock()) == "float")
  assert(math.abs(deimos.clock() * hz - deimos.ticks()) <= 1, "no fractions")
end
collectgarbage()
assert(deimos.digest() == before, "something is left")
print("objects: as they are told")
