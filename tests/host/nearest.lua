-- SPDX-License-Identifier: MIT
-- Which name a misspelt one may mean: as many letters changed, left out, added
-- or swapped as half of its own, and no more; case is no matter.

local host = require "results.host"
local nearest = require "results.nearest"

-- name, the names that are known, which is meant
for _, case in ipairs {
  { "MACHNE", "MEM MACHINE", "MACHINE" }, { "machine", "MACHINE", "MACHINE" },
  { "MAHCINE", "MACHINE", "MACHINE" }, { "MACHINES", "MACHINE", "MACHINE" },
  { "ab", "ba", "ba" }, { "ab", "xb", "xb" }, { "ab", "xy", nil },
  { "abc", "xbc", "xbc" }, { "abc", "xyc", nil }, { "abc", "abcde", nil },
  { "abcd", "xycd", "xycd" }, { "abcd", "xyzd", nil },
  { "abcd", "abcdef", "abcdef" }, { "abcd", "abcdefg", nil },
  { "abcd", "badc", "badc" }, { "abcd", "ab", "ab" }, { "abcd", "a", nil },
  { "abcd", "cdab", nil }, { "abcd", "bcda", "bcda" },
  { "abcde", "xycde", "xycde" }, { "abcde", "xyzde", nil },
  { "abcdef", "xyzdef", "xyzdef" }, { "abcdef", "wxyzef", nil },
  { "abcdef", "badcfe", "badcfe" }, { "a", "b", nil }, { "a", "ab", nil },
  { "", "a", nil }, { "x", "", nil }, { "SEAD", "SEED HEAD", "SEED" },
  { "aa", "a", "a" }, { "aab", "aba", "aba" }, { "abab", "baba", "baba" },
} do
  local known = {}
  for one in case[2]:gmatch("%S+") do known[#known + 1] = one end
  if case[2] == "" then known[1] = "" end
  local found = nearest.of(case[1], known)
  assert(found == case[3], ("%s: %s, not %s"):format(case[1], found, case[3]))
end
assert(host.output("lua5.4 results/nearest.lua MACHNE MEM MACHINE") == "MACHINE")
assert(host.output("lua5.4 results/nearest.lua qqqq MEM MACHINE") == "")
assert(host.output("lua5.4 results/nearest.lua") == "")
print("nearest: half of the letters and no more")
