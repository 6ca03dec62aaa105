-- SPDX-License-Identifier: MIT
-- A trace's way from its text to the client that touches its pages: what is
-- handed over, word by word, is the trace; what the model is asked for; and an
-- option that is wrong blames the script's line.

package.path = package.path .. ";lua/script/?.lua"

local random = math.random
math.randomseed(3)
local HERE <const> = debug.getinfo(1, "S").short_src
local PAGE <const>, PINNED <const> = 4096, 128

local log, touched, answers, counted = {}, {}, {}, 0
local function note(...) log[#log + 1] = table.concat({ ... }, " ") end
local function is(found, wanted, what)
  if found ~= wanted then
    error(("%s: '%s', not '%s'"):format(what, found, wanted), 2)
  end
end

local written
local METHODS <const> = {
  create = function() return 9 end,
  write = function(space, at, data, size)
    assert(space == 9 and at == 64 * PAGE and size == #data)
    written = data
    return 0
  end,
  run = function(space, at)
    assert(space == 9 and at == 64 * PAGE)
    local base, count = ("<I4I4"):unpack(written)
    assert(base == 128 * PAGE and count * 4 + 8 == #written
      and count <= 8192)
    for i = 1, count do
      touched[#touched + 1] = ("<I4"):unpack(written, 5 + 4 * i)
    end
    return answers.run or count
  end,
  count = function(what)
    counted = counted + 1
    return counted <= 3 and 100 * what or 100 * what + 10 + what
  end,
}
deimos = {
  nearest = function(_, list) return list[1] end,
  error_text = function(code) return "error " .. code end,
  close = function() note("close") end,
  bind = function(a, from, b, to)
    note("bind", a.name, from, b.name, to)
    return { unbind = function() note("unbind", a.name) end }
  end,
  load = function(name)
    note("load", name)
    return { name = name, unload = function() note("unload", name) end,
      open = function(_, interface)
        note("open", name, interface)
        return setmetatable({}, { __index = function(_, method)
          return METHODS[method] and not answers[method] and METHODS[method]
            or function(...)
              note(method, ...)
              return answers[method] or 0
            end
        end })
      end }
  end,
}
local trace = require "trace"

-- References at random, and what is touched: places in order of appearance.
local function try(count, pages, frames, policy)
  local text, wanted, place, places = {}, {}, {}, 0
  for i = 1, count do
    local page, writes = random(pages) * 3, random(2) == 1
    text[i] = page .. (writes and " w" or "")
    if not place[page] then place[page], places = places, places + 1 end
    wanted[i] = place[page] << 1 | (writes and 1 or 0)
  end
  local parsed = trace.parse(table.concat(text, "\n"), { unit = "pages" })
  is(parsed.count, count, "count")
  is(parsed.pages, places, "pages")
  log, touched, counted = {}, {}, 0
  local result = trace.replay(parsed, frames, policy)
  is(#touched, #wanted, "touched")
  for i, word in ipairs(wanted) do is(touched[i], word, "reference " .. i) end
  is(result.faults .. result.evictions .. result.writes, "151617", "counts")
  local used, name = math.min(frames, places), policy or "clock"
  is(table.concat(log, "\n"), ([[
load store_ram
load paged
load %s
bind paged store store_ram store
bind paged replacement %s replacement
bind %s frames paged frames
open paged memory
open paged paged
configure %d %d %d
load 9 tracer
map 9 %d %d 3
pin 9 0 0
map 9 %d %d 3
limit %d
destroy 9
close
close
unbind paged
unload %s
unload paged
unload store_ram]]):format(name, name, name, used + PINNED, places + 2 * PINNED,
    math.max(256, 128 + places + 17), 64 * PAGE, 8 + 4 * 8192, 128 * PAGE,
    places * PAGE, used, name), "the model")
end
for _, count in ipairs { 1, 199, 200, 201, 400, 7999, 8000, 8001, 8193, 17000 }
do
  try(count, random(300), random(200), count % 2 == 0 and "own" or nil)
end
try(500, 30, 1 << 30)
try(3000, 1500, 1)

local function raises(text, f, ...)
  local ok, message = pcall(f, ...)
  is(ok, false, text)
  is(message, text, "error")
end
local one = trace.parse("1\n2 w", { unit = "pages" })
raises("trace: at least one frame", trace.replay, one, 0)
raises("trace: 262000 different pages; a window has room for 261999",
  trace.replay, { count = 1, pages = 262000, batches = {} }, 1)
is(trace.replay({ count = 0, pages = 0, batches = {} }, 1).faults, 0, "nothing")
for method, what in pairs { configure = "1 frames, 2 pages", create = "space",
    load = "tracer", map = "buffer", pin = "pin", limit = "limit",
    write = "buffer", destroy = "destroy" } do
  answers = { [method] = -5 }
  counted = 0
  raises("trace: " .. what .. ": error -5", trace.replay, one, 1)
end
answers = { run = 1 }
raises("trace: the client ended with 1; is there memory for the pages that are "
  .. "written?", trace.replay, one, 2)

-- The line that asked is to blame.
for text, options in pairs {
  ["unknown field 'pag'; the nearest is 'unit'"] = { pag = 1 },
  ["bad argument 'unit' ('x' is unknown; the nearest is 'bytes'; there are: "
    .. "bytes pages)"] = { unit = "x" },
  ["bad argument 'page' (expected 1 to 1073741824, got 0)"] = { unit = "bytes",
    page = 0 },
  ["bad argument 'page' (it needs the unit 'bytes')"] = { page = 1 },
  ["bad argument 'base' (expected 10 or 16, got 8)"] = { base = 8 },
  ["bad argument 'fields' (table expected, got number)"] = 5,
} do
  for _, f in ipairs { trace.parse, require("trace_text").references } do
    local line
    local ok, message = pcall(function()
      line = debug.getinfo(1, "l").currentline local made = f("1", options)
      return made
    end)
    is(ok, false, text)
    is(message, ("%s:%d: trace.parse: %s"):format(HERE, line, text), "error")
  end
end
-- What a line is read as, whatever way it is written.
local function reads(text, options, page, is_write)
  local made = {}
  require("trace_text").references(text, options, function(...)
    made[#made + 1] = { ... }
  end)
  is(#made, 1, text)
  is(made[1][1], page, text)
  is(made[1][2], is_write, text)
end
for _, unit in ipairs { "pages", "bytes" } do
  for letter, writes in pairs { w = true, W = true, r = false, R = false } do
    for _, form in ipairs { "%s 0x11", "%s17", "17 %s", "0x11%s", " 17%s " } do
      reads(form:format(letter), { unit = unit, page = unit == "bytes" and 1
        or nil }, 17, writes)
    end
  end
end
for base, page in pairs { [10] = 10, [16] = 16 } do
  reads("10", { unit = "pages", base = base }, page, false)
  reads("10 w", { unit = "pages", base = base }, page, true)
end
reads("4294967295", { unit = "pages" }, 0xffffffff, false)
for size, page in pairs { [1] = -1, [2] = 0x7fffffffffffffff,
    [3] = 0x5555555555555555, [5] = 0x3333333333333333,
    [4096] = 0xfffffffffffff } do
  reads("0xffffffffffffffff", { unit = "bytes", page = size }, page, false)
end
for _, digits in ipairs { "4294967296", "9999999999", "10000000000" } do
  raises(("trace: line 1: '%s' is not a page number of up to 32 bits")
    :format(digits), trace.parse, digits, { unit = "pages" })
end

-- Numbers that may be addresses are asked about; with a unit, never.
local function asks(numbers, why)
  local text = table.concat(numbers, "\n") .. "\n" .. numbers[1]
  local ok, message = pcall(trace.parse, text)
  is(ok, not why, ("%d to %d"):format(numbers[1], numbers[#numbers]))
  if why then
    is(message:match("^trace: (.-); are these byte addresses or page"), why,
      "why")
  end
  is(trace.parse(text, { unit = "pages" }).count, #numbers + 1, "count")
end
for n = 1, 40 do
  local numbers = {}
  for i = 1, n do numbers[i] = i - 1 end
  for _, most in ipairs { 255, 256, 16 * n - 1, 16 * n, 16 * n + 1 } do
    numbers[n] = most
    asks(numbers, most >= 256 and most >= 16 * n
      and ("line %d: %d, among %d different numbers"):format(n, most, n))
  end
end
for _, n in ipairs { 2, 15, 16, 17 } do
  for apart = 1, 8 do
    local numbers = {}
    for i = 1, n do numbers[i] = i * apart end
    asks(numbers, n >= 16 and apart >= 4 and (("line %d: %d different numbers, "
      .. "all %d or a multiple apart"):format(n, n, apart)))
  end
end

-- Digits that may be hexadecimal: what is asked is not what was said already.
for unit, wanted in pairs { [false] = "arg.unit=bytes arg.page=4096 arg.base=16",
    pages = "arg.unit=pages arg.base=16", bytes = "arg.unit=bytes arg.base=16" } do
  for _, text in ipairs { "0177", "1f", "1\n00", "7 # a\nFF w" } do
    local good, why = pcall(trace.parse, text, { unit = unit or nil })
    assert(not good and why:find('Say OPTIONS="' .. wanted .. '"', 1, true)
      and why:find("or arg.base=10", 1, true), why)
    is(why:find("arg.unit=pages of", 1, true) ~= nil, not unit, text)
  end
end
print("trace: as it was given")
