-- SPDX-License-Identifier: MIT
-- Each file in results/machine/ is a machine, with the same fields as any other;
-- one more is one file more. What is wrong with a file is said, with its path.
-- The commands by which emulators are started, and what they say at their end.

local host = require "results.host"
local machine = require "results.boot.machine"
local machines = require "results.boot.machines"

local TREE <const> = host.scratch()
local MINE <const> = TREE .. "/results/machine/mine.lua"
local USAGE <const> = 39

host.must(("mkdir %s/results && cp -r results/*.lua results/machine "
  .. "results/emulator results/host results/boot results/data %s/results"):format(
  TREE, TREE))

local function try(settings, tool)
  local text = host.output(("cd %s && env -u BUILD %s lua5.4 results/%s 2>&1; "
    .. "echo $?"):format(TREE, settings, tool))
  return tonumber(text:match("(%d+)$")), text
end

-- What stands in one more file; nil: it is right.
local function expect(text, pattern)
  host.write(MINE, text)
  local status, said = try("", "machines.lua")
  assert(status == (pattern and 1 or 0) and said:find(pattern or "mine"), said)
  assert(not pattern or said:find("results/machine/mine.lua: ", 1, true), said)
end

local QEMU <const> = [[
local machine = require("results.emulator.qemu").machine {
  order = 9, accelerator = function() return {} end }
%s
return machine]]

expect(QEMU:format(""))
local status, said = try("MACHINE=mine", "run.lua")
assert(status == USAGE and said:find("WORKLOAD: name a workload", 1, true), said)
status, said = try("MACHINE=none", "run.lua")
assert(status == USAGE and said:find(table.concat(machines.names, " ")
  .. " mine\n", 1, true), said)

expect("return 1", "returns no table")
expect("return {", "mine.lua:1: ")
for _, field in ipairs { "order", "host_seconds", "needs_iso", "has_prompt",
    "command", "agrees", "says", "again", "unfit", "version" } do
  expect(QEMU:format(("machine.%s = nil"):format(field)),
    ("'%s' is a nil, not a "):format(field))
  expect(QEMU:format(("machine.%s = {}"):format(field)),
    ("'%s' is a table, not a "):format(field))
end
expect(QEMU:format("machine.second = 'long'"), "'second' is a string")
expect(QEMU:format("machine.cpus = 2"), "'cpus' is a number")
os.remove(MINE)
host.write(TREE .. "/results/machine/data.lua", QEMU:format(""))
status, said = try("", "machines.lua")
assert(status == 1 and said:find("'data' is no name for a machine", 1, true), said)

