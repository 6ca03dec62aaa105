-- SPDX-License-Identifier: MIT
-- Machines: start one with an image, wait within a time limit, and tell how
-- the run ended. Every run has a folder of its own with console.log,
-- results.log, emulator.log, and the command that was used. Each file in
-- results/machine/ is a machine (machines.lua).
--
-- An emulator's status is never believed alone: the guest says its exit
-- code on the console as its last line, and both must agree where the
-- emulator hands the code on.

local feed = require "results.host.feed"
local host = require "results.host"
local lines = require "results.data.lines"
local machines = require "results.boot.machines"
local verdicts = require "results.boot.verdicts"
local watch = require "results.boot.watch"

local M = {}

M.memory = 512                  -- MiB

local FILE_SIZE <const> = 25    -- SIGXFSZ
local TRIES <const> = 30        -- for an emulator that asks for another one

M.plain = lines.plain

-- The guest's own word: the code in its last line, or nil.
local function last_word(console)
  local line = lines.last(lines.plain(console))
  return tonumber(line:match("^DEIMOS%-EXIT (%d+)$"))
end

-- Why a run without a word from the guest ended.
local function epitaph(machine, status, messages)
  local first, whole = machine.says(status, messages)
  if whole then
    return whole
  elseif status == 128 + FILE_SIZE then
    return "a file of the emulator became larger than the limit (ulimit -f)"
  elseif status > 128 then
    return ("the emulator died of signal %d"):format(status - 128)
  end
  return ("the emulator ended with status %d%s"):format(status,
    first and ": " .. first or "")
end

-- Records that were begun must have been ended.
local function records_end(results, console)
  for _, text in ipairs { results, console } do
    if text:find("DEIMOS-BEGIN ", 1, true) then
      return text:find("\nDEIMOS%-END %d+ [^\n]*\n") ~= nil
    end
  end
  return true
end

-- verdict: pure. From the emulator's status and the logs of a machine's run
-- to one of pass, fail, panic, badscript, skip, timeout, dead; and a remark for
-- people.
function M.verdict(name, status, console, results, messages)
  local machine, word = machines.get(name), last_word(console)
  local verdict = verdicts.by_code[word]
  local stopped = machine.stopped(messages)
  if stopped then
    return "dead", stopped
  elseif status == watch.TIMED_OUT then
    return "timeout", "the guest wrote nothing for too long"
  elseif not word then
    return "dead", epitaph(machine, status, messages)
  elseif not verdict then
    return "dead", ("the guest ended with the unknown code %d"):format(word)
  elseif not machine.agrees(status, word) then
    return "dead", ("the guest said %d, the emulator's status is %d")
      :format(word, status)
  elseif verdict == "pass" and not records_end(results, console) then
    return "fail", "the end record is missing"
  end
  return verdict, ""
end

-- describe: a verdict as one line.
M.describe = verdicts.describe

-- Lines are handed on as people read them.
local function plainly(sink)
  return sink and function(line) sink(lines.plain(line)) end
end

local function start(run)
  local machine = machines.get(run.machine)
  local words = machine.command(run)
  host.write(run.dir .. "/command", host.command(words) .. "\n")
  return watch.run({ dir = run.dir, limit = run.limit,
    interactive = run.interactive, feed = run.piped and feed.prompt or nil,
    is_stopped = machine.stopped,
    console = plainly(run.console), results = plainly(run.results) }, words)
end

local function start_again(run)
  local machine, status = machines.get(run.machine), nil
  for try = 1, TRIES do
    status = start(run)
    local messages = not run.interactive
      and host.read(run.dir .. "/emulator.log") or ""
    if not machine.again(messages) then break end
    if try < TRIES then host.run("sleep 1") end
  end
  return status
end

-- boot: run.machine, run.dir (an empty folder), run.limit (seconds of the
-- emulator's own since the guest last wrote, see watch.lua), and either
-- run.iso or run.kernel, run.archive and run.append. Optional: run.memory
-- (MiB), run.cpu, run.second (instructions in one), run.console and
-- run.results (called with each line as it arrives), run.interactive.
-- Returns verdict, remark, seconds.
function M.boot(run)
  local log = { console = "", results = "", emulator = "" }
  local began = os.time()
  run.memory = run.memory or M.memory
  local status = start_again(run)
  local seconds = os.time() - began
  for name in pairs(log) do
    log[name] = host.read(("%s/%s.log"):format(run.dir, name)) or ""
  end
  if run.interactive then
    log.console = ("DEIMOS-EXIT %d\n"):format((status - 1) // 2)
  end
  local verdict, detail = M.verdict(run.machine, status, log.console,
    log.results, log.emulator)
  return verdict, detail, seconds
end

-- unfit: why this host cannot be that machine; nil if it can. `probe` boots
-- a workload on a machine, with a limit, and returns verdict and remark.
function M.unfit(name, probe)
  local why = machines.get(name).unfit(function(workload, limit)
    local verdict, detail = probe(name, workload, limit)
    return verdict ~= "pass" and M.describe(verdict, detail) or nil
  end)
  return why and ("%s: %s"):format(name, why)
end

return M
