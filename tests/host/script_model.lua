-- SPDX-License-Identifier: MIT
-- The libraries that scripts require, against a system that is made up: what each
-- method of a memory model hands on, each wrong argument and the line that is to
-- blame, which modules a model takes along.
package.path = package.path .. ";lua/script/?.lua"
local random = math.random
math.randomseed(5)
local HERE <const> = debug.getinfo(1, "S").short_src
local world = require "tests.script_world"
local note, made, is, answers = world.note, world.made, world.is, world.answers

-- Modules are userdata of our type: those that `module` knows.
local info, Module = {}, { __name = "deimos.module" }
Module.__index = function(self, key)
  local it = info[self]
  return it[key] or it.methods[key]
end
Module.__tostring = function(self) return info[self].name end
local methods = {}
local function userdata(meta)           -- a file is the only one to be had
  local made_up = assert(io.open(HERE))
  debug.setmetatable(made_up, meta)
  return made_up
end
local INTERFACES <const> = { paged = { "memory", "trap" }, flat = { "memory" } }
local RECEPTACLES <const> = { paged = { "store", "replacement", "trap" },
  segpaged = { "store" }, flat = {} }
local handles = 0
local function load_module(name)
  note("load", name)
  local module = userdata(Module)
  handles = handles + 1
  info[module] = { name = name, handle = handles, methods = methods }
  return module
end
function methods.unload(self) note("unload", info[self].name) end
function methods.interfaces(self)
  local list = {}
  for i, name in ipairs(INTERFACES[info[self].name] or {}) do
    list[i] = { name = name, type = name }
  end
  return list
end
function methods.open(self, interface)
  note("open", info[self].name, interface)
  return world.opened()
