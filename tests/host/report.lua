-- SPDX-License-Identifier: MIT
-- A report and the terminal's table have every row of the run, however many
-- there are and whatever came of them; what is marked looks different.

local compare = require "results.show.compare"
local csv = require "results.data.csv"
local host = require "results.host"
local plot = require "results.show.plot"
local report = require "results.show.report"
local statistics = require "results.data.statistics"
local store = require "results.data.store"
local text_of = require("results.show.table").text

local ROOT <const> = host.scratch() .. "/m"
local ROWS <const> = 300
local BAD <const> = { [1] = true, [150] = true, [ROWS] = true }

-- Rows of the same experiment; one with samples in seven: those are drawn.
local function row(i)
  local has = BAD[i] or i % 7 == 0
  local one = { experiment = "many", case = "case" .. i, model = "", x = "",
    machine = "m", clock = "insn", unit = "insn", warmup = 0, samples = {},
    n = has and 2 or 0, verified = BAD[i] and "no" or has and "yes" or "" }
  for k, key in ipairs(statistics.values) do
    one[key] = has and 10000 * k + i or ""
  end
  if has then one.samples = { 1, 2, 3 } end
  return one
end

local rows = {}
for i = 1, ROWS do rows[i] = row(i) end

host.mkdir(ROOT)
local dir = store.write(ROOT, { rows = rows, environment = {
  workload = "w", verdict = "fail", clock = "insn", machine = "m" } })
report.write(dir)
local html = host.read(dir .. "/report.html")

-- Each row once, in its order, with its own numbers, net too.
local at = 1
for i, one in ipairs(rows) do
  local line, after = html:match(("<tr([^>]*)><td>many</td><td>case%d</td>()")
    :format(i), at)
  assert(line, ("row %d is not in the report"):format(i))
  assert(line == (BAD[i] and ' class="bad"' or ""), "row " .. i .. line)
  local cells = html:match("[^\n]*", after)
  for key, value in pairs { cold = one.cold, p50 = one.p50, p99 = one.p99,
      stddev = one.stddev, net = one.n > 0 and one.p50 - one.overhead } do
    assert(not value or value == "" or cells:find(
      ('<td class="number">%d</td>'):format(value), 1, true), key .. " of " .. i)
  end
  at = after
end

-- What its clock is, and how the run ended.
for clock, words in pairs { insn = "counts guest instructions",
    tsc = "is the time stamp counter" } do
  for verdict, failed in pairs { pass = false, fail = true, dead = true } do
    local other = store.write(ROOT, { rows = { row(7) }, environment = {
      workload = "w", verdict = verdict, clock = clock, machine = "m" } })
    report.write(other)
    local text = host.read(other .. "/report.html")
    assert(text:find("The clock " .. words, 1, true), clock)
    assert((text:find("This run failed", 1, true) ~= nil) == failed, verdict)
    host.must("rm -rf " .. host.quote(other))
  end
end

-- All that has a class is shown otherwise than what has none.
local style = html:match("<style>(.-)</style>")
for tag, class in html:gmatch('<(%l+) class="(%l+)"') do
  assert(style:find(("%%f[%%w]%s%%.%s[ ,][^}]*{"):format(tag, class)),
    ("%s.%s has no style"):format(tag, class))
end

