-- SPDX-License-Identifier: MIT
-- A private copy of the tree in which mutants live, below build/: sources,
-- and what is built of them, so that only what a mutant touches is built
-- again.

local host = require "results.host"
local tree = require "tests.tree"

local M = {}

-- Absolute: commands run in the copy.
local HERE <const> = host.output("pwd -P")
-- Flags hold the tree's path, which must not change: all would be built anew.
local MAKE <const> = "env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "
  .. "make --no-print-directory JOBS=2 CURDIR=%s %s"
local LEFT_OUT <const> = "--exclude=./.git --exclude=./build/run "
  .. "--exclude=./build/test --exclude=./build/mutants --exclude=./build/hard "
  .. "--exclude=./build/fuzz "
  .. "--exclude=./build/plot* " .. tree.NO_RESULTS

-- create: a fresh copy; its path.
function M.create()
  local dir = host.fresh(host.claim("build/mutants/copy"))
  host.must(("tar -c --format=posix %s . | tar -x -C %s"):format(LEFT_OUT,
    dir))
  return dir
end

-- remove: nothing of it stays.
function M.remove(dir)
  host.must(("rm -rf %s %s.owner"):format(dir, dir))
end

-- inside: runs a command line in the copy; its status, and what it printed.
function M.inside(dir, line)
  local log = dir .. ".log"
  local status = host.run(("cd %s && { %s; } >%s/%s 2>&1 </dev/null")
    :format(dir, line, host.quote(HERE), log))
  return status, host.read(log)
end

-- build: make's targets in the copy; nil, or what went wrong.
function M.build(dir, targets)
  local status, log = M.inside(dir, MAKE:format(host.quote(HERE), targets))
  if status == 130 then host.fail(130, "interrupted") end
  return status ~= 0 and log or nil
end

-- object: what make builds of one source alone, or nil.
function M.object(path)
  local stem = path:match("^lua/(.+)%.[cS]$")
  if stem then return ("build/lua/%s.o"):format(stem) end
  return path:find("%.[cS]$") and not path:find("%.ld%.S$")
    and ("build/obj/%s.o"):format(path)
end

return M
