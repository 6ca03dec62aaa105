-- SPDX-License-Identifier: MIT
-- Nothing is left: of modules that are refused half-way, of bindings to the
-- core that are rebound or whose client dies. And a digest is no error.
-- machines: qemu-icount bochs
-- limit: 120
-- expect: pass
-- modules: bad_two bad_twice bad_fit bad_wrapper fake_console evil

local ANSWER <const> = 4711             -- ORDER tests/modules/fake_console.c
local ROUNDS <const> = 10
local NULL <const> = 8                  -- of the core: its CS

-- refused, and why: many times, so that tables would fill
local REFUSALS = {
  { "bad_two", "two module entries" },
  { "bad_twice", "receptacle 'twice' is there twice" },
  { "bad_fit", "does not fit" },
  { "bad_wrapper", "calls itself a wrapper" },
}

local before = deimos.digest()
local parts = {}
for name, list in pairs(deimos.graph()) do
  parts[name] = type(list) == "table" and #list or nil
end
for _, case in ipairs(REFUSALS) do
  for _ = 1, ROUNDS do
    local ok, message = pcall(deimos.load, case[1])
    assert(not ok and message:find(case[2], 1, true), message)
    assert(deimos.digest() == before, case[1] .. " left something behind")
  end
end
local graph = deimos.graph()
for name, count in pairs(parts) do assert(#graph[name] == count, name) end

-- a gate is its binding's, and goes with it
local function gates()
  local count = 0
  for _, b in ipairs(deimos.graph().bindings) do
    count = count + (b.selector ~= 0 and 1 or 0)
  end
  return count
end

local client, fake = deimos.load("evil"), deimos.load("fake_console")
local user, console = client:open("user"), deimos.find("console")
local idle, few = deimos.digest(), gates()
for _ = 1, ROUNDS do
  local binding = deimos.bind(client, "console", console, "console")
  local bound = deimos.digest()
  assert(gates() == few + 1 and user.null() & 0xffff == NULL)
  binding:rebind(fake, "console")
  assert(gates() == few and user.null() == ANSWER)
  binding:rebind(console, "console")
  assert(gates() == few + 1 and user.null() & 0xffff == NULL)
  binding:rebind(console, "console")
  assert(gates() == few + 1 and deimos.digest() == bound)
  binding:unbind()
  assert(gates() == few and deimos.digest() == idle, "a gate is left")
end

-- what a dead module had bound is unbound at once
deimos.bind(client, "console", console, "console")
local evil = client:open("evil")
assert(gates() == few + 1)
assert(not pcall(evil.undefined))
assert(gates() == few, "a dead module's gate is open")
for _, b in ipairs(deimos.graph().bindings) do
  assert(b.caller ~= client.handle, "a dead module is a client")
end
deimos.close(user)
deimos.close(evil)
client:unload()
fake:unload()
assert(deimos.digest() == before, "something is left")

-- negative values are errors of the CM's: no digest is one
local modules = {}
for i = 1, ROUNDS do
  assert(deimos.digest() <= 0x7fffffff, "a digest that is an error")
  modules[i] = deimos.load("null")
end
for _, m in ipairs(modules) do m:unload() end
print("leftovers: none")
