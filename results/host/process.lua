-- SPDX-License-Identifier: MIT
-- Processes of the host, on libuv (package lua-luv): each command runs in a
-- session of its own, whose process group can be ended as a whole. If the script
-- is killed, the kernel ends its commands (setpriv --pdeathsig).

local ending = require "results.host.ending"
local uv = require "luv"

local M = {}

local TICK = 100                        -- ms between two looks
local GRACE = 1000                      -- ms for a command to end by itself

local running = {}                      -- pid: what ends its group

local function end_group(pid, signal)
  uv.kill(-pid, signal)
  uv.kill(pid, signal)
end

-- One timer for ever: luv crashes at the end of a script on a handle whose
-- closing nobody has waited for.
local timer = uv.new_timer()

-- pass: let things happen until `done()`, or for so many milliseconds.
local function pass(done, milliseconds)
  local over = false
  timer:start(milliseconds, 0, function() over = true end)
  while not over and not done() do uv.run("once") end
  timer:stop()
end

local function all_ended()
  return next(running) == nil
end

function ending.stop_all()
  for pid, how in pairs(running) do end_group(pid, how) end
  pass(all_ended, GRACE)
  for pid in pairs(running) do end_group(pid, "sigkill") end
  pass(all_ended, GRACE)
end

-- A file as a descriptor; without it, nothing can be run.
local function open(path, mode)
  local fd, problem = uv.fs_open(path, mode, 420)
  if fd then return fd end
  io.stderr:write(("%s: %s\n"):format(path, problem:match("^%w+: (.*): ")))
  os.exit(1)
end

-- The three of a child: descriptors, pipes for what it says; those of them
-- that we have opened; and each pipe with what to call.
local function stdio(child, options)
  local opened, pipes = {}, {}
  local function file(path, mode)
    opened[#opened + 1] = open(path, mode)
    return opened[#opened]
  end
  local function sink(call, fd)
    if not call then return fd end
    local pipe = uv.new_pipe()
    child.open = child.open + 1
    pipes[pipe] = call
    return pipe
  end
  local log = options.log and file(options.log, "w")
  local input = options.input or 0
  return { input == "none" and file("/dev/null", "r") or input,
    sink(options.output, log or 1), sink(options.errors, log or 2) },
    opened, pipes
end

local function listen(child, pipes)
  for pipe, call in pairs(pipes) do
    pipe:read_start(function(_, text)
      if text then return call(text) end
      child.open = child.open - 1
      pipe:close()
    end)
  end
end

-- start: run these words. options.input: a file descriptor, or "none" for
-- /dev/null; options.log: a file for both outputs; options.output: called with
-- what arrives; options.errors: likewise; options.ending: the signal that ends
-- it, TERM.
function M.start(words, options)
  options = options or {}
  io.stdout:flush()
  local child, signal = { open = 1 }, options.ending or "TERM"
  local three, opened, pipes = stdio(child, options)
  local line = { "--pdeathsig", signal, "--" }
  table.move(words, 1, #words, #line + 1, line)
  local handle, pid = uv.spawn("setpriv", { args = line, detached = true,
    stdio = three }, function(code, number)
      child.status = number > 0 and 128 + number or code
      child.open = child.open - 1
      running[child.pid] = nil
      child.handle:close()
    end)
  for _, fd in ipairs(opened) do uv.fs_close(fd) end
  if not handle then error("setpriv: " .. pid, 0) end
  child.handle, child.pid = handle, pid
  running[pid] = "sig" .. signal:lower()
  listen(child, pipes)
  return child
end

-- await: until `done()`; `look`, if given, is called a few times a second.
function M.await(done, look)
  timer:start(0, TICK, function() end)
  while not done() do
    uv.run("once")
    ending.check()
    if look then look() end
  end
  timer:stop()
  uv.run("nowait")                      -- what is closing is closed
end

-- ended: has a child ended, and has all arrived that it wrote?
function M.ended(child)
  return child.open == 0
end

-- wait: for a child. Returns its exit status, 128 + n after a signal n.
function M.wait(child, look)
  M.await(function() return M.ended(child) end, look)
  return child.status
end

function M.pid()
  return uv.os_getpid()
end

-- load: of the last minute, for each processor; at least 1.
function M.load()
  return math.max(1, uv.loadavg() / #uv.cpu_info())
end

-- lives: is there such a process?
function M.lives(pid)
  local _, _, name = uv.kill(pid, 0)
  return name ~= "ESRCH"
end

-- create: a new file with our pid in it; nil if there is one; nil and an
-- error if there cannot be one.
function M.create(path)
  local fd, problem, name = uv.fs_open(path, "wx", 420)
  if not fd then
    return nil, name ~= "EEXIST"
      and ("%s: %s"):format(path, problem:match("^%w+: (.*): ")) or nil
  end
  local written, late = uv.fs_write(fd, uv.os_getpid() .. "\n")
  uv.fs_close(fd)
  if not written then return nil, ("%s: %s"):format(path, late) end
  return true
end

-- stop: end a child at once, and what it started.
function M.stop(child)
  if running[child.pid] then end_group(child.pid, "sigkill") end
end

-- pause: so many milliseconds.
function M.pause(milliseconds)
  pass(ending.is_wanted, milliseconds)
  ending.check()
end

return M
