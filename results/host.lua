-- SPDX-License-Identifier: MIT
-- The few things that a host script needs of the host: files and commands.

local M = {}

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
  local _, how, code = os.execute(line)
  return how == "signal" and 128 + code or code
end

-- must: a command that cannot fail in a sound set-up.
function M.must(line)
  local status = M.run(line)
  if status ~= 0 then
    error(("status %d from: %s"):format(status, line), 0)
  end
end

-- output: what a command prints, without its last newline.
function M.output(line)
  local pipe <close> = assert(io.popen(line))
  return (pipe:read("a"):gsub("\n$", ""))
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

function M.write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
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
-- says who that is; nobody need give it back.
local CLAIM = [=[
i=1; dir=%s
while [ $i -lt 100 ]; do
  mkdir -p "$(dirname "$dir")"
  owner=$(cat "$dir.owner" 2>/dev/null)
  if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
    rm -f "$dir.owner"
  fi
  if (set -C; echo $PPID >"$dir.owner") 2>/dev/null; then
    echo "$dir"; exit
  fi
  i=$((i + 1)); dir=%s-$i
done]=]

function M.claim(path)
  local quoted = M.quote(path)
  local dir = M.output(CLAIM:format(quoted, quoted))
  if dir == "" then M.fail(1, "%s: a hundred runs at once", path) end
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
