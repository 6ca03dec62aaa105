-- SPDX-License-Identifier: MIT
-- The paper's Figure 3, whatever its modules are: service, flat, paged,
-- segmented; and called(model, expected), which is asked after each bind.

local service, flat, paged, segmented, called

-- The reason must have each of these texts.
local function refused(patterns, f, ...)
  local digest = deimos.digest()
  local ok, message = pcall(f, ...)
  assert(not ok, "expected: " .. patterns[1])
  for _, pattern in ipairs(patterns) do
    assert(tostring(message):find(pattern, 1, true),
      ("expected '%s', got: %s"):format(pattern, message))
  end
  assert(deimos.digest() == digest, patterns[1] .. ": something changed")
end

local function bind(model, interface)
  local binding = deimos.bind(model, "memory", service, interface)
  called(model, 1)
  return binding
end

-- Every order in which two of the three can come, by what may happen.
local function both(a, b, how, interface, ...)
  local first = bind(a, interface)
  if how == "together" then
    bind(b, interface):unbind()
  else
    refused({ ... }, bind, b, interface)
  end
  first:unbind()
end

local TOGETHER <const> = "predicate of interface 'together' of 'figure3': "
local FLAT_PAGED <const> = 'compatible(<moduleName, "flat_mem_model">, '
  .. '<moduleName, "paged_mem_model">) at line 1, column 1 does not hold'
local ALONE <const> = 'compatible(<moduleName, "segmented_mem_model">, '
  .. '<moduleName, "segmented_mem_model">) at line 1, column 81'

-- In both orders.
local function together()
  both(flat, paged, "together", "together")
  both(paged, flat, "together", "together")
  both(flat, segmented, "alone", "together", TOGETHER .. FLAT_PAGED,
    'the other side has <moduleName, "segmented_mem_model">',
    '"flat_mem_model" is bound, "paged_mem_model" is not bound')
  both(paged, segmented, "alone", "together", TOGETHER .. FLAT_PAGED,
    '"flat_mem_model" is not bound, "paged_mem_model" is bound')
  both(segmented, flat, "alone", "together", TOGETHER .. ALONE,
    'the other side has <moduleName, "flat_mem_model">',
    '"segmented_mem_model" is bound')
  both(segmented, paged, "alone", "together", TOGETHER .. ALONE)
end

-- flat and paged are bound: still not segmented; then, as one goes, neither
local function one_by_one()
  local one, two = bind(flat, "together"), bind(paged, "together")
  refused({ TOGETHER .. FLAT_PAGED }, bind, segmented, "together")
  one:unbind()
  refused({ TOGETHER .. FLAT_PAGED }, bind, segmented, "together")
  two:unbind()
  bind(segmented, "together"):unbind()
end

-- before(): paged only when flat is there; the others at any time
local function ordered()
  refused({ "predicate of interface 'ordered'", "before(<moduleName, "
    .. '"flat_mem_model">, <moduleName, "paged_mem_model">)',
    'the other side has <moduleName, "paged_mem_model">',
    '"flat_mem_model" is not bound' }, bind, paged, "ordered")
  both(segmented, flat, "together", "ordered")
  both(flat, segmented, "together", "ordered")
  both(segmented, paged, "refused", "ordered", "before(")
  both(flat, paged, "together", "ordered")
end

-- bindcount() and not; a binding that is being replaced does not count
local function single()
  local binding = bind(flat, "single")
  refused({ "interface 'single'", "bindcount() < 1 at line 1, column 1",
    "bindcount() is 1" }, bind, paged, "single")
  binding:rebind(service, "single")
  binding:rebind(service, "together")
  local other = bind(paged, "single")
  refused({ "bindcount() is 1" }, binding.rebind, binding, service, "single")
  other:unbind()
  binding:rebind(service, "single")
  binding:unbind()
  refused({ "not <moduleName", "at line 1, column 21 does not hold" }, bind,
    segmented, "single")
end

-- wildcard(): any value of that name, but the name must be there
local function wildcard()
  refused({ "predicate of receptacle 'memory' of 'figure3_flat'",
    "<mem_requirement, wildcard()> at line 1, column 1",
    "no pair named mem_requirement" }, bind, flat, "needless")
  bind(flat, "nameless"):unbind()
end

local function take(model)
  return deimos.bind(service, "models", model, "model")
end

-- The same from the receptacle's side: its slots are bound to the models
local function receptacle()
  local a, b = take(paged), take(flat)
  refused({ "predicate of receptacle 'models' of 'figure3': " .. FLAT_PAGED,
    '"flat_mem_model" is bound, "paged_mem_model" is bound' }, take, segmented)
  local c = take(flat)
  refused({ "bindcount() < 3", "bindcount() is 3" }, take, paged)
  c:rebind(paged, "model")
  c:unbind()
  a:unbind()
  b:rebind(segmented, "model")
  refused({ "predicate of receptacle 'models' of 'figure3': " .. ALONE }, take,
    flat)
  b:unbind()
end

return function(...)
  service, flat, paged, segmented, called = ...
  together()
  one_by_one()
  ordered()
  single()
  wildcard()
  receptacle()
end
