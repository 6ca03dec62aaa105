-- SPDX-License-Identifier: MIT
-- The same sources, built in another folder, give the same image to the
-- byte; and the image is as small as promised.

local host = require "results.host"

local SIZE_MAX = 2 * 1024 * 1024

local copy = host.scratch()
local image = host.build() .. "/deimos.iso"

-- What the build needs from the network comes along; nothing built does.
local function copy_tree()
  host.must(("tar -c --exclude=./build --exclude='./results/*/*' . "
    .. "| tar -x -C %s"):format(copy))
end

local function build()
  local hard = host.build():find("hard") and "HARD=1" or ""
  return host.run(("cd %s && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
    .. "make --no-print-directory JOBS=2 %s iso"):format(copy, hard))
end

copy_tree()
local status = build()
local ours = host.read(image)
local theirs = host.read(("%s/%s"):format(copy, image))
assert(status == 0, "the copy does not build")
assert(ours == theirs, "the image differs between two folders")
assert(#ours < SIZE_MAX, "the image has " .. #ours .. " bytes")
