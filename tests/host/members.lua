-- SPDX-License-Identifier: MIT
-- A boot archive has at most 512 members: the build refuses to make a larger
-- one, and says so; the core's reader has the same limit.

local host = require "results.host"

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
print(("members: %d and not one more"):format(MOST))
