-- SPDX-License-Identifier: MIT
-- What gnuplot is asked for, word by word, and what becomes of its answer: a
-- drawing that is not there to its end is none, whichever byte it ends at. A
-- script in the place of gnuplot notes what it is given, and draws nothing.

local csv = require "results.data.csv"
local host = require "results.host"
local plot = require "results.show.plot"
local store = require "results.data.store"
local uv = require "luv"

local DIR <const> = host.scratch()
local OUT <const> = DIR .. "/d"
host.must(("mkdir %s/bin %s"):format(DIR, OUT))
host.write(DIR .. "/bin/gnuplot", ([[
#!/bin/sh
value() { printf '%%s\n' "$2" | tr ';' '\n' | sed -n "s/^$1='\{0,1\}\([^']*\)'\{0,1\}\$/\1/p"; }
dir=%s
printf '%%s\n' "$2" | tr ';' '\n' | sort >>$dir/log
echo "$3" >>$dir/log
cat "$(value data "$2")" >>$dir/log
echo . >>$dir/log
cat $dir/"$(value format "$2")" >"$(value out "$2")"
]]):format(DIR))
host.must("chmod +x " .. DIR .. "/bin/gnuplot")
uv.os_setenv("PATH", DIR .. "/bin:" .. os.getenv("PATH"))

local SVG <const>, PNG <const> = "<svg>x</svg>\n", "\137PNG...IEND\xaeB`\x82"
local function answers(svg, png)
  host.write(DIR .. "/svg", svg)
  host.write(DIR .. "/png", png)
end

local function row(experiment, case, x, p50, changes)
  local one = { experiment = experiment, case = case, model = "", x = x,
    machine = "m", clock = "insn", unit = "u", n = 9, cold = 5 * p50, min = p50 - 1,
    p25 = p50, p50 = p50, p75 = p50, p99 = p50 + 2, max = p50 + 3, mean = p50,
    stddev = 0, overhead = 6, verified = "yes" }
  for key, value in pairs(changes or {}) do one[key] = value end
  return one
end

local function write(rows)
  local lines = { csv.line(store.columns) }
  for i, one in ipairs(rows) do
    local list = {}
    for column, key in ipairs(store.columns) do list[column] = one[key] end
    lines[i + 1] = csv.line(list)
  end
  host.write(OUT .. "/summary.csv", table.concat(lines))
  host.write(OUT .. "/environment.csv", "key,value\n")
end

