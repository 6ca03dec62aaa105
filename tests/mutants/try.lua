-- SPDX-License-Identifier: MIT
-- Tries mutants one by one in a copy of the tree: puts one in, builds what it
-- touches, and runs tests until one fails. That one has noticed it.

local copy = require "tests.mutants.copy"
local discover = require "tests.discover"
local host = require "results.host"
local list = require "tests.mutants.list"
local reach = require "tests.mutants.reach"

local M = {}

local LIMIT <const> = 120               -- seconds, for one test
local SKIP <const>, INTERRUPTED <const> = 77, 130
local EVERYTHING <const> = "images test-modules"

-- Beyond the tests that an entry names: what else may notice.
local MEDIUM <const> = { "^host/", "^boot/.* qemu%-icount$",
  "^protect/.* qemu%-icount$" }
local WHOLE <const> = { "^host/", "^boot/", "^protect/", "^whole/" }
M.suites = { named = {}, host = { "^host/" }, medium = MEDIUM, whole = WHOLE }
-- They try mutants, build everything again, or take minutes.
local NEVER <const> = { ["host/mutants"] = true, ["whole/mutants"] = true,
  ["whole/hard"] = true, ["whole/fuzz"] = true,
  ["whole/reproducible"] = true }

local function run_test(dir, test)
  local status, log = copy.inside(dir,
    ("timeout -k 5 %d %s"):format(LIMIT, test.command))
  if status == INTERRUPTED then host.fail(INTERRUPTED, "interrupted") end
  return status, log
end

local function only_host(tests)
  for _, test in ipairs(tests) do
    if not test.name:find("^host/") then return false end
  end
  return true
end

-- A Lua script that does not parse shows nothing, as C that does not build.
local function build(dir, entry, tests)
  if entry.file:find("%.lua$") then
    local _, problem = loadfile(("%s/%s"):format(dir, entry.file))
    if problem then return problem end
  end
  if not only_host(tests) then return copy.build(dir, EVERYTHING) end
  local object = copy.object(entry.file)
  return object and copy.build(dir, object)
    or entry.file:find("%.h$") and copy.build(dir, "images") or nil
end

-- The first test that fails; or nil, and whether all were skipped.
local function first_noticing(dir, tests, unsound)
  local skipped = 0
  for _, test in ipairs(tests) do
    if not unsound[test.name] then
      local status = run_test(dir, test)
      if status ~= 0 and status ~= SKIP then return test end
      if status == SKIP then skipped = skipped + 1 end
    end
  end
  return nil, skipped > 0 and skipped == #tests
end

-- Does the text name a folder that the path lies in, as a word?
local function names_folder(text, path)
  local folder = path:match("^(.*)/")
  while folder do
    for word in text:gmatch("[: ](%S+)%f[%s]") do
      if word == folder then return true end
    end
    folder = folder:match("^(.*)/")
  end
  return false
end

-- Can that test notice the file? A host test must say that it uses it; a
-- guest uses all that it boots.
local function concerns(test, path)
  local file = test.name:match("^host/%S+")
  if not file then return not path:find("^plots/") end
  if path:find("%.h$") then return true end
  if not test.name:find("(C)", 1, true) then
    return reach.reaches(("tests/%s.lua"):format(file), path)
  end
  local text = host.read(("tests/%s.c"):format(file))
  local folder = path:match("^(.*)/") or "."
  return text:find(path, 1, true) or text:find(folder .. "/[", 1, true)
    or text:find(folder .. "/%", 1, true) or names_folder(text, path)
end

-- The tests of a suite that the entry does not name.
local function others(entry, suite)
  local named, found = {}, {}
  for _, test in ipairs(entry.tests) do named[test.name] = true end
  for _, pattern in ipairs(M.suites[suite]) do
    for _, test in ipairs(discover.tests(pattern)) do
      if not named[test.name] and not NEVER[test.name]
          and concerns(test, entry.file) then
        found[#found + 1] = test
      end
    end
  end
  return found
end

local function noticed(dir, entry, suite, unsound)
  local skipped = false
  for stage, tests in ipairs { entry.tests, others(entry, suite) } do
    if #tests > 0 or stage == 1 then
      local problem = build(dir, entry, tests)
      if problem then return "error", "it does not build\n" .. problem end
    end
    local test, none = first_noticing(dir, tests, unsound)
    if test then return stage == 1 and "noticed" or "late", test end
    if none and stage == 1 then skipped = true end
  end
  return skipped and "unfit" or "missed",
    skipped and "this machine skips the tests that ought to notice" or nil
end

local function with_mutant(dir, entry, ...)
  local path = ("%s/%s"):format(dir, entry.file)
  local source = host.read(path)
  host.write(path, list.mutated(entry, source))
  local verdict, found = noticed(dir, entry, ...)
  host.write(path, source)
  return verdict, found
end

-- A test that fails without any mutant, too, has noticed nothing.
local function confirmed(dir, test, trust)
  if trust.sound[test.name] == nil and trust.checks > 0 then
    trust.checks = trust.checks - 1
    M.build(dir)
    local sound = run_test(dir, test) == 0
    trust.sound[test.name] = sound
    if not sound then
      trust.unsound[test.name] = true
      print(("remark: %s fails without any mutant, too"):format(test.name))
    end
  end
  return not trust.unsound[test.name]
end

-- trust: how many tests, at most, are checked to pass without a mutant.
function M.trust(checks)
  return { sound = {}, unsound = {}, checks = checks }
end

-- mutant: tries one; "noticed" by a test that its entry names, "late" by
-- another of the suite, "missed", "error", or "unfit" where its tests are all
-- skipped; and by which, or why.
function M.mutant(dir, entry, suite, trust)
  local verdict, found
  repeat
    verdict, found = with_mutant(dir, entry, suite, trust.unsound)
  until type(found) ~= "table" or confirmed(dir, found, trust)
  return verdict, type(found) == "table" and found.name or found or ""
end

-- build: everything, without a mutant.
function M.build(dir)
  local problem = copy.build(dir, EVERYTHING)
  if problem then host.fail(1, "the copy does not build:\n%s", problem) end
end

return M
