-- SPDX-License-Identifier: MIT
-- The end of library.lua: rows by name, records, notes, exit, nearest.

local answers, made, same, refused = ...
local KEYS <const> = "version compiler options loader memory ups_base "
  .. "ups_size results_port tick_hz cpu_vendor cpu_name cpu_signature "
  .. "cpu_features hypervisor segment_limits clock clock_conflict unit "
  .. "serialize overhead overhead_min overhead_max machine verdict emulator "
  .. "emulator_version emulator_command commit memory_mib cpu_option "
  .. "workload date"

-- Names of rows: experiment, case, model and x; each of them tells.
local function name(e, c, m, x)
  return { experiment = e, case = c, model = m, x = x }
end
made()
deimos.not_applicable(name("ea", "c", "m", 1))
same(made(), "not_applicable ea c m 1")
for _, other in ipairs { name("eb", "c", "m", 1), name("ea", "d", "m", 1),
    name("ea", "c", "n", 1), name("ea", "c", "m", 2), name("ea", "c"),
    name("ea", "c", "m"), name("ea", "c", nil, 9) } do
  deimos.not_applicable(other)
  refused("again: it was measured before", deimos.not_applicable, other)
  other.module = "m"
  refused("again: it was measured before", deimos.experiment, other)
end
answers.not_applicable = -24
made()
refused("not_applicable 'c': out of range", deimos.not_applicable,
  name("ec", "c"))

-- Notes: each key once, none of the system's own, values as texts.
for key in KEYS:gmatch("%S+") do
  refused("is what the system itself says", deimos.environment, key, 1)
  deimos.environment(key .. "x", 1)
end
made()
for i, value in ipairs { "t", 1, 2.5, true, false, ("v"):rep(400), "" } do
  deimos.environment("k" .. i, value)
  same(made(), ("environment k%d %s"):format(i, value))
  refused("again: it was sent before", deimos.environment, "k" .. i, value)
end
for _, key in ipairs { "k\n", "\tk", "k\x7f" } do
  refused("a control character", deimos.environment, key, 1)
end
refused("401 bytes, at most 400", deimos.environment, "q", ("v"):rep(401))
refused("NUL byte", deimos.environment, "q", "a\0b")
refused("boolean expected, got nil", deimos.environment, "q", nil)
refused("boolean expected, got table", deimos.environment, "q",
  setmetatable({}, { __tostring = function() return "text" end }))
refused("boolean expected, got function", deimos.environment, "q", print)
refused("'key' %(an empty string", deimos.environment, "", 1)
answers.environment = -24
refused("environment 'q': out of range", deimos.environment, "q", 1)
answers.environment = nil
deimos.environment("q", 1)            -- it has not been sent before
made()

-- Records: fields in pairs; kinds of others are refused.
deimos.send("kind", "a", 1)
same(made(), "record kind a")
deimos.send("kind")
same(made(), "record kind ")
refused("key #1 has no value", deimos.send, "kind", "a")
refused("key #2 has no value", deimos.send, "kind", "a", 1, "b")
refused("'key' %(an empty string", deimos.send, "kind", "", 1)
refused("401 bytes", deimos.send, "kind", "a", ("v"):rep(401))
refused("401 bytes", deimos.send, "kind", ("v"):rep(401), 1)
deimos.send("kind", ("k"):rep(400), ("v"):rep(400))
answers.record = -24
refused("record 'kind': out of range", deimos.send, "kind", "a", 1)
for kind, sender in pairs { env = "environment", row = "experiment",
    s = "experiment", graph = "snapshot" } do
  refused(("'%s' is what deimos.%s sends"):format(kind, sender),
    deimos.record, kind)
end
refused("unknown to the host; the nearest is 'row', which deimos.experiment",
  deimos.record, "rows")
answers.record = nil
made()

-- exit: by name or number; a message; nothing that is neither.
local function leaves(with, ...)
  world("status_of", 0)
  refused("left", deimos.exit, ...)
  same(world "status_of", with)
end
leaves(0x10)
leaves(0x10, "pass")
leaves(0x11, "fail")
leaves(0x26, "skip")
leaves(0, 0)
leaves(255, 255)
same(made(), ("snapshot_end; "):rep(5) .. "snapshot_end")
refused("expected 0 to 255", deimos.exit, 256)
refused("expected 0 to 255", deimos.exit, -1)
refused("the nearest is 'skip'", deimos.exit, "skipp")
refused("65536 bytes, at most 65535", deimos.exit, 0, ("x"):rep(65536))
refused("string expected", deimos.exit, 0, 5)

same(deimos.nearest("abc", { "xyz", "abd", "abe" }), "abd")
same(deimos.nearest("", { "xyz", "ab", "cd" }), "ab")
same(deimos.nearest("ab", { "abcd", "b", "axb" }), "b")
same(deimos.nearest("kitten", { "sitting", "kitchens", "mitten" }), "mitten")
same(deimos.nearest("x", {}), nil)
refused("table expected, got number", deimos.nearest, "x", 1)
same(deimos.error_text(-1), "invalid argument")
same(deimos.error_text(0xffffffff), "invalid argument")
same(deimos.error_text(-32), "unknown error")
same(deimos.error_text(0), "unknown error")

-- Each error has its number, as the one list says (core/api/error.def).
local named = {}
for error_name, number in pairs(deimos.errors) do
  named[-number] = error_name
end
same(#named >= 31, true)
for number, error_name in ipairs(named) do
  same(deimos.errors[error_name], -number)
  same(deimos.error_text(-number) ~= "unknown error", true)
end
same(deimos.error_text(deimos.errors.E_INVALID), "invalid argument")
same(deimos.errors.E_FULL, -6)
refused("no error 'E_FUL'; the nearest is 'E_FULL'",
  function() return deimos.errors.E_FUL end)