-- What of a folder with these rows is asked for: settings without those that are the
-- same each time, the script, the data.
local function asked(rows)
  write(rows)
  os.remove(DIR .. "/log")
  plot.all(OUT, "the machine")
  local found = {}
  for text in host.read(DIR .. "/log"):gmatch("(.-\n)%.\n") do
    text = text:gsub(DIR:gsub("%p", "%%%0"), "DIR"):gsub("part%-%d+", "part")
    found[#found + 1] = text
  end
  return found
end

-- A drawing as it ought to be asked for, in both formats.
local function expect(got, at, name, wanted)
  for i, format in ipairs { "png", "svg" } do
    local words = { clock = "'insn'", unit = "'instructions'", name = ("'%s'"):format(name),
      question = ("'%s'"):format(name), machine = "'the machine'", by_x = 0,
      format = ("'%s'"):format(format), data = ("'DIR/d/.%s.dat'"):format(name),
      out = ("'DIR/d/%s.%s.part'"):format(name, format) }
    for key, value in pairs(wanted) do words[key] = value end
    local data, script = words.text, words.script or "plots/generic.gp"
    words.text, words.script = nil, nil
    local lines = {}
    for key, value in pairs(words) do lines[#lines + 1] = key .. "=" .. value end
    table.sort(lines)
    local text = table.concat(lines, "\n") .. "\n" .. script .. "\n" .. data
    local one = got[at + (i == 1 and 1 or 0)]
    assert(one == text, ("%s:\n%s\nnot\n%s"):format(name, one, text))
  end
end

answers(SVG, PNG)

-- Bars: the ends are those of any row, and a row without samples is none.
local bars = asked { row("mine", "a", "", 40), row("mine", "b", "0", 30),
  row("mine", "c", "7", 50, { model = "flat", overhead = 3 }),
  row("mine", "none", "9", 8, { n = 0 }) }
assert(#bars == 2)
expect(bars, 1, "mine", { count = 3, x_max = 7, y_min = 30, text =
  '1 "a" 40 39 42 6 200\n2 "b" 30 29 32 6 150\n3 "c flat 7" 50 49 52 3 250\n' })

-- Curves, of which the second has the ends.
local curves = asked { row("mine", "a", "1", 40), row("mine", "a", "3", 44),
  row("mine", "a", "2", 42), row("mine", "b", "9", 31), row("mine", "b", "1", 35) }
expect(curves, 1, "mine", { count = 2, by_x = 1, x_max = 9, y_min = 31, text =
  '"a: +2 each x"\n1 40 39 42\n3 44 43 46\n2 42 41 44\n\n\n"b"\n9 31 30 33\n1 35 34 37\n' })

-- The least median is at least 1, however small it is, and a fraction if it is one.
for p50, y_min in pairs { ["0"] = "1", ["-3"] = "1", ["1"] = "1", ["2"] = "2",
    ["1.5"] = "1.5", ["700"] = "700" } do
  local one = asked { row("mine", "a", "", tonumber(p50)), row("mine", "b", "", 800) }
  local said = one[1]:match("\ny_min=([^\n]*)")
  assert(tonumber(said) == tonumber(y_min), ("%s: %s"):format(p50, said))
  assert(one[1]:find("\nx_max=0\n", 1, true))
end

-- An own script, its question, and another clock.
local own = asked { row("call", "near", "", 9, { clock = "tsc" }),
  row("call", "gate", "", 12, { clock = "tsc" }) }
expect(own, 1, "call", { count = 2, x_max = 0, y_min = 9, clock = "'tsc'",
  unit = "'TSC cycles'", script = "plots/call.gp", question = "'" ..
    host.read("plots/call.gp"):match("\n# Question: ([^\n]+)") .. "'",
  text = '1 "near" 9 8 11 6 45\n2 "gate" 12 11 14 6 60\n' })
local modelled = asked { row("mine", "a", "", 9, { clock = "model" }) }
assert(modelled[1]:find("\nunit='modelled cycles'\n", 1, true))
local odd = asked { row("mine", "a", "", 9, { clock = "sundial" }) }
assert(odd[1]:find("\nunit='sundial'\n", 1, true))

-- A drawing is there to its last byte, or the run says which script, and what was
-- there before stays.
local function draws()
  local said = host.output(("lua5.4 -e 'require(\"results.show.plot\").all(\"%s\", "
    .. "\"m\")' 2>&1; echo $?"):format(OUT))
  return said:match("^(.-)\n?(%d+)$")
end
write { row("mine", "a", "", 9) }
local count = 0
local function cut(svg, png, kind)
  answers(svg, png)
  local said, status = draws()
  if not kind then
    assert(status == "0" and said == "", said)
    assert(host.read(OUT .. "/mine.svg") == svg and host.read(OUT .. "/mine.png") == png)
    host.write(OUT .. "/mine." .. "svg", "old")
    host.write(OUT .. "/mine." .. "png", "old")
  else
    assert(status == "1" and said == ("plots/generic.gp does not draw %s/mine.%s"):format(
      OUT, kind), ("%s: %s"):format(status, said))
    assert(host.read(("%s/mine.%s"):format(OUT, kind)) == "old", "what was there is gone")
  end
  assert(not host.output("ls -a " .. OUT):find("part-", 1, true), "a part is left")
  count = count + 1
end
cut(SVG, PNG)
cut(SVG .. " \n", PNG)
cut(SVG:sub(1, -2), PNG)
for _, size in ipairs { 2, 8, #SVG } do cut(SVG:sub(1, -1 - size), PNG, "svg") end
cut(SVG .. "more", PNG, "svg")
for _, size in ipairs { 1, 4, 5, 9 } do cut(SVG, PNG:sub(1, -1 - size), "png") end
cut(SVG, PNG .. "\0", "png")
print(("plot_asked: %d answers of gnuplot"):format(count))
