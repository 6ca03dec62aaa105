-- SPDX-License-Identifier: MIT
-- IUM= selects the initial user module: Lua by default, the shell, the small
-- one in C, one from outside the tree; and says what is wrong with others.

local host = require "results.host"

local LEAVE = "\\r\\004"               -- Ctrl-D ends the shell
local DIR = host.fresh(host.build() .. "/run/test-ium")

local function make(arguments)
  local log = DIR .. "/log"
  local status = host.run(("printf '%s' | make %s >%s 2>&1")
    :format(LEAVE, arguments, log))
  return status, "\n" .. host.read(log)
end

local function expect(arguments, passes, pattern)
  local status, log = make(arguments)
  assert((status == 0) == passes and log:find(pattern),
    ("make %s: status %d, expected '%s' in:\n%s"):format(arguments, status,
    pattern, log))
  return log
end


host.mkdir(DIR .. "/folder")
host.write(DIR .. "/mine.c", [[
#include "deimos.h"
#include "core/api/ium.h"
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");
static int run(void)
{
    console->write(CONSOLE_TEXT, "from outside\n", 13);
    return EXIT_PASS;
}
static const struct ium table = { .main = run };
DEIMOS_MODULE("mine", MODULE_APPLICATION);
DEIMOS_INTERFACE(IUM_INTERFACE, IUM_TYPE, table, IUM_METHODS);
]])
host.must(("cp %s/mine.c %s/folder/part.c"):format(DIR, DIR))

expect("run IUM=mini", true, "\nmini: the initial user module runs\n")
expect("run IUM=lua WORKLOAD=tests/workloads/pass.lua", true, "run: passed")
expect(("run IUM=%s/mine.c"):format(DIR), true, "\nfrom outside\n")
expect(("run IUM=%s/folder/"):format(DIR), true, "\nfrom outside\n")
expect("bench IUM=mini", true, "'mini' sent no records: nothing to keep")
for _, target in ipairs { "run", "bench" } do
  expect(target .. " IUM=shell LIMIT=10", true, "\nshell: passed")
end

-- Locked after boot, by constraints alone.
local log = expect("run IUM=locked", true,
  "locked: another manager: %-10 predicate of interface 'cm'.-\"lock\" is bound")
assert(log:find("another manager: %d"), "not even before the lock")
assert(log:find("a manager by the lock's name: %-10 predicate of interface 'cm'"))
assert(log:find("another service: %-10 predicate of interface 'screen'"))
assert(log:find("another application: %-10 predicate of interface 'display'"))
assert(log:find("locked: close: 0 +\n"), "no reason where nothing is refused")
for _, request in ipairs { "load", "bind", "rebind", "unbind", "unload",
    "replace", "drain" } do
  assert(log:find("locked: " .. request .. ": %-17"), request)
end
host.write(DIR .. "/folder/cm.predicate", "<moduleName, nobody>\n")
expect(("run IUM=%s/folder"):format(DIR), true, "\nfrom outside\n")
host.write(DIR .. "/folder/images.predicate", "<moduleName, nobody>\n")
expect(("run IUM=%s/folder"):format(DIR), false,
  "boot archive: predicate of receptacle 'images' of 'cm'")
host.write(DIR .. "/folder/archive.pairs", "<moduleName, nobody>\n")
expect(("run IUM=%s/folder"):format(DIR), true, "\nfrom outside\n")
host.write(DIR .. "/folder/console.predicate", "<moduleName, nobody>\n")
expect(("run IUM=%s/folder"):format(DIR), false,
  "predicate of interface 'console'")
host.write(DIR .. "/folder/console.predicate", "\nbindcount( < 3\n")
expect(("run IUM=%s/folder"):format(DIR), false,
  "boot archive: predicate of 'console': line 2, column 12: found '<'")

expect("run IUM=nowhere", false, "IUM: no module 'nowhere'")
expect(("run IUM=%s/nothing.c"):format(DIR), false, "nothing.c is neither")
expect("run IUM='a b'", false, "IUM: 'a b' is no name of a module")
expect("run IUM=null", false, "module 'null' has no interface 'ium'")
expect("run IUM=lua", false, "WORKLOAD: name a workload")
print("ium: as it should be")
