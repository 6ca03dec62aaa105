-- SPDX-License-Identifier: MIT
-- The commands from their settings to their last line, with emulators that are
-- a script: it keeps the words that it was called with, writes what a guest
-- would, and ends with the status of the guest's code. For the choice of tests
-- for a mutant (tests/mutants/reach.lua): they use results/*, results/host/*,
-- results/data/*, results/emulator/*, results/machine/*, results/boot/* and
-- results/show/*. All that they say, and what emulator and GRUB get, is in
-- golden/tools.txt (tests/story.lua).

local host = require "results.host"
local open_story = require("tests.story").open
local records = require "results.data.records"
local workloads = require "results.boot.workloads"

local TREE <const> = host.scratch()
local BIN <const> = TREE .. "/bin"
local STORY <const> = open_story("tests/golden/tools.txt", TREE, arg[1] == "write")
local CODES <const> = { pass = 16, fail = 17, panic = 18, skip = 38 }

host.must(("mkdir -p %s/build/stage/modules %s/build/stage/workloads %s/bin "
  .. "%s/core/boot %s/modules && "
  .. "tar -c --exclude='./results/*/[0-9.]*' ./results | tar -x -C %s && "
  .. "cp -r plots lua workloads %s && cp core/boot/grub.cfg %s/core/boot && "
  .. "cp -r modules/api %s/modules"):gsub("%%s", TREE))
for _, file in ipairs { "deimos.elf", "archive.tar", "stage/cm.img" } do
  host.write(("%s/build/%s"):format(TREE, file), file)
end
host.write(TREE .. "/build/version.h", '#define DEIMOS_VERSION "c0ffee"\n'
  .. '#define DEIMOS_COMPILER "gcc 1"\n')
host.write(TREE .. "/mine.lua", "print(1)\n")

local function program(name, text)
  host.write(("%s/%s"):format(BIN, name), "#!/bin/sh\n" .. text)
  host.must(("chmod +x %s/%s"):format(BIN, name))
