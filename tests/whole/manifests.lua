-- SPDX-License-Identifier: MIT
-- Manifests with one thing wrong, in one boot: each is refused, and the
-- refusal names the entry, by its number and its name, and the cause.

local host = require "results.host"
local job = require "results.boot.job"
local machine = require "results.boot.machine"
local object = require "tests.object"

local build = host.build()
local dir = host.fresh(build .. "/run/manifests")
local base = host.read(build .. "/testmodules/manifest_base.o")

local ENTRY <const> = 64
local NAMES <const> = { "magic", "kind", "name", "type", "module_type",
  "table", "count", "methods", "pairs", "predicate", "from", "init", "exit",
  "export_state", "import_state", "reserved" }
local FIELD = {}
for i, name in ipairs(NAMES) do FIELD[name] = (i - 1) * 4 end

-- entries: the number of each by what it is: "one" is the receptacle with one
-- slot, and so on.
local entries = {}
do
  local o = object.open(base)
  local s = o.sections[".deimos"]
  local kinds = { { "module" }, { [1] = "single", [3] = "triple" },
                  { "one", "two", [4] = "four" } }
  for i = 0, s.size // ENTRY - 1 do
    local at = s.offset + i * ENTRY
    local kind, count = o:word(at + 4), o:word(at + 24)
    entries[kinds[kind][kind == 1 and 1 or count]] = i
  end
end

local cases = {}

