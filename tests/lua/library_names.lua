-- SPDX-License-Identifier: MIT
-- More of library.lua: each argument of each function by what is none, one at a
-- time: the error names the function and that argument, and nothing is asked.

local answers, made, same, refused = ...
local nmm <const> = deimos.nmm
local NOTHING <const> = coroutine.create(print)     -- no function takes one

answers.load, answers.bind = 5 << 12 | 4, 3 << 12 | 2
local m = deimos.load "m"
local b, o = deimos.bind(m, "r", m, "i"), m:open "i"
local buffer = deimos.buffer(16)
made()

-- name: the function, what it takes, and the names of these.
local FUNCTIONS <const> = {
  ["deimos.load"] = { deimos.load, { "a" }, "name" },
  ["deimos.find"] = { deimos.find, { "a" }, "name" },
  ["deimos.archive"] = { deimos.archive, { "a" }, "name" },
  ["deimos.bind"] = { deimos.bind, { m, "r", m, "i" },
    "caller receptacle provider interface" },
  ["binding:rebind"] = { b.rebind, { b, m, "i" }, "self provider interface" },
  ["binding:unbind"] = { b.unbind, { b }, "self" },
  ["module:open"] = { m.open, { m, "i" }, "self interface" },
  ["module:load"] = { m.load, { m, "a" }, "self name" },
  ["module:replace"] = { m.replace, { m, "a" }, "self name" },
  ["module:drain"] = { m.drain, { m, 1, print }, "self seconds step" },
  ["module:interfaces"] = { m.interfaces, { m }, "self" },
  ["module:space"] = { m.space, { m }, "self" },
  ["module:unload"] = { m.unload, { m }, "self" },
  ["deimos.close"] = { deimos.close, { o }, "object" },
  ["deimos.buffer"] = { deimos.buffer, { 8 }, "size" },
  ["buffer:u32"] = { buffer.u32, { buffer, 0, 1 }, "self offset value" },
  ["buffer:string"] = { buffer.string, { buffer, 0, 1 }, "self offset size" },
  ["buffer:fill"] = { buffer.fill, { buffer, "x", 0 }, "self text offset" },
  ["buffer:address"] = { buffer.address, { buffer }, "self" },
  ["deimos.exit"] = { deimos.exit, { 0, "why" }, "status message" },
  ["deimos.error_text"] = { deimos.error_text, { -1 }, "code" },
  ["deimos.environment"] = { deimos.environment, { "k", 1 }, "key value" },
  ["deimos.record"] = { deimos.send, { "kind" }, "kind" },
  ["deimos.nearest"] = { deimos.nearest, { "a", { "b" } }, "word list" },
  ["nmm.phys_to_virt"] = { nmm.phys_to_virt, { 8, 9 }, "space frame" },
  ["nmm.paging"] = { nmm.paging, { true }, "on" },
  ["nmm.reverse_structure"] = { nmm.reverse_structure, { "scan" }, "name" },
  ["nmm.frame_status"] = { nmm.frame_status, { 5 }, "frame" },
}

for name, entry in pairs(FUNCTIONS) do
  local f, values, words = table.unpack(entry)
  local i = 0
  for argument in words:gmatch("%w+") do
    i = i + 1
    local given = table.move(values, 1, #values, 1, {})
    given[i] = NOTHING
    refused(("%s: bad argument '%s' ("):format(name, argument)
      :gsub("%p", "%%%0"), f, table.unpack(given))
    same(made(), "")
  end
  same(i, #values)
end
-- Of a record, anything has a text, but not every text can be sent.
for i, argument in ipairs { "key", "value" } do
  local given = { "a", "b" }
  given[i] = "a\0b"
  refused(("deimos%%.record: bad argument '%s' %%("):format(argument), deimos.send,
    "kind", table.unpack(given))
end
same(made(), "")
answers.bind = nil
deimos.close(o)
made()
