-- SPDX-License-Identifier: MIT
-- A boot archive has at most 512 members: the build refuses to make a larger
-- one, and says so; the core's reader has the same limit. And what a run adds to
-- the tree's archive is in it, each in its place.

local host = require "results.host"
local image = require "results.boot.image"

local MOST <const> = 512

local dir = host.fresh(host.build() .. "/test/members")
local folder, out = dir .. "/stage", dir .. "/archive.tar"
host.mkdir(folder .. "/a")
local files = 0

local function fill(count)
  for i = files + 1, count do
    host.write(("%s/a/%03d"):format(folder, i), "x")
  end
  files = count
end

local function make()
  return host.run(("lua5.4 results/image.lua archive %s %s 2>%s/errors"):format(
    host.quote(folder), host.quote(out), host.quote(dir)))
end

fill(MOST)
assert(make() == 0, host.read(dir .. "/errors"))
assert(host.exists(out))
os.remove(out)
fill(MOST + 1)
assert(make() ~= 0, "an archive of 513 members was made")
local errors = host.read(dir .. "/errors")
assert(errors:find("513 files", 1, true)
  and errors:find("at most 512 members", 1, true), errors)
assert(not errors:find("traceback", 1, true), errors)
assert(not host.exists(out), "it left a part of it")
local header = host.read("core/image/archive.h")
assert(tonumber(header:match("#define ARCHIVE_MEMBERS (%d+)")) == MOST)
-- What a run adds: modules, scripts, libraries, policies, and any other file.
local function content(member)
  return host.output(("tar -xOf %s/more/archive.tar %s"):format(dir, member))
end
local build = host.build
host.build = function() return dir .. "/build" end
host.mkdir(dir .. "/build/stage/modules")
host.mkdir(dir .. "/build/stage/lua")
host.mkdir(dir .. "/build/stage/workloads")
host.write(dir .. "/build/stage/modules/old.o", "old")
host.write(dir .. "/build/stage/lua/same.lua", "old")
local KINDS <const> = { modules = "modules/%s.o", scripts = "workloads/%s.lua",
  libraries = "lua/%s.lua", policy = "policy/%s", files = "%s" }
local function extend(kinds)
  local more, wanted = {}, { ["modules/old.o"] = "old", ["lua/same.lua"] = "old" }
  for kind in pairs(kinds) do
    more[kind] = {}
    for _, name in ipairs { "one", "same" } do
      local path = ("%s/%s it's %s"):format(dir, kind, name)
      host.write(path, kind .. name)
      more[kind][name] = path
      wanted[KINDS[kind]:format(name)] = kind .. name
    end
  end
  host.mkdir(dir .. "/more")
  assert(image.extend(dir .. "/more", more) == dir .. "/more/archive.tar")
  local count = 0
  for member in host.output(("tar -tf %s/more/archive.tar"):format(dir))
      :gmatch("[^\n]+") do
    assert(content(member) == wanted[member], member)
    count = count + 1
  end
  for _ in pairs(wanted) do count = count - 1 end
  assert(count == 0, "other members")
  assert(not host.exists(dir .. "/more/stage"))
end
extend {}
for kind in pairs(KINDS) do extend { [kind] = true } end
extend(KINDS)
host.build = build
print(("members: %d and not one more"):format(MOST))
