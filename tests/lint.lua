-- SPDX-License-Identifier: MIT
-- Style, as far as a machine can see it: `make lint`. Remarks do not fail.

local assembly = require "tests.assembly"
local equal = require "tests.equal"
local functions = require "tests.functions"
local host = require "results.host"
local names = require "tests.names"
local order = require "tests.order"
local rooms = require "tests.rooms"
local sizes = require "tests.sizes"
local unused = require "tests.unused"
local words = require "tests.words"
local results_rooms = require "tests.results_rooms"

local FOLDERS = "core nmm modules bench workloads lua results plots tests"
local WIDE, TOO_WIDE = 80, 100          -- columns
local COMPILE = "gcc -m32 -std=gnu11 -ffreestanding -Wall -Wextra -Werror "
  .. "-I. -Imodules/api -Imodules/lib -I%s -fsyntax-only -include %s "
  .. "-x c /dev/null"

-- Whom a layer may include, beside itself; patterns of paths.
local PURE = "^core/lib/crc32.h$ ^core/lib/format.h$ ^core/lib/string.h$ ^core/x86/regs.h$"
local PUBLIC = "^core/api/ ^nmm/nmm.h$ ^nmm/offsets.h$ ^modules/api/ " .. PURE
local MAY_INCLUDE = {
  core = "^nmm/", nmm = "^core/",
  modules = PUBLIC .. " ^core/loader/elf.h$",
  bench = PUBLIC .. " ^modules/lib/",
  lua = PUBLIC,
}
-- Where else a name without a folder is looked for, as in Makefile, CPPFLAGS.
local PATHS <const> = { "", "modules/api/", "modules/lib/" }

-- The rooms of the core and the NMM from the ground up, then what modules are
-- made of: a room may include those of the floors below its own, and none
-- beside it. A folder of modules/ or bench/ that is on no floor is a module: it
-- includes what stands on one.
local FLOORS <const> = {
  "core/api", "core/lib nmm", "core/base core/constraint",
  "core/memory core/x86",
  "core/descriptor core/device", "core/processor",
  "nmm/page", "core/ups nmm/space", "nmm/reverse", "nmm/mapping",
  "nmm/region", "nmm/task", "core/thread", "core/gate",
  "core/deliver core/image nmm/method",
  "core/death core/wrapper core/loader core/registry nmm/whole",
  "core/manifest core/trap", "core/cm", "core/boot core",
  "modules/api",
  "modules/lib/call modules/lib/measure", "modules/lib/lock",
  "modules/lib/binding modules/lib/execution modules/lib/space "
    .. "modules/lib/thread",
  "modules/lib/sharing modules/lib/carried",
  "modules/lib/kind modules/lib/native modules/lib/paging "
    .. "modules/lib/policy", "modules/lib/client",
  "modules/lib/proxy", "modules/lib/ring3",
  "bench/lib bench/model",
}

