-- SPDX-License-Identifier: MIT
-- What has to work on every processor and with any memory: modules, paging,
-- clients of each memory model with threads of the timer, which inherit
-- nothing; what the processor has is used, and where there is no TSC, all but
-- timing works.

local models = require "models"

local E_UNSUPPORTED <const> = deimos.errors.E_UNSUPPORTED
local FEATURES <const> = { "tsc", "pse", "pge", "sep", "rdtscp" }

local function check_features(expected)
  local machine = deimos.machine()
  local found = {}
  for _, name in ipairs(FEATURES) do
    if machine.features[name] then found[#found + 1] = name end
  end
  found = table.concat(found, " ")
  assert(found == expected, found)
  assert(machine.clock == (machine.features.tsc and "insn" or "none"))
end

-- What there is instead of a row without a TSC.
local function measured(row, why)
  if deimos.machine().features.tsc then
    assert(row, why)
    assert(row.verified and row.n == 5)
  else
    assert(not row and why == "no TSC", why)
  end
end

local function measure()
  measured(deimos.experiment{ experiment = "call", case = "near",
    module = "bench_call", samples = 5 })
  local case = deimos.machine().features.pge and "pge" or "cr3"
  measured(deimos.experiment{ experiment = "flush", case = case, x = 1,
    module = "bench_flush", interface = case, samples = 5 })
end

local function run_clients(system, name)
  models.together(system, {
    { name, "hello", 7, 7 }, { name, "grower", 2, 7 },
    { name, "counter", models.counter(3, 1), 3 },
    { name, "counter", models.counter(3, 2), 3 },
  })
end

local function run_models()
  for _, name in ipairs(models.ALL) do
    local system = models.open("preempt", { name })
    run_clients(system, name)
    models.close(system)
  end
end

-- Call gates where there is no SYSENTER.
local function run_sysenter()
  local wrapper = deimos.find("sysenter")
  for _, name in ipairs { "segpaged", "paged" } do
    local system = models.open("preempt", { name })
    local x = system[name].x
    local bound = deimos.bind(system[name].module, "sysenter", wrapper,
      "sysenter")
    if deimos.machine().features.sep then
      run_clients(system, name)
    else
      assert(x.exec("hello", 7) == E_UNSUPPORTED and x.count() == 0)
    end
    bound:unbind()
    assert(x.wait(x.exec("hello", 7)) == 7)
    models.close(system)
  end
end

--- features: those of FEATURES that must be found, in that order; mib: of
--- memory.
return function(features, mib)
  check_features(features)
  local missing = mib - deimos.machine().memory / (1 << 20)
  assert(missing >= 0 and missing < 1, missing)
  measure()
  local before = deimos.digest()
  deimos.nmm.paging(true)
  local module = deimos.load("null")
  local null = module:open("null")
  assert(null.null() == 1)
  deimos.close(null)
  module:unload()
  deimos.nmm.paging(false)
  run_models()
  run_sysenter()
  require("fresh")("preempt", models.ALL)
  assert(deimos.digest() == before)
end