end
local Buffer = { __tostring = function() return "buffer" end }
Buffer.__index = {
  u32 = function(self, at) return self.words[at // 4 + 1] end,
  string = function(self, at, size)
    return self.text:sub(at + 1, at + size)
  end }
deimos = {
  load = load_module, close = function() note("close") end,
  error_text = function(number) return "error " .. number end,
  nearest = function(word, list) return list[1] or word end,
  archive = function(name)
    return (INTERFACES[name:match("^modules/(.*)%.o$")]
      or name == "modules/" .. ("y"):rep(31) .. ".o") and "" or nil
  end,
  buffer = function(size)
    assert(size > 0, "a buffer of nothing")
    return setmetatable({ size = size, words = { 77, 2, 3, 4, 5, 6, 7, 8, 9 },
      text = "0123456789" }, Buffer)
  end,
  bind = function(client, receptacle, server, interface)
    note("bind", client, receptacle, server, interface)
    return { unbind = function() note("unbind", receptacle) end }
  end,
  graph = function()
    local list = { { node = 0, name = "store" } }
    for module, it in pairs(info) do
      for _, name in ipairs(RECEPTACLES[it.name] or {}) do
        list[#list + 1] = { node = it.handle, name = name }
      end
    end
    return { receptacles = list }
  end,
}
local check = require "check"
local memory, model = require "memory", require "model"

-- The error of a call, which blames this file's line of the call.
local line
local function call(f, ...)
  local results = { f(...) } line = debug.getinfo(1, "l").currentline
  return results[1]
end
call(function() end)
local function refused(wanted, f, ...)
  local ok, message = pcall(call, f, ...)
  is(ok, false, wanted)
  is(message, ("%s:%d: %s"):format(HERE, line, wanted), "error")
  made()
end

-- What each method hands on, and what it makes of each answer.
local it = memory.open(load_module "flat")
is(made(), "load flat; open flat memory", "open")
local METHODS <const> = {
  create = "", destroy = "space", load = "space *image",
  unmap = "space address size", protect = "space address size access",
  copy = "space", release_frame = "frame",
  map = "space address size access @", grow = "space bytes @",
  share = "space address size other access @",
  attach = "space *name size access @",
}
local MIN <const>, MAX <const> = -0x80000000, 0xffffffff
local ODD <const> = {
  { 1.5, "integer expected, got 1.5" }, { "5", "number expected, got string" },
  { {}, "number expected, got table" }, { true, "number expected, got boolean" },
  { MAX + 1, ("expected %d to %d, got %d"):format(MIN, MAX, MAX + 1) },
  { MIN - 1, ("expected %d to %d, got %d"):format(MIN, MAX, MIN - 1) },
  { 1 / 0, "integer expected, got inf" },
}
local ODD_TEXTS <const> = {
  { "", "an empty string" }, { "a\0b", "a string with a NUL byte" },
  { ("x"):rep(256), "a string of 256 bytes, at most 255" },
  { 5, "string expected, got number" }, { {}, "string expected, got table" },
}
local function odd(method, names, given, i)
  local name = names[i]
  for _, case in ipairs(name:find("^%*") and ODD_TEXTS or ODD) do
    local wrong = { table.unpack(given) }
    wrong[i] = case[1]
    refused(("memory.%s: bad argument '%s' (%s)"):format(method,
      name:match("%w+"), case[2]), it[method], table.unpack(wrong))
  end
  refused(("memory.%s: bad argument '%s' (%s expected, got nil)"):format(method,
    name:match("%w+"), name:find("^%*") and "string" or "number"), it[method],
    table.unpack(given, 1, i - 1))
end
for method, words in pairs(METHODS) do
  local names, given = {}, {}
  local places = words:find("@") ~= nil
  for name in words:gmatch("[%w*_]+") do
    names[#names + 1] = name
    given[#given + 1] = name:find("^%*") and ("n"):rep(255) or ({ MIN, -1, 0,
      MAX, 5.0 })[(#given + #method) % 5 + 1]
  end
  for _, answer in ipairs { 0, 1, 0x7fffffff } do
    answers[method] = answer
    is(call(it[method], table.unpack(given)), places and 77 or answer, method)
    local handed = { method }
    for i, value in ipairs(given) do
      handed[i + 1] = tostring(math.tointeger(value) or value)
    end
    handed[#handed + 1] = places and "buffer" or nil
    is(made(), table.concat(handed, " "), method)
  end
  for i in ipairs(names) do odd(method, names, given, i) end
  for _, code in ipairs { -1, -17, MIN } do
    answers[method] = code
    refused(("memory '%s': error %d"):format(method, code), it[method],
      table.unpack(given))
  end
end

-- Those with arguments of their own.
is(call(it.read, 1, 2, 4), "0123", "read")
is(made(), "read 1 2 buffer 4", "read")
is(call(it.read, 1, 2, 0), "", "read nothing")
is(made(), "read 1 2 buffer 0", "read nothing")
is(#call(it.read, 1, 2, 16 << 20), 10, "most")
refused("memory.read: bad argument 'size' (expected 0 to 16777216, got "
  .. "16777217)", it.read, 1, 2, (16 << 20) + 1)
refused("memory.read: bad argument 'size' (expected 0 to 16777216, got -1)",
  it.read, 1, 2, -1)
is(call(it.write, 1, 2, "a\0b"), 0, "write")
is(made(), "write 1 2 a\0b 3", "write")
refused("memory.write: bad argument 'text' (string expected, got number)",
  it.write, 1, 2, 3)
for _, case in ipairs(ODD) do
  for _, method in ipairs { "read", "write" } do
    for i, name in ipairs { "space", "address" } do
      local given = { 1, 2, method == "read" and 3 or "t" }
      given[i] = case[1]
      refused(("memory.%s: bad argument '%s' (%s)"):format(method, name,
        case[2]), it[method], table.unpack(given))
    end
  end
  refused(("memory.run: bad argument 'space' (%s)"):format(case[2]), it.run,
    case[1])
  refused(("memory.run: bad argument 'argument' (%s)"):format(case[2]), it.run,
    1, case[1])
  refused(("memory.usage: bad argument 'space' (%s)"):format(case[2]), it.usage,
    case[1])
end
for _, method in ipairs { "read", "write", "usage" } do
  answers[method] = -9
  refused(("memory '%s': error -9"):format(method), it[method], 1, 2,
    method == "read" and 3 or "t")
  answers[method] = nil
end
answers.run = -9
is(call(it.run, 7), -9, "what the client gave to exit()")
is(call(it.run, 7, 8), -9, "run")
is(made(), "run 7 0; run 7 8", "run")
local usage = call(it.usage)
for i, name in ipairs { "spaces", "mapped", "resident", "shared", "free",
    "faults", "evictions", "writes", "lost" } do
  is(usage[name], i == 1 and 77 or i, name)
end
it.usage(6)
it.close()
is(made(), "usage 0 buffer; usage 6 buffer; close", "usage")
refused("memory.open: bad argument 'module' (deimos.module expected, got "
  .. "userdata)", memory.open, io.stdout)
refused("memory.open: bad argument 'module' (deimos.module expected, got "
  .. "string)", memory.open, "flat")

-- A model takes its parts along, and leaves nothing.
local function loads(wanted_load, wanted_unload, ...)
  local one = call(model.load, ...)
  local text = made()
  for word in wanted_load:gmatch("[^;]+") do
    assert(text:find(word, 1, true), text .. " without " .. word)
  end
  is(select(2, text:gsub(";", "")), select(2, wanted_load:gsub(";", "")), text)
  one:unload()
  text = made()
  is(select(2, text:gsub("unbind", "")), wanted_unload, text)
  is(text:match("^[unbid %l;]-unload (%w+)"), (...), text)
  one:unbind()
  is(made(), "", "unbound already")
end
loads("load flat", 0, "flat")
loads("load paged;load store_ram;bind paged store store_ram store;load clock;"
  .. "bind paged replacement clock replacement;bind clock frames paged frames",
  3, "paged")
loads("load paged;load mine;bind paged store mine store;load own;"
  .. "bind paged replacement own replacement;bind own frames paged frames",
  3, "paged", { store = "mine", replacement = "own" })
local paged = model.load "paged"
made()
is(paged:offers "trap", true, "offers")
is(paged:offers "memory", true, "offers")
is(paged:offers "pages", false, "offers")
paged:bind("trap", load_module "m", "t")
is(made(), "load m; bind paged trap m t", "bind")
paged:unbind()
is(select(2, made():gsub("unbind", "")), 4, "all are unbound")
do
  local scoped <close> = model.load "flat"
  is(scoped.name, "flat", "name")
end
assert(made():find("unload flat$"))
is(model.exists "flat", true, "exists")
is(model.exists "nowhere", false, "exists")
is(model.exists(("y"):rep(31)), true, "31 bytes")
is(model.exists(("y"):rep(32)), false, "32 bytes")
refused("model.load: bad argument 'name' ('flt' is unknown; the nearest is "
  .. "'flat'; there are: flat segmented paged segpaged null_memory)",
  model.load, "flt")
refused("model.load: unknown field 'stor'; the nearest is 'store'", model.load,
  "flat", { stor = "x" })
refused("model.load: bad argument 'fields' (table expected, got string)",
  model.load, "flat", "x")
for _, case in ipairs(ODD_TEXTS) do
  for _, one in ipairs { { "model.load", "name", model.load },
      { "model.exists", "name", model.exists } } do
    refused(("%s: bad argument '%s' (%s)"):format(one[1], one[2], case[2]),
      one[3], case[1])
  end
  refused(("model:offers: bad argument 'interface' (%s)"):format(case[2]),
    paged.offers, paged, case[1])
  refused(("model:bind: bad argument 'receptacle' (%s)"):format(case[2]),
    paged.bind, paged, case[1], load_module "m", "t")
  refused(("model:bind: bad argument 'interface' (%s)"):format(case[2]),
    paged.bind, paged, "r", load_module "m", case[1])
end
refused("model:bind: bad argument 'module' (deimos.module expected, got nil)",
  paged.bind, paged, "r", nil, "t")
for key, name in pairs { [1] = "1", [("k"):rep(50)] = ("k"):rep(40),
    ["a\0b"] = "a", [true] = "true" } do
  refused(("f: unknown field '%s'; the nearest is 'a'"):format(name),
    check.fields, "f", { [key] = 1 }, { "a" })
end
print("model: each call is handed on")
