-- SPDX-License-Identifier: MIT
-- The texts of help(): each name in them is one that the libraries have, each
-- function of the libraries is in them, and each word is one that our READMEs
-- or sources use elsewhere.

local host = require "results.host"

local PATH <const> = "lua/lib/help.c"
local text = host.read(PATH)
local table_of_topics = assert(text:match("topics%[%] = (%b{})"))

-- The texts as they are printed, by topic.
local topics, all, count = {}, {}, 0
for name, body in table_of_topics:gmatch('{ ("[%w]+"),%s*(.-) },\n') do
  local printed = {}
  for part in body:gmatch('"((\\?.-[^\\]))"') do
    printed[#printed + 1] = part
  end
  name, count = name:sub(2, -2), count + 1
  topics[name] = table.concat(printed):gsub("\\n", "\n"):gsub('\\"', '"')
  all[#all + 1] = topics[name]
end
assert(count == 10, ("%d topics"):format(count))
all = table.concat(all, "\n")

-- What is registered under a name, in any library.
local known, sources = {}, {}
for _, path in ipairs(host.list("lua/lib/*.c lua/nmm/*.c lua/measure/*.c "
    .. "lua/main.c lua/nmm/*.h modules/api/*.h modules/api/*.def "
    .. "core/api/*.h core/api/*.def")) do
  if path ~= PATH then sources[#sources + 1] = host.read(path) end
end
sources = table.concat(sources, "\n")
local functions = {}
for names in sources:gmatch("luaL_Reg [%w_]+%[%] = (%b{})") do
  for name in names:gmatch('{ "([%w_]+)",') do functions[name] = true end
end
for name in sources:gmatch('lua_setfield%(L, %-2, "([%w_]+)"') do
  known[name], functions[name] = true, functions[name] or false
end
for name in sources:gmatch('"([%w_]+)"') do known[name] = true end
for name in sources:gmatch("%f[%w_][%l_]+%f[^%w_]") do known[name] = true end

for name in all:gmatch("deimos%.nmm%.([%w_]+)") do
  assert(functions[name], "no function of the NMM: " .. name)
end
for name in all:gmatch("deimos%.([%w_]+)") do
  assert(functions[name] ~= nil or name == "nmm" or name == "errors"
    or name == "options", "no function: " .. name)
end
for of, name in all:gmatch("(%l+)[:]([%l_]+)%(") do
  assert((of == "module" or of == "binding" or of == "b")
    and functions[name], ("no method: %s:%s"):format(of, name))
end
for of, name in all:gmatch("%f[%w](%l+)%.(%l+)%f[^%w(]") do
  assert(of ~= "module" and of ~= "binding" or known[name], name)
end
for name in all:gmatch("([%w_]+)=%f[^%w_]") do
  assert(known[name], "no field: " .. name)
end
for name in all:gmatch("%f[%w_]%u[%u_]+%f[^%w_]") do
  assert(sources:find("%f[%w_]" .. name .. "%f[^%w_]")
    or sources:find("_" .. name .. "%f[^%w_]"), "no constant: " .. name)
end

-- The methods of buffers are more than a topic has room for; math is Lua's.
local elsewhere = {}
local others <const> = host.read("lua/lib/buffer.c")
  .. host.read("lua/lib/math.c")
for name in others:gmatch('{ "([%w_]+)",') do
  elsewhere[name] = true
end

-- The other way: what is not told. Metamethods and what stands with "also".
local also <const> = topics.nmm:match("also create_ and destroy_ of ([^\n]*)")
for name, is_listed in pairs(functions) do
  local stem = name:match("^create_(.*)") or name:match("^destroy_(.*)") or name
  assert(not is_listed or name:find("^__") or elsewhere[name]
    or all:find("%f[%w_]" .. name .. "%f[^%w_]")
    or also:find("%f[%w_]" .. stem .. "%f[^%w_]"), "not in help(): " .. name)
end

-- A word that nobody uses elsewhere is a slip.
local used = {}
for _, path in ipairs(host.list("*.md */*.md */*/*.md core/*/*.h "
    .. "lua/*/*.c lua/script/*.lua")) do
  if path ~= PATH then
    for word in host.read(path):gmatch("%a+") do used[word:lower()] = true end
  end
end
for name in pairs(topics) do all = all .. " " .. name end
for word in all:gmatch("%a+") do
  assert(used[word:lower()] or known[word:lower()], "a slip? " .. word)
end
print("help: it names what there is")
