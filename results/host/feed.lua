-- SPDX-License-Identifier: MIT
-- What a prompt on a serial line is fed with where our input is no terminal. A
-- serial line has no end of file: where the input ends, the prompt gets Ctrl-D,
-- and a second and third one, which leave an unfinished chunk. The first byte is
-- lost as the guest sets up the line.
--
-- A part is read when the one before has been written. We keep the end that the
-- emulator reads, so that writing to one that has ended is no fault.

local uv = require "luv"

local M = {}

local FIRST <const>, LAST <const> = "\r", "\r\4\4\4"
local PART <const> = 4096               -- bytes

-- The next part of a file, or nil at its end.
local function read_file(next_part)
  uv.fs_read(0, PART, -1, function(_, text)
    next_part(text ~= "" and text or nil)
  end)
end

-- A pipe is asked for one part at a time.
local function pipe_reader()
  local pipe = uv.new_pipe()
  pipe:open(0)
  return function(next_part)
    pipe:read_start(function(_, text)
      pipe:read_stop()
      next_part(text)
    end)
  end
end

-- prompt: the end of a pipe that an emulator reads (a file descriptor), and a
-- function to call when it has ended.
function M.prompt()
  local ends = uv.pipe({}, { nonblock = true })
  local out = uv.new_pipe()
  local read = uv.guess_handle(0) == "file" and read_file or pipe_reader()
  local function hand_on(text)
    out:write(text or LAST, function(problem)
      if text and not problem then read(hand_on) end
    end)
  end
  out:open(ends.write)
  out:write(FIRST, function() read(hand_on) end)
  return ends.read, function()
    out:close()
    uv.fs_close(ends.read)
  end
end

return M
