-- SPDX-License-Identifier: MIT
-- Each plot shows the numbers of its CSV: what is drawn is read back from the
-- SVG through the axes' tics, and what is said of it. Each column has values of
-- its own, and experiments have one of two clocks.

local host = require "results.host"
local csv = require "results.data.csv"
local plot = require "results.show.plot"
local store = require "results.data.store"
local svg = require "tests.svg"

local DIR <const> = host.fresh(host.build() .. "/run/test-svg")

-- Scripts that draw one line a case, and whether the cold sample is there.
local BY_CASE <const> = { call = false, switch = false, cm = false,
  ladder = false, bind = true, fault = true, appel = true, client = true,
  service = true, debug = true,
  ["mine"] = false }
-- How a case's number stands beside its line.
local NUMBER <const> = { bars = "  %d net", bind = "%d", fault = "%d",
  client = "%d", service = "%d", debug = "%d",
  appel = "  %d" }
-- Those that draw curves: the numbers in x, and where the first is drawn; the
-- first word of what x is.
local BY_X <const> = {
  ["bind-x"] = { 1, 10, 100, 1000, is = "x: terms" },
  flush = { 1, 16, 1024, is = "pages" },
  smallspace = { 1, 64, 1024, is = "pages" },
  rlookup = { 1, 256, 65536, is = "mappings" },
  unload = { 1, 4, 64, is = "bindings" },
  replace = { 1, 4, 64, is = "bindings" }, curves = { 1, 5, 9, is = "x" },
  ["ladder-x"] = { 0, 16, 4096, at = { [0] = 1 }, k = 1024, is = "bytes",
    per = "round trip" },
  paging = { 0, 4, 1024, at = { [0] = 0.5 }, is = "regions" },
  upcall = { 0, 64, 4096, at = { [0] = 16 }, k = 1024, is = "bytes there",
    per = "%s there and back" },
  ["debug-x"] = { 0, 10, 100, at = { [0] = 0.3 }, is = "steps", per = "run" },
}
local UNITS <const> = { insn = "instructions", tsc = "TSC cycles" }

local function clock_of(experiment)
  return #experiment % 2 == 0 and "tsc" or "insn"
end

local function row(experiment, case, x, p50)
  return { experiment = experiment, case = case, model = "", x = x,
    machine = "m", clock = clock_of(experiment), unit = "u", n = 9, cold = 3 * p50,
    min = p50 - p50 // 4, p25 = p50 - p50 // 8, p50 = p50,
    p75 = p50 + p50 // 8, p99 = p50 + p50 // 3, max = 2 * p50,
    mean = p50 + p50 // 5, stddev = p50 // 6, overhead = p50 // 2 + 3,
    verified = "yes" }
end

