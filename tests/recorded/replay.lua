-- SPDX-License-Identifier: MIT
-- A guest test on the host: what the system answers is a recording (recorder.lua). The
-- test asks for what it asked for, word for word, and finds all right. Then one answer at
-- a time is another one: the test says so, or asks for something else, or does not notice.
-- How many of each there are, by what was asked, is part of the recording, so that a check
-- that is left out is missed.

local host = require "results.host"
local trace_of = require "tests.recorded.trace"
local values = require "tests.recorded.values"

local M = {}

local RUNAWAY <const> = 20000000        -- instructions of Lua, of one run
local TRIED <const> = 3                 -- of the calls that one line of a test makes

-- --- what a test finds ------------------------------------------------------------
local run                               -- the one that goes on

local OBJECT <const> = {
  __eq = function(a, b) return a.handle == b.handle end,
  __tostring = function(self) return run.names[self] end,
  __len = function(self) return M.call(run.names[self] .. ".#") end,
  __close = function(self) M.call(run.names[self] .. ".close") end,
}

local function method(name)
  return function(...) return M.call(name, ...) end
end

function OBJECT.__index(self, key)
  local name = run.names[self]
  local fields = run.trace.fields[name]
  local value = fields and fields[key]
  if value == nil and key ~= "handle" then value = method(name .. "." .. key) end
  rawset(self, key, value)
  return value
end

-- By what an object is: some libraries look at the name of its kind.
local KINDS <const> = {}
for _, kind in ipairs { "module", "buffer", "other" } do
  KINDS[kind] = { __name = "deimos." .. kind }
  for key, f in pairs(OBJECT) do KINDS[kind][key] = f end
end

local function is_object(value)
  return run.names[value] and run.names[value]:find "^o" ~= nil
end

local function object(name)
  local one = run.objects[name]
  if not one then
    one = setmetatable({}, KINDS[run.trace.labels[name]] or KINDS.other)
    run.objects[name], run.names[one] = one, name
  end
  return one
end

local function name_of(value) return run.names[value] end

-- What an answer's text names.
local Names <const> = { __index = function(_, name)
  if name:find "^o%d+$" then return object(name) end
  local t = run.trace.tables[name]()
  run.names[t] = name
  return t
end }
local NAMES <const> = setmetatable({}, Names)

local function answer_of(entry)
  entry.value = entry.value or assert(load("return " .. entry.text, "=answer", "t", NAMES))
  return table.pack(entry.value())
end

local function diverge(text, ...)
  run.diverged = run.diverged or text:format(...)
  error(run.diverged, 0)
end

-- Who asks: the line of a test or a library.
local function asker()
  for level = 4, 12 do
    local info = debug.getinfo(level, "Sl")
    if info and not info.short_src:find("recorded", 1, true) and info.currentline > 0 then
      return info.short_src .. ":" .. info.currentline
    end
  end
  return "?"
end

local function is_said(entry) return entry and entry.name == "print" end

local function expected(name, ...)
  if run.diverged then error(run.diverged, 0) end
  if run.is_lenient then
    while is_said(run.trace[run.at]) do run.at = run.at + 1 end
  end
  local entry = run.trace[run.at]
  if not entry or entry.name ~= name then
    diverge("%d: asks for %s, not %s", run.at, name, entry and entry.name)
  end
  if not run.is_lenient then
    local args = "(" .. values.list(table.pack(...), name_of, true) .. ")"
    if args ~= entry.args then
      diverge("%d: asks for %s%s, not %s", run.at, name, args, entry.args)
    end
  end
  run.at = run.at + 1
  return entry
end

--- call: what the recording answers, or what is tried in its place.
function M.call(name, ...)
  local entry = expected(name, ...)
  if run.sites then run.sites[run.at - 1] = asker() .. " " .. entry.label end
  local is_tried = run.tried == run.at - 1
  local got = is_tried and run.other() or answer_of(entry)
  if got.raised or entry.is_raised and not is_tried then
    error(got.raised or got[1], 0)
  end
  return table.unpack(got, 1, got.n)
