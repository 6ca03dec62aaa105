-- SPDX-License-Identifier: MIT
-- The interactive shell on the first serial line: values, line editing,
-- history, incomplete chunks, errors that do not end it, help, the end.

local host = require "results.host"
local machine = require "results.boot.machine"

local UP, LEFT, RIGHT, DEL = "\27[A", "\27[D", "\27[C", "\27[3~"
local CTRL_A, CTRL_C, CTRL_D, CTRL_G, CTRL_R = "\1", "\3", "\4", "\7", "\18"
local BACK, TAB = "\b", "\t"
local PAUSE = {}        -- the guest has echoed what came before, and a second

-- What is typed, and a pattern that must then show; in this order.
local CASES = {
  { "\r", "on qemu%-tcg: [^\n]*, clock %w+" },
  { "6*7\r", "\n42\n" },
  { "x = 'edt'" .. LEFT .. LEFT .. "i" .. CTRL_A .. "y = 1; " .. "\r" },
  { "x, y\r", "\nedit%s+1\n" },
  { "prii" .. BACK .. "nt('back', 'space')\r", "back%s+space" },
  { "error('an error')\r", "an error\nstack traceback" },
  { "local a = \r" }, { "  1 + 1 return a\r", "\n2\n" },
  { "#deimos.graph().nodes > 3\r", "\ntrue\n" },
  { "nil + 1\r", "attempt to perform arithmetic on a nil value" },
  { "help()\r", "of these topics" },
  { "help('nothing')\r", "no topic 'nothing'\nhelp%(\"topic\"%), of these topics:\n" },
  { "'still ' .. 'alive'\r", "\nstill alive\n" },
  { UP .. "\r", "\nstill alive\n" },
}

