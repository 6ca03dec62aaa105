-- SPDX-License-Identifier: MIT
-- Each script of plots/ draws whatever rows its experiment has: with and
-- without x, of one size or several, from 0 on and far out, one case or two. A
-- workload can be told from outside which cases and sizes it measures.

local csv = require "results.data.csv"
local filename = require "results.data.filename"
local host = require "results.host"
local plot = require "results.show.plot"
local store = require "results.data.store"

local ROOT <const> = host.build() .. "/run/test-plot_forms"
-- The x of each row of a case.
local FORMS <const> = {
  plain = { "" }, zero = { "0" }, one = { "7" }, far = { "70000" },
  word = { "k" }, several = { "1", "7", "70" },
  from_zero = { "0", "4", "4096" }, far_out = { "4096", "70000" },
  partly = { "", "7", "70" },
}

local function row(experiment, case, x, p50)
  return { experiment = experiment, case = case, model = "", x = x,
    machine = "m", clock = "insn", unit = "u", n = 9, cold = p50, min = p50,
    p25 = p50, p50 = p50, p75 = p50, p99 = p50, max = p50, mean = p50,
    stddev = 0, overhead = 6, verified = "yes" }
end

-- Cases of those forms, one experiment a script: the drawings.
local function draw(experiments, label, forms)
  local dir = host.fresh(("%s/%s"):format(ROOT, label))
  local lines = { csv.line(store.columns) }
  for _, experiment in ipairs(experiments) do
    for i, form in ipairs(forms) do
      for k, x in ipairs(FORMS[form]) do
        local one, list = row(experiment, "case" .. i, x, 50 * i + 9 * k), {}
        for column, key in ipairs(store.columns) do list[column] = one[key] end
        lines[#lines + 1] = csv.line(list)
      end
    end
  end
  host.write(dir .. "/summary.csv", table.concat(lines))
  host.write(dir .. "/environment.csv", "key,value\n")
  local names = plot.all(dir, "m")
  for _, name in ipairs(names) do
    local svg = host.read(("%s/%s.svg"):format(dir, filename.of(name)))
    assert(svg and svg:find("</svg>%s*$"), label .. ": " .. name)
  end
  return table.concat(names, " ")
end

local experiments = { "mine" }
for _, path in ipairs(host.list("plots/*.gp")) do
  if host.read(path):find("\n# Question: ", 1, true)
      and not path:find("%-x%.gp$") then
    experiments[#experiments + 1] = host.stem(path)
  end
end
local forms, count = {}, 0
for form in pairs(FORMS) do forms[#forms + 1] = form end
table.sort(forms)
for _, form in ipairs(forms) do
  draw(experiments, form, { form })
  count = count + 1
end
draw(experiments, "two", { "plain", "one" })

-- Is what was drawn last titled by the question of its own script?
local function is_own(name)
  return host.read(("%s/names/%s.svg"):format(ROOT, name))
    :find("<text>" .. plot.question(name), 1, true)
end

-- A script for curves alone draws an experiment that has nothing else.
assert(draw({ "ladder", "call" }, "names", { "several" }) == "ladder-x call")
assert(draw({ "ladder" }, "names", { "one" }) == "ladder")
assert(draw({ "ladder" }, "names", { "one", "several" }) == "ladder ladder-x")
assert(draw({ "flush" }, "names", { "several" }) == "flush" and is_own("flush"))
-- Zero has a place on some axes: elsewhere the generic script shows it.
draw({ "flush", "ladder" }, "names", { "from_zero" })
assert(not is_own("flush") and is_own("ladder-x"))

-- A script that does not draw: which one, where, and why. What was drawn before
-- stays.
local TREE <const> = host.scratch()
host.must(("cp -r results plots lua %s && mkdir -p %s/d %s/modules && "
  .. "cp -r modules/api %s/modules && cp %s/names/*.csv %s/d")
  :format(TREE, TREE, TREE, TREE, ROOT, TREE))
local function draws()
  local text = host.output(("cd %s && lua5.4 -e 'require(\"results.show.plot\")"
    .. ".all(\"d\", \"m\")' 2>&1; echo $?; ls d"):format(TREE))
  return text:match("^(.-)\n?(%d+)\n[^/]*$")
end
local said, status = draws()
assert(status == "0" and said == "", said)
local before <const> = host.read(TREE .. "/d/ladder-x.svg")
local script <const> = host.read(TREE .. "/plots/ladder-x.gp")
for broken, cause in pairs { ["set nonsense\n"] = "line %d+: [^\n]+",
    ["plot sin(x) with nonsense\n"] = "line %d+: [^\n]+" } do
  host.write(TREE .. "/plots/ladder-x.gp", script .. broken)
  said, status = draws()
  assert(status == "1" and said:find("plots/ladder%-x%.gp does not draw "
    .. "d/ladder%-x%.svg: " .. cause), said)
  assert(host.read(TREE .. "/d/ladder-x.svg") == before, "it is half drawn")
  assert(not host.output("ls " .. TREE .. "/d"):find("part-", 1, true))
end
print(("plot_forms: %d scripts, %d forms of rows"):format(#experiments, count))
