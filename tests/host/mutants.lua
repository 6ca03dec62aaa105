-- SPDX-License-Identifier: MIT
-- Every mutant of the lists can still be applied: its text is there, and the
-- tests that ought to notice exist. Who changes a line that has a mutant
-- changes the mutant, too.

local list = require "tests.mutants.list"

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
for _, folder in ipairs(list.folders) do
  assert(folders[folder], folder .. " has no mutants")
end
print(("%d mutants, %d cannot be applied"):format(count, broken))
assert(count >= LEAST, "too few mutants")
os.exit(broken == 0)
