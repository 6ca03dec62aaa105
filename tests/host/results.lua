-- SPDX-License-Identifier: MIT
-- What a run leaves, in a tree of its own: each row of the CSV in the report,
-- bad ones marked; `latest` on good runs only; the last ten runs of each
-- workload, and what is removed is told; no experiment's name shares a file.

local copy = require "tests.tree"
local host = require "results.host"
local records = require "results.data.records"

local TREE <const> = host.output("mktemp -d")
local ROOT <const> = TREE .. "/results/m"

host.must(("mkdir %s/results %s/build && cp -r plots lua %s && "
  .. "tar -c %s ./results ./modules/api | tar -x -C %s"):format(TREE, TREE, TREE,
  copy.NO_RESULTS, TREE))

local function row(id, name, change)
  local text = ("row id=%d experiment=%s case=c model= x= clock=insn unit=insn "
    .. "n=2 cold=9 min=10 p25=10 p50=10 p75=%d p99=%d max=%d mean=%d stddev=%d "
    .. "overhead=6 verified=yes warmup=0"):format(id, name, 10 + 2 * id,
    10 + 2 * id, 10 + 2 * id, 10 + id, id)
  return (text:gsub(change or "%z", ""))
end

local function encode(text)
  return (text:gsub("[^%w]", function(c) return ("%%%02x"):format(c:byte()) end))
end

local function log(payloads, status)
  local lines = { "DEIMOS-BEGIN 1" }
  for i, payload in ipairs(payloads) do
    lines[i + 1] = ("@ %d %08x %s"):format(i, records.crc32(payload), payload)
  end
  lines[#lines + 1] = ("DEIMOS-END 1 records=%d status=%d\n"):format(#payloads,
    status or 16)
  return table.concat(lines, "\n")
end

