-- SPDX-License-Identifier: MIT
-- A recording (recorder.lua) as replay.lua takes it: made by a guest, written, and read.

local guest = require "tests.guest_header"
local host = require "results.host"
local job = require "results.boot.job"

local M = { MARK = "== wrong answers\n" }

local END <const> = 3000                -- of a console: its last lines
local MACHINE <const> = "qemu-icount"
local LIBRARIES <const> = { recorder = "tests/recorded/recorder.lua",
  recorded_values = "tests/recorded/values.lua" }

function M.path(name) return ("tests/golden/recorded/%s.txt"):format(name) end

-- Tables with the same text are one.
local function without_twins(lines)
  local first, twin, kept = {}, {}, {}
  for _, line in ipairs(lines) do
    local name, text = line:match "^table (t%d+) (.*)$"
    if name then
      first[text] = first[text] or name
      twin[name] = first[text]
    end
  end
  for _, line in ipairs(lines) do
    local name = line:match "^table (t%d+)"
    if not name then
      kept[#kept + 1] = line:gsub("= (t%d+)$", function(t) return "= " .. twin[t] end)
    elseif twin[name] == name then
      kept[#kept + 1] = line
    end
  end
  return kept
end

-- The same again is counted.
local function text_of(lines)
  local folded = {}
  for _, line in ipairs(without_twins(lines)) do
    local last = folded[#folded]
    if last and last[1] == line then
      last[2] = last[2] + 1
    else
      folded[#folded + 1] = { line, 1 }
    end
  end
  for i, one in ipairs(folded) do
    folded[i] = one[1] .. (one[2] > 1 and (" ; %d times"):format(one[2]) or "") .. "\n"
  end
  return table.concat(folded)
end

--- make: the recording of a case { test =, options = }, as a text.
function M.make(name, case)
  local header = guest.read(case.test)
  local libraries = guest.libraries()
  for library, file in pairs(LIBRARIES) do libraries[library] = file end
  libraries.recorded_test = case.test
  local dir = host.claim(("%s/run/recorded-%s"):format(host.build(), name))
  local verdict, detail = job.start {
    machine = MACHINE, workload = "tests/recorded/record.lua", name = "record",
    dir = dir, limit = 120, memory = tonumber(header.memory),
    options = ("limit=0 %s"):format(case.options or ""),
    second = tonumber(header.second), modules = guest.modules(header),
    libraries = libraries,
  }
  local console = host.read(dir .. "/console.log") or ""
  local lines = {}
  for line in console:gmatch("@ ([^\r\n]+)") do lines[#lines + 1] = line end
  if verdict ~= header.expect or table.remove(lines) ~= "ended" then
    print(console:sub(-END))
    error(("%s: %s %s"):format(name, verdict, detail))
  end
  return text_of(lines)
end

-- The label of what is asked: of an object the interface that it was opened by.
local function label_of(labels, name)
  local object, method = name:match("^(o%d+)%.(.+)$")
  return object and ("%s.%s"):format(labels[object] or "?", method) or name
end

local MADE_BY <const> = { ["deimos.load"] = "module", ["deimos.find"] = "module",
  ["deimos.bind"] = "binding", ["deimos.buffer"] = "buffer", ["module.load"] = "module",
  ["module.replace"] = "module" }

local function read_call(trace, labels, line)
  local times = 1
  line = line:gsub(" ; (%d+) times$", function(n)
    times = tonumber(n)
    return ""
  end)
  local name, rest = line:match("^([%w_.#]+)(%(.*)$")
  local at = name == "print" and #rest
  -- where its arguments end: strings have no quotes inside, but for escaped ones
  local args, is, answer = rest, "=", ""
  if not at then
    local bare = rest:gsub('"[^"]*"', function(s) return ("s"):rep(#s) end)
    local from, to = bare:find("%) [=!] ")
    args, is, answer = rest:sub(1, from), rest:sub(from + 2, from + 2), rest:sub(to + 1)
  end
  local entry = { name = name, args = args, is_raised = is == "!", text = answer,
    label = label_of(labels, name) }
  local interface = entry.label == "module.open" and args:match('"([^"]*)"%)$')
  local object = answer:match "^o%d+$"
  if object then labels[object] = interface or MADE_BY[entry.label] or "?" end
  for _ = 1, times do trace[#trace + 1] = entry end
end

--- read: entries in order; by object its fields; constants by path; tables by name;
--- and what comes behind, the tally.
function M.read(text)
  local ends = text:find(M.MARK, 1, true) or #text + 1
  local trace = { fields = {}, constants = {}, tables = {}, labels = {},
    text = text:sub(1, ends - 1), tally = text:sub(ends + #M.MARK) }
  local labels = trace.labels
  for line in trace.text:gmatch("[^\n]+") do
    local kind, rest = line:match("^(%l+) (.*)$")
    if kind == "field" then
      local object, key, value = rest:match("^(%S+) (%S+) (.*)$")
      trace.fields[object] = trace.fields[object] or {}
      trace.fields[object][key] = load("return " .. value)()
    elseif kind == "constant" then
      local path, value = rest:match("^(%S+) (.*)$")
      trace.constants[path] = assert(load("return " .. value))
    elseif kind == "table" then
      local name, value = rest:match("^(%S+) (.*)$")
      trace.tables[name] = assert(load("return " .. value))
    else
      read_call(trace, labels, line)
    end
  end
  return trace
end

return M
