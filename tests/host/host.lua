-- SPDX-License-Identifier: MIT
-- Files and commands of the host, as the scripts have them: what fails says so in
-- one line and ends the script; what is temporary goes, however it ends.

local host = require "results.host"
local process = require "results.host.process"
local watch = require "results.boot.watch"

local DIR <const> = host.scratch()

-- A script of its own: its status and what it says.
local function script(text)
  host.write(DIR .. "/script.lua", 'local host = require "results.host"\n'
    .. 'local process = require "results.host.process"\n' .. text)
  local said = host.output(("lua5.4 %s/script.lua 2>&1; echo $?"):format(DIR))
  return tonumber(said:match("(%d+)$")), (said:gsub("%d+$", ""))
end

-- What a script says and its status; "" for nothing.
for _, case in ipairs {
  { "host.must('true')", 0, "" }, { "os.exit(7)", 7, "" },
  { "host.fail(9, 'a %d', 5)", 9, "a 5\n" },
  { "host.must('echo why >&2; echo more >&2; exit 3')", 1, "why\n" },
  { "host.must('exit 3')", 1, "status 3 from: exit 3\n" },
  { "host.must('kill -25 $$')", 1, "kill -25 $$: file too large\n" },
  { "host.must('kill -9 $$')", 1, "status 137 from: kill -9 $$\n" },
  { "host.must('echo seen >&2')", 0, "seen\n" },
  { "print(host.run('exit 5'), host.run('kill -9 $$'))", 0, "5\t137\n" },
  { "print(host.output('echo a; echo; echo b; echo'))", 0, "a\n\nb\n\n" },
  { "print(#host.output('head -c 100000 /dev/zero'))", 0, "100000\n" },
  { "host.write('/nowhere/x', '')", 1, "/nowhere/x: No such file or directory\n" },
  { "host.write('/dev/full/x', '')", 1, "/dev/full/x: Not a directory\n" },
  { "process.start({'true'}, {log = '/nowhere/x'})", 1,
    "/nowhere/x: no such file or directory\n" },
  { "host.claim('/proc/x')", 1, nil },
  { "print(host.read('/') == nil, host.exists('/nowhere'))", 0, "true\tfalse\n" },
} do
  local status, said = script(case[1])
  assert(status == case[2] and (not case[3] or said == case[3]),
    ("%s: %d %s"):format(case[1], status, said))
end

-- What was printed before comes first, wherever both go.
for _, last in ipairs { "host.fail(3, 'last')", "host.must('echo last >&2; exit 3')" } do
  local status, said = script("io.stdout:setvbuf('full') io.write('first\\n') " .. last)
  assert(status ~= 0 and said == "first\nlast\n", said)
end

-- Scratch goes: at the end, by exit, by an error.
for _, how in ipairs { "", "os.exit(3)", "error('x')", "host.fail(1, 'x')" } do
  local _, said = script("local d = host.scratch() host.write(d .. '/f', 'x') "
    .. "io.write(d, '\\n') io.stdout:flush() " .. how)
  local left = said:match("^[^\n]+")
  assert(left:find("^/") and host.run("test -e " .. left) ~= 0, how)
end

-- Two at once have a folder each, and the numbers are used again.
local status, said = script(("local a, b = host.claim('%s/c/d'), "
  .. "host.claim('%s/c/d') print(a, b)"):format(DIR, DIR))
assert(status == 0 and said == ("%s/c/d\t%s/c/d-2\n"):format(DIR, DIR), said)
assert(not host.exists(DIR .. "/c/d.owner") and not host.exists(DIR
  .. "/c/d-2.owner"))

-- A folder whose owner has died is free, and nobody else's is.
local dead = host.output("sh -c 'echo $$'")
for owner, name in pairs { [dead] = "d", [process.pid()] = "d-2", [""] = "d-2" } do
  host.write(DIR .. "/c/d.owner", owner .. "\n")
  status, said = script(("print(host.claim('%s/c/d'))"):format(DIR))
  assert(status == 0 and said == ("%s/c/%s\n"):format(DIR, name), said)