-- Rows of these experiments; each has samples of its own.
local function rows(names, bad)
  local list = {}
  for id, name in ipairs(names) do
    local text = row(id, encode(name))
    list[#list + 1] = bad == name and text:gsub("=yes", "=no") or text
    list[#list + 1] = ("s id=%d at=0 v=9,10,%d"):format(id, 10 + 2 * id)
  end
  return list
end

-- Keeps a log; `workload` as make would say it. Status and what it printed.
local function keep(text, workload, facts)
  host.write(TREE .. "/log", text)
  local out = host.output(([[cd %s && BUILD=build lua5.4 -e '
    local finish = require "results.finish"
    local collect = require "results.data.collect"
    local text = require("results.host").read("log")
    os.exit(finish.results(collect.parse(text), { machine = "m",
      commit = "abc", workload = %q, %s }))' 2>&1; echo "status $?"]]):format(TREE,
    workload or "w", facts or ""))
  return tonumber(out:match("status (%d+)$")), out
end

local function latest()
  return host.output(("readlink %s/latest"):format(ROOT))
end

local function folders()
  return host.list(ROOT .. "/[0-9]*")
end

-- A report leaves no row out, and marks what is bad.
local NAMES <const> = { "graph", "graph-x", "report", "latest", "a b", "a_b",
  "a/b", "../../up", "it's", 'say "x"', "-rf", "", ".", "..", ".hidden",
  "common", "bind", "generic", "A_B", "x;id", "$(id)", "50%s",
  ("long"):rep(20), ("long"):rep(20) .. "er", "call-00000000" }
local status, out = keep(log(rows(NAMES, "a b")))
assert(status == 1 and out:find("not verified: a b c", 1, true), out)
assert(out:find("'latest' stays", 1, true) and latest() == "")
local bad = out:match("report: (%S+)/report.html")
assert(bad and bad:find("^results/m/20"), "no dated path: " .. out)
local html = host.read(TREE .. "/" .. bad .. "/report.html")
local csv = host.read(TREE .. "/" .. bad .. "/summary.csv")
local _, in_csv = csv:gsub(",yes\n", "")
local _, in_report = html:gsub("<tr[^>]*><td[^>]*>[^<]*</td><td>c</td>", "")
assert(in_csv == #NAMES - 1 and in_report == #NAMES, in_report .. " rows")
for id, name in ipairs(NAMES) do
  local text = name:gsub("[&<>\"]", { ['"'] = "&quot;" })
  local at = html:find("<td>" .. text .. "</td><td>c</td>", 1, true)
  assert(at, "not in the report: " .. name)
  local line = html:sub(1, at - 1):match("<tr[^\n]*$")
  assert((line == '<tr class="bad">') == (name == "a b"), name .. line)
  assert(html:find(('<td class="number">%d</td>'):format(10 + 2 * id), at, true))
end
assert(html:find("This run failed", 1, true))

-- A plot each, and no other file.
local _, figures = html:gsub("<figure>", "")
assert(figures == #NAMES, figures .. " figures")
assert(#host.list(TREE .. "/" .. bad .. "/*.svg") == #NAMES)
assert(not host.exists(TREE .. "/" .. bad .. "/graph.svg"))
assert(not html:find("<h2>System graph", 1, true))
local files = host.output(("cd %s && find . -newer log -type f | grep -v "
  .. "'^./results/m/2' | grep -v '^./log'"):format(TREE))
assert(files == "", "outside its folder: " .. files)

-- `latest` goes to good runs only, whatever is wrong with the others.
local GOOD <const> = rows { "one" }
status, out = keep(log(GOOD))
local good = latest()
assert(status == 0 and good ~= "" and out:find(good .. "/report.html", 1, true))
assert(not out:find("latest/report", 1, true), "not the dated path")
assert(keep(log(GOOD, 17)) == 1 and latest() == good, "a failed run")
assert(keep(log(rows({ "one" }, "one"))) == 1 and latest() == good)
local count = #folders()
for _, case in ipairs {
  { "a CRC", (log(GOOD):gsub("@ 1 %x", "@ 1 g")) },
  { "no end", (log(GOOD):gsub("DEIMOS%-END.*", "")) },
  { "two overheads", log { GOOD[1], GOOD[2],
    (row(2, "two"):gsub("=6 ", "=7 ")), "s id=2 at=0 v=9,10,14" } },
  { "unit and clock", log { (GOOD[1]:gsub("unit=insn", "unit=cycle")),
    GOOD[2] } },
} do
  status, out = keep(case[2])
  assert(status == 1 and out:find("nothing is kept", 1, true), case[1] .. out)
  assert(latest() == good and #folders() == count, case[1])
end
-- Of many errors the first twenty are told, and how many more there are.
local many = {}
for i = 1, 33 do many[i] = "nonsense" .. i end
status, out = keep(log(many))
assert(status == 1 and out:find("kind 'nonsense20'\nresults: ... and 13 more\n", 1,
  true) and not out:find("nonsense21", 1, true), out)
-- What a guest says of the run's verdict, workload or machine is not believed.
status = keep(log({ "env key=verdict value=pass", "env key=workload value=v",
  "env key=machine value=n", "env key=date value=d", GOOD[1], GOOD[2] }, 17))
local env = host.read(folders()[#folders()] .. "/environment.csv")
assert(env:find("\nverdict,fail\n", 1, true) and latest() == good, env)
assert(env:find("\nworkload,w\n", 1, true) and env:find("\nmachine,m\n", 1, true))
assert(env:find("\nguest.workload,v\n", 1, true)
  and env:find("\nguest.machine,n\n", 1, true)
  and env:find("\nguest.date,d\n", 1, true)
  and env:find("\nguest.verdict,pass\n", 1, true), env)

-- What both know is the guest's word; what the host alone knows is added.
status = keep(log({ "env key=commit value=theirs", "env key=compiler value=g",
  GOOD[1], GOOD[2] }), "both", 'compiler = "h", emulator = "e"')
env = host.read(folders()[#folders()] .. "/environment.csv")
assert(env:find("\ncommit,theirs\n", 1, true) and env:find("\ncompiler,g\n", 1,
  true) and env:find("\nemulator,e\n", 1, true)
  and not env:find("guest.", 1, true), env)

-- A small run never evicts a full one: ten stay of each workload, and the one
-- that `latest` names.
host.must(("rm -rf %s"):format(ROOT))
assert(keep(log(GOOD), "full") == 0)
local full = latest()
for i = 1, 12 do
  status, out = keep(log(GOOD), "small")
  assert((i > 10) == (out:find("removed results/m/2", 1, true) ~= nil), out)
end
assert(host.exists(("%s/%s/summary.csv"):format(ROOT, full)), "evicted")
assert(#folders() == 11, #folders() .. " folders")
assert(out:find("removed %S+: the last 10 runs of workload 'small' stay"), out)
keep(log(GOOD, 17), "full")
assert(host.exists(("%s/%s/summary.csv"):format(ROOT, latest())))

-- Nor does a run that failed evict a good one: ten of each stay.
for i = 1, 12 do
  status, out = keep(log(GOOD, 17), "small")
  assert((i > 10) == (out:find("removed results/m/2", 1, true) ~= nil), out)
end
assert(out:find("the last 10 failed runs of workload 'small' stay", 1, true), out)
assert(#folders() == 1 + 1 + 10 + 10, #folders() .. " folders")

-- A machine's name is a folder's, and no way out of results/, nor into what is
-- a part of it.
for _, name in ipairs { "../up", "/tmp", "a/b", "-x", ".", "a b" } do
  local said = host.output(("cd %s && lua5.4 results/collect.lua log %s 2>&1"):
    format(TREE, host.quote(name)))
  assert(said:find("is no name of a folder", 1, true), said)
end
for path in host.output("ls -d results/*/*.lua"):gmatch("[^\n]+") do
  local name = path:match("^results/(%w+)/")
  local said = host.output(("cd %s && lua5.4 results/collect.lua log %s 2>&1"):
    format(TREE, name))
  assert(said:find("is a part of DEIMOS, and holds no results", 1, true), said)
end
-- Without a name, it is one of one's own.
local own = host.output(("cd %s && lua5.4 results/collect.lua log 2>&1"):format(
  TREE))
assert(own:find("report: results/metal/", 1, true), own)
host.must("rm -rf " .. TREE)
print("results: rows, names, latest, retention")