-- The same of lua/, above them: `lua` itself is the run, on top.
local LUA_FLOORS <const> = {
  "lua/module lua/port", "lua/args lua/libc", "lua/run", "lua/lib",
  "lua/measure lua/nmm", "lua/shell", "lua",
}
local floor_of = {}
table.move(LUA_FLOORS, 1, #LUA_FLOORS, #FLOORS + 1, FLOORS)
for floor, rooms in ipairs(FLOORS) do
  for room in rooms:gmatch("%S+") do floor_of[room] = floor end
end

local findings, remarks = 0, 0

local function finding(path, line, ...)
  findings = findings + 1
  print(("%s:%d: "):format(path, line) .. string.format(...))
end

local function remark(path, line, ...)
  remarks = remarks + 1
  print(("%s:%d: remark: "):format(path, line) .. string.format(...))
end

local function columns(line)
  return utf8.len(line) or #line
end

local function check_line(path, number, line)
  local kind = path:match("%.(%w+)$")
  -- A test's header has one line a key, however long.
  local header = line:find("^/%* %l+: ") or line:find("^%-%- %l+: ")
  if columns(line) > TOO_WIDE and not header then
    finding(path, number, "%d columns", columns(line))
  elseif columns(line) > WIDE then
    remark(path, number, "%d columns", columns(line))
  end
  if line:find("\t", 1, true) then finding(path, number, "a tab") end
  if line:find("%s$") then finding(path, number, "blanks at the end") end
  if kind == "c" and line:find("__asm__", 1, true)
      and not path:find("^tests/") then
    remark(path, number, "assembly: x86.h or a .S file is the place")
  end
end

-- The included path, from the top of the tree.
local function resolve(path, name)
  local full = path:match("^(.*/)") .. name
  repeat
    local count
    full, count = full:gsub("[^/.]+/%.%./", "", 1)
  until count == 0
  if host.exists(full) then return full end
  for _, from in ipairs(PATHS) do
    if host.exists(from .. name) then return from .. name end
  end
  return name
end

local function folder(path)
  return path:match("^(.*)/") or "."
end

-- Of the core, the NMM or lua, each of whose rooms is on a floor.
local function is_inside(path)
  return path:find("^core/") or path:find("^nmm/") or path:find("^lua/")
end

-- Of a module: what it is made of lies in its own folder, or on a floor.
local function check_module(path, number, target)
  local module = path:match("^%w+/%w+/[^/]+/") or folder(path) .. "/"
  if not floor_of[folder(target)] and target:sub(1, #module) ~= module then
    finding(path, number, "%s must not include %s: that is another module's",
      folder(path), target)
  end
end

local function check_floor(path, number, target)
  local from, to = folder(path), folder(target)
  local above, below = floor_of[from], floor_of[to]
  -- Numbers only, which the build makes for assembly (core/api/offset.h).
  if target:find("%f[^/%z]offsets%.h$") then return end
  if not above and not is_inside(path) then
    return check_module(path, number, target)
  end
  if not above or from == to then return end
  if not below and target:find("/") then
    finding(path, number, "%s must not include %s: that is on no floor", from,
      target)
  elseif below and below >= above then
    finding(path, number, "%s must not include %s: it is no floor below", from,
      target)
  end
end

local function check_room(path)
  local room = folder(path)
  if is_inside(path) and path:find("%.[chS]$")
      and not floor_of[room] then
    finding(path, 1, "%s is on no floor of tests/lint.lua", room)
  end
end

local function check_include(path, number, line)
  local layer = path:match("^%w+")
  local name = line:match('^#include "(.-)"')
  local allowed = MAY_INCLUDE[layer]
  if not name or not allowed then return end
  local target = resolve(path, name)
  check_floor(path, number, target)
  if target:find("^" .. layer .. "/") or not target:find("/") then return end
  for pattern in allowed:gmatch("%S+") do
    if target:find(pattern) then return end
  end
  finding(path, number, "%s must not include %s", layer, target)
end

local function check_header(path, text)
  if not text:find("#pragma once", 1, true) then
    finding(path, 1, "no #pragma once")
  end
  if not path:find("^lua/") and not path:find("^tests/host/") and host.run(
      COMPILE:format(host.build(), path)) ~= 0 then
    finding(path, 1, "does not compile alone")
  end
end

-- All files, each by its own path and by what it ends with from any folder on.
local known = {}
for path in host.output(("find %s -type f"):format(FOLDERS)):gmatch("%S+") do
  repeat
    known[path] = true
    path = path:match("/(.*)$")
  until not path
end

-- A file that a comment or a README names by its folder is there; `path/to`,
-- `mine` and capitals stand for others.
local function check_names(path, number, line)
  if line:find("^#include") then return end
  for name in line:gmatch("%f[%w_./][%l%d_./]+/[%l%d_]+%.[chS]%f[^%w_.]") do
    local plain = name:gsub("^[./]+", "")
    if not known[plain] and not plain:find("^path/to")
        and not plain:find("mine%f[%W]") then
      finding(path, number, "there is no %s", name)
    end
  end
end

local function check_text(path)
  local number = 0
  for line in host.read(path):gmatch("([^\n]*)\n") do
    number = number + 1
    check_names(path, number, line)
  end
end

-- Lua fills in a longer path than stock lua_Debug has room for (LUA_IDSIZE):
-- who has one, and no mere pointer, includes port.h before Lua's headers.
local function check_debug(path, text)
  local before, number = "", 0
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    if line:find("^#include") then before = before .. line end
    if line:find("^%s*lua_Debug%s+[^%s*]")
        and not before:find('^#include "[%w_./]*%f[%w_]port%.h"') then
      finding(path, number, "lua_Debug is Lua's own after port.h alone")
    end
  end
end

-- What asks changes nothing that it is given.
local function check_question(path, number, line)
  local name, what = line:match("^%a[%w_ ]* ([%w_]+)%(([^)]*)")
  if not name or not words.asks(name) then return end
  for given in what:gmatch("[^,]+") do
    if given:find("%*") and not given:find("const")
        and not given:find("lua_State") then
      finding(path, number, "%s() asks, and could change '%s'", name, given)
    end
  end
end

local function check_file(path)
  local text = host.read(path)
  local number = 0
  check_room(path)
  for line in text:gmatch("([^\n]*)\n") do
    number = number + 1
    check_line(path, number, line)
    check_include(path, number, line)
    check_question(path, number, line)
    words.check(path, number, line, finding)
    local problem = results_rooms.check(path, line)
    if problem then finding(path, number, "%s", problem) end
    if path:find("%.[chS]$") then check_names(path, number, line) end
  end
  if not text:sub(1, 200):find("SPDX-License-Identifier: MIT", 1, true) then
    finding(path, 1, "no licence line")
  end
  if path:find("%.[ch]$") then check_debug(path, text) end
  if path:find("%.h$") then check_header(path, text) end
  if path:find("%.S$") and not path:find("%.ld%.S$") then
    assembly.check(path, text, finding)
  end
end

local files = host.output(("find %s -name '*.[chS]' -o -name '*.lua' "
  .. "-o -name '*.gp' | sort"):format(FOLDERS))
local paths = {}
for path in files:gmatch("[^\n]+") do
  paths[#paths + 1] = path
  check_file(path)
end
functions.check(finding, paths)
names.check(finding, paths)
for path in host.output("find . -name README.md -not -path './build/*' "
    .. "-not -path './.cache/*'"):gmatch("[^\n]+") do
  check_text(path)
end
rooms.check(finding)
sizes.check(finding)
order.check(finding, resolve)
unused.check(finding)
equal.check(finding)
for _, path in ipairs { "Makefile", "modules/modules.mk", "lua/lua.mk" } do
  for line in host.read(path):gmatch("[^\n]+") do
    local problem = results_rooms.check("Makefile", line)
    if problem then finding(path, 1, "%s", problem) end
  end
end
print(("lint: %d findings, %d remarks"):format(findings, remarks))
os.exit(findings == 0)
