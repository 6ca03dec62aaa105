-- SPDX-License-Identifier: MIT
-- What feeds a prompt: all of a file or a pipe comes, between what begins and
-- what ends it; no more of a pipe is taken than the reader asks for; and what
-- listens to a process leaves nothing open.

local host = require "results.host"
local process = require "results.host.process"

local DIR <const> = host.scratch()
local MANY <const> = 4000000            -- bytes: no pipes hold so many

-- A reader that begins late. It looks at how much of the input is taken
-- meanwhile, then reads until the end, and tells both.
host.write(DIR .. "/reader.lua", ([[
local uv = require "luv"
local feed = require "results.host.feed"
local from = feed.prompt()
local waited = uv.new_timer()
local over = false
waited:start(tonumber(arg[1]), 0, function() over = true end)
while not over do uv.run("once") end
waited:close()
local taken = io.open("DIR/sent") ~= nil
local parts, size = {}, 0
local pipe = uv.new_pipe()
pipe:open(from)
local ended = false
pipe:read_start(function(_, text)
  parts[#parts + 1], size = text, size + #text
  ended = text:find("\4\4\4$") ~= nil
end)
while not ended do uv.run("once") end
pipe:read_stop()
local all = table.concat(parts)
io.open("DIR/all", "w"):write(all):close()
print(taken, #all)
os.exit(0)
]]):gsub("DIR", DIR))

local function read(input, wait)
  os.remove(DIR .. "/sent")
  return host.output(("%s timeout 60 lua5.4 %s/reader.lua %d %s"):format(
    input:find("^<") and "" or input, DIR, wait,
    input:find("^<") and input or ""))
end

local lines = {}
for i = 1, 500 do lines[i] = ("line %d of the input\n"):format(i) end
local text <const> = table.concat(lines)
for _, sent in ipairs { "", "6*7\n", text } do
  host.write(DIR .. "/input", sent)
  for _, way in ipairs { "<" .. DIR .. "/input", "cat " .. DIR .. "/input |" } do
    read(way, 1)
    local all = host.read(DIR .. "/all")
    assert(all == "\r" .. sent .. "\r\4\4\4",
      ("%s: %d bytes, not %d"):format(way, #all, #sent + 5))
  end
end

-- A pipe is asked for one part at a time: who writes to it has to wait.
local said = read(("{ head -c %d /dev/zero; : >%s/sent; } |"):format(MANY, DIR),
  700)
assert(said == ("false\t%d"):format(MANY + 5), said)

-- Each process had pipes and descriptors of its own; none is left.
local function open_files()
  return tonumber(host.output(("ls /proc/%d/fd | wc -l"):format(process.pid())))
end
local before
for i = 1, 12 do
  local child = process.start({ "sh", "-c", "echo out; echo err >&2" },
    { input = "none", output = function() end, errors = function() end })
  assert(process.wait(child) == 0)
  child = process.start({ "true" }, { log = DIR .. "/log", input = "none" })
  assert(process.wait(child) == 0)
  if i == 2 then before = open_files() end
end
assert(open_files() == before, "descriptors are left open")
print("feed: all comes, as it is asked for, and nothing stays open")
