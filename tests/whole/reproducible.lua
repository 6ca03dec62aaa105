-- SPDX-License-Identifier: MIT
-- The same sources, built in another folder, give the same image to the
-- byte, as small as promised; also if its path has blanks and whatever else a
-- shell or make could take for its own. There, `make clean` keeps what was
-- fetched, and a build without a network names what is missing and where.

local host = require "results.host"
local tree = require "tests.tree"

local SIZE_MAX = 2 * 1024 * 1024
local NAME <const> = "a folder's $HOME #1 \"50%\" (x) & y"
local OFFLINE <const> = "http_proxy=http://127.0.0.1:9 "
  .. "https_proxy=http://127.0.0.1:9"

local copy = ("%s/%s"):format(host.scratch(), NAME)
local quoted = host.quote(copy)
local image = host.build() .. "/deimos.iso"
local hard = host.build():find("hard") and "HARD=1" or ""

-- What the build needs from the network comes along, and musl as it was
-- built, which takes longest; nothing else that was built does.
local function copy_tree()
  host.mkdir(copy)
  host.must(("tar -c --exclude='./build/[!s]*' --exclude=./build/stage "
    .. "%s . | tar -x -C %s"):format(tree.NO_RESULTS, quoted))
end

local function make(what, settings)
  local log = copy .. "/../log"
  local status = host.run(("cd %s && env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
    .. "%s make --no-print-directory JOBS=2 %s %s >../log 2>&1"):format(quoted,
    settings or "", hard, what))
  return status, host.read(log)
end

local function expect(what, status, pattern, settings)
  local found, said = make(what, settings)
  assert(found == status and said:find(pattern), ("make %s: status %d, "
    .. "expected %d and '%s' in:\n%s"):format(what, found, status, pattern,
    said:sub(-2000)))
end

copy_tree()
expect("iso", 0, "ISO")
local ours = host.read(image)
local theirs = host.read(("%s/%s"):format(copy, image))
assert(ours == theirs, "the image differs between two folders")
assert(#ours < SIZE_MAX, "the image has " .. #ours .. " bytes")

host.must(("cp tests/modules/reset.c %s/mine.c"):format(quoted))
expect("run WORKLOAD=workloads/smoke.lua MODULES='mine.c "
  .. "tests/modules/victim.c'", 0, "run: passed")
expect("run WORKLOAD=tests/workloads/pass.lua MACHINE=bochs", 0, "run: passed")
expect("run WORKLOAD=smoke MODULES='mine.c ../mine.c'", 2,
  "MODULES, IUM: ../mine.c: .-blanks")

local function fetched()
  return host.output(("ls %s/.cache 2>/dev/null"):format(quoted))
end

local before = fetched()
expect("clean", 0, "")
assert(before ~= "" and fetched() == before, "make clean took what was fetched")
expect("distclean", 0, "")
assert(fetched() == "", "make distclean left what was fetched")
expect("images", 2, "Missing in .cache/:\n  %S+.tar.gz, SHA%-256 %x+, .-\n"
  .. "  %S+.tar.gz, SHA%-256 %x+, .-\nfetch: put them there", OFFLINE)
print("reproducible: with and without a network")
