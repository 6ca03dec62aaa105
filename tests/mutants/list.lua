-- SPDX-License-Identifier: MIT
-- The lists of mutants, one a top folder: NAME.lua has those of NAME/, and
-- tests.lua those of what runs the tests, the Makefile too. A list is made of
-- files, a file of mutants:
--
--   { file = "nmm/mapping/mapping.c",
--     { "exact text", "what stands there instead", "what breaks",
--       "host/nmm_pages, boot/paged bochs" }, ...
--
-- The text occurs once in the file, or `nth = 2` says which is meant. The
-- tests are those that ought to notice; one without a machine is meant on its
-- first. Without a test, nothing notices that mutant yet: it counts as missed.
-- `slow = true`: it hangs, so that a random choice leaves it out.

local discover = require "tests.discover"
local host = require "results.host"

local M = {}

M.folders = { "core", "nmm", "modules", "bench", "lua", "results", "plots",
  "workloads" }
-- All lists; of the last, none is made by machine (flip.lua).
M.lists = table.move(M.folders, 1, #M.folders, 1, {})
table.insert(M.lists, "tests")

local function list_of(file)
  return file == "Makefile" and "tests" or file:match("^%w+")
end

-- positions: where the text begins, each time it is there.
function M.positions(source, text)
  local found, from = {}, 1
  while true do
    local at = source:find(text, from, true)
    if not at then return found end
    found[#found + 1] = at
    from = at + 1
  end
end

-- Names as the runner prints them, and shorter ones, to tests.
local function names()
  local known = {}
  for _, test in ipairs(discover.tests("")) do
    local short = test.name:match("^%S+")
    known[test.name] = test
    known[short] = known[short] or test
  end
  return known
end

local function expand(entry, words, known)
  for word in (words or ""):gmatch("[^,]+") do
    local name = word:match("^%s*(.-)%s*$")
    entry.tests[#entry.tests + 1] = known[name]
    if not known[name] then return "there is no test " .. name end
  end
end

local STALE <const> = "the text of this mutant is there %d times, not %s. "
  .. "Who changes a line changes or deletes its mutants, too"

local function place(entry)
  local source = host.read(entry.file)
  if not source then return "there is no such file" end
  local found = M.positions(source, entry.text)
  if not entry.nth and #found ~= 1 then return STALE:format(#found, "once") end
  if entry.nth and (#found < entry.nth or #found == 1) then
    return STALE:format(#found, "more than once, as nth says")
  end
  entry.at = found[entry.nth or 1]
  if entry.text == entry.put then return "it changes nothing" end
end

local function make(folder, file, raw, known)
  local entry = { folder = folder, file = file, text = raw[1], put = raw[2],
    breaks = raw[3], nth = raw.nth, slow = raw.slow, tests = {} }
  entry.name = ("%s: %s"):format(file, tostring(entry.breaks))
  entry.problem = #raw < 3 and "text, replacement, what breaks, tests"
    or list_of(file) ~= folder and "it belongs to another list"
    or expand(entry, raw[4], known) or place(entry)
  return entry
end

-- read: all entries in their order. One that cannot be applied has a
-- `problem`; the others have `at`, the place of the text.
function M.read()
  local list, known, taken = {}, names(), {}
  for _, folder in ipairs(M.lists) do
    for _, group in ipairs(require("tests.mutants." .. folder)) do
      for _, raw in ipairs(group) do
        local entry = make(folder, group.file, raw, known)
        if taken[entry.name] then entry.problem = "it is there twice" end
        taken[entry.name] = true
        list[#list + 1] = entry
      end
    end
  end
  return list
end

-- mutated: the file's text with the mutant in it.
function M.mutated(entry, source)
  return source:sub(1, entry.at - 1) .. entry.put
    .. source:sub(entry.at + #entry.text)
end

return M
