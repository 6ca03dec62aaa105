-- SPDX-License-Identifier: MIT
-- What a sweep asks for, without a machine: rows, sizes, samples, what the
-- console shows; and what a workload is told from outside, word by word.

package.path = package.path .. ";lua/script/?.lua"

local random = math.random
math.randomseed(11)

local asked, printed, loaded, bound, say = {}, {}, {}, {}, print
local answer                            -- of deimos.experiment

local function is(found, wanted, what)
  if found ~= wanted then
    error(("%s: '%s', not '%s'"):format(what or "?", found, wanted), 2)
  end
end

local function note(kind)
  return function(row)
    local fields = {}
    for key, value in pairs(row) do
      fields[#fields + 1] = ("%s=%s"):format(key, value)
    end
    table.sort(fields)
    asked[#asked + 1] = kind .. " " .. table.concat(fields, " ")
    return answer(row)
  end
end

local ARCHIVE <const> = { flat = "memory", paged = "memory", mine = "memory",
  bind_gate = "binding", gate = "binding", bind_queue = "binding",
  clock = "replacement", fifo = "scheduler", null = "null" }
deimos = {
  options = {}, experiment = note("row"), not_applicable = note("none"),
  exit = function(code) error(code, 0) end,
  nearest = function(word, list) return word:sub(1, 3) .. #list end,
  members = function()
    return { "lua/x.lua", "modules/bind_gate.o", "modules/flat.o",
      "modules/bind_queue.o", "modules/paged.oo", "workloads/flat.o" }
  end,
  archive = function(name)
    return ARCHIVE[name:match("^modules/(.*)%.o$")] and "" or nil
  end,
  bind = function(...) bound[#bound + 1] = { ... } end,
  load = function(name)
    loaded[#loaded + 1] = "+" .. name
    return { name = name,
      unload = function() loaded[#loaded + 1] = "-" .. name end,
      interfaces = function()
        return { { name = "i", type = "other" },
          { name = "x", type = ARCHIVE[name] }, { name = "j", type = "last" } }
      end }
  end,
}

local function fresh(options)
  package.loaded.arguments = nil
  deimos.options, asked, printed, loaded, bound = options or {}, {}, {}, {}, {}
  print = function(text) printed[#printed + 1] = text end
  return require "arguments", dofile("lua/script/sweep.lua")
end
local function made(list)
  print = say
  return table.concat(list, "\n")
end

-- A line, asked for against a plain model of what it is.
local FIELDS <const> = { "experiment", "case", "model", "x", "module",
  "interface", "parameter", "live" }
local function random_line()
  local line = { experiment = "e" .. random(9), case = "c" .. random(3) }
  for i = 3, #FIELDS do
    line[FIELDS[i]] = random(2) == 1 and FIELDS[i] .. random(9) or nil
  end
  line.samples = random(2) == 1 and random(50) or nil
  return line
end
local function wanted_row(line, self)
  local row = { "warmup=" .. self.warmup, "interface="
    .. (line.interface or line.case), "samples=" .. (self.said
    or line.samples or self.samples) }
  for _, field in ipairs(FIELDS) do
    if field ~= "interface" and line[field] then
      row[#row + 1] = ("%s=%s"):format(field, line[field])
    end
  end
  table.sort(row)
  return table.concat(row, " ")
end
local function shown(line, text, more)
  return ("%-10s %-14s %-9s %-7s p50 %7s%s"):format(line.experiment, line.case,
    line.model or "", line.x and "x " .. line.x or "", text, more or "")
end
for _ = 1, 300 do
  local said = random(2) == 1 and random(60, 90) or nil
  local _, Sweep = fresh { ["arg.samples"] = said and tostring(said) }
  local it = { warmup = random(9), samples = random(50), said = said }
  local sweep = Sweep.begin("w", { samples = it.samples, warmup = it.warmup,
    cases = { "c1" } })
  local line, other = random_line(), random_line()
  local row = random(3) > 1 and { p50 = random(999),
    unit = random(2) == 1 and "insn" or "cycle" } or nil
  line.remark = random(2) == 1 and function() return " (r)" end or nil
  answer = function() return row, "why" end
  local got, why = sweep:row(line)
  sweep:not_applicable(other)
  is(made(asked), "row " .. wanted_row(line, it) .. "\nnone "
    .. wanted_row(other, it), "asked")
  is(made(printed), shown(line, row and row.p50 or "why", row and " "
    .. row.unit .. (line.remark and " (r)" or "")) .. "\n"
    .. shown(other, "n/a"), "shown")
  assert(got == row and (row or why == "why"))
  is(sweep.unit, row and row.unit or "", "unit")
end

-- A field that nobody knows is refused where it is written, with the nearest.
for _, word in ipairs { "sampels", "case", "arg", "size", 1 } do
  local _, Sweep = fresh()
  local good, why = pcall(Sweep.begin, "w", { [word] = 1 })
  assert(not good and why:find("sweep.begin: unknown field '" .. word
    .. "'; the nearest is '", 1, true), why)
end
for _, method in ipairs { "row", "rows", "curve" } do
  for _, word in ipairs { "paramter", "modul", "Live", "warmup", "befor" } do
    local _, Sweep = fresh()
    local sweep = Sweep.begin("w", { samples = 1 })
    local good, why = pcall(function()
      sweep[method](sweep, { experiment = "e", [word] = 1 })
    end)
    assert(not good and why:find("^tests/host/script_sweep.lua:%d+: sweep:"
      .. method .. ": unknown field '" .. word .. "'; the nearest is '"), why)
    is(#asked, 0, "asked all the same")
  end
end

-- Curves: sizes up to what the line, the user and the machine have room for.
for _ = 1, 400 do
  local most = random(2) == 1 and random(0, 9) or nil
  local _, Sweep = fresh { ["arg.most"] = most and tostring(most) }
  local line = { experiment = "e", case = "c", room = random(2) == 1
    and random(0, 9) or nil, most = random(2) == 1 and random(0, 9) or nil,
    sizes = random(2) == 1 and { 0, 5, 9 } or nil }
  local none = random(0, 9)
  line.not_for = random(2) == 1 and function(this) return this.x == none end
    or nil
  local sweep = Sweep.begin("w", { sizes = { 1, 2, 4, 8 }, samples = 3,
    warmup = 1, most = false })
  answer = function(row)
    return row.x % 4 ~= 0 and { p50 = 10 * row.x, unit = "insn" } or nil,
      "why"
  end
  local points, xs, rows = sweep:curve(line), {}, {}
  local last
  for _, x in ipairs(line.sizes or { 1, 2, 4, 8 }) do
    local limit = math.min(line.most or 99, most or 99)
    if x > limit or x > (line.room or 99) then
      last = x <= limit and ("e          c              stops: no memory for x "
        .. x) or nil
      break
    end
    local is_none = line.not_for and x == none
    rows[#rows + 1] = (is_none and "none" or "row") .. " case=c experiment=e "
      .. "interface=c samples=3 warmup=1 x=" .. x
    if not is_none and x % 4 ~= 0 then xs[#xs + 1] = x end
  end
  is(made(asked), table.concat(rows, "\n"), "curve")
  is(printed[#rows + 1], last, "stops")
  is(#points, #xs, "points")
  for i, x in ipairs(xs) do
    assert(points[i][1] == x and points[i][2] == 10 * x, "point")
  end
end

-- Rows: those cases that were asked for, in the line's order.
for _, only in ipairs { "a", "b,c", "c,a", "a,b,c" } do
  for _, sizes in ipairs { false, { 1, 2 } } do
    local _, Sweep = fresh { ["arg.cases"] = only }
    local sweep = Sweep.begin("w", { cases = { "a", "b", "c" }, samples = 3,
      warmup = 1, sizes = sizes or nil })
    answer = function() return { p50 = 1, unit = "insn" } end
    local before, wanted = {}, {}
    sweep:rows { experiment = "e", cases = { "c", "b" },
      before = function(case) before[#before + 1] = case end }
    for _, case in ipairs { "c", "b" } do
      is(sweep:has(case), only:find(case) ~= nil, "has")
      if only:find(case) then wanted[#wanted + 1] = case end
    end
    is(table.concat(before), table.concat(wanted), "before")
    is(#asked, #wanted * (sizes and 2 or 1), "rows")
    sweep:rows { experiment = "all" }
    is(#asked, (#wanted + #only:gsub(",", "")) * (sizes and 2 or 1), "all")
  end
end
local _, Sweep = fresh()
local sweep = Sweep.begin("w", {})
is(sweep.with("m", "fifo", "fifo"), "m", "with")
is(sweep.with("m", "fifo", "own"), "m/own", "with")
is(sweep.with(nil, "fifo", "own"), "own", "with")
is(sweep.with(nil, "fifo", "fifo"), nil, "with")
local threads, unload = sweep.schedule("coop", "fifo")
local to = bound[1]
assert(threads.name == "coop" and to[1] == threads and to[2] == "scheduler"
  and to[3].name == "fifo" and to[4] == "scheduler" and #bound == 1)
unload()
is(made(loaded), "+fifo\n+coop\n-coop\n-fifo", "schedule")

-- Arguments: given, or what holds otherwise.
local function read(options, takes)
  return fresh(options).read("w", takes)
end
local TAKES <const> = { cases = { "a", "b" }, sizes = { 7 }, samples = 30,
  warmup = 3, most = false, models = { "flat" }, kinds = { "gate" },
  policies = {}, schedulers = {}, text = "t", none = false }
local values = read({}, TAKES)
for key, value in pairs(TAKES) do is(values[key], value or nil, key) end
is(next(values.said), nil, "said")
values = read({ ["arg.cases"] = "b,a", ["arg.sizes"] = "0,0x10,18",
  ["arg.samples"] = "0", ["arg.models"] = "paged,mine", ["arg.text"] = "",
  ["arg.kinds"] = "queue,bind_gate", ["arg.policies"] = "clock",
  ["arg.schedulers"] = "fifo", ["arg.most"] = "4294967296", other = "x",
  ["margin.x"] = "1" }, TAKES)
local looked = {}
for i, name in ipairs(loaded) do
  if i % 2 == 1 then
    looked[#looked + 1] = name
    is(loaded[i + 1], "-" .. name:sub(2), "left")
  end
end
table.sort(looked)
is(made(looked), "+bind_gate\n+bind_queue\n+clock\n+fifo\n+mine\n+paged",
  "looked at")
is(table.concat(values.cases, " ") .. " " .. table.concat(values.sizes, " "),
  "b a 0 16 18", "lists")
assert(values.samples == 0 and values.most == 1 << 32 and values.text == ""
  and values.warmup == 3)
for key in pairs(TAKES) do
  is(values.said[key], key ~= "warmup" and key ~= "none" or nil, key)
end
local arguments = fresh()
for word, wanted in pairs { gate = "bind_gate", queue = "bind_queue",
    bind_gate = "bind_gate", nowhere = "nowhere" } do
  is(arguments.module_of("kinds", word), wanted, word)
end
is(arguments.module_of("models", "flat"), "flat", "flat")

local function refused(text, key, value, takes)
  local ok, code = pcall(read, { [key] = value }, takes or TAKES)
  is(ok, false, key)
  is(code, 0x13, key)
  is(made(printed), "w: " .. text, key)
  is(#loaded % 2, 0, "loaded and left")
end
for _, key in ipairs { "samples", "warmup", "most" } do
  for _, word in ipairs { "x", "-1", "1.5", "", "1e99", "nan" } do
    refused(("arg.%s=%s is not a number"):format(key, word), "arg." .. key, word)
  end
end
for _, word in ipairs { "4,1", "4,0x4", "1,4,2" } do
  local a, b = word:match("(%w+),(%w+)$")
  refused(("arg.sizes=%s: %d is not larger than %d before it"):format(word,
    tonumber(b), tonumber(a)), "arg.sizes", word)
end
refused("arg.sizes=-2 is not a number", "arg.sizes", "1,-2,3")
for _, list in ipairs { "", ",a", "a,", "a,,b" } do
  refused(("arg.cases=%s: an empty word"):format(list), "arg.cases", list)
end
refused("arg.cases=a,b,a: 'a' is there twice", "arg.cases", "a,b,a")
refused("arg.cases: 'x' is unknown; the nearest is 'x2'; there are: a b",
  "arg.cases", "a,x")
refused("arg.models: there is no memory model 'nowhere'; the nearest module "
  .. "is 'now3'", "arg.models", "flat,nowhere")
refused("arg.kinds: there is no binding module 'gait'; the nearest module is "
  .. "'gai2'", "arg.kinds", "gait")
refused("arg.models: there is no memory model '" .. ("x"):rep(32)
  .. "'; the nearest module is 'xxx3'", "arg.models", ("x"):rep(32))
for key, it in pairs { models = "memory model: it has no interface of type "
    .. "memory", kinds = "binding module: it has no interface of type binding",
    policies = "replacement policy: it has no interface of type replacement",
    schedulers = "scheduling policy: it has no interface of type scheduler" } do
  refused(("arg.%s: 'null' is no %s"):format(key, it), "arg." .. key, "null")
end
refused("there is no arg.sample here; the nearest is arg2; there are: "
  .. "arg.cases arg.samples", "arg.sample", "5", { samples = 3, cases = {} })

-- Of workloads that run others, the outermost alone refuses what is unknown.
arguments = fresh { ["arg.a"] = "1", ["arg.b"] = "2" }
arguments.read("outer", { a = "0", b = "0" })
is(arguments.read("inner", { a = "0" }).a, "1", "inner")
print = say
print("sweep: what was asked for")
