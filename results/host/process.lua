-- SPDX-License-Identifier: MIT
-- Processes of the host, on libuv (package lua-luv): each command runs in a
-- session of its own, whose process group can be ended as a whole.
--
-- TERM, INT or HUP to a script ends its commands, removes its scratch and
-- leaves with 128 + the signal's number. The same if the make above it got
-- such a signal, which make keeps for itself, or is gone. If the script is
-- killed, the kernel ends its commands (setpriv --pdeathsig).

local uv = require "luv"

local M = {}

local TICK = 100                        -- ms between two looks
local GRACE = 1000                      -- ms for a command to end by itself
local ENDING = { sigint = 2, sighup = 1, sigterm = 15, sigpipe = 13 }
-- What the kernel shows of a make that has caught a signal and waits: the
-- signal is no longer among those that it catches.
local CAUGHT_BITS = { sighup = 1 << 0, sigint = 1 << 1, sigterm = 1 << 14 }

local running = {}                      -- pid: what ends its group
local scratch = {}                      -- shell words
local caught                            -- a signal's name

local function read(path)
  local file <close> = io.open(path, "rb")
  return file and file:read("a")
end

local function end_group(pid, signal)
  uv.kill(-pid, signal)
  uv.kill(pid, signal)
end

local function remove_scratch()
  if #scratch > 0 then
    os.execute("rm -rf " .. table.concat(scratch, " "))
    scratch = {}
  end
end

-- Scratch goes however the script ends.
M.guard = setmetatable({}, { __gc = remove_scratch })
local exit = os.exit
function os.exit(status)
  remove_scratch()
  exit(status)
end

-- remove_at_end: a file or folder, quoted for the shell.
function M.remove_at_end(word)
  scratch[#scratch + 1] = word
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

-- leave: end what runs, remove scratch, and out.
local function leave(signal)
  for pid, how in pairs(running) do end_group(pid, how) end
  pass(all_ended, GRACE)
  for pid in pairs(running) do end_group(pid, "sigkill") end
  pass(all_ended, GRACE)
  io.stdout:flush()
  io.stderr:write(("%s: ended by %s\n"):format(arg and arg[0] or "lua",
    signal:upper()))
  os.exit(128 + ENDING[signal])
end

-- The make above us, if there is one: its pid and what it caught at first.
local function find_make()
  local pid = uv.os_getppid()
  for _ = 1, 2 do
    local stat = read(("/proc/%d/stat"):format(pid)) or ""
    local name, parent = stat:match("%((.*)%) %S (%d+)")
    if name == "make" or name == "gmake" then return pid end
    pid = tonumber(parent) or 0
  end
end

local function caught_by(pid)
  local status = read(("/proc/%d/status"):format(pid))
  return status and tonumber(status:match("SigCgt:%s*(%x+)") or "0", 16)
end

local make = find_make()
local make_caught = make and caught_by(make) or 0

local function ask_make()
  local now = make and caught_by(make)
  if make and not now then return "sigterm" end
  for name, bit in pairs(CAUGHT_BITS) do
    if make and make_caught & bit ~= 0 and now & bit == 0 then return name end
  end
end

-- Who runs us under nohup does not want HUP to end us.
local function is_ignored(name)
  local ignored = (read("/proc/self/status") or ""):match("SigIgn:%s*(%x+)")
  return name == "sighup"
    and tonumber(ignored or "0", 16) & CAUGHT_BITS.sighup ~= 0
end

for name in pairs(ENDING) do
  if not is_ignored(name) then
    local signal = uv.new_signal()
    signal:start(name, function() caught = caught or name end)
    signal:unref()
  end
end
-- A write beyond the limit of a file's size fails, and says so.
local too_large = uv.new_signal()
too_large:start("sigxfsz", function() end)
too_large:unref()

-- check: leave, if somebody wants us to.
function M.check()
  caught = caught or ask_make()
  if caught then leave(caught) end
end

-- start: run these words. options.input: "none" for /dev/null; options.log:
-- a file for both outputs; options.output: called with what arrives;
-- options.errors: likewise; options.ending: the signal that ends it, TERM.
function M.start(words, options)
  options = options or {}
  io.stdout:flush()
  local child = { open = 1 }
  local files, pipes = {}, {}
  local function file(path, mode)
    local fd, problem = uv.fs_open(path, mode, 420)
    if not fd then
      io.stderr:write(("%s: %s\n"):format(path, problem:match("^%w+: (.*): ")))
      os.exit(1)
    end
    files[#files + 1] = fd
    return fd
  end
  local function sink(call, fd)
    if not call then return fd end
    local pipe = uv.new_pipe()
    child.open = child.open + 1
    pipes[pipe] = call
    return pipe
  end
  local log = options.log and file(options.log, "w")
  local line = { "--pdeathsig", options.ending or "TERM", "--" }
  table.move(words, 1, #words, #line + 1, line)
  local handle, pid = uv.spawn("setpriv", { args = line, detached = true,
    stdio = { options.input == "none" and file("/dev/null", "r") or 0,
      sink(options.output, log or 1), sink(options.errors, log or 2) } },
    function(code, signal)
      child.status = signal > 0 and 128 + signal or code
      child.open = child.open - 1
      running[child.pid] = nil
      child.handle:close()
    end)
  for _, fd in ipairs(files) do uv.fs_close(fd) end
  if not handle then error("setpriv: " .. pid, 0) end
  child.handle, child.pid = handle, pid
  running[pid] = options.ending and "sig" .. options.ending:lower()
    or "sigterm"
  for pipe, call in pairs(pipes) do
    pipe:read_start(function(_, text)
      if text then return call(text) end
      child.open = child.open - 1
      pipe:close()
    end)
  end
  return child
end

-- await: until `done()`; `look`, if given, is called a few times a second.
function M.await(done, look)
  timer:start(0, TICK, function() end)
  while not done() do
    uv.run("once")
    M.check()
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
  pass(function() return caught end, milliseconds)
  M.check()
end

return M
