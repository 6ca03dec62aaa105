-- SPDX-License-Identifier: MIT
-- Files of the host: a name for any text, never two of one name; a folder that
-- a living process has is taken by nobody else; and what cannot be written
-- leaves nothing.

local filename = require "results.data.filename"
local host = require "results.host"

local NAMES <const> = { "call", "bind-x", "a b", "a_b", "a/b", "A_b", "", "-x",
  "_x", ".", "..", ".x", "graph", "Graph", "report", "samples", "latest",
  "call-00000000", "x\0y", ("n"):rep(60), ("n"):rep(61), ("n"):rep(200),
  "caf\u{e9}", "a\nb", "$x", "50%", "deadbeef", "x-deadbeef" }

local used = {}
for _, name in ipairs(NAMES) do
  local file = filename.of(name)
  assert(file:find("^[%w_][%w_.-]*$") and #file <= 60, file)
  assert(not used[file:lower()] or used[file:lower()] == name:lower(), file)
  used[file:lower()] = name:lower()
  -- what was made of a name is another's only if that says so itself
  assert(file == name or filename.of(file) ~= file, file)
end
for _, name in ipairs { "call", "bind-x", "a_b", "_x", ("n"):rep(60) } do
  assert(filename.of(name) == name, name)
end
for _, name in ipairs { "graph", "Graph", "report", "summary", "samples",
    "environment", "latest", "x-deadbeef", "x-DEADBEEF" } do
  assert(filename.of(name) ~= name, name)
end

local distinct, taken = filename.distinct(), {}
for _ = 1, 3 do
  for _, name in ipairs { "a", "A", "a-2", "A-2", "b", "a" } do
    local file = distinct(name):lower()
    assert(not taken[file], file)
    taken[file] = true
  end
end

local dir = host.scratch()
local dead = host.output("sh -c 'echo $$'")
host.write(dir .. "/run.owner", dead .. "\n")
assert(host.claim(dir .. "/run") == dir .. "/run", "a dead process has it")
assert(host.claim(dir .. "/run") == dir .. "/run-2", "this process has it")
host.write(dir .. "/other.owner", "1\n")
assert(host.claim(dir .. "/other") == dir .. "/other-2", "process 1 has it")

-- Onto a folder; into one that is not there.
host.mkdir(dir .. "/full/inside")
for _, path in ipairs { "/full", "/nowhere/file" } do
  local said = host.output(("lua5.4 -e 'require(\"results.host\").write(%q, "
    .. "\"text\")' 2>&1; echo \"status $?\""):format(dir .. path))
  assert(said:find("status 1$") and said:find(dir .. path .. ": ", 1, true)
    and not said:find("traceback"), said)
end
assert(#host.list(dir .. "/*.part-*") == 0, "a part is left")
print("filename: each its own")
