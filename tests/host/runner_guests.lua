-- SPDX-License-Identifier: MIT
-- A guest test compares how its guest ended, and what that wrote, with its
-- header, and fails for each thing that differs. The emulator is a script that
-- writes what a guest would.

local host = require "results.host"
local guest = require "tests.guest_header"
local machines = require "results.boot.machines"

local TREE <const> = host.scratch()
local CODES <const> = { pass = 16, fail = 17, panic = 18, badscript = 19,
  skip = 38 }

host.must(("mkdir -p %s/bin %s/tests/boot %s/tests/lua %s/build/stage/modules "
  .. "%s/build/stage/workloads %s/build/stage/lua %s/build/testmodules && "
  .. "cp tests/*.lua %s/tests && cp -r results %s"):gsub("%%s", TREE))
for _, file in ipairs { "build/deimos.elf", "build/archive.tar",
    "build/stage/cm.img", "build/testmodules/one.o", "build/testmodules/two.o",
    "tests/lua/library.lua" } do
  host.write(("%s/%s"):format(TREE, file), file)
end
host.write(TREE .. "/bin/qemu-system-i386", [[#!/bin/sh
for w; do echo "$w"; done >$FAKE/words
for w; do case $w in file:*/console.log) cat $FAKE/console >${w#file:};; esac; done
exit $FAKE_STATUS]])
host.must(("chmod +x %s/bin/qemu-system-i386"):format(TREE))

-- try: a test with that header, whose guest writes this and ends so: the status,
-- what was said, the emulator's words.
local function try(header, console, how)
  local code = CODES[how]
  host.write(TREE .. "/tests/boot/it.lua", "-- SPDX-License-Identifier: MIT\n"
    .. "-- What it shows.\n" .. header .. "\nprint(1)\n-- expect: dead\n")
  host.write(TREE .. "/console", console .. (code
    and ("DEIMOS-EXIT %d\n"):format(code) or ""))
  local said = host.output(("cd %s && env BUILD=build PATH=%s/bin:$PATH FAKE=%s "
    .. "FAKE_STATUS=%d lua5.4 tests/guest.lua tests/boot/it.lua qemu-icount 2>&1; "
    .. "echo $?"):format(TREE, TREE, TREE, code and 2 * code + 1 or 3))
  return tonumber(said:match("(%d+)$")), said,
    (host.read(TREE .. "/words") or ""):gsub("\n", " ")
end

-- A header, the console, the end; the status, and what is said.
for _, case in ipairs {
  { "", "hello\n", "pass", 0, "passed %(status 0%), as expected" },
  { "", "hello\n", "fail", 1, "hello\n.*expected pass, got failed workload" },
  { "", "hello\n", "panic", 1, "expected pass, got panic" },
  { "", "hello\n", nil, 1, "expected pass, got dead emulator" },
  { "", "why\n", "skip", 77, "^why\n77$" },
  { "-- expect: skip", "why\n", "skip", 0, "skipped %(status 77%), as expected" },
  { "-- expect: skip", "why\n", "pass", 1, "expected skip, got passed" },
  { "-- expect: fail", "x\n", "fail", 0, "failed workload .*, as expected" },
  { "-- expect: fail", "x\n", "pass", 1, "expected fail, got passed" },
  { "-- expect: fail", "why\n", "skip", 77, "^why\n77$" },
  { "-- expect: badscript", "x\n", "badscript", 0, "as expected" },
  { "-- expect: panic", "x\n", "fail", 1, "expected panic, got failed" },
  { "-- expect: dead", "x\n", nil, 0, "dead emulator .*, as expected" },
  { "-- output: a%d", "a7\n", "pass", 0, "as expected" },
  { "-- output: a%d", "ax\n", "pass", 1, "ax\n.*not on the console: a%%d" },
  { "-- output: a\n-- output: b", "a\n", "pass", 1, "not on the console: b" },
  { "-- output: b\n-- output: a", "a\n", "pass", 1, "not on the console: b" },
  { "-- not: a%d", "ax\n", "pass", 0, "as expected" },
  { "-- not: a%d", "a7\n", "pass", 1, "must not be on the console: a%%d" },
  { "-- not: x\n-- not: a", "xb\n", "pass", 1, "must not .*: x\n" },
  { "-- expect: fail\n-- output: a\n-- not: b", "b\n", "pass", 1,
    "expected fail, got .*; not on the console: a; must not .*: b" },
  { "-- output: plain", "pl\27[1main\r\n", "pass", 0, "as expected" },
  { "-- exepct: fail", "x\n", "fail", 1, "it.lua: no such key .*'exepct'" },
  { "-- expect: passes", "x\n", "pass", 1, "expect: no verdict 'passes'" },
  { "-- machines: qemu", "x\n", "pass", 1, "machines: no machine 'qemu'" },
  { "-- machines: qemu-icount vax bochs", "x\n", "pass", 1, "machine 'vax'" },
  { "-- second: fast", "x\n", "pass", 1, "second: 'fast' is no number" },
  { "-- memory: 1G", "x\n", "pass", 1, "memory: '1G' is no number" },
} do
  local status, said = try(case[1], case[2], case[3])
  assert(status == case[4] and said:find(case[5]), ("%s\n%s %s: %s"):format(
    case[1], case[2], case[3], said))
end

-- What the header says of the machine reaches it; what is left out does not.
local function expect(words, ...)
  for _, part in ipairs { ... } do
    local absent = part:match("^!(.*)$")
    assert((words:find(absent or part, 1, true) ~= nil) == not absent,
      ("'%s' in: %s"):format(part, words))
  end
end
local _, _, words = try("", "x\n", "pass")
expect(words, " -m 512 ", "workload=test-it ", "limit=30 ", "-kernel ",
  "shift=0,", "!memory", "!arg.")
_, _, words = try("-- memory: 64\n-- cpu: 486\n-- options: arg.a=1 b\n-- limit: 8"
  .. "\n-- second: 500000000", "x\n", "pass")
expect(words, " -m 64 ", " -cpu 486 ", " arg.a=1 b ", "limit=8 ", "shift=1,")
try("-- modules: one\n-- modules: two", "x\n", "pass")
local members = host.output(("tar -tf %s/build/run/tests-boot-it-lua-qemu-icount/"
  .. "archive.tar"):format(TREE))
for _, name in ipairs { "modules/one.o", "modules/two.o", "lua/library.lua",
    "workloads/test-it.lua", "script", "cm.img" } do
  assert(("\n" .. members .. "\n"):find("\n" .. name .. "\n", 1, true), members)
end
_, _, words = try("-- modules: one", "x\n", "pass")
assert(not host.output(("tar -tf %s/build/run/tests-boot-it-lua-qemu-icount/"
  .. "archive.tar"):format(TREE)):find("two.o", 1, true))

-- A header ends where the code begins.
host.write(TREE .. "/header.lua", "-- limit: 9\n\n-- boot: iso\nlocal x\n"
  .. "-- limit: 8\n-- expect: fail\n")
local header = guest.read(TREE .. "/header.lua")
assert(header.limit == "9" and header.boot == "iso" and header.expect == "pass"
  and header.machines == machines.default and header.memory == "" and not header.wrong
  and #header.output == 0 and #header["not"] == 0)
print("runner_guests: as its header says, or it fails")
