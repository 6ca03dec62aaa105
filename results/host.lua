-- SPDX-License-Identifier: MIT
-- The few things that a host script needs of the host: files and commands.
-- What fails here for a reason outside of us, such as a full disk, ends the
-- script with one line that names the path and the cause.

local ending = require "results.host.ending"
local process = require "results.host.process"

local M = {}

local TOO_LARGE = 25                    -- SIGXFSZ
local CLAIMS = 100
local ROOM = ("\n"):rep(65536)

-- quote: one word for the shell, whatever is in it.
function M.quote(word)
  return "'" .. tostring(word):gsub("'", "'\\''") .. "'"
end

-- command: a shell command line of these words.
function M.command(words)
  local quoted = {}
  for i, word in ipairs(words) do quoted[i] = M.quote(word) end
  return table.concat(quoted, " ")
end

-- run: a shell command line; its exit status (128 + n after a signal n).
function M.run(line)
  return process.wait(process.start { "sh", "-c", line })
end

-- Why a command failed, in one line: what it said first, or its status.
local function cause(line, status, said)
  local first = said:match("[^\n]+")
  return first or status == 128 + TOO_LARGE and line .. ": file too large"
    or ("status %d from: %s"):format(status, line)
end

-- must: a command that cannot fail in a sound set-up.
function M.must(line)
  local said = {}
  local status = process.wait(process.start({ "sh", "-c", line },
    { errors = function(text) said[#said + 1] = text end }))
  said = table.concat(said)
  if status ~= 0 then M.fail(1, "%s", cause(line, status, said)) end
  io.stderr:write(said)
end

-- output: what a command prints, without its last newline.
function M.output(line)
  local said = {}
  process.wait(process.start({ "sh", "-c", line },
    { output = function(text) said[#said + 1] = text end }))
  return (table.concat(said):gsub("\n$", ""))
end

-- env: a setting from the environment; an empty one counts as none.
function M.env(name, default)
  local value = os.getenv(name)
  if value == nil or value == "" then return default end
  return value
end

function M.build()
  return M.env("BUILD", "build")
end

-- read: a whole file, or nil if it cannot be read (a folder cannot).
function M.read(path)
  local file <close> = io.open(path, "rb")
  return file and file:read("a")
end

-- What does not fit on the disk may show only when the file is closed.
local function try_to_write(path, text)
  local file, problem = io.open(path, "wb")
  if not file then return problem end
  local written, early = file:write(text)
  local closed, late = file:close()
  return not written and early or not closed and late or nil
end

-- write: a whole file, in one step.
function M.write(path, text)
  local part = ("%s.part-%d"):format(path, process.pid())
  local problem = try_to_write(part, text)
  if not problem then _, problem = os.rename(part, path) end
  if problem then
    os.remove(part)
    M.fail(1, "%s: %s", path, problem:match("([^:]+)$"):gsub("^ ", ""))
  end
end

-- probe: fail if there is no room for a file of that name; for when a tool did
-- not say why it wrote nothing.
function M.probe(path)
  M.write(path, ROOM)
  os.remove(path)
end

function M.exists(path)
  return M.read(path) ~= nil
end

function M.mkdir(path)
  M.must("mkdir -p " .. M.quote(path))
end

-- fresh: an empty folder.
function M.fresh(path)
  M.must(("rm -rf %s && mkdir -p %s"):format(M.quote(path), M.quote(path)))
  return path
end

-- claim: a folder for this process alone: the path, or the path with a number
-- behind it while the process that has it lives. A file beside it, `.owner`,
-- says who that is; it goes when we do.
function M.claim(path)
  local dir = path
  M.mkdir(path:match("^(.*)/") or ".")
  for i = 2, CLAIMS do
    local owner = dir .. ".owner"
    local pid = tonumber(M.read(owner) or "")
    if pid and not process.lives(pid) then os.remove(owner) end
    local mine, problem = process.create(owner)
    if mine then
      ending.remove_at_end(M.quote(owner))
      return dir
    elseif problem then
      M.fail(1, "%s", problem)
    end
    dir = ("%s-%d"):format(path, i)
  end
  M.fail(1, "%s: %d runs at once", path, CLAIMS)
end

-- scratch: a folder outside of the tree that goes when we do.
function M.scratch()
  local dir = M.output("mktemp -d")
  if dir == "" then M.fail(1, "mktemp: no folder for what is temporary") end
  ending.remove_at_end(M.quote(dir))
  return dir
end

-- list: the files that a shell pattern names, sorted.
function M.list(pattern)
  local names = {}
  for name in M.output("ls -d " .. pattern .. " 2>/dev/null")
      :gmatch("[^\n]+") do
    names[#names + 1] = name
  end
  return names
end

-- load: how many want each processor; at least 1.
function M.load()
  return process.load()
end

-- stem: the last part of a path without extension, fit for a member's name.
function M.stem(path)
  local name = path:match("([^/]+)/*$") or path
  name = name:gsub("%.%w+$", ""):gsub("[^%w_.-]", "_"):sub(1, 60)
  return name
end

-- fail: one clear line on standard error, and out.
function M.fail(status, ...)
  io.stdout:flush()
  io.stderr:write(string.format(...), "\n")
  os.exit(status)
end

return M
