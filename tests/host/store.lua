-- SPDX-License-Identifier: MIT
-- Which runs stay, by the folders alone: those of one second go in the order
-- in which they came, and a clock that was set back takes no `latest` away.

local host = require "results.host"
local store = require "results.data.store"

local ROOT <const> = host.scratch() .. "/m"
local OLD <const>, NOW <const>, LATE <const> = "20200101T000000Z-",
  "20260101T000000Z-", "29991231T235959Z-"

local stamp = NOW
local date = os.date
function os.date(...)
  return (...):find("%Y%m%dT", 1, true) and stamp or date(...)
end

host.mkdir(ROOT)

-- One more run; its name, and the names of those that it removed.
local function run(workload, verdict)
  local dir = store.write(ROOT, { rows = {}, environment = {
    workload = workload, verdict = verdict or "pass" } })
  local path, removed = store.publish(ROOT, dir, "abc",
    (verdict or "pass") == "pass")
  for i, one in ipairs(removed) do
    assert(not host.exists(one .. "/summary.csv"), one .. " is still there")
    removed[i] = one:match("[^/]+$")
  end
  return path:match("[^/]+$"), table.concat(removed, " ")
end

local function latest()
  return host.output("readlink " .. ROOT .. "/latest")
end

local function is_there(name)
  return host.exists(("%s/%s/summary.csv"):format(ROOT, name))
end

-- Of one second: abc, abc-2, ... abc-10, and then those of 10 and more.
local names = {}
for i = 1, 23 do
  local name, removed = run("w")
  names[i] = name
  assert(name == NOW .. "abc" .. (i > 1 and "-" .. i or ""), name)
  assert(removed == (i > store.keep and names[i - store.keep] or ""),
    ("run %d removed '%s'"):format(i, removed))
  assert(latest() == name, latest())
end

-- Dated before all others: it is the first to go, but for `latest`.
stamp = OLD
local back, removed = run("w")
assert(latest() == back and is_there(back), "the newest run was removed")
assert(removed == "", removed)
stamp = LATE
local last
last, removed = run("w")
assert(latest() == last and removed:find(back, 1, true), removed)
assert(is_there(names[23]) and is_there(names[15]) and not is_there(back))

-- A failed run moves nothing, and goes itself if it is dated before others.
for _ = 1, store.keep do run("w", "fail") end
stamp = OLD
local bad
bad, removed = run("w", "fail")
assert(removed == bad and not is_there(bad) and latest() == last, removed)
assert(is_there(names[23]) and is_there(last))

-- Each workload is a series of its own, whatever its name is like.
for _, name in ipairs { "v", "w2", "", "w w", "W" } do
  for _ = 1, 2 do
    _, removed = run(name)
    assert(removed == "", name .. " removed " .. removed)
  end
end

-- What a process that has died left half-written goes; a living one's stays.
local dead = host.output("sh -c 'echo $$'")
host.mkdir(("%s/.new-%s-1"):format(ROOT, dead))
host.mkdir(ROOT .. "/.new-1-1")
run("w")
assert(#host.list(ROOT .. "/.new-*") == 1 and host.list(ROOT .. "/.new-*")[1]
  :find("/.new-1-1", 1, true), "half-written folders")
print("store: the oldest goes, and never the latest")
