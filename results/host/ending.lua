-- SPDX-License-Identifier: MIT
-- How a script ends. TERM, INT or HUP ends its commands, removes its scratch
-- and leaves with 128 + the signal's number. The same if the make above it got
-- such a signal, which make keeps for itself, or is gone.

local uv = require "luv"

local M = {}

local ENDING = { sigint = 2, sighup = 1, sigterm = 15, sigpipe = 13 }
-- What the kernel shows of a make that has caught a signal and waits: the
-- signal is no longer among those that it catches.
local CAUGHT_BITS = { sighup = 1 << 0, sigint = 1 << 1, sigterm = 1 << 14 }

local scratch = {}                      -- shell words
local caught                            -- a signal's name

-- stop_all: ends what the script has started (process.lua).
function M.stop_all() end

local function read(path)
  local file <close> = io.open(path, "rb")
  return file and file:read("a")
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

-- End what runs, remove scratch, and out.
local function leave(signal)
  M.stop_all()
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

-- is_wanted: does somebody want us to end?
function M.is_wanted()
  return caught ~= nil
end

-- check: leave, if somebody wants us to.
function M.check()
  caught = caught or ask_make()
  if caught then leave(caught) end
end

return M