end
program("qemu-system-i386", [[
[ "$1" = --version ] && { echo "QEMU emulator version 9.8.7"; exit; }
for w; do echo "$w"; done >$FAKE/words
[ "$FAKE_TTY" ] && stty -a >$FAKE/during
[ "$FAKE_READS" ] && head -c 9 >$FAKE/read
for w; do case $w in file:*) f=${w#file:}; cat $FAKE/${f##*/} >$f;; esac; done
case "$*" in *chardev:tty*) cat $FAKE/console.log;; esac
echo "the emulator speaks" >&2
exit $FAKE_STATUS]])
program("bochs", [[
cp "$3" $FAKE/words
[ -s $FAKE/refuses ] && { head -n 1 $FAKE/refuses >&2; sed -i 1d $FAKE/refuses
  exit 1; }
dir=${3%/*}
cat $FAKE/console.log >$dir/console.log; cat $FAKE/results.log >$dir/results.log
exit $FAKE_STATUS]])
program("grub-mkrescue", [[
while [ "$1" != -o ]; do shift; done
cp "$3/boot/grub/grub.cfg" $FAKE/menu; echo image >"$2"]])
program("objcopy", 'cp "$2" "$3"')

local function log(payloads, code)
  local lines = { "DEIMOS-BEGIN 1" }
  for i, payload in ipairs(payloads) do
    lines[i + 1] = ("@ %d %08x %s"):format(i, records.crc32(payload), payload)
  end
  lines[#lines + 1] = ("DEIMOS-END 1 records=%d status=%d\n"):format(#payloads,
    code)
  return table.concat(lines, "\n")
end

-- try: a tool, its settings, how the guest ends (a verdict, or nothing is
-- said), what it sends; the tool's status, what it printed, and the words that
-- its emulator got.
local function try(tool, settings, how, sent, console)
  local code = CODES[how]
  host.write(TREE .. "/console.log", (console or "hello\n")
    .. (code and ("DEIMOS-EXIT %d\n"):format(code) or ""))
  host.write(TREE .. "/results.log", sent or "")
  os.remove(TREE .. "/words")
  os.remove(TREE .. "/menu")
  local text = host.output(("cd %s && env -u WORKLOAD -u MACHINE -u OPTIONS "
    .. "-u USER_OBJECTS -u IUM -u BUILD -u LIMIT PATH=%s:$PATH FAKE=%s "
    .. "FAKE_STATUS=%d %s lua5.4 results/%s 2>&1 </dev/null; echo $?"):format(
    TREE, BIN, TREE, code and 2 * code + 1 or 3, settings, tool))
  local words = host.read(TREE .. "/words") or ""
  STORY.tell(("%s %s %s %d %d"):format(tool, settings, how, #(sent or ""),
    #(console or "")), text, words, host.read(TREE .. "/menu"))
  return tonumber(text:match("(%d+)$")), text:gsub("%d+$", ""),
    words:gsub("\n", " ")
end

local function expect(found, status, ...)
  local text = found[2] .. "\0" .. found[3]
  assert(found[1] == status, ("status %s, not %d: %s"):format(found[1], status,
    text))
  for _, part in ipairs { ... } do
    local absent = part:match("^!(.*)$")
    assert((text:find(absent or part, 1, true) ~= nil) == not absent,
      ("'%s' in: %s"):format(part, text))
  end
end

local function run(...) return { try("run.lua", ...) } end
local SMOKE <const> = "WORKLOAD=smoke "
local EMPTY <const> = log({}, 16)

-- make run: each end with its number and words; lines as people read them.
expect(run(SMOKE, "pass"), 0, "hello\n", "run: passed (status 0)\n",
  "workload=smoke machine=qemu-icount results=com2 limit=30", "!run: records",
  "-initrd build/archive.tar", "-m 512")
expect(run(SMOKE, "pass", EMPTY, "\27[Ha\r\nb\n"), 0, "a\nb\nDEIMOS-EXIT",
  "!\27", "run: records in build/run/run/results.log\n")
expect(run(SMOKE, "pass", "\27[H\27[0;37m" .. EMPTY:gsub("\n", "\r\n")), 0,
  "run: records in build/run/run/results.log\n")
expect(run(SMOKE, "fail", "x DEIMOS-BEGIN\n"), 35, "failed workload (status 35)",
  "!run: records")
expect(run(SMOKE, "panic"), 37, "run: panic (status 37)\n")
expect(run(SMOKE, "skip"), 77, "run: skipped (status 77)\n")
expect(run(SMOKE, nil), 70,
  "dead emulator (status 70): the emulator ended with status 3: the emulator")
expect(run(SMOKE .. "OPTIONS='a=1 limit=7' MEM=64 CPU=c", "fail", nil,
  "time limit of 7 s exceeded\n"), 35, "its time was over; LIMIT=120 gives",
  "results=com2 a=1 limit=7 ", "!limit=30", "-m 64", "-cpu c ")
expect(run(SMOKE .. "LIMIT=4", "fail", nil, "script: time limit exceeded\n"), 35,
  "LIMIT=8 gives it twice as much", "limit=2")
expect(run(SMOKE, "fail", nil, "over\n"), 35, "!LIMIT=")
expect(run(SMOKE .. "MACHINE=qemu-tcg", "pass"), 0, "machine=qemu-tcg",
  "-accel tcg", "!icount")
-- An archive of its own where there is something to add.
expect(run("WORKLOAD=./mine.lua", "pass"), 0, "workload=mine ",
  "-initrd build/run/run/archive.tar")
local members = host.output(("tar -tf %s/build/run/run/archive.tar"):format(TREE))
assert(members == "cm.img\nscript\nworkloads/mine.lua"
  or members:find("cm.img\n.*script\n.*workloads/mine.lua"), members)
host.write(TREE .. "/build/m.o", "object")
for what, name in pairs { ["TRACE=mine.lua"] = "trace",
    ["USER_OBJECTS=build/m.o"] = "modules/m.o" } do
  expect(run(SMOKE .. what, "pass"), 0, "archive.tar")
  assert(host.output(("tar -tf %s/build/run/run/archive.tar"):format(TREE))
    :find("%f[%w]" .. name), name)
end
expect(run(SMOKE .. "TRACE=mine.lua FRAMES=3 OPTIONS=b=2", "pass"), 0,
  "b=2 arg.frames=3")
-- The folder is free again, and nothing temporary stays.
assert(host.output(("ls -A %s/build/run"):format(TREE)) == "run")
assert(not host.exists(TREE .. "/build/run/run/stage/cm.img"))

-- An image with a menu of one, whose words GRUB's shell takes as they are.
local function menu() return host.read(TREE .. "/menu") or "" end
expect(run(SMOKE .. [[BOOT=iso OPTIONS='a="x  y" b=$c d']], "pass"), 0,
  "-cdrom build/run/run/deimos.iso", "!-kernel")
assert(menu():find([['b=$c' 'd'
    module /boot/archive.tar.gz archive.tar]], 1, true), menu())
assert(menu():find([['a=x  y']], 1, true), menu())
assert(menu():find("multiboot /boot/deimos.elf 'workload=smoke' 'machine=", 1,
  true) and menu():find("\nset timeout=0\n", 1, true)
  and menu():find("menuentry 'DEIMOS: smoke' {\n", 1, true), menu())
expect(run(SMOKE .. "MACHINE=bochs", "pass"), 0, "guest=512",
  "path=build/run/run/deimos.iso", "run: passed")
assert(menu():find("'limit=8'", 1, true))
-- One that finds no port asks to be started again; others are believed.
for _, case in ipairs { { "RFB could not bind any port\n", 0, "run: passed" },
    { "RFB could not bind any port\nx\n", 70, "dead emulator" },
    { "x\n", 70, "dead emulator" } } do
  host.write(TREE .. "/refuses", case[1])
  expect(run(SMOKE .. "MACHINE=bochs", "pass"), case[2], case[3])
  assert(host.read(TREE .. "/refuses") == "", "not started again")
end
expect({ try("run.lua shell", "MACHINE=bochs") }, 39, "MACHINE=bochs has no prompt")
expect({ try("run.lua shell", "BOOT=iso") }, 39, "leave BOOT=iso out")

-- make shell: its input is fed, after the byte that is lost.
expect({ try("run.lua shell", "", "pass") }, 0, "hello", "shell=1 machine=",
  "shell: passed (status 0)", "!limit=", "!workload=")
expect({ try("run.lua shell", "IUM=m USER_OBJECTS=build/m.o", "pass") }, 0,
  "shell=1 ", "!ium=m")
expect({ try("run.lua shell", "WORKLOAD=./mine.lua", "pass") }, 0, "shell=1 ",
  "-initrd build/archive.tar", "!workload=")
expect({ try("run.lua", "IUM=shell", "fail") }, 35, "shell: failed workload")
host.write(TREE .. "/typed", "6*7\n")
for _, how in ipairs { "<typed", "typed |" } do
  local line = how:find("|") and "cat " .. how or ""
  host.output(("cd %s && %s env -u MACHINE PATH=%s:$PATH FAKE=%s FAKE_READS=1 "
    .. "FAKE_STATUS=33 lua5.4 results/run.lua shell 2>&1 %s"):format(TREE, line,
    BIN, TREE, how:find("<") and how or ""))
  assert(host.read(TREE .. "/read") == "\r6*7\n\r\4\4\4", how)
  os.remove(TREE .. "/read")
end

-- At a terminal: raw while the guest runs, and then as it was.
host.write(TREE .. "/typist", "stty -ixon erase x\nstty -g >before\n"
  .. "lua5.4 results/run.lua shell\nstty -g >after\n")
host.output(("cd %s && env -u MACHINE PATH=%s:$PATH FAKE=%s FAKE_TTY=1 "
  .. "FAKE_STATUS=33 script -qec 'sh typist' /dev/null 2>&1 </dev/null"):format(
  TREE, BIN, TREE))
local during = host.read(TREE .. "/during")
assert(during and during:find("-icanon", 1, true)
  and during:find("%-echo%f[%s]"), during)
assert(#host.read(TREE .. "/before") > 9
  and host.read(TREE .. "/before") == host.read(TREE .. "/after"))

-- make bench: by GRUB; rows as they come; what is kept, and what is not.
local ROW <const> = "row id=1 experiment=call case=near model= x= clock=insn "
  .. "unit=insn n=2 cold=9 min=8 p25=8 p50=8 p75=8 p99=8 max=8 mean=8 stddev=0 "
  .. "overhead=6 verified=%s warmup=0"
local SENT <const> = { ROW:format("yes"), "s id=1 at=0 v=9,8,8" }
local function bench(...) return { try("bench.lua", ...) } end
local SHORT <const> = "  call near                        p50          8 insn\n"
expect(bench("", "pass", log(SENT, 16)), 0,
  "bench: workload bench on qemu-icount\n", SHORT, "bench: the guest ended after",
  "report: results/qemu-icount/", "bench: passed (status 0)", "-cdrom build/run/bench",
  "!hello", "!NOT VERIFIED", "!user module",
  "\nexperiment  case  n  cold  p50  net  min  p99  unit  verified\n"
  .. "call        near  2     9    8    2    8    8  insn  yes\n\n")
local kept = host.read(TREE .. "/results/qemu-icount/latest/environment.csv")
for _, fact in ipairs { "emulator_version,9.8.7", "emulator,qemu-system-i386",
    "commit,c0ffee", "compiler,gcc 1", "memory_mib,512", "cpu_option,\n",
    "workload,bench", "verdict,pass", "machine,qemu-icount", "date,20" } do
  assert(kept:find("\n" .. fact, 1, true), fact .. " in " .. kept)
end
assert(kept:find("emulator_command,\"'qemu.*deimos.iso'\"\n"), kept)
-- On the console, too, if there is no other line.
expect(bench(SMOKE, "pass", "", log(SENT, 16)), 0, "bench: passed",
  "bench: workload smoke on")
SENT[1] = ROW:format("no")
expect(bench("", "pass", log(SENT, 16)), 65, "NOT VERIFIED",
  "results: not verified: call near", "unsound results (status 65)")
expect(bench("", "fail", log(SENT, 17)), 35, "  | hello\n", "a failed run; 'latest'")
expect(bench("", "pass"), 65, "the workload sent no records: nothing to keep",
  "unsound results (status 65)\n")
expect(bench("", "fail"), 35, "sent no records", "  | hello")
expect(bench("", "skip"), 77, "skipped (status 77)", "!no records", "!  | hello")
assert(menu():find("'limit=120'", 1, true), menu())
local many = {}
for i = 1, 60 do many[i] = ("line %d\n"):format(i) end
local found = bench("", "panic", nil, table.concat(many))
expect(found, 37, "  | line 60\n", "  | line 22\n", "!line 21\n")
expect(bench("LIMIT=8", "fail", nil, "time limit of 4 s exceeded\n"), 35,
  "its time was over; LIMIT=16 gives", "failed workload")

-- make graph: one for each snapshot, each with a file of its own.
local function snapshot(id, label)
  return ("graph id=%d part=graph label=%s generation=1 nodes=1 interfaces=0 "
    .. "receptacles=0 bindings=0"):format(id, label),
    ("graph id=%d part=node handle=1 name=a type=system state=live serial=1 "
      .. "base=4096 size=9"):format(id)
end
local shots = {}
for i, label in ipairs { "a%20b", "a/b", "end" } do
  shots[2 * i - 1], shots[2 * i] = snapshot(i, label)
end
expect({ try("graph.lua", SMOKE, "pass", log(shots, 16)) }, 0, "snapshot=1",
  "graph: results/qemu-icount/graph-smoke-a_b.svg (1 modules, 0 bindings)",
  "graph-smoke-a_b-2.svg", "graph-smoke.svg (1", "graph: passed", "hello\n")
local drawn = host.read(TREE .. "/results/qemu-icount/graph-smoke.dot")
assert(drawn:find("of workload smoke on qemu-icount, at its end: 1 modules, 0 b",
  1, true), drawn)
assert(host.read(TREE .. "/results/qemu-icount/graph-smoke-a_b.dot"):find(
  "on qemu-icount, at &quot;a b&quot;: 1", 1, true))
expect({ try("graph.lua", SMOKE, "pass") }, 65, "limit=60 ", "graph: line 0: there is no begin",
  "graph: unsound results")

-- make plot: the latest results of a machine, again.
host.must(("rm %s/results/qemu-icount/latest/report.html"):format(TREE))
expect({ try("report.lua", "") }, 0, "report: results/qemu-icount/latest/report.html")
assert(host.exists(TREE .. "/results/qemu-icount/latest/report.html"))
expect({ try("report.lua", "MACHINE=bochs") }, 1,
  "no results of bochs yet: make bench MACHINE=bochs")
expect({ try("report.lua", "MACHINE=vax") }, 39, "no machine 'vax'; there are: qemu-")

-- The image with the whole menu.
expect({ try("image.lua iso out.iso", "") }, 0)
assert(menu():find("\nset timeout=1\nmenuentry 'DEIMOS: bench' {[^}]*}\nmenuentry "
  .. "'DEIMOS: shell, a Lua prompt' {\n[^\n]* 'shell=1' 'machine=metal'\n"), menu())
assert(select(2, menu():gsub("\nmenuentry", "")) == 1 + #workloads.names())
assert(menu():find("'workload=smoke' 'machine=metal' 'results=com1'", 1, true))
assert(menu():find("workload=paging.-workload=probe.-workload=rlookup"), menu())
expect({ try("image.lua iso out.iso", "IUM=./m.c USER_OBJECTS=build/m.o") }, 0)
assert(menu():find("timeout=1\nmenuentry 'DEIMOS: initial user module m' {\n[^\n]*"
  .. "'ium=m' 'machine=metal' 'results=com1'\n"), menu())
assert(host.output(("tar -tf %s/build/run/iso/archive.tar"):format(TREE))
  :find("modules/m.o", 1, true))

-- A log of one's own: sound, with a row that is not verified, damaged, missing.
local function collect(text, name)
  host.write(TREE .. "/log", text)
  return { try("collect.lua " .. (name or "log"), "") }
end
SENT[1] = ROW:format("yes")
expect(collect(log(SENT, 16)), 0, "report: results/metal/")
SENT[1] = ROW:format("no")
expect(collect(log(SENT, 16)), 65, "report: results/metal/")
expect(collect("DEIMOS-BEGIN 1\n"), 65, "damaged or incomplete", "!report: ")
expect(collect("", "none"), 39, "LOG: no file 'none' that can be read",
  "!usage: ")
expect(collect("", "results"), 39, "LOG: no file 'results' that can be read")
expect(collect("", "''"), 39, "LOG: no file '' that can be read")
expect({ try("collect.lua", "") }, 39,
  "usage: lua5.4 results/collect.lua LOG [MACHINE]")
-- The workload of a log is what the PC was booted with: runs of one stay by
-- those of another.
for options, wanted in pairs { ["workload=bench%20machine=metal"] = "bench",
    ["ium=lua%20workload=a/b.lua"] = "a/b.lua", ["myworkload=x"] = "",
    ["workload=%1b[2Jx"] = "",
    ["machine=metal"] = "" } do
  local env = "env key=options value=" .. options
  local out = collect(log({ SENT[1], SENT[2], env }, 16))
  expect(out, 65, "report: results/metal/")
  local dir = host.output(("ls -dt %s/results/metal/2*/ | head -1"):format(TREE))
    :gsub("%s+$", "")
  assert(host.read(dir .. "environment.csv"):find("\nworkload," .. wanted .. "\n",
    1, true), options .. "\n" .. dir .. host.read(dir .. "environment.csv"))
end
assert(host.output(("find %s/results -name '*.part-*' -o -name '.new-*'"):format(
  TREE)) == "")

expect({ try("verdict.lua 37", "") }, 0, "panic (status 37)\n")
expect({ try("verdict.lua 137", "") }, 0, "ended by signal 9 (status 137)\n")
expect({ try("verdict.lua 99", "") }, 0, "no verdict (status 99)\n")
STORY.finish()
print("tools: each end as it should")
