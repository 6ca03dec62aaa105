-- SPDX-License-Identifier: MIT
-- `make mutants`: does the suite notice what is broken on purpose? Each mutant
-- of the lists is tried, and the score told by folder. What was noticed once
-- is not tried again (build/mutants/log says what): interrupt, and go on.
--
--   MUTANTS=pattern   those whose `FILE: what breaks` matches the Lua pattern
--   COUNT=20          so many of them at random; SEED= says which, or COMMIT
--   SUITE=medium      beyond the tests that an entry names: named host medium whole
--   FLIP=10           none of the lists: as many made by machine, a folder

local copy = require "tests.mutants.copy"
local flip = require "tests.mutants.flip"
local host = require "results.host"
local list = require "tests.mutants.list"
local try = require "tests.mutants.try"

local LOG <const> = "build/mutants/log"
local ENOUGH <const> = 95               -- percent
local USAGE <const> = 39
local SHOWN <const> = 400               -- characters of what went wrong

local suite = host.env("SUITE", "medium")

local function whole_number(name, default)
  local text = host.env(name)
  local value = math.tointeger(tonumber(text or default))
  if text and (not value or value < 1) then
    host.fail(USAGE, "%s: '%s' is not a positive number", name, text)
  end
  return value
end

local function seed()
  local text = host.env("SEED", host.output(
    "git rev-parse --short=12 HEAD 2>/dev/null || echo none"))
  return text, tonumber(text:sub(1, 12), 16) or #text
end

-- What an entry is, in one line of the log.
local function key(entry)
  return ("%s [%s -> %s]"):format(entry.name, entry.text, entry.put)
    :gsub("%s+", " ")
end

local function finished()
  local done = {}
  for line in (host.read(LOG) or ""):gmatch("[^\n]+") do
    local verdict, rest = line:match("^(%l+) (.*)$")
    if verdict == "noticed" or verdict == "late" then done[rest] = verdict end
  end
  return done
end

local function remember(verdict, entry)
  local file <close> = assert(io.open(LOG, "a"))
  assert(file:write(verdict, " ", key(entry), "\n"))
end

local function shuffle(entries, number)
  math.randomseed(number)
  for i = #entries, 2, -1 do
    local j = math.random(i)
    entries[i], entries[j] = entries[j], entries[i]
  end
end

local function choose(entries, random)
  local found, count = {}, whole_number("COUNT")
  local text, number = seed()
  if count or random then
    print(("SEED=%s"):format(text))
    shuffle(entries, number)
  end
  for _, entry in ipairs(entries) do
    if not count or #found < count then found[#found + 1] = entry end
  end
  return found
end

-- Entries of the lists that the settings select. One that does not apply is
-- an error, selected or not.
local function selected()
  local found, broken = {}, 0
  for _, entry in ipairs(list.read()) do
    if entry.problem then
      broken = broken + 1
      print(("%s\n      %s"):format(entry.name, entry.problem))
    elseif entry.name:find(host.env("MUTANTS", ""))
        and (suite ~= "named" or #entry.tests > 0)
        and not (host.env("COUNT") and entry.slow) then
      found[#found + 1] = entry
    end
  end
  if broken > 0 then host.fail(1, "%d mutants do not apply", broken) end
  return choose(found)
end

local function count(scores, folder, verdict)
  local score = scores[folder] or { noticed = 0, late = 0, missed = 0,
    error = 0, unfit = 0 }
  scores[folder] = score
  score[verdict] = score[verdict] + 1
end

local function report(verdict, entry, detail, began)
  print(("%-7s %s (%d s) %s"):format(verdict, entry.name, os.time() - began,
    verdict == "noticed" and detail or detail:sub(1, SHOWN)))
end

local function try_all(entries, checks)
  local dir, scores = copy.create(), {}
  local trust, done = try.trust(checks), finished()
  try.build(dir)
  for _, entry in ipairs(entries) do
    local began, verdict, detail = os.time(), done[key(entry)], "before"
    if not verdict or host.env("COUNT") then
      verdict, detail = try.mutant(dir, entry, suite, trust)
      if entry.made and verdict == "error" then verdict = "unfit" end
      remember(verdict, entry)
      report(verdict, entry, detail, began)
    end
    count(scores, entry.folder, verdict)
  end
  copy.remove(dir)
  return scores
end

local function add_up(scores)
  local all, good, bad = 0, 0, 0
  for _, folder in ipairs(list.lists) do
    local score = scores[folder]
    if score then
      local seen = score.noticed + score.late
      print(("%-10s %3d of %3d noticed%s"):format(folder, seen,
        seen + score.missed, score.late == 0 and "" or
        (", %d of them by tests that the list does not name"):format(
          score.late)))
      all, good = all + seen + score.missed, good + seen
      bad = bad + score.error
    end
  end
  return all, good, bad
end

io.stdout:setvbuf("line")
if not try.suites[suite] then
  host.fail(USAGE, "SUITE: '%s' is none of named host medium whole", suite)
end
local sound, entries = pcall(function()
  return host.env("FLIP")
    and choose(flip.entries(whole_number("FLIP"), select(2, seed())), true)
    or selected()
end)
if not sound then
  host.fail(USAGE, "MUTANTS: '%s': %s", host.env("MUTANTS", ""), entries)
elseif #entries == 0 then
  host.fail(USAGE, "MUTANTS: no mutant has '%s' in its name",
    host.env("MUTANTS", ""))
end
local all, good, bad = add_up(try_all(entries,
  whole_number("CHECKS", math.maxinteger)))
print(("%d of %d mutants noticed, %d errors"):format(good, all, bad))
local enough = suite == "named" and 100 or ENOUGH
os.exit(all > 0 and bad == 0 and good * 100 >= enough * all)