end

local function say(...)
  if not run.is_lenient then expected("print", ...) end
end

-- --- answers that are wrong -------------------------------------------------------
local function integers(value)
  local list, seen = {}, { [value] = true }
  for _, other in ipairs { value + 1, value - 1, 1, 0, -1 } do
    if not seen[other] then list[#list + 1] = other end
    seen[other] = true
  end
  return list
end

-- Of a text a half is missing, or all.
local function texts(value)
  local half = #value // 2
  return { "?", value:sub(1, half), value:sub(half + 1) }
end

local function scalars(value)
  if math.type(value) == "integer" then return integers(value) end
  if type(value) == "string" then return texts(value) end
  if type(value) == "boolean" then return { not value } end
  return {}
end

-- Paths to what is in a table: of each key the first and the last.
local function leaves(t, path, found)
  for _, key in ipairs(values.keys(t)) do
    local to = table.move(path, 1, #path, 1, {})
    to[#to + 1] = key
    if type(t[key]) == "table" then
      leaves(t[key], to, found)
    else
      local name = math.type(key) == "integer" and "#" or key
      found[name] = found[name] or { to }
      found[name][2] = to
    end
  end
  return found
end

local function altered(entry, path, by)
  return function()
    local got = answer_of(entry)
    local t = got[1]
    for i = 1, #path - 1 do t = t[path[i]] end
    t[path[#path]] = by(t[path[#path]])
    return got
  end
end

local function other_leaf(value)
  if type(value) == "number" then return value + 1 end
  if type(value) == "boolean" then return not value end
  return "?"
end

-- Functions, each of which gives one.
local function others(entry)
  local list, got = {}, answer_of(entry)
  local function add(value) list[#list + 1] = function() return value end end
  if entry.is_raised then
    add { 0, n = 1 }
    for _, text in ipairs(texts(got[1])) do add { raised = text } end
  elseif got.n > 0 and type(got[1]) == "table" and not name_of(got[1]):find "^o" then
    add { {}, n = 1 }
    local found = leaves(got[1], {}, {})
    for _, key in ipairs(values.keys(found)) do
      local paths = found[key]
      list[#list + 1] = altered(entry, paths[1], other_leaf)
      if paths[2] ~= paths[1] then list[#list + 1] = altered(entry, paths[2], other_leaf) end
    end
  elseif got.n > 0 then
    for _, value in ipairs(scalars(got[1])) do
      add(table.pack(value, table.unpack(got, 2, got.n)))
    end
  end
  return list
end

-- --- runs -------------------------------------------------------------------------
local chunks = {}                       -- of libraries, compiled once

local function chunk_of(name)
  for _, folder in ipairs { "tests/lua/", "lua/script/", "workloads/", "" } do
    local path = folder .. name .. ".lua"
    if chunks[path] then return chunks[path] end
    local text = host.read(path)
    if text then
      chunks[path] = assert(load(text, "@" .. path))
      return chunks[path]
    end
  end
  error("no library " .. name)
end

local function requirer()
  local loaded = {}
  return function(name)
    if loaded[name] == nil then
      loaded[name] = chunk_of(name)(name)
      if loaded[name] == nil then loaded[name] = true end
    end
    return loaded[name]
  end
end

local function system(trace)
  local root = {}
  for path, value in pairs(trace.constants) do
    local at, key = root, nil
    for word in path:gmatch "[^.]+" do
      if key then
        at[key] = at[key] or {}
        at = at[key]
      end
      key = word
    end
    at[key] = value()
  end
  local function open(t, path)
    for key, value in pairs(t) do
      if type(value) == "table" and key == "nmm" then open(value, path .. "." .. key) end
    end
    return setmetatable(t, { __index = function(self, key)
      self[key] = method(path .. "." .. key)
      return self[key]
    end })
  end
  return open(root.deimos, "deimos")
end

local GLOBALS <const> = { "deimos", "print", "pairs", "type", "require",
  "collectgarbage" }

-- A run of the test; how it ended: "right", "raised", "elsewhere".
local function play(trace, test, how)
  local kept = {}
  for _, name in ipairs(GLOBALS) do kept[name] = _G[name] end
  run = { trace = trace, at = 1, objects = {}, names = {}, is_lenient = how.tried,
    tried = how.tried, other = how.other, sites = how.sites }
  deimos, print, pairs, require = system(trace), say, values.pairs, requirer()
  collectgarbage = function() return 0 end
  type = values.type(is_object)
  math.randomseed(0)
  local guarded = coroutine.create(chunk_of(test))
  debug.sethook(guarded, function() error("it does not end", 0) end, "", RUNAWAY)
  local ok, message = coroutine.resume(guarded)
  if not ok then message = debug.traceback(guarded, message) end
  for _, name in ipairs(GLOBALS) do _G[name] = kept[name] end
  while is_said(trace[run.at]) do run.at = run.at + 1 end
  local result = run.diverged and "elsewhere" or not ok and "raised"
    or run.at <= #trace and "elsewhere" or "right"
  return result, run.diverged or message or ("ends at %d"):format(run.at)
end

-- Which answers are tried: of each line that asks the first, the second and the last.
local function chosen(sites)
  local by, list = {}, {}
  for at = 1, sites.n do
    local site = sites[at]
    if site then
      by[site] = by[site] or {}
      table.insert(by[site], at)
    end
  end
  for _, places in pairs(by) do
    for i, at in ipairs(places) do
      if i < TRIED or i == #places then list[#list + 1] = at end
    end
  end
  table.sort(list)
  return list
end

local function tally_of(trace, test, sites)
  local sums, count = {}, 0
  for _, at in ipairs(chosen(sites)) do
    local label = trace[at].label
    for _, other in ipairs(others(trace[at])) do
      sums[label] = sums[label] or { right = 0, raised = 0, elsewhere = 0 }
      local how = play(trace, test, { tried = at, other = other })
      sums[label][how] = sums[label][how] + 1
      count = count + 1
    end
  end
  local lines = {}
  for label, sum in pairs(sums) do
    lines[#lines + 1] = ("%s: %d noticed, %d lead elsewhere, %d not looked at\n"):format(
      label, sum.raised, sum.elsewhere, sum.right)
  end
  table.sort(lines)
  return table.concat(lines), count
end

-- The first line that differs.
local function compare(name, found, wanted)
  local other = wanted:gmatch("[^\n]+")
  for line in found:gmatch("[^\n]+") do
    local was = other()
    assert(line == was, ("%s, wrong answers:\n  found: %s\n  expected: %s"):format(name,
      line, was))
  end
  assert(not other(), name .. ": fewer things are asked for")
end

local function check(name, case, how)
  local path = trace_of.path(name)
  if how == "write" then host.write(path, trace_of.make(name, case)) end
  local trace = trace_of.read(assert(host.read(path), path))
  local test, sites = case.test:gsub("%.lua$", ""), {}
  local result, message = play(trace, test, { sites = sites })
  assert(result == "right", ("%s, %s: %s"):format(name, result, message))
  sites.n = #trace
  local tally, count = tally_of(trace, test, sites)
  if how then
    host.write(path, trace.text .. trace_of.MARK .. tally)
  else
    compare(name, tally, trace.tally)
  end
  return count
end

--- test: those cases. how: "write": their recordings are made anew; "count": what comes
--- of wrong answers is; of those alone whose name the pattern finds.
function M.test(cases, how, pattern)
  local total = 0
  for _, name in ipairs(values.keys(cases)) do
    if name:find(pattern or "") then total = total + check(name, cases[name], how) end
  end
  print(("%d wrong answers"):format(total))
end

return M