end
os.remove(DIR .. "/c/d.owner")

-- What cannot be written leaves what was there, and no part of itself. What
-- does not fit may show only as the file is closed.
host.write(DIR .. "/kept", "old")
host.mkdir(DIR .. "/folder")
for _, case in ipairs { { "kept", 600, "File too large" },
    { "kept", 60000, "File too large" }, { "folder", 1, "Is a directory" } } do
  host.write(DIR .. "/script.lua", ("require('results.host').write('%s/%s', "
    .. "('x'):rep(%d))"):format(DIR, case[1], case[2]))
  said = host.output(("sh -c 'ulimit -f 1; exec lua5.4 %s/script.lua' 2>&1; "
    .. "echo $?"):format(DIR))
  assert(said == ("%s/%s: %s\n1"):format(DIR, case[1], case[3]), said)
  assert(#host.list(DIR .. "/*.part-*") == 0, "a part is left")
end
assert(host.read(DIR .. "/kept") == "old")

-- Words and names.
assert(host.quote("a'b $c") == "'a'\\''b $c'")
assert(host.command { "a", "b c" } == "'a' 'b c'")
assert(host.output(host.command { "printf", "%s", "'\"\\ $x" }) == "'\"\\ $x")
for path, stem in pairs { ["a/b.lua"] = "b", ["a/b/"] = "b", ["b c.lua"] = "b_c",
    ["x.y.c"] = "x.y", [("n"):rep(70)] = ("n"):rep(60), ["-a_b"] = "-a_b" } do
  assert(host.stem(path) == stem, path)
end
host.write(DIR .. "/b1", "") host.write(DIR .. "/a1", "")
assert(table.concat(host.list(DIR .. "/[ab]1"), " ") == ("%s/a1 %s/b1"):format(
  DIR, DIR))
assert(#host.list(DIR .. "/none*") == 0)
host.write(DIR .. "/a1", "x\0y\n")
assert(host.read(DIR .. "/a1") == "x\0y\n")
assert(#host.list(DIR .. "/*.part-*") == 0)
assert(host.fresh(DIR .. "/full") == DIR .. "/full")
host.write(DIR .. "/full/x", "")
host.fresh(DIR .. "/full")
assert(#host.list(DIR .. "/full/*") == 0)
host.probe(DIR .. "/room")
assert(not host.exists(DIR .. "/room"))

-- Processes.
local child = process.start({ "sleep", "60" }, { input = "none" })
assert(process.lives(child.pid) and not process.ended(child))
process.stop(child)
assert(process.wait(child) == 128 + 9 and process.ended(child))
assert(not process.lives(child.pid) and process.lives(process.pid()))
process.stop(child)
local heard = {}
child = process.start({ "sh", "-c", "cat; echo out; echo err >&2; exit 4" },
  { input = "none", output = function(text) heard[#heard + 1] = text end,
    errors = function(text) heard.errors = text end })
assert(process.wait(child) == 4 and table.concat(heard) == "out\n"
  and heard.errors == "err\n")
child = process.start({ "sh", "-c", "echo out; echo err >&2" },
  { log = DIR .. "/log" })
assert(process.wait(child) == 0 and host.read(DIR .. "/log") == "out\nerr\n")
local began, looks = os.clock(), 0
process.wait(process.start { "sleep", "1" }, function() looks = looks + 1 end)
assert(looks >= 2 and looks < 100 and os.clock() - began < 0.9, looks)
assert(process.load() >= 1 and host.load() == process.load())

-- This host is no slower than itself on a bad day, and never too fast.
local slowness = watch.slowness()
assert(slowness >= 1 and slowness < 30, slowness)
print("host: what fails says so, and what is temporary goes")
