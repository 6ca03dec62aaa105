-- SPDX-License-Identifier: MIT
-- The library debug_model, against a system that is made up: what each method
-- hands on and gives back, which method an error names, what is bound to what,
-- and that nothing stays of what was not put under a model.
package.path = package.path .. ";lua/script/?.lua"
local HERE <const> = debug.getinfo(1, "S").short_src
local LARGE <const> = 0x7ffffff0

local world = require "tests.script_world"
local note, made, is, answers = world.note, world.made, world.is, world.answers

local function refused(with, f, ...)
  local ok, why = pcall(function(...)
    local got = f(...)                  -- no tail call: this line is to blame
    return got
  end, ...)
  if ok or not why:find(with, 1, true) or not why:find(HERE, 1, true) then
    error(("'%s' is not refused with '%s'"):format(why, with), 2)
  end
end

-- Modules are userdata of our type: files are the only ones to be had.
local OFFERS <const> = { paged = { "memory", "steps", "pages", "watch" },
  segmented = { "memory", "steps" }, flat = { "memory" }, blind = { "steps" } }
local name_of, Module = {}, { __name = "deimos.module" }
local methods = {}
Module.__index = function(_, key) return methods[key] end
Module.__tostring = function(self) return name_of[self] end

local function module(name)
  local it = debug.setmetatable(assert(io.open(HERE)), Module)
  name_of[it] = name
  return it
end

function methods.unload(self) note("unload", self) end
function methods.interfaces(self)
  local list = {}
  for i, name in ipairs(OFFERS[name_of[self]]) do list[i] = { name = name } end
  return list
end
function methods.open(self, interface)
  note("open", self, interface)
  return world.opened()
end

local words = {}                        -- of the one buffer that is written
local Buffer = { __tostring = function(self) return "buffer " .. self.size end }
Buffer.__index = { u32 = function(_, at) return words[at // 4] or 0 end }

local bind_fails
deimos = {
  load = function(name)
    note("load", name)
    return module(name)
  end,
  buffer = function(size) return setmetatable({ size = size }, Buffer) end,
  close = function(it) note("close", it) end,
  error_text = function(code) return "error " .. code end,
  bind = function(from, slot, to, interface)
    note("bind", from, slot, to, interface)
    if slot == bind_fails then error("no " .. slot, 0) end
    return { unbind = function() note("unbind", slot) end }
  end,
}

local under = require("debug_model").under

-- What is bound, and taken off again, once, however it ends.
local debugger = under(module "paged")
is(made(), "load debug; bind debug memory paged memory; bind debug steps paged steps; "
  .. "bind debug pages paged pages; bind paged watch debug watch; open debug debug")
debugger.unload()
is(made(), "off 0; unbind watch; close opened; unload debug")
do
  local at <close> = under(module "segmented")
  is(made(), "load debug; bind debug memory segmented memory; bind debug steps "
    .. "segmented steps; bind segmented watch debug watch; open debug debug")
end
is(made(), "off 0; unbind watch; close opened; unload debug")
for _, slot in ipairs { "memory", "steps", "pages", "watch" } do
  bind_fails = slot
  is(select(2, pcall(under, module "paged")), "no " .. slot)
  is(made():match("[^;]+$"), " unload debug")
end
bind_fails = nil
refused("debug_model.under: bad argument 'model' (its clients cannot be watched: "
  .. "no interface 'steps')", under, module "flat")
refused("no interface 'memory'", under, module "blind")
refused("bad argument 'model' (deimos.module expected, got string)", under, "paged")
is(made(), "")

-- Each method: what it hands on, what it gives back, and its own name in errors.
debugger = under(module "paged")
made()
local KINDS <const> = { r = 1, w = 2, x = 4, rw = 3, wr = 3, rx = 5, rwx = 7, rr = 1 }
for text, kinds in pairs(KINDS) do
  answers.watch = 40 + kinds
  is(debugger.watch(1, 2, 3, text), 40 + kinds)
  is(made(), "watch 1 2 3 " .. kinds)
end
refused("debug.watch: bad argument 'kinds' (r, w or x expected, got 'q')",
  debugger.watch, 1, 2, 3, "rq")
refused("debug.watch: bad argument 'kinds' (string expected, got nil)",
  debugger.watch, 1, 2, 3)
refused("debug.watch: bad argument 'kinds' (an empty string)", debugger.watch, 1, 2,
  3, "")
is(made(), "")
words[0] = LARGE
is(debugger.guard(5, 6), LARGE, "where the object is")
is(made(), "guard 5 6 buffer 4")
for _, name in ipairs { "unwatch", "unguard", "step", "left", "lost" } do
  answers[name] = 9
  is(debugger[name](7, 8), 9)
  is(made(), name .. " 7 8")
end
answers.off = 3
is(debugger.off(), 3)
is(debugger.off(4), 3)
is(made(), "off 0; off 4")
for _, name in ipairs { "watch", "guard", "unwatch", "unguard", "step", "left", "lost",
    "off", "log" } do
  for code = -1, -3, -1 do
    answers[name] = code
    refused(("debug '%s': error %d"):format(name, code), debugger[name], 1, 2, 3, "r")
  end
  answers[name] = nil
end
made()

-- Entries that are there, in their order and by their kinds; and an end, though
-- they come faster than they are taken.
local NAMED <const> = { [1] = "read", [2] = "write", [4] = "execute", [8] = "step",
  [16] = "guard", [32] = "death" }
local function put(entries)
  words = {}
  for i, entry in ipairs(entries) do table.move(entry, 1, 5, 5 * (i - 1), words) end
  return #entries
end
local list = {}
for kind in pairs(NAMED) do list[#list + 1] = { #list, 2, kind, 100 + kind, 7 } end
answers.log = function() return put(list) end
local got = debugger.log()
is(#got, #list)
for i, entry in ipairs(got) do
  is(entry.number, i - 1)
  is(entry.space, 2)
  is(entry.kind, NAMED[list[i][3]])
  is(entry.address, 100 + list[i][3])
  is(entry.eip, 7)
end
is(made(), "log buffer 1280 64")
answers.log = 64
is(#debugger.log(), 256)
is(select(2, made():gsub("log", "")), 4)
local rest = { 64, 64, 1 }
answers.log = function() return table.remove(rest, 1) end
is(#debugger.log(), 129)
rest = { 64, 0 }
is(#debugger.log(), 64)
is(#rest, 0)
print(("%d checks"):format(world.checks))
