-- SPDX-License-Identifier: MIT
-- Requests that the CM must refuse or survive: handles of nothing, of the
-- past and of other kinds, names that are none, modules bound to themselves
-- and in circles, and modules that ask for changes in their init and exit.
-- machines: qemu-icount bochs
-- expect: pass
-- modules: asker init_load init_recursive init_unload_self init_unbind_cm
-- modules: init_unload_cm exit_load exit_unload_self export_bind counter1
-- modules: constrained

local HANDLE <const>, NOTFOUND <const> = -3, -2
local INVALID <const> = -1
local ADDRESS <const>, TYPE <const> = -4, -11

local first = deimos.digest()

local refused <const> = require("expect").unchanged

local asker, null = deimos.load("asker"), deimos.load("null")
local ask = asker:open("asker")

local function answers(expected, what, ...)
  local digest = deimos.digest()
  local result = ask[what](...)
  assert(result == expected, ("%s: %d, expected %d"):format(what, result,
                                                            expected))
  assert(deimos.digest() == digest, what .. ": something changed")
end

-- handles: none, the past's, other kinds', huge and negative
local binding = deimos.bind(asker, "other", asker, "asker")
binding:unbind()
refused("no binding has handle", binding.unbind, binding)
local gone = deimos.load("null")
gone:unload()
local handles = { 0, -1, 1, 0x7fffffff, -0x80000000, 0x1000, 0xfff, 4095,
                  gone.handle, binding.handle }
local graph = deimos.graph()
local kinds = { modules = {}, bindings = {} }
for _, n in ipairs(graph.nodes) do kinds.modules[n.handle] = true end
for _, b in ipairs(graph.bindings) do kinds.bindings[b.handle] = true end
for _, part in ipairs{ "nodes", "interfaces", "receptacles", "bindings" } do
  for _, entry in ipairs(graph[part]) do
    handles[#handles + 1] = entry.handle
  end
end
for _, h in ipairs(handles) do
  if not kinds.modules[h] then
    answers(HANDLE, "unload", h)
    answers(HANDLE, "replace", h, "null")
    answers(HANDLE, "drain", h, 1)
    answers(HANDLE, "bind", h, "other", asker.handle, "asker")
    answers(HANDLE, "bind", asker.handle, "other", h, "asker")
  end
  if not kinds.bindings[h] then
    answers(HANDLE, "unbind", h)
    answers(HANDLE, "rebind", h, asker.handle, "asker")
  end
  assert(not (kinds.modules[h] and kinds.bindings[h]),
         "a handle of a module and of a binding: " .. h)
end

-- a drain is on or off
for _, on in ipairs{ 2, 3, -1, 0x7fffffff } do
  answers(INVALID, "drain", null.handle, on)
end
answers(INVALID, "drain", deimos.find("cm").handle, 1)
deimos.close(null:open("null"))         -- it does not drain

-- names: at NULL, outside, too long, and without an end in front of the end
local size = deimos.machine().ups_size
local long <const> = ("x"):rep(32)
local bad = { [0] = ADDRESS, [size] = ADDRESS, [size - 1] = ADDRESS,
              [0xfffffffc] = ADDRESS, [0x80000000] = ADDRESS,
              [ask.string(long)] = NOTFOUND }
-- what lies at the very end may be anything: make it a text without an end
local nmm = deimos.nmm
local page = nmm.create_region{ base = size - nmm.PAGE_SIZE }
local asker_base
for _, n in ipairs(graph.nodes) do
  if n.handle == asker.handle then asker_base = n.base end
end
assert(asker_base)
local fill = ask.fill(size - nmm.PAGE_SIZE, nmm.PAGE_SIZE, ("x"):byte())
assert(fill == 0)
for _, paging in ipairs{ false, true } do
  nmm.paging(paging)
  for at, error in pairs(bad) do
    answers(error, "load", at)
    answers(error, "find", at)
    answers(error, "replace", null.handle, at)
    answers(error, "bind", asker.handle, at, asker.handle, "asker")
    answers(error, "bind", asker.handle, "other", asker.handle, at)
    answers(ADDRESS, "archive", at == ask.string(long) and 0 or at)
  end
  answers(ADDRESS, "reason", 0, 100)
  answers(ADDRESS, "reason", size - 4, 8)
  answers(ADDRESS, "reason", asker_base, 0)
  answers(ADDRESS, "reason", asker_base, -1)
end
nmm.paging(false)
nmm.destroy_region(page)
answers(NOTFOUND, "load", "")
answers(NOTFOUND, "load", "../modules/null")
answers(NOTFOUND, "find", "%s%n")
answers(TYPE, "bind", asker.handle, "other", null.handle, "null")

-- to itself: allowed; and it holds nobody
binding = deimos.bind(asker, "other", asker, "asker")
assert(ask.self() == asker.handle)
refused("every slot", deimos.bind, asker, "other", asker, "asker")
refused("bound 1 times", asker.unload, asker)   -- the one of this script
deimos.close(ask)
asker:unload()
refused("no binding has handle", binding.unbind, binding)

-- in a circle: each holds the other, until one binding ends
local a, b = deimos.load("asker"), deimos.load("asker")
local there = deimos.bind(a, "other", b, "asker")
local back = deimos.bind(b, "other", a, "asker")
refused("bound 1 times", a.unload, a)
refused("bound 1 times", b.unload, b)
there:unbind()
b:unload()                                      -- `back` went with it
refused("no binding has handle", back.unbind, back)
a:unload()

-- in init
local function load_and_unload(name, expected)
  local before = deimos.digest()
  local module = deimos.load(name)
  if expected then
    local asking = module:open("asking")
    assert(asking.result() == expected, asking.result())
    deimos.close(asking)
  end
  module:unload()
  assert(deimos.digest() == before, name .. ": something is left")
end

load_and_unload("init_load")
load_and_unload("init_unbind_cm", 0)
load_and_unload("init_unload_cm", -8)
refused("a call is still inside", deimos.load, "init_unload_self")
assert(not deimos.find("init_unload_self"))
refused("are nested already", deimos.load, "init_recursive")
assert(not deimos.find("init_recursive"))

-- in exit
load_and_unload("exit_unload_self")
assert(not deimos.find("exit_unload_self"))
null:unload()
deimos.load("exit_load"):unload()
deimos.find("null"):unload()                    -- what it has loaded stays

-- in the middle of a replacement
local old = deimos.load("export_bind")
local ok, message = pcall(old.replace, old, "counter1")
assert(not ok and message:find("lacks interface 'asking'", 1, true), message)
old:unload()                                    -- with what it has bound

assert(deimos.digest() == first, "something is left")
print("requests: all answered")
