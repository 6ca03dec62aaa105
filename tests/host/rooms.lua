-- SPDX-License-Identifier: MIT
-- Which rooms of modules/lib a memory model is linked with: one without ring 3
-- has no segments, one without machine code has no ELF loader.

local host = require "results.host"

local MODELS <const> = {
  null_memory = "call lock space",
  flat = "call carried client lock native sharing space",
  segmented = "call carried client lock native proxy ring3 sharing space",
  segpaged = "call carried client lock native paging proxy ring3 sharing space",
  paged = "call carried client lock native paging proxy ring3 sharing space",
}

-- The names that an object defines, local or not.
local function defined(object)
  local names = {}
  for name in host.output("nm --defined-only " .. host.quote(object))
      :gmatch(" [tTdDbBrR] ([%w_]+)\n") do
    names[name] = true
  end
  return names
end

-- What is no part of the library: it is linked whole, or holds numbers only.
local function is_apart(source)
  return source:find("^modules/lib/thread/") or source:find("/offsets%.c$")
end

-- { NAME = room } of all that modules/lib exports; false: more than one does.
local function rooms()
  local room_of, count = {}, 0
  for _, source in ipairs(host.list("modules/lib/*/*.[cS]")) do
    local room = source:match("([^/]+)/[^/]+$")
    local symbols = is_apart(source) and "" or host.output(
      ("nm --defined-only -g %s/obj/%s.o"):format(host.build(), source))
    for name in symbols:gmatch(" [TDBR] ([%w_]+)\n") do
      room_of[name] = (room_of[name] == nil or room_of[name] == room) and room
      count = count + 1
    end
  end
  assert(count > 50, "where is modules/lib?")
  return room_of
end

local room_of = rooms()
for model, expected in pairs(MODELS) do
  local seen, list = {}, {}
  for name in pairs(defined(("%s/modules/%s.o"):format(host.build(), model))) do
    local room = room_of[name]
    if room and not seen[room] then list[#list + 1] = room end
    seen[room or ""] = true
  end
  table.sort(list)
  local found = table.concat(list, " ")
  assert(found == expected, ("%s is linked with %s, not %s"):format(model,
    found, expected))
end
print("rooms: what each model is linked with")