-- case: what to do to which entry, and what the refusal must say of it;
-- `blamed` is the entry that it names, if that is another.
local function case(entry, change, cause, blamed)
  local o = object.open(base)
  change(o, function(field, of)
    return entries[of or entry] * ENTRY + FIELD[field]
  end)
  cases[#cases + 1] = { text = o.text, cause = cause,
    entry = ("entry %d,"):format(entries[blamed or entry]),
    name = ("'%s'"):format(blamed or entry) }
  if (blamed or entry) == "module" then cases[#cases].name = "'manifest_base'" end
end

local function set(entry, field, value, cause)
  case(entry, function(o, at) o:set(".deimos", at(field), value) end, cause)
end

local function shift(entry, field, distance, cause, blamed)
  case(entry, function(o, at) o:shift(".deimos", at(field), distance) end,
       cause, blamed)
end

-- Any string of the object, overwritten from its beginning.
local function spell(entry, old, new, cause)
  case(entry, function(o)
    local at = assert(o.text:find("\0" .. old .. "\0", 1, true), old)
    o:put(at, new)
  end, cause)
  local c = cases[#cases]
  if old == entry then c.name = "" end
end

local ALL <const> = { "module", "single", "triple", "one", "two", "four" }
local UNUSED <const> = {
  module = { "type", "table", "count", "methods", "pairs", "predicate",
             "from" },
  single = { "module_type", "from", "init", "exit", "export_state",
             "import_state" },
  one = { "module_type", "methods", "init", "exit", "export_state",
          "import_state" },
}

for _, entry in ipairs(ALL) do
  set(entry, "magic", 0x314d4545, "no magic number, but 0x314d4545")
  set(entry, "reserved", 1, "reserved is 0x1")
  set(entry, "reserved", 0x80000000, "reserved is 0x80000000")
  for _, kind in ipairs{ 0, 4, 0xffffffff } do
    set(entry, "kind", kind, ("unknown kind %u"):format(kind))
  end
  case(entry, function(o, at) o:set(".deimos", at("name"), 0) end,
       "its name is missing")
  cases[#cases].name = ""
  case(entry, function(o, at) o:set(".deimos", at("name"), 0x1000) end,
       "its name, a string at 0x1000, is outside the module")
  cases[#cases].name = ""
  if entry ~= "module" then
    set(entry, "type", 0, "its type is missing")
    set(entry, "type", 0xfffffff0, "its type, a string at")
    set(entry, "table", 0, "at 0x0 ")
    set(entry, "table", 0xfffffffc, "at 0xfffffffc ")
    shift(entry, "table", 1, "not aligned")
    shift(entry, "table", 2, "not aligned")
    set(entry, "count", 0, "it has 0 ")
    set(entry, "count", 65, "it has 65 ")
    set(entry, "count", 0x40000000, "it has 1073741824 ")
    set(entry, "pairs", 0x20, "pairs, a string at 0x20, is outside")
    set(entry, "predicate", 0x20, "predicate, a string at 0x20, is outside")
  end
end
for entry, fields in pairs(UNUSED) do
  for _, field in ipairs(fields) do
    set(entry, field, 0x1234, field .. " is 0x1234, where zero is expected")
  end
end
set("one", "count", 65, "it has 65 slots; 1 to 64 are possible")
set("one", "count", 64, "its slots")
set("single", "count", 26, "it has 26 methods; 1 to 25 are possible")
set("single", "count", 2, "method 1: 0x")
set("triple", "count", 2, "3 method names for 2 methods")
set("single", "methods", 0, "methods is missing")
set("single", "methods", 4, "methods, a string at 0x4, is outside")
set("four", "from", 4, "from, a string at 0x4, is outside")
for _, value in ipairs{ 0, 5, 0xffff } do
  set("module", "module_type", value, ("unknown type %u"):format(value))
end
set("module", "module_type", 4, "calls itself a wrapper")

-- functions: in data, in nothing, behind the end
for _, field in ipairs{ "init", "exit", "export_state", "import_state" } do
  case("module", function(o, at) o:same(".deimos", at(field), at("name")) end,
       field .. ": 0x")
  cases[#cases].cause2 = "is in no executable section"
  set("module", field, 1, field .. ": 0x1 is outside the module")
  set("module", field, 0xffffffff, field .. ": 0xffffffff is outside")
end
-- methods: the same by their tables, which are relocated read-only data
for section in pairs(object.open(base).sections) do
  if section:find("^%.data%.rel%.ro") or section == ".rodata" then
    for index = 0, 7 do
      local o = object.open(base)
      local rel = o.sections[".rel" .. section]
      if rel and o:relocation(section, index * 4) then
        o:set(section, index * 4, 2)
        cases[#cases + 1] = { text = o.text, entry = "entry ", name = "",
          cause = ": 0x2 is outside the module" }
      end
    end
  end
end

-- slots: on others', on the manifest, on strings, on code
local function slots_on(entry, field, of, cause, blamed)
  case(entry, function(o, at)
    o:same(".deimos", at("table"), at(field, of))
    if cause:find("string") then
      local base_at = o.sections[".deimos"].offset
      o:set_word(base_at + at("table"),
                 o:word(base_at + at("table")) + 3 & ~3)
    end
  end, cause, blamed)
end
local function first_of(a, b)
  return entries[a] < entries[b] and a or b
end
for _, pair in ipairs{ { "one", "two" }, { "one", "four" },
                       { "two", "four" } } do
  slots_on(pair[1], "table", pair[2], "its slots overlap the slots of entry",
           first_of(pair[1], pair[2]))
end
shift("two", "table", -4, "its slots overlap the slots of entry",
      first_of("two", "four"))
shift("one", "table", -4, "its slots overlap the slots of entry",
      first_of("one", "two"))
slots_on("one", "table", "single", "its slots overlap the methods of entry")
slots_on("two", "table", "triple", "its slots overlap the methods of entry")
slots_on("one", "init", "module", "its slots lie in an executable section")
for _, entry in ipairs{ "one", "two", "four" } do
  case(entry, function(o, at)
    local spare = assert(o.text:find("SPARRAPSAPSEPSEA", 1, true)) - 1
    o:same(".deimos", at("table"), at("table", "single"))
    o:set_word(o.sections[".deimos"].offset + at("table"),
               spare - o.sections[".rodata"].offset)
  end, "its slots lie in read-only data")
end

-- names
spell("single", "single", "sing\1e", "its name has character 0x1 at 4")
spell("single", "single", "sing e", "its name has character 0x20 at 4")
spell("single", "single", "singl ", "its name has character 0x20 at 5")
spell("single", "single", "singl\x7f", "its name has character 0x7f at 5")
spell("single", "single", "\xc3\xa9ngle", "its name has character 0xc3 at 0")
spell("single", "single", "\0", "its name is empty")
spell("single", "single", "triple", "interface 'triple' is there twice")
spell("module", "manifest_base", "manifest\nbase", "character 0xa at 8")
cases[#cases].name = "'manifest?base'"
spell("triple", "others", "oth\27rs", "its type has character 0x1b at 3")
spell("triple", "others", "\0", "its type is empty")
spell("triple", "first second third", "first second first",
      "method 'first' is there twice")
spell("triple", "first second third", "first fir\tt third", "character 0x9")
spell("triple", "first second third", "firstsecond third",
      "2 method names for 3 methods")
spell("triple", "first second third", "f i r s t e cond ", "8 method names")

local modules, expected = {}, {}
for i, c in ipairs(cases) do
  local name = ("case%03d"):format(i)
  modules[name] = ("%s/%s.o"):format(dir, name)
  host.write(modules[name], c.text)
  expected[i] = ("{ %q, %q, %q, %q, %q },"):format(name, c.cause, c.entry,
                                                   c.name, c.cause2 or "")
end
modules.manifest_base = build .. "/testmodules/manifest_base.o"

host.write(dir .. "/load.lua", [[
local before, wrong = deimos.digest(), 0
local sound = deimos.load("manifest_base")
sound:unload()
for _, c in ipairs{ ]] .. table.concat(expected, "\n") .. [[ } do
  local ok, found = pcall(deimos.load, c[1])
  local bad = ok
  for i = 2, 5 do
    bad = bad or not found:find(c[i], 1, true)
  end
  if ok then found:unload() end
  if bad then
    wrong = wrong + 1
    print(("%s: expected '%s', '%s', '%s', got: %s"):format(c[1], c[3], c[4],
      c[2], ok and "loaded" or found))
  end
  assert(deimos.digest() == before, c[1] .. " left something behind")
end
print(("wrong %d"):format(wrong))
]])
local verdict, detail = job.start { machine = "qemu-icount", limit = 60,
  workload = dir .. "/load.lua", dir = dir .. "/guest", modules = modules }
local console = machine.plain(host.read(dir .. "/guest/console.log"))
assert(verdict == "pass", console .. machine.describe(verdict, detail))
print(("%d manifests"):format(#cases))
assert(console:find("wrong 0\n", 1, true), console)
