-- SPDX-License-Identifier: MIT
-- Each verdict has one number everywhere: core/api/exit_code.h says what
-- results/boot/verdicts.lua says, no other source in C defines an exit code, and no
-- two verdicts share a code or a status.

local host = require "results.host"
local verdicts = require "results.boot.verdicts"

-- What C calls them: the part of a name behind EXIT_.
local NAMES = { PASS = "pass", FAIL = "fail", PANIC = "panic",
  OPTION = "badscript", SKIP = "skip" }
local HEADER <const> = "core/api/exit_code.h"
local FOLDERS = "core nmm modules bench lua tests"

local codes = {}
for _, verdict in ipairs(verdicts.list) do codes[verdict.name] = verdict.code end

local found = 0
local files = host.output("find " .. FOLDERS .. " -name '*.[chS]'")
for path in files:gmatch("[^\n]+") do
  for name, value in host.read(path):gmatch(
      "%f[%w_]EXIT_(%u+)[ =]+(0x%x+)%f[^%x]") do
    assert(path == HEADER, ("%s: EXIT_%s has its place in %s"):format(path,
      name, HEADER))
    found = found + 1
    assert(tonumber(value) == codes[NAMES[name]], ("%s: EXIT_%s is %s, not "
      .. "that of results/boot/verdicts.lua"):format(path, name, value))
  end
end
local coded = 0
for _ in pairs(codes) do coded = coded + 1 end
assert(found == coded, ("%d codes in C, %d in Lua"):format(found, coded))

local seen = {}
for _, verdict in ipairs(verdicts.list) do
  for _, number in ipairs { verdict.status, verdict.code and -verdict.code } do
    assert(not seen[number], verdict.name .. " has another's number")
    seen[number] = true
  end
  -- QEMU's status, and that of the scripts: the same but for a pass.
  if verdict.code and verdict.name ~= "pass" then
    assert(verdict.status == 2 * verdict.code + 1, verdict.name)
  end
end

-- The table of README.md.
local readme = host.read("results/README.md")
for _, verdict in ipairs(verdicts.list) do
  assert(readme:find(("| %s | %s | %d |"):format(verdict.text, verdict.code
    and ("0x%x"):format(verdict.code) or "", verdict.status), 1, true),
    "README.md: no line of " .. verdict.text)
end
-- What is said of each: its text, its status, and the detail, if there is one.
for _, verdict in ipairs(verdicts.list) do
  local said = ("%s (status %d)"):format(verdict.text, verdict.status)
  assert(verdicts.describe(verdict.name) == said, verdicts.describe(verdict.name))
  local more = verdicts.describe(verdict.name, "a detail")
  assert(more:sub(1, #said) == said and more:find("a detail", 1, true), more)
end
-- And of the status of a script.
for _, verdict in ipairs(verdicts.list) do
  local said = verdicts.explain(verdict.status)
  assert(said == verdicts.describe(verdict.name), said)
end
for status, said in pairs { [-1] = "no verdict", [2] = "no verdict",
    [127] = "no verdict", [128] = "no verdict", [129] = "ended by signal 1",
    [137] = "ended by signal 9", [143] = "ended by signal 15" } do
  said = ("%s (status %d)"):format(said, status)
  assert(verdicts.explain(status) == said, verdicts.explain(status))
end
assert(verdicts.explain(nil) == "no verdict (status unknown)")
print(("verdict: %d codes in C agree"):format(found))
