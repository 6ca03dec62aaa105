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

-- Each sample of each row, by its number, and which of them count.
do
  local function row(case, warmup, samples)
    local one = { experiment = "e", case = case, model = "m", x = "", clock = "insn",
      machine = "here", unit = "insn", n = 1, verified = "yes", warmup = warmup,
      samples = samples }
    return setmetatable(one, { __index = function() return 0 end })
  end
  local dir = store.write(ROOT, { environment = { workload = "w", verdict = "pass",
    b = "2", a = "1", c = "3" }, rows = { row("none", 0, {}), row("one", 0, { 5 }),
    row("few", 0, { 9, 8 }), row("all", 2, { 9, 8, 7, 6, 5 }) } })
  local lines = {}
  for case, samples in pairs { one = "0,cold,5", few = "0,cold,9 1,sample,8",
      all = "0,cold,9 1,warmup,8 2,warmup,7 3,sample,6 4,sample,5" } do
    for sample in samples:gmatch("%S+") do
      lines[("e,%s,m,,here,insn,insn,%s"):format(case, sample)] = true
    end
  end
  local count = 0
  for line in host.read(dir .. "/samples.csv"):gmatch("[^\n]+") do
    if count > 0 then assert(lines[line], line) end
    lines[line], count = nil, count + 1
  end
  assert(not next(lines) and count == 9, next(lines))
  assert(host.read(dir .. "/environment.csv"):match(
    "^key,value\na,1\nb,2\nc,3\n"), "by its keys")
  local head = host.read(dir .. "/summary.csv"):match("[^\n]*")
  assert(head:find("^experiment,case,model,x,machine,clock,unit,n,.*,verified$"), head)
  host.must("rm -rf " .. host.quote(dir))
end

-- A row has a field for each column, whichever of its values are missing.
do
  local rows, expected = {}, { table.concat(store.columns, ",") }
  for missing = 0, #store.columns do
    for last = missing, #store.columns do
      local row, fields = { samples = {}, warmup = 0 }, {}
      for i, name in ipairs(store.columns) do
        local is_there = i < missing or i > last
        row[name] = is_there and "v" .. i or nil
        fields[i] = row[name] or ""
      end
      rows[#rows + 1] = row
      expected[#expected + 1] = table.concat(fields, ",")
    end
  end
  local dir = store.write(ROOT, { rows = rows, environment = { workload = "w",
    verdict = "pass" } })
  local number = 0
  for line in host.read(dir .. "/summary.csv"):gmatch("[^\n]+") do
    number = number + 1
    assert(line == expected[number], ("line %d: %s"):format(number, line))
  end
  assert(number == #expected, number)
  host.must("rm -rf " .. host.quote(dir))
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
