-- SPDX-License-Identifier: MIT
-- Rows over cases and sizes, as most workloads measure them.
--
--   local sweep = require("sweep").begin("flush", {
--     cases = { "none", "cr3" }, sizes = { 1, 16, 256 },
--     samples = 30, warmup = 3 })
--   local subject = deimos.load("bench_flush")
--   sweep:rows{ experiment = "flush", module = subject }
--   subject:unload()
--
-- The second argument of begin() says what can be told from outside
-- (arguments.lua), and what holds otherwise; it is then in the fields of the
-- result: sweep.cases, sweep.models.

local arguments = require "arguments"
local check = require "check"

local M = {}
local Sweep = {}
Sweep.__index = Sweep

local FIELDS <const> = { "experiment", "case", "model", "x", "module",
  "interface", "parameter", "live" }
-- What a line says beside these: a misspelt field would be left out.
local LINE <const> = { "samples", "remark", "cases", "sizes", "before",
  "not_for", "most", "room" }
table.move(FIELDS, 1, #FIELDS, #LINE + 1, LINE)
-- What begin() can be told (workloads/README.md).
local TAKES <const> = { "samples", "warmup", "cases", "sizes", "models",
  "kinds", "policies", "schedulers", "most" }

function M.begin(name, takes)
  check.text("sweep.begin name", name)
  check.fields("sweep.begin", takes, TAKES)
  local sweep = setmetatable(arguments.read(name, takes), Sweep)
  sweep.name, sweep.unit = name, ""
  return sweep
end

-- tell: one line of the console for a row; `more` stands behind the result.
function Sweep:tell(line, result, more)
  print(("%-10s %-14s %-9s %-7s p50 %7s%s"):format(line.experiment, line.case,
    line.model or "", line.x and "x " .. line.x or "", result, more or ""))
end

-- What deimos.experiment is asked for: the interface is named as the case, if
-- it is not said; samples and warm-up are those of the sweep.
local function asked(self, line)
  local this = { warmup = self.warmup, samples = not self.said.samples
    and line.samples or self.samples }
  for _, field in ipairs(FIELDS) do this[field] = line[field] end
  this.interface = this.interface or this.case
  return this
end

-- row: as deimos.experiment, which it is; self.unit is of its numbers, "" before
-- there is one. line.remark(): more that the console shows.
function Sweep:row(line)
  check.fields("sweep:row", line, LINE)
  local this = asked(self, line)
  local row, why = deimos.experiment(this)
  if row then
    self.unit = row.unit
    self:tell(this, row.p50, " " .. row.unit
      .. (line.remark and line.remark() or ""))
  else
    self:tell(this, why == "not applicable" and "n/a" or why)
  end
  return row, why
end

-- A row without samples: what the line asks for has no meaning.
function Sweep:not_applicable(line)
  deimos.not_applicable(asked(self, line))
  self:tell(line, "n/a")
end

-- has: was that case asked for?
function Sweep:has(case)
  for _, name in ipairs(self.cases) do
    if name == case then return true end
  end
  return false
end

-- Is the size beyond what the curve, the user or the machine has room for?
local function is_over(self, line, x)
  local most = math.min(line.most or math.huge, self.most or math.huge)
  if x <= most and x > (line.room or math.huge) then
    print(("%-10s %-14s stops: no memory for x %d"):format(line.experiment,
      line.case, x))
  end
  return x > most or x > (line.room or math.huge)
end

-- curve: a row for each size, up to line.most and as far as there is memory
-- (line.room). not_for(line): true where it has no meaning. The points.
function Sweep:curve(line)
  check.fields("sweep:curve", line, LINE)
  local points = {}
  for _, x in ipairs(line.sizes or self.sizes) do
    if is_over(self, line, x) then break end
    local this = setmetatable({ x = x }, { __index = line })
    if line.not_for and line.not_for(this) then
      self:not_applicable(this)
    else
      local row = self:row(this)
      if row then points[#points + 1] = { x, row.p50 } end
    end
  end
  return points
end

-- rows: the cases in turn, or those of line.cases that were asked for; a curve
-- of each if there are sizes, otherwise one row. before(case) is called first.
function Sweep:rows(line)
  check.fields("sweep:rows", line, LINE)
  for _, case in ipairs(line.cases or self.cases) do
    if self:has(case) then
      local this = setmetatable({ case = case }, { __index = line })
      if line.before then line.before(case) end
      if line.sizes or self.sizes then
        self:curve(this)
      else
        self:row(this)
      end
    end
  end
end

-- with: the model's column, where another module than the usual one serves.
function Sweep.with(model, usual, word)
  if word == usual then return model end
  return model and model .. "/" .. word or word
end

-- schedule: a concurrency module with its scheduling policy. A function that
-- unloads both.
function Sweep.schedule(kind, policy)
  local scheduler, threads = deimos.load(policy), deimos.load(kind)
  deimos.bind(threads, "scheduler", scheduler, "scheduler")
  return threads, function()
    threads:unload()
    scheduler:unload()
  end
end

return M