local function draw(rows)
  local lines = { csv.line(store.columns) }
  for i, one in ipairs(rows) do
    local list = {}
    for column, name in ipairs(store.columns) do list[column] = one[name] end
    lines[i + 1] = csv.line(list, #store.columns)
  end
  host.write(DIR .. "/summary.csv", table.concat(lines))
  host.write(DIR .. "/environment.csv", "key,value\n")
  plot.all(DIR, "m")
end

local function read(name, k)
  return svg.parse(assert(host.read(("%s/%s.svg"):format(DIR, name)), name), k)
end

local function expect(it, kind, x, y, name, one, key)
  assert(svg.has(it[kind], x, y), ("%s: %s of %s %s, %d, is not in its %s")
    :format(name, key, one.case, one.x, one[key], kind))
end

-- Its question, whose numbers they are, and their unit.
local function check_texts(name, it, axis, per)
  local clock = clock_of(name)
  assert(svg.says(it, plot.question(name)), name .. ": no question")
  assert(svg.says(it, ("%s on m, clock %s; p50, whiskers from min to p99")
    :format(name, clock)), name .. ": no subtitle")
  local form = per and per:find("%s", 1, true) and per
    or "%s per " .. (per or "operation")
  local unit, found = form:format(UNITS[clock]), {}
  for _, text in ipairs(it.texts) do
    found.unit = found.unit or text[3]:find(unit, 1, true) == 1
    found.axis = found.axis or text[3]:find(axis or unit, 1, true) == 1
  end
  assert(found.unit, ("%s: no axis is in %s"):format(name, UNITS[clock]))
  assert(found.axis, ("%s: no axis has %s"):format(name, axis))
end

local function check_case(name, rows, cold)
  local it = read(name)
  check_texts(name, it)
  for _, one in ipairs(rows) do
    local y = assert(it.names[one.case], name .. ": no tic " .. one.case)
    local function has(kind, key)
      expect(it, kind, it.x(one[key]), y, name, one, key)
    end
    has("lines", "min")
    has("lines", "p99")
    has(cold and "points" or "bars", "p50")
    has(cold and "points" or "bars", cold and "cold" or "overhead")
    local number = (NUMBER[name] or NUMBER.bars):format(one.p50
      - (NUMBER[name] and 0 or one.overhead))
    assert(svg.says(it, number, y), ("%s: no '%s' beside %s"):format(name,
      number, one.case))
  end
end

-- The line and the whiskers are paths; a point is on the line.
local function check_x(name, rows, points)
  local it, medians = read(name, points.k), {}
  check_texts(name, it, points.is, points.per)
  for _, one in ipairs(rows) do
    local x = it.x(points.at and points.at[one.x] or one.x)
    for _, key in ipairs { "p50", "min", "p99" } do
      expect(it, "lines", x, it.y(one[key]), name, one, key)
    end
    expect(it, "points", x, it.y(one.p50), name, one, "p50")
    medians[#medians + 1] = { x, it.y(one.p50) }
  end
  for _, point in ipairs(it.points) do
    assert(point[2] < it.top or svg.has(medians, point[1], point[2]),
      ("%s: a point at %.1f, %.1f is no median"):format(name, point[1], point[2]))
  end
end

-- A panel for each x, in which a row's point and whisker are beside its name.
local function check_panels(name, rows, sizes, name_of)
  local list = svg.panels(assert(host.read(("%s/%s.svg"):format(DIR, name))))
  assert(#list == #sizes, name .. ": not a panel for each x")
  check_texts(name, list[1], nil, "%s there and back; bytes")
  local drawn = 0
  for _, one in ipairs(rows) do
    for i, it in ipairs(list) do
      if sizes[i] == one.x then
        local y = list[1].names[name_of(one)]
        assert(y, name .. ": no tic " .. name_of(one))
        for _, key in ipairs { "p50", "min", "p99" } do
          local kind = key == "p50" and "points" or "lines"
          expect(it, kind, it.x(one[key]), y, name, one, key)
        end
        assert(svg.says(it, ("%d bytes"):format(one.x)), name .. ": no title")
        drawn = drawn + 1
      end
    end
  end
  assert(drawn == #rows, name)
end

-- What reads a plot finds what is there, and nothing beside it.
local marks, words = { { 90, 40 }, { 10, 20 } }, { { 5, 20, "word" } }
for dx = -3, 3 do
  for dy = -3, 3 do
    assert(svg.has(marks, 10 + dx, 20 + dy)
      == (math.abs(dx) < 2 and math.abs(dy) < 2), "a mark beside the place")
  end
end
assert(not svg.has(marks, 90, 20) and not svg.has({}, 10, 20))
for _, case in ipairs { { "word", nil, true }, { "word", 20, true },
    { "word", 39, true }, { "word", 1, true }, { "word", 40, false },
    { "word", 0, false }, { "wor", 20, false }, { "words", nil, false } } do
  assert(svg.says({ texts = words }, case[1], case[2]) == case[3], case[1])
end

-- An axis by its tics, as gnuplot labels them; what is no number is none.
local function axis_of(k, labels, at)
  local parts = {}
  for i, label in ipairs(labels) do
    parts[i] = ([[<path d='M%d,400 L%d,395 '/> <g transform="translate(%d,420)">
      <text>%s</text>]]):format(at[i], at[i], at[i], label)
  end
  return svg.parse(table.concat(parts) .. '<g id="gnuplot_plot_1">', k).x
end
for _, case in ipairs {
  { 1000, { " 0", " 0.5", " 1", "case" }, { 100, 200, 300, 350 }, 0.75, 250 },
  { 1000, { "0.1", "1", "10", "1k", "1M" }, { 100, 200, 300, 500, 800 }, 100, 400 },
  { 1024, { "1", "1k", "1M" }, { 100, 200, 300 }, 32, 150 },
  { 1000, { "1.5k", "2.5k", "3k" }, { 100, 200, 250 }, 2000, 150 },
  { 1000, { "0", "10", "20", "30" }, { 10, 20, 30, 40 }, 5, 15 } } do
  local x = axis_of(case[1], case[2], case[3])
  assert(x and math.abs(x(case[4]) - case[5]) < 0.01, table.concat(case[2], " "))
end
assert(not axis_of(1000, { "1", "x", "2 y" }, { 100, 200, 300 }), "one number")
assert(not axis_of(1000, { "1", "2", "4", "5" }, { 100, 200, 210, 300 }),
  "neither straight nor logarithmic")

local scripts = {}
for name, cold in pairs(BY_CASE) do
  local rows = {}
  for i, case in ipairs { "one", "two", "three" } do
    rows[i] = row(name, case, "", (cold and 900 or 130) + 370 * i)
  end
  draw(rows)
  check_case(name, rows, cold)
  scripts[name] = true
end
for name, points in pairs(BY_X) do
  local rows = {}
  for i, case in ipairs { "one", "two" } do
    for j, x in ipairs(points) do
      rows[#rows + 1] = row(name, case, x, 700 * i + 4300 * (j - 1))
    end
  end
  draw(rows)
  check_x(name, rows, points)
  scripts[name] = true
end
-- Clients that call each other: a line for each pair; and other rows.
local SIZES <const> = { 0, 64, 4096 }
local function rows_of_ipc(cases, model)
  local rows = {}
  for i, case in ipairs(cases) do
    for k, x in ipairs(SIZES) do
      rows[#rows + 1] = row("ipc", case, x, 90 * (#rows + 1) + 900 * k + i)
      rows[#rows].model = model or ""
    end
  end
  return rows
end
for models = 1, 4 do
  local rows = {}
  for i = 1, models * models do
    local pair = ("m%d-m%d"):format((i - 1) // models + 1, (i - 1) % models + 1)
    local more = rows_of_ipc({ "call", "send" }, pair)
    table.move(more, 1, #more, #rows + 1, rows)
  end
  for i = 1, models do
    local more = rows_of_ipc({ "grant" }, ("m%d-m%d"):format(i, i))
    table.move(more, 1, #more, #rows + 1, rows)
  end
  draw(rows)
  check_panels("ipc", rows, SIZES, function(one) return one.model end)
end
local others = rows_of_ipc { "one", "two" }
draw(others)
check_panels("ipc", others, SIZES, function(one) return one.case end)
scripts.ipc = true

for _, path in ipairs(host.list("plots/*.gp")) do
  local name = host.stem(path)
  assert(scripts[name] or not host.read(path):find("\n# Question: ", 1, true),
    path .. " is not read back here")
end
print("svg: each plot shows its rows")
