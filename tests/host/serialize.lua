-- SPDX-License-Identifier: MIT
-- What serialises the reads of the time-stamp counter, in the object that is
-- measured with: an emulator that counts instructions takes one for another.

local host = require "results.host"

local EXPECTED <const> = {
  bare = "rdtsc call rdtsc",
  lfence = "lfence rdtsc lfence call lfence rdtsc lfence",
  rdtscp = "lfence rdtsc lfence call rdtscp lfence",
  cpuid = "cpuid rdtsc call cpuid rdtsc",
}

local text = host.output(("objdump -d --no-show-raw-insn "
  .. "%s/obj/modules/lib/measure/measure.S.o"):format(host.quote(host.build())))
local found, list = {}, nil
for line in text:gmatch("[^\n]+") do
  local name = line:match("^%x+ <([%w_]+)>:")
  if name then
    list = {}
    found[name] = list
  else
    local word = line:match("^%s+%x+:%s+(%l+)")
    if word == "rdtsc" or word == "rdtscp" or word == "lfence"
        or word == "cpuid" or word == "call" then
      list[#list + 1] = word
    end
  end
end
for _, prefix in ipairs { "measure", "span" } do
  for kind, expected in pairs(EXPECTED) do
    local name = prefix .. "_" .. kind
    local words = table.concat(assert(found[name], "no " .. name), " ")
    assert(words == expected, ("%s: %s, not %s"):format(name, words, expected))
  end
end
print("serialize: as the names say")
