-- SPDX-License-Identifier: MIT
-- More of library.lua: modules, bindings, objects, buffers, the archive.

local function handle(index, use) return use << 12 | index + 1 end

local answers, made, same, refused = ...
local M <const> = handle(3, 5)
local N31 <const> = ("n"):rep(31)

-- load, find: a name of 1 to 31 bytes; what comes back is that module.
local function open_one()
  answers.load = M
  local m = deimos.load(N31)
  same(made(), "load " .. N31)
  return m
end
local m = open_one()
same(m.name, "m")
same(m.handle, M)
same(tostring(m), ("module m (%d)"):format(M))
for _, f in ipairs { deimos.load, deimos.find } do
  refused("a string of 32 bytes, at most 31", f, N31 .. "n")
  refused("an empty string", f, "")
  refused("NUL byte", f, "a\0b")
  refused("string expected, got number", f, 1)
end
answers.find = M
same(deimos.find "m" == m, true)
answers.find = M + 4096
same(deimos.find "m" == m, false)
answers.find = -2
same(deimos.find "m", nil)
same(select("#", deimos.find "m"), 1)
answers.find = M + 4096
refused("interfaces of '.*stale", function() deimos.find("m"):interfaces() end)
made()
-- Every other answer is an error, with the CM's reason where there is one.
local objects = {
  load = { deimos.load, "a" }, find = { deimos.find, "a" },
  unload = { m.unload, m }, replace = { m.replace, m, "a" },
  load_by = { m.load, m, "a" },
  bind = { deimos.bind, m, "r", m, "i" }, archive_size = { deimos.archive, "a" },
}
for method, call in pairs(objects) do
  for _, code in pairs(deimos.errors) do
    if code ~= -2 or method ~= "find" and method ~= "archive_size" then
      answers[method] = code
      for _, length in ipairs { 10, 0, -1, 512, 511 } do
        answers.reason = length
        local why = length > 0 and length < 512 and " %(the reason%)$" or "$"
        local what = deimos.error_text(code):gsub("%p", "%%%0")
        refused("': " .. what .. why, table.unpack(call))
      end
    end
  end
  answers[method] = nil
end
made()
m:unload()
same(made(), "unload " .. M)
answers.replace = M
same(m:replace "b".handle, M)
same(made(), ("replace %d b"):format(M))
answers.load_by = M
same(m:load "c".handle, M)
same(made(), ("load_by %d c"):format(M))
refused("a string of 32 bytes, at most 31", m.load, m, N31 .. "n")
same(m:space(), 94)
local carrier <const> = world("carrier")
world("carrier", 0)
same(m:space(), nil)
world("carrier", carrier)
refused("deimos.module expected, got no value", m.unload)
refused("deimos.module expected, got table", deimos.bind, {}, "r", m, "i")
refused("deimos.module expected, got table", deimos.bind, m, "r", {}, "i")

-- Bindings: whom, what, and the handle that they were given.
answers.bind = 4711
local b = deimos.bind(m, "r", m, "i")
same(made(), ("bind %d r %d i"):format(M, M))
same(b.handle, 4711)
b:rebind(m, "j")
same(made(), ("rebind 4711 %d j"):format(M))
b:unbind()
same(made(), "unbind 4711")
answers.unbind, answers.rebind, answers.reason = -3, -11, 0
refused("unbind 'binding': stale", b.unbind, b)
refused("rebind 'j': interface and", b.rebind, b, m, "j")
answers.unbind, answers.rebind = nil, nil
made()

