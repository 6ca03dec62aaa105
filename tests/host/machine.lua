-- SPDX-License-Identifier: MIT
-- How a run ended: each status of an emulator with each word of the guest. What
-- is said of it, and the words of each machine's command, are in
-- golden/machines.txt (tests/story.lua).

local host = require "results.host"
local machine = require "results.boot.machine"
local machines = require "results.boot.machines"
local open_story = require("tests.story").open

local DIR <const> = host.scratch()
local STORY <const> = open_story("tests/golden/machines.txt", DIR,
  arg[1] == "write")

local RECORDS = "DEIMOS-BEGIN 1\nDEIMOS-END 1 records=0 status=16\n"
local CUT = "DEIMOS-BEGIN 1\n"

local function word(code)
  return ("text\nDEIMOS-EXIT %d\n"):format(code)
end

-- machine, status, console, results, verdict
local CASES = {
  { "qemu-icount", 33, word(16), "", "pass" },
  { "qemu-icount", 33, word(16), RECORDS, "pass" },
  { "qemu-icount", 33, "\27[H\27[Jtext\r\nDEIMOS-EXIT 16\r\n", "", "pass" },
  { "qemu-icount", 33, word(16), CUT, "fail" },
  { "qemu-icount", 33, CUT .. word(16), "", "fail" },
  { "qemu-icount", 33, word(16), RECORDS:sub(1, -2), "fail" },
  { "qemu-icount", 33, word(16), CUT .. "DEIMOS-END 1 rec", "fail" },
  { "bochs", 1, word(16), RECORDS:sub(1, -2), "fail" },
  { "qemu-icount", 35, word(17), "", "fail" },
  { "qemu-icount", 37, word(18), "", "panic" },
  { "qemu-icount", 39, word(19), "", "badscript" },
  { "qemu-icount", 77, word(38), "", "skip" },
  { "qemu-icount", 124, word(16), "", "timeout" },
  { "qemu-icount", 137, "", "", "dead" },
  { "qemu-icount", 0, "", "", "dead" },
  { "qemu-icount", 0, word(16), "", "dead" },
  { "qemu-icount", 1, "", "", "dead" },
  { "qemu-icount", 1, word(0), "", "dead" },
  { "qemu-icount", 33, "", "", "dead" },
  { "qemu-icount", 33, word(17), "", "dead" },
  { "qemu-icount", 33, word(16) .. "more\n", "", "dead" },
  { "qemu-icount", 33, "text DEIMOS-EXIT 16\n", "", "dead" },
  { "qemu-icount", 139, "", "", "dead" },
  { "bochs", 1, word(16), RECORDS, "pass" },
  { "bochs", 0, word(17), "", "fail" },
  { "bochs", 0, "", "", "dead" },
  { "bochs", 124, "", "", "timeout" },
}

-- Lines of any length, and any number of them, take no time to speak of.
local LONG <const> = ("y"):rep(500000)
for _, text in ipairs { LONG .. "\n", LONG, ("\n"):rep(500000),
    ("y\n"):rep(200000), ("\27["):rep(200000) .. "\n" } do
  CASES[#CASES + 1] = { "qemu-icount", 33, text .. word(16), "", "pass" }
  CASES[#CASES + 1] = { "qemu-icount", 33, word(16) .. text, "",
    text:find("[y\27]") and "dead" or "pass" }
  CASES[#CASES + 1] = { "qemu-icount", 33, word(16), RECORDS .. text, "pass" }
end
local began = os.clock()

for i, case in ipairs(CASES) do
  local name, status, console, results, expected = table.unpack(case)
  local verdict, detail = machine.verdict(name, status, console, results, "")
  assert(verdict == expected, ("case %d: expected %s, got %s (%s)"):format(i,
    expected, verdict, detail))
end
assert(os.clock() - began < 20, "a long line takes long")

-- Each status, without a word, with some messages, on each machine.
local MESSAGES <const> = { "first\nsecond\n", "x\n00 >>PANIC<< it is\ny",
  "the following message:\n  dies\n", "KVM internal error. y" }
local WORDS <const> = { "", word(16), word(38), word(7), "x\n" }
for _, name in ipairs(machines.names) do
  local lines = {}
  for _, status in ipairs { 0, 1, 33, 77, 124, 128, 129, 137, 139, 152, 153,
      154, 255 } do
    local function try(console, messages)
      lines[#lines + 1] = ("%d %q %q: %s, %s"):format(status, console, messages,
        machine.verdict(name, status, console, "", messages)):gsub("\\?\n", "/")
    end
    for _, console in ipairs(WORDS) do try(console, "") end
    for _, messages in ipairs(MESSAGES) do try("", messages) end
  end
  STORY.tell("verdicts of " .. name, table.concat(lines, "\n"))
end

-- The words of a command, and the file that some of them have.
for _, name in ipairs(machines.names) do
  for what, change in pairs { plain = {}, cpu = { cpu = "c" }, iso = { iso = "I" },
      second = { second = 250000000 }, person = { interactive = true } } do
    local run = { dir = DIR, memory = 77, kernel = "K", archive = "A",
      append = "a b", iso = machines.get(name).needs_iso and "I" or nil }
    for key, value in pairs(change) do run[key] = value end
    STORY.tell(("command of %s, %s"):format(name, what),
      table.concat(machines.get(name).command(run), "\n"),
      host.read(DIR .. "/bochsrc") or "")
    os.remove(DIR .. "/bochsrc")
  end
end
STORY.finish()
print("machine: each status is told apart")
