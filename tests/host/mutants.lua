-- SPDX-License-Identifier: MIT
-- Every mutant of the lists can still be applied: its text is there, and the
-- tests that ought to notice exist. Who changes a line that has a mutant
-- changes the mutant, too. What a machine makes of some lines, and which tests use
-- a file.

local list = require "tests.mutants.list"
local operators = require "tests.mutants.operators"
local reach = require "tests.mutants.reach"

local LEAST <const> = 150               -- of all folders

local count, broken, folders = 0, 0, {}
for _, entry in ipairs(list.read()) do
  count, folders[entry.folder] = count + 1, true
  if entry.problem then
    broken = broken + 1
    print(("tests/mutants/%s.lua: %s\n      %s"):format(entry.folder,
      entry.name, entry.problem))
  end
end
for _, folder in ipairs(list.lists) do
  assert(folders[folder], folder .. " has no mutants")
end
local made <const> = {
  { "c", "    if (a < b && !c)", "    if (a <= b && !c)",
    "    if (a < b || !c)", "    if (a < b && c)", "    if (!(a < b && !c))",
    "    if (0)", "    if (1)" },
  { "c", "    f(to, from);", "    f(from, to);", "    (void)0;" },
  { "c", "    return false;", "    return true;", "    return 1;",
    "    (void)0;" }, { "c", "    return E_OK;", "    return 1;",
    "    return -1;", "    (void)0;" },
  { "c", "    x = a ? 7 : b;  /* as 1 < 2 */", "    x = a ? 8 : b;",
    "    x = a ? 6 : b;", "    x = a ? b : 7;", "    (void)0;" },
  { "c", "    p(\"no 1, 2 or x < y\");", "    p(\"no 1, 2 or x <= y\");",
    "    (void)0;" },
  { "c", "/* 1 < 2 */" }, { "c", "#define SIZE 1" },
  { "S", "        jae     1f                      # 2", "        ja     1f",
    "        jb     1f", "        " },
  { "S", "        movl    8(%esp), %eax", "        movl    8(%ebp), %eax",
    "        movl    8(%esp), %ecx", "        movl    9(%esp), %eax",
    "        movl    7(%esp), %eax", "        movl    12(%esp), %eax",
    "        " },
  { "S", "        .long   1" }, { "S", "usable: verr    %ax",
    "usable: verw    %ax", "usable: verr    %cx", "usable:" },
  { "lua", "  if a == b then f(1) end", "  if a ~= b then f(1) end",
    "  if a == b then f(2) end", "  if a == b then f(0) end",
    "  if not (a == b) then f(1) end" },
}
for _, case in ipairs(made) do
  local rest, expected = operators.mutants(case[2], case[1]), #case - 2
  local found = {}
  for _, line in ipairs(rest) do found[line] = true end
  for i = 3, #case do
    assert(found[case[i]], ("of '%s' nothing makes '%s'"):format(case[2],
      case[i]))
  end
  assert(#rest == expected, ("of '%s' %d mutants are made, not %d")
    :format(case[2], #rest, expected))
end
-- Which tests use a file: by its folder, or by that of the folder.
for _, case in ipairs { { "workloads", "workloads/appel.lua", true },
    { "workloads", "workloads/machine/probe.lua", true },
    { "plots", "plots/part/common.gp", true }, { "rooms", "Makefile", false },
    { "rooms", "workloads/machine/probe.lua", false } } do
  local test = ("tests/host/%s.lua"):format(case[1])
  assert(reach.reaches(test, case[2]) == case[3], test .. " " .. case[2])
end
print(("%d mutants, %d cannot be applied"):format(count, broken))
assert(count >= LEAST, "too few mutants")
os.exit(broken == 0)