-- Interfaces in the order of the chain, with their methods as words.
local list = m:interfaces()
same(#list, 2)
same(list[1].name .. list[1].type, "it")
same(list[2].name .. list[2].type, "secondu")
same(table.concat(list[1].methods, ","), "one,two")
same(table.concat(list[2].methods, ","), "x")
world("live", 2)
same(#m:interfaces()[1].methods, 0)
world("live", 1)

-- drain: until it goes, or the time is over; then it is as before.
local now
local function drain(seconds, unloads, step)
  now = 1000
  world("ticks", now)
  answers.drain = 0
  answers.unload = function()
    unloads = unloads - 1
    now = now + 50
    world("ticks", now)
    return unloads > 0 and -7 or 0
  end
  answers.reason = 0
  return pcall(m.drain, m, seconds, step)
end
local steps = 0
same((drain(2, 3, function() steps = steps + 1 end)), true)
same(steps, 2)
same(made(), ("drain %d 1; unload %d; unload %d; unload %d")
  :format(M, M, M, M))
local ok, message = drain(1, 9)
same(ok, false)
same(message:find("drain 'm': still bound") ~= nil, true)
same(made(), ("drain %d 1; unload %d; unload %d; reason 512; drain %d 0")
  :format(M, M, M, M))
same((drain(0, 9)), false)
same(made(), ("drain %d 1; unload %d; reason 512; drain %d 0")
  :format(M, M, M))
ok, message = drain(5, 9, function() error("stop", 0) end)
same(ok, false)
same(message, "stop")
same(made(), ("drain %d 1; unload %d; drain %d 0"):format(M, M, M))
refused("expected 0 to 86400, got 86401", m.drain, m, 86401)
refused("function expected, got number", m.drain, m, 1, 1)
answers.drain = -18
refused("drain 'm': the module is dead", m.drain, m, 1)
answers.drain, answers.unload = nil, nil
made()

-- Objects: a slot of the script's own; six arguments of each kind.
answers.bind = handle(1, 3)
local o = m:open "i"
same(made(), ("bind 99 any %d i"):format(M))
same(tostring(o), "object i (bound)")
answers.method = -2147483648
same(o.one(1, -1, true, false, nil, 0xffffffff), -2147483648)
same(made(), "method 1 4294967295 1 0 0 4294967295")
for n = 0, 6 do
  local values = {}
  for i = 1, n do values[i] = i end
  answers.method = n
  same(o.one(table.unpack(values)), n)
  for i = n + 1, 6 do values[i] = 0 end
  same(made(), "method " .. table.concat(values, " "))
end
refused("too many arguments %(7, at most 6%)", o.one, 1, 2, 3, 4, 5, 6, 7)
for _, bad in ipairs { -0x80000001, 0x100000000, 1.5, {}, print } do
  refused("i%.one: bad argument '3'", o.one, 1, 2, bad)
end
o.two("a", "bc")
same(made(), "texts a bc")
refused("interface 'i': no such method 'three'", function() return o.three end)
for code = -31, 0 do
  answers.method = code
  if code == -17 or code == -18 then
    refused("call 'one': ", o.one)
  else
    same(o.one(), code)
  end
end
world("report", "module 'm' died: #PF\nmore")
world("dies", 1)
refused("one: the module died in this call: module 'm' died: #PF$", o.one)
world("dies", 0)
made()
answers.unbind = -7
refused("close 'i': still bound", deimos.close, o)
answers.unbind = nil
made()
deimos.close(o)
same(made(), "unbind " .. handle(1, 3))
deimos.close(o)
same(made(), "")
same(tostring(o), "object i (closed)")
refused("call 'one': receptacle is unbound", o.one)
answers.unbind, answers.bind = -3, handle(1, 3)
deimos.close(m:open "i")              -- a death has unbound it already
answers.unbind, answers.bind = nil, handle(1, 4)
refused("open 'i': stale", m.open, m, "i")
answers.bind = nil
made()

-- Numbers: the least and the greatest are taken, what is beyond is refused by
-- its value.
local buffer = deimos.buffer(16)
answers.bind = handle(1, 3)
local other = m:open "i"
made()
for what, case in pairs {
  ["deimos.error_text code"] = { deimos.error_text, -0x80000000, 0xffffffff },
  ["buffer:u32 value"] = { function(value) return buffer:u32(0, value) end,
    -0x80000000, 0xffffffff },
  ["buffer:u32 offset"] = { function(at) return buffer:u32(at) end, 0, 12 },
  ["module:drain seconds"] = { function(seconds) m:drain(seconds) end, 0, 86400 },
} do
  local f, min, max = table.unpack(case)
  for _, value in ipairs { min, max } do
    local ok, problem = pcall(f, value)
    assert(ok, problem)
  end
  for _, value in ipairs { min - 1, max + 1 } do
    local text = ("%s' (expected %d to %d, got %d)"):format(
      what:gsub(" ", ": bad argument '"), min, max, value):gsub("%p", "%%%0")
    refused(text, f, value)
  end
end
for _, value in ipairs { -0x80000000, 0xffffffff, 0x80000000 } do
  made()
  other.one(value)
  same(made(), ("method %d 0 0 0 0 0"):format(value & 0xffffffff))
  buffer:u32(0, value)
  same(buffer:u32(0), value & 0xffffffff)
end
deimos.close(other)
answers.bind = nil
buffer:u32(0, 0)
made()

-- Buffers: every offset and size about the ends.
same(#buffer, 16)
same(buffer:string(), ("\0"):rep(16))
for at = -1, 17 do
  if at >= 0 and at <= 12 then
    same(buffer:u32(at, 0x01020304 + at), 0x01020304 + at)
    same(buffer:string(at, 4), string.pack("<I4", 0x01020304 + at))
  else
    refused("expected 0 to 12", buffer.u32, buffer, at)
  end
  if at >= 0 and at <= 16 then
    same(#buffer:string(at), 16 - at)
    refused("expected 0 to " .. 16 - at, buffer.string, buffer, at, 17 - at)
  else
    refused("expected 0 to 16", buffer.string, buffer, at)
  end
  if at >= 0 and at <= 13 then
    buffer:fill("xyz", at)
    same(buffer:string(at, 3), "xyz")
  else
    refused("expected 0 to 13", buffer.fill, buffer, "xyz", at)
  end
end
same(buffer:u32(0, -1), 0xffffffff)
refused("17 bytes at an offset; the buffer has 16", buffer.fill, buffer,
  ("x"):rep(17))
refused("bad argument 'offset'", buffer.u32, buffer)
refused("expected 1 to 16777216, got 0", deimos.buffer, 0)
refused("expected 1 to 16777216, got 16777217", deimos.buffer, 16777217)
same(#deimos.buffer(16777216), 16777216)
refused("4 bytes at an offset; the buffer has 3", function()
  deimos.buffer(3):u32(0)
end)

-- The archive, and the options.
answers.archive_size, answers.archive_read = -2, nil
same(deimos.archive "a", nil)
answers.archive_size = 0
same(deimos.archive "a", "")
made()
answers.archive_size, answers.archive_read = 5, 5
same(deimos.archive "a", "AAAAA")
same(made(), "archive_size a; archive_read a 0 5")
answers.archive_read = -24
refused("archive 'a': out of range", deimos.archive, "a")
answers.archive_name = function(i) return i < 3 and 7 or -2 end
same(table.concat(deimos.members(), " "), "member0 member1 member2")
same(deimos.options.a .. deimos.options.b .. deimos.options.c, "1x=y")