-- All have the same fields, and the first is the default.
assert(machines.default == machines.names[1] and #machines.names >= 4)
for i, name in ipairs(machines.names) do
  local one = machines.get(name)
  assert(not machines.check(one))
  assert(i == 1 or machines.get(machines.names[i - 1]).order <= one.order)
end
assert(machines.get("none") == nil)
-- In this order; README and the guest's clock know the instructions of a second.
assert(table.concat(machines.names, " ")
  == "qemu-icount qemu-tcg qemu-kvm bochs pentium i486")
for name, second in pairs { ["qemu-icount"] = 1000000000, bochs = 200000000,
    pentium = 90000000, i486 = 50000000 } do
  assert(machines.get(name).second == second, name)
end

-- Words of a command, and what stands behind one of them.
local RUN <const> = { dir = TREE, memory = 77, kernel = "K", archive = "A",
  append = "a b" }

local function words(name, change)
  local run = setmetatable(change or {}, { __index = RUN })
  local list, after = machines.get(name).command(run), {}
  for i, word in ipairs(list) do after[word] = list[i + 1] or "" end
  return after, list
end

-- What the guest has said last is the emulator's status, where it has one, and
-- no other status is.
for _, name in ipairs(machines.names) do
  local has_status = not machines.get(name).needs_iso
  for word = 0, 127 do
    for code = 0, 255 do
      assert(machines.get(name).agrees(code, word)
        == (not has_status or code == 2 * word + 1), name)
    end
  end
end

for _, name in ipairs(machines.names) do
  if not machines.get(name).needs_iso then
    local after = words(name)
    assert(after["-m"] == "77" and after["-kernel"] == "K"
      and after["-initrd"] == "A" and after["-append"] == "a b"
      and not after["-cdrom"])
    assert(after["-serial"] == ("file:%s/results.log"):format(TREE))
    assert(words(name, { cpu = "c" })["-cpu"] == "c")
    local from_iso = words(name, { iso = "I" })
    assert(from_iso["-cdrom"] == "I" and not from_iso["-kernel"])
    assert(words(name, { interactive = true })["-chardev"]:find("^stdio"))
    assert(not words(name)["-chardev"])
    local _, list = words(name)
    assert(table.concat(list, " "):find("-serial file:" .. TREE
      .. "/console.log -serial file:", 1, true))
  else
    words(name, { iso = "I", second = 5, cpu = "c" })
    local text = host.read(TREE .. "/bochsrc")
    for _, part in ipairs { "path=I,", "ips=5,", "model=c,", "guest=77,",
        "host=77\n", "dev=" .. TREE .. "/console.log\n",
        "dev=" .. TREE .. "/results.log\n" } do
      assert(text:find(part, 1, true), part)
    end
    assert(not text:find("@"), text)
    words(name, { iso = "I" })
    assert(host.read(TREE .. "/bochsrc"):find(("ips=%d,"):format(
      machines.get(name).second), 1, true))
  end
end

-- A modelled machine's emulator is told its table, and where its counts go; they are
-- the run's facts. Ports do not count.
for _, name in ipairs { "pentium", "i486" } do
  local it, _, list = machines.get(name), words(name)
  assert(it.is_modelled and list[1] == "env"
    and list[2] == ("DEIMOS_TABLE=bench/model/%s.csv"):format(name)
    and list[3] == "DEIMOS_COUNTS=" .. TREE .. "/counts.csv", list[3])
  assert(not next(it.facts(TREE .. "/none")))
  host.write(TREE .. "/counts.csv", "table,00beef00\ninstructions,7\nclocks,1400\n"
    .. "base,600,0\ndata TLB,300,200\nport,500,500\n")
  local facts = it.facts(TREE)
  assert(facts.model == name and facts.model_table == "00beef00"
    and facts.model_guessed == "22.2%", facts.model_guessed)
  host.write(TREE .. "/counts.csv", "table,00beef00\ninstructions,0\nclocks,0\n")
  assert(not next(it.facts(TREE)))
end
assert(not machines.get(machines.default).is_modelled)

-- A guest's second of 2^n ns less, where the clock counts instructions.
for second, shift in pairs { [1000000000] = 0, [500000000] = 1,
    [250000000] = 2, [10000000] = 6 } do
  assert(words(machines.default, { second = second })["-icount"]
    == ("shift=%d,sleep=off"):format(shift))
end
assert(words(machines.default)["-icount"] == "shift=0,sleep=off")

-- What is said of a run without a word from the guest.
for _, case in ipairs {
  { "qemu-tcg", 0, "", "a triple fault" }, { "qemu-tcg", 1, "why\nmore", "1: why$" },
  { "qemu-tcg", 1, "", "with status 1$" }, { "qemu-tcg", 153, "x", "ulimit %-f" },
  { "qemu-tcg", 139, "x", "of signal 11$" }, { "qemu-tcg", 128, "", "status 128$" },
  { "bochs", 0, "x\n00 >>PANIC<< it is\ny", "status 0: it is$" },
  { "bochs", 1, "the following message:\n  dies\n", "status 1:   dies$" },
  { "bochs", 1, "other", "status 1$" },
} do
  local verdict, why = machine.verdict(case[1], case[2], "", "", case[3])
  assert(verdict == "dead" and why:find(case[4]), why)
end
local verdict, why = machine.verdict("qemu-kvm", 1, "", "", "KVM internal error")
assert(verdict == "dead" and why:find("cannot emulate", 1, true))
assert(machines.get("qemu-kvm").stopped("x\nKVM internal error. y"))
assert(not machines.get("qemu-kvm").stopped("x"))
assert(not machines.get("bochs").stopped("KVM internal error"))
assert(machines.get("bochs").again("x RFB could not bind any port y"))
assert(not machines.get("bochs").again("RFB bound a port"))
for _, name in ipairs { "qemu-icount", "qemu-tcg", "qemu-kvm" } do
  for _, said in ipairs { "", "x RFB could not bind any port y", "KVM internal error" } do
    assert(not machines.get(name).again(said), name)
  end
end

-- Which emulator it is: the package's version, or what the program says of its own.
local bin = host.scratch()
for name, script in pairs {
  ["dpkg-query"] = "echo \"[$*]\"",
  ["qemu-system-i386"] = "echo 'A version 7.2 (x 1)'; echo 'no version 3'",
} do
  host.write(("%s/%s"):format(bin, name), "#!/bin/sh\n" .. script .. "\n")
  host.must(("chmod +x %s/%s"):format(bin, name))
end
for name, version in pairs { bochs = "bochs\t[-W -f ${Version} bochs]",
    ["qemu-tcg"] = "qemu-system-i386\t7.2 (x 1)",
    ["qemu-icount"] = "qemu-system-i386\t7.2 (x 1)" } do
  local found = host.output(("PATH=%s:$PATH lua5.4 -e 'print(require "
    .. "\"results.boot.machines\".get(\"%s\").version())'"):format(bin, name))
  assert(found == version, found)
end

-- A machine that this host cannot be.
assert(machine.unfit(machines.default, error) == nil)
local KVM <const> = "qemu-kvm"
local open, has_kvm = io.open, true
function io.open(path, ...)
  if path == "/dev/kvm" then return has_kvm or nil end
  return open(path, ...)
end
local function unfit(verdict)
  return machine.unfit(KVM, function(name, workload, limit)
    assert(name == KVM and workload == "probe" and limit == 5)
    return verdict, "why"
  end)
end
assert(unfit("pass") == nil)
assert(unfit("dead"):find("^qemu%-kvm: KVM is unfit here: workload probe: .*: why$"))
has_kvm = false
assert(unfit("pass"):find("no /dev/kvm here", 1, true))
io.open = open
for _, name in ipairs { "qemu", "bochs" } do
  local made = require("results.emulator." .. name).machine { order = 1,
    unfit = function() return "mine" end }
  assert(made.unfit() == "mine" and made.has_prompt == (name == "qemu"))
end
print("machines: one file each, alike, and started as they say")