local function case(typed, pattern) CASES[#CASES + 1] = { typed, pattern } end

-- Sequences that mean nothing leave nothing, wherever they stand.
local SEQUENCES <const> = {
  "\27[5~", "\27[200~", "\27[1;5P", "\27[?1;2c", "\27[<0;12;5M", "\27[Z",
  "\27[38;5;196m", "\27[12;40R", "\27[1$r", "\27[[A", "\27OP", "\27O5Q",
  "\27]0;a title\7", "\27]52;c;aGVsbG8=\27\\", "\27Pq#0;2\27\\", "\27_x\27\\",
  "\27^x\27\\", "\27Xx\27\\", "\27Na", "\27(B", "\27 F", "\27x", "\27\27[5~",
  "\27]8;;\27[5~", "\27[999999999999999~", "\27[" .. ("1;"):rep(100) .. "x",
}
for i, sequence in ipairs(SEQUENCES) do
  case(("'s%d' .. %s'%sq'\r"):format(i, sequence, sequence), ("\ns%dq\n"):format(i))
end
-- One that breaks off ends with a pause, or at a control character.
for i, cut in ipairs { "\27", "\27[", "\27[1", "\27[1;", "\27O", "\27]0;ti",
    "\27Pq", "\27(", "\27N", "\27]0;x\27" } do
  case(("'c%d' .. "):format(i) .. cut)
  CASES[#CASES + 1] = { PAUSE, nil, ("'c%d' .. "):format(i) }
  case("'ut'\r", ("\nc%dut\n"):format(i))
end
case("'return' .. 1\27[\r", "\nreturn1\n")
case("'return' .. 2\27\r", "\nreturn2\n")
case("'string' .. 3\27]0;" .. ("t"):rep(3000) .. "\r", "\nstring3\n")
case("\27P" .. ("1;"):rep(3000) .. "\3'string' .. 4\r", "\nstring4\n")
case("1\27[1;2C2\27[1;3D3\27OD4\27OH5\r", "\n51432\n")

-- Characters are code points; bytes that are none do no harm.
case("#'h\u{e9}\u{20ac}\u{1f600}'\r", "\n10\n")
case("'a\u{e9}b" .. LEFT .. LEFT .. "\u{20ac}" .. RIGHT .. "-\27[F'\r",
  "\na\u{20ac}\u{e9}%-b\n")
case("'a\u{e9}\u{20ac}" .. BACK .. BACK .. "z'\r", "\naz\n")
case("'\u{4e2d}\u{6587}x'" .. CTRL_A .. RIGHT .. DEL .. "\r", "\n\u{6587}x\n")
case("'i\x80\xff\xc3\xfe\xe2\x82k'\r", "\ni[^\n]*k\n")
case("utf8.len('\xed\xa0\x80\xc0\xaf\xf8\x88')\r", "\n%d+\n")

-- A line that is full: told, kept, and not run before it was seen.
case("'" .. ("w"):rep(1200) .. "'\r", "The line is full: 1000 bytes; 202 more")
case(BACK .. "'\r", "\n" .. ("w"):rep(998) .. "\n")
case(("v"):rep(2000) .. CTRL_C)
case("'after'\r", "\nafter\n")

-- Tab completes names and fields, and shows choices.
case("deimos.machi" .. TAB .. "().clo" .. BACK .. BACK .. BACK .. "clock\r",
  "\n%w+\n")
case("deimos.nmm.PAGE" .. TAB .. "\r", "\n4096\n")
case("dei" .. TAB .. ".nmm.create_pa" .. TAB .. TAB, "create_page_mapping")
case(CTRL_C)
case("string.re" .. TAB .. TAB, "rep  reverse")
case(CTRL_C)
case("m = deimos.find('lua')\r")
case("m:interf" .. TAB .. "()[1].name\r", "\nium\n")
case("('x'):rep(3), nowhere.at" .. TAB .. CTRL_C)
case("fals" .. TAB .. "\r", "\nfalse\n")

-- Ctrl-R: the nearest line that holds the text, an older one, or mine.
case("'needle' .. 1\r", "\nneedle1\n")
case("'needle' .. 2\r", "\nneedle2\n")
case(CTRL_R .. "needle\r", "\nneedle2\n")
case(CTRL_R .. "needle" .. CTRL_R .. "\r", "\nneedle1\n")
case("'mine'" .. CTRL_R .. "needle" .. CTRL_G .. "\r", "\nmine\n")
case(CTRL_R .. "nowhere to be found" .. CTRL_G .. "'none'\r", "\nnone\n")
case(CTRL_R .. "needlex" .. BACK .. RIGHT .. BACK .. "3\r", "\nneedle3\n")

-- Tables: nested, in order, with cycles, and bounded.
case("{ 3, 1, c = { d = true }, b = 'x' }\r",
  '\n{ 3, 1, b = "x", c = { d = true } }\n')
case("t = { name = 't' } t.self = t\r")
case("t\r", '\n{ name = "t", self = <table: [^>]*: a cycle> }\n')
case("{ { { { { {} } } } } }\r", "\n{ { { { {...} } } } }\n")
case("b = {} for i = 1, 5000 do b[i] = i end return b\r", "60,\n  %.%.%.\n}\n")
case("setmetatable({}, { __tostring = function() return 'mine' end })\r",
  "\nmine\n")
case("setmetatable({}, { __tostring = function() error('no') end })\r",
  "does not convert to a string")
case("{ ['a b'] = 1, [1.5] = 2, [true] = 3, ['\\n'] = 'q\"' }\r",
  '%[1%.5%] = 2, %["\\n"%] = "q\\"", %["a b"%] = 1, %[true%] = 3')
case("{}, nil, 'plain'\r", "\n{}%s+nil%s+plain\n")
-- What a user calls like something of the prompt's own does it no harm.
case("print, table, utf8, debug, require, ipairs, type = 1, 2, 3, 4, 5, 6, 7\r")
case("'mine is ' .. print + type\r", "\nmine is 8\n")
case("{ 'kept', next = 1 }\r", '\n{ "kept", next = 1 }\n')
case("math.cei" .. TAB .. "(1.5)\r", "\n2\n")
case("'last' .. 1\r", "\nlast1\n")
case(CTRL_D, "DEIMOS%-EXIT 16")

local build = host.build()
local dir = host.fresh(build .. "/run/shell-test")

local WAIT <const> = "until grep -qF -e %s %s/console.log; do sleep 0.1; done"

-- The terminal: a part of what is typed after the other, with pauses.
local parts, text = {}, {}
local function flush()
  host.write(("%s/typed%d"):format(dir, #parts), table.concat(text))
  parts[#parts + 1] = ("cat %s/typed%d"):format(dir, #parts)
  text = {}
end
for _, this in ipairs(CASES) do
  if this[1] == PAUSE then
    flush()
    parts[#parts + 1] = WAIT:format(host.quote(this[3]), dir)
      .. "; sleep 1"
  else
    text[#text + 1] = this[1]
  end
end
flush()

local status = host.run(([[{ %s; sleep 9; } | timeout -k 2 900 qemu-system-i386 \
  -M pc-i440fx-7.2 -cpu qemu32 -m 64 -accel tcg -nodefaults -display none \
  -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=0x04 \
  -chardev stdio,id=tty,signal=off -serial chardev:tty \
  -kernel %s/deimos.elf -initrd %s/archive.tar \
  -append 'shell=1 machine=qemu-tcg' \
  >%s/console.log 2>%s/emulator.log]]):format(table.concat(parts, "; "), build,
  build, dir, dir))
local console = machine.plain(host.read(dir .. "/console.log"))
assert(status == 33, ("status %d\n%s"):format(status, console))
local at = 1
for _, this in ipairs(CASES) do
  if this[2] then
    local first, last = console:find(this[2], at)
    assert(first, ("after %q no '%s' in:\n%s"):format(this[1], this[2],
      console:sub(at, at + 2000)))
    at = last
  end
end

-- Input that ends ends the shell: a whole line, a part of one, nothing.
for i, input in ipairs { "6*7\n", "6*7", "", "local x =\n", "'a" } do
  host.write(dir .. "/input", input)
  local said = host.output(([[BUILD=%s timeout 60 lua5.4 results/run.lua shell \
    <%s/input 2>&1]]):format(build, dir))
  assert(said:find("shell: passed", 1, true), said)
  assert(said:find("on qemu%-icount: "), said)
  assert(i > 2 or machine.plain(said):find("\n42\n"), said)
end
print("shell: all sessions went as they should")
