-- SPDX-License-Identifier: MIT
-- An emulator while it runs: hand on what its guest writes, and stop it when
-- it takes too long.
--
-- The limit does not depend on how busy the host is. It is on the emulator's
-- own time: what it computed and what it slept, but not what it waited for a
-- processor that others had. It starts anew whenever the guest writes; only
-- a guest that writes for ever meets the limit on the whole.

local uv = require "luv"
local host = require "results.host"
local lines = require "results.data.lines"
local process = require "results.host.process"

local M = {}

M.TIMED_OUT = 124

local WHOLE = 20                        -- limits without progress
local TICKS = 100                       -- a second, of /proc
local NAP = 0.2                         -- s: the longest sleep seen at a look
-- A loop of Lua on the machine that the default limits were chosen on.
local ROUNDS, ROUNDS_SECONDS = 2000000, 0.025

-- slowness: how many times longer this host computes; at least 1. Processor
-- time, so that others do not count.
function M.slowness()
  local began, x = os.clock(), 0
  for i = 1, ROUNDS do x = x ~ i * 7 end
  return math.max(1, (os.clock() - began) / ROUNDS_SECONDS)
end

-- Does a thread of it compute, or want to?
local function wants_processor(pid)
  local scan = uv.fs_scandir(("/proc/%d/task"):format(pid))
  local thread = scan and uv.fs_scandir_next(scan)
  while thread do
    local stat = host.read(("/proc/%d/task/%s/stat"):format(pid, thread)) or ""
    if stat:find("%) [RD]") then return true end
    thread = uv.fs_scandir_next(scan)
  end
  return false
end

local function computed(pid)
  local stat = host.read(("/proc/%d/stat"):format(pid)) or ""
  local user, system = stat:match(
    "%) %S" .. (" %S+"):rep(10) .. " (%d+) (%d+)")
  return user and (user + system) / TICKS or 0
end

-- sleeper: pure. From a first look on, at `then_at` (ns), a function that tells
-- at each later one how long all has slept (s). Of what lies between two looks,
-- which may come late, it believes no more than a nap.
function M.sleeper(then_at)
  local slept = 0
  return function(now, is_asleep)
    if is_asleep then
      slept = slept + math.min(NAP, (now - then_at) / 1e9)
    end
    then_at = now
    return slept
  end
end

-- own_time: a function that tells, at each call, the process's own seconds.
function M.own_time(pid)
  local slept = M.sleeper(uv.hrtime())
  return function()
    return computed(pid) + slept(uv.hrtime(), not wants_processor(pid))
  end
end

-- follow: hand each new complete line of a growing file to `sink`.
local function follow(path, sink)
  local offset, rest = 0, ""
  return function(finished)
    local file <close> = sink and io.open(path, "rb")
    if not file then return end
    file:seek("set", offset)
    local text = file:read("a")
    offset = offset + #text
    text = rest .. text
    local from = 1
    for line, after in lines.each(text) do
      sink(line)
      from = after
    end
    rest = text:sub(from)
    if finished and rest ~= "" then sink(rest) end
  end
end

local function size(path)
  local found = uv.fs_stat(path)
  return found and found.size or 0
end

-- judge: pure. A function of a process's own seconds and of the bytes that its
-- guest has written, which says at each look whether the limit is over.
function M.judge(limit)
  local written, progress_at = 0, 0
  return function(now, size_now)
    if size_now ~= written then written, progress_at = size_now, now end
    return now - progress_at > limit or now > WHOLE * limit
  end
end

-- A function that says, at each look, whether the limit is over.
local function limiter(run, pid)
  local own, is_over = M.own_time(pid), M.judge(run.limit * M.slowness())
  return function()
    return is_over(own(), size(run.dir .. "/console.log")
      + size(run.dir .. "/results.log"))
  end
end

-- A function that says, at each look, whether the emulator has stopped its guest
-- and waits for somebody. What it writes by then is short.
local function stopper(run)
  local path, seen = run.dir .. "/emulator.log", 0
  return function()
    local now = run.is_stopped and size(path) or 0
    if now == seen then return false end
    seen = now
    return run.is_stopped(host.read(path) or "")
  end
end

-- `run.feed`, if given, makes its input (feed.lua).
local function interact(run, words)
  local input, done
  if run.feed then input, done = run.feed() end
  local status = process.wait(process.start(words, { ending = "KILL",
    input = input }))
  if done then done() end
  return status
end

-- run: the emulator of `run` (see machine.boot) as these words; its status.
-- `run.is_stopped`, if given, knows by its messages that it goes on no more.
function M.run(run, words)
  if run.interactive then return interact(run, words) end
  local console = follow(run.dir .. "/console.log", run.console)
  local results = follow(run.dir .. "/results.log", run.results)
  local child = process.start(words, { input = "none", ending = "KILL",
    log = run.dir .. "/emulator.log" })
  local over, stopped = limiter(run, child.pid), false
  local waits = stopper(run)
  local status = process.wait(child, function()
    console()
    results()
    if not stopped and over() then
      stopped = true
      process.stop(child)
    elseif waits() then
      process.stop(child)
    end
  end)
  console(true)
  results(true)
  return stopped and M.TIMED_OUT or status
end

return M
