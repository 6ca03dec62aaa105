-- SPDX-License-Identifier: MIT
-- The seed corpora of the fuzz targets, made anew each time: one function a
-- target, which gives a list of inputs.

local host = require "results.host"
local records = require "results.data.records"

local M = {}

local MODULE = '<moduleName, "%s">'
local X, Y = MODULE:format "x", MODULE:format "y"

-- A predicate, the other side's pairs, and those of the bound ones.
function M.constraint()
  local list = {}
  for _, predicate in ipairs {
    "", '<a, "b">', "<a, -1> and <b, word>", "not (<a, 1> or <b, 2>)",
    "<a, wildcard()>", "level >= 2 and name < \"x\"", "2 != level",
    "bindcount() <= 1\n or 3 > bindcount()", ("before(%s, %s)"):format(X, Y),
    ("compatible(%s, %s) and compatible(%s, %s)"):format(X, Y, X, X),
    "((((a = 1))))", "not not " .. X,
  } do
    for _, pairs in ipairs { "", '<a, 1>, <level, 2> <name, "n">', Y } do
      list[#list + 1] = table.concat({ predicate, pairs, X, "<b, 2>" }, "\0")
    end
  end
  return list
end

function M.options()
  return {
    "", "build/deimos.elf workload=x.lua limit=5", "workload=x",
    "limit=1 arg.a=b",
    'arg.a="b c" arg.b=%41', '"arg.a=b c" limit=0x10', "limit=99999999999",
    'deimos.elf "arg.q=say \\"x\\""', "nothing=1", "results=com2",
  }
end

local function member(name, data, kind, prefix)
  local function header(sum)
    return (name:sub(1, 100) .. ("\0"):rep(100 - #name)
      .. "0000644\0" .. "0000000\0" .. "0000000\0"
      .. ("%011o\0"):format(#data) .. "00000000000\0" .. sum .. kind
      .. ("\0"):rep(100) .. "ustar\00000" .. ("\0"):rep(80)
      .. prefix .. ("\0"):rep(167 - #prefix))
  end
  local sum = 0
  local blank = header((" "):rep(8))
  assert(#blank == 512)
  for i = 1, #blank do sum = sum + blank:byte(i) end
  return header(("%06o\0 "):format(sum)) .. data
    .. ("\0"):rep(-#data % 512)
end

-- The first byte: how many checksums the target mends.
function M.archive()
  local fin = ("\0"):rep(1024)
  local sound = member("modules/", "", "5", "")
    .. member("modules/a.o", "hello", "0", "")
    .. member("./lua/b.lua", ("x"):rep(600), "0", "")
    .. member("c", "", "\0", "a/prefix") .. fin
  return {
    "\0" .. sound, "\255" .. sound, "\1" .. fin, "\1",
    "\2" .. member("a", "1", "0", "") .. member("a", "2", "0", "") .. fin,
    "\1" .. member("cut", ("x"):rep(512), "0", ""),
    "\1" .. member("link", "", "2", "") .. fin,
  }
end

local ROW = "row id=%d experiment=call case=c%d model=m%%20x x=%s clock=insn "
  .. "unit=insn n=4 cold=50 min=10 p25=10 p50=11 p75=12 p99=17 max=17 "
  .. "mean=13 stddev=2 overhead=6 verified=%s warmup=1"
local NOTHING = "row id=3 experiment=e case=c model= x= clock=insn unit=insn "
  .. "warmup=0 n=0 cold= min= p25= p50= p75= p99= max= mean= stddev= overhead= "
  .. "verified="
local ONCE = NOTHING:gsub("n=0", "n=1"):gsub("(%w+)= ", function(key)
  return ("cold min p25 p50 p75 p99 max mean overhead"):find(key, 1, true)
    and key .. "=7 " or nil
end):gsub("stddev=", "stddev=0"):gsub("verified=", "verified=yes")

local function log(list, prefix)
  local lines = { (prefix or "console\n") .. "DEIMOS-BEGIN 1\n" }
  for i, payload in ipairs(list) do
    lines[#lines + 1] = ("@ %d %08x %s\n"):format(i, records.crc32(payload),
      payload)
  end
  lines[#lines + 1] = ("DEIMOS-END 1 records=%d status=16\n"):format(#list)
  return table.concat(lines)
end

-- The first byte: what the target mends.
function M.records()
  local row = { "s id=1 at=0 v=50,20,10", "s id=1 at=3 v=12,11,17",
    ROW:format(1, 1, "", "yes") }
  local graph = {
    "graph id=1 part=graph label=end nodes=2 interfaces=1 receptacles=1 "
      .. "bindings=1",
    "graph id=1 part=node handle=1 name=a", "graph id=1 part=node handle=2",
    "graph id=1 part=interface handle=3", "graph id=1 part=receptacle handle=4",
    "graph id=1 part=constraint of=interface handle=3 what=pairs text=%3Ca%3E",
    "graph id=1 part=binding handle=5 client=1 provider=2 receptacle=4 "
      .. "interface=3",
  }
  local list = {}
  for _, payloads in ipairs {
    {}, { "env key=clock value=insn", "env key=a value=b%20%ff%00c" }, row, graph,
    { "s id=1 at=0 v=50,20,10,12,11,17", ROW:format(1, 1, "64", "no") },
    { NOTHING }, { "s id=3 at=0 v=7", ONCE },
  } do
    for mended = 0, 3 do
      list[#list + 1] = string.char(mended) .. log(payloads)
    end
  end
  list[#list + 1] = "\0" .. log(row):gsub("16\n$", ("9"):rep(20) .. "\n")
  list[#list + 1] = "\0" .. log(row, "\27[H\r\n"):gsub("\n", "\r\n")
  return list
end

local OBJECTS = {
  "int x = 3; int f(void) { return x; }",
  "static int a[40]; extern int w __attribute__((weak)); "
    .. "int *p[2] = { a, &a[7] }; int g(void) { return w ? a[1] : 0; }",
  "__attribute__((section(\".deimos\"))) int manifest[16] = { 1, 2, 3 };"
    .. "int common; const char *const s = \"text\"; int h(int n)"
    .. "{ switch (n) { case 1: return 3; case 2: return 5; case 3: return 9; "
    .. "case 4: return 1; case 5: return 77; } return common; }",
  "__asm__(\".long _GLOBAL_OFFSET_TABLE_, x@GOT, x@GOTOFF, x - .; "
    .. ".data; x: .long x; .byte 0; .word 0\");",
}

-- What gcc makes of small sources, with and without PIC.
function M.elf()
  local list, file = {}, host.build() .. "/fuzz/object.o"
  for _, source in ipairs(OBJECTS) do
    for _, flag in ipairs { "-fno-pic", "-fpic -fcommon" } do
      host.must(("printf %%s %s | gcc -m32 -march=i486 -O1 -ffreestanding %s "
        .. "-fcf-protection=none -fno-asynchronous-unwind-tables -c -x c "
        .. "-o %s -"):format(host.quote(source), flag, host.quote(file)))
      list[#list + 1] = host.read(file)
    end
  end
  os.remove(file)
  return list
end

return M