-- The terminal's table likewise.
local lines = {}
for line in text_of(rows):gmatch("[^\n]+") do lines[#lines + 1] = line end
assert(#lines == ROWS + 1, #lines .. " lines")
for i, one in ipairs(rows) do
  local line = lines[i + 1]
  assert(line:find("case" .. i, 1, true), line)
  assert(one.n == 0 or line:find(("%d +%d +%d +%d"):format(one.cold, one.p50,
    one.p50 - one.overhead, one.min)), line)
end

-- Words begin, and numbers end, where their column's name does.
do
  local few = { row(7), row(14) }
  few[1].case, few[1].n, few[1].x = "a longer case", 1000000, "16"
  local shown = {}
  for line in text_of(few):gmatch("[^\n]+") do shown[#shown + 1] = line end
  for name in shown[1]:gmatch("%w+") do
    local from, to = shown[1]:find("%f[%w]" .. name .. "%f[%W]")
    for i = 2, 3 do
      local word = few[i - 1][name]
      if name == "net" then word = few[i - 1].p50 - few[i - 1].overhead end
      word = tostring(word)
      local place = tonumber(word) and to - #word + 1 or from
      assert(shown[i]:sub(place, place + #word - 1) == word, ("%s of\n%s\n%s"):format(
        name, shown[1], shown[i]))
    end
  end
end

-- A column is there if any row has something in it.
local narrow = { rows[7], rows[8] }
assert(not text_of(narrow):find("  x  ", 1, true))
rows[8].x = "4"
assert(text_of(narrow):find("  x  ", 1, true)
  and text_of(narrow):find("case8 +4 +0"), text_of(narrow))
rows[8].x = ""

-- Columns are as wide as they are seen: UTF-8, and what is none.
narrow[1].case, narrow[2].case = "ä€😀", "abc"
local _, first, second = text_of(narrow):match("([^\n]*)\n([^\n]*)\n([^\n]*)")
assert(utf8.len(first) == #second, text_of(narrow))
narrow[1].case = "a\xff\xfe"
_, first, second = text_of(narrow):match("([^\n]*)\n([^\n]*)\n([^\n]*)")
assert(#first == #second, text_of(narrow))
-- And no wider.
narrow[1].case, narrow[2].case = "éééééé", "abc"
local _, accents = text_of(narrow):match("([^\n]*)\n([^\n]*)\n")
narrow[1].case = "eeeeee"
local _, plain = text_of(narrow):match("([^\n]*)\n([^\n]*)\n")
assert(accents:gsub("é", "e") == plain, accents)
narrow[1].case, narrow[2].case = "case7", "case8"

-- Each table has a cell for each of its columns; that of the rows names what the
-- results have, and beside the median what is net of the overhead.
local function tables_of(text)
  local found = {}
  for body in text:gmatch("<table>(.-)</table>") do
    local one = { lines = {} }
    for line in body:gmatch("<tr[^>]*>(.-)</tr>") do
      local cells, tag = {}, #one.lines == 0 and not one.head and "th" or "td"
      for value in line:gmatch("<" .. tag .. "[^>]*>(.-)</" .. tag .. ">") do
        cells[#cells + 1] = value
      end
      if tag == "th" then one.head = cells else one.lines[#one.lines + 1] = cells end
    end
    for i, cells in ipairs(one.lines) do
      assert(#cells == #one.head and #cells > 1, ("%s: line %d has %d cells"):format(
        table.concat(one.head, ","), i, #cells))
    end
    found[one.head[1] .. "," .. one.head[2]] = one
  end
  return found
end
local values = table.concat(statistics.values, ","):gsub("p50", "p50,net")
local all = tables_of(html)
local ours <const> = all["experiment,case"]
assert(table.concat(ours.head, ",") == "experiment,case,model,x,n," .. values
  .. ",unit,verified" and #ours.lines == ROWS, table.concat(ours.head, ","))
assert(all["key,value"] and #all["key,value"].lines == 4)

-- Published figures, all of them, each with its source; and Appel and Li's.
local PUBLISHED <const> = host.read("results/published.csv")
local figures, head = csv.records(PUBLISHED)
local theirs <const> = all["system,cpu"]
assert(table.concat(theirs.head, ",") == table.concat(head, ",")
  and #theirs.lines == #figures and #figures > 50)
for i, record in ipairs(figures) do
  for column, name in ipairs(head) do
    assert(theirs.lines[i][column] == record[name]:gsub("&", "&amp;"), record.source)
  end
end
assert(select(2, html:gsub('<td class="source">', "")) == #figures + 4)
local appel = { row(7), row(14) }
for i, case in ipairs { "prot1", "trap" } do
  appel[i].experiment, appel[i].case, appel[i].x = "appel", case, "0"
end
local other <const> = store.write(ROOT, { rows = appel, environment = {
  workload = "w", verdict = "pass", clock = "insn", machine = "m" } })
report.write(other)
local kept = (store.load(other))
local header, ratios = compare.appel(kept, PUBLISHED)
local beside <const> = tables_of(host.read(other .. "/report.html"))[
  header[1] .. "," .. header[2]]
assert(beside and table.concat(beside.head, ",") == table.concat(header, ",")
  and #beside.lines == #ratios and #ratios > 3)
for i, line in ipairs(ratios) do
  assert(table.concat(beside.lines[i], ",") == table.concat(line, ","), i)
end
host.must("rm -rf " .. host.quote(other))

-- All with samples are drawn, those of one sample among them.
rows[7].n, rows[14].n = 1, 1
local drawn = plot.groups(rows)
assert(#drawn == 1 and #drawn[1].rows == ROWS // 7 + 3, #drawn[1].rows)

host.must("rm -rf " .. host.quote(dir))
print("report: every row is there")
