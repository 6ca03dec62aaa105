-- SPDX-License-Identifier: MIT
-- Each mathematical function is its own: known values, to thirteen digits, since
-- the arc functions of Bochs are no better. whole/float compares those of QEMU.
-- machines: qemu-icount bochs
-- expect: pass

local VALUES <const> = {
  ["math.sin(1)"] = 0.8414709848078965,
  ["math.cos(1)"] = 0.54030230586813977,
  ["math.tan(1)"] = 1.5574077246549023,
  ["math.asin(0.5)"] = 0.52359877559829893,
  ["math.acos(0.25)"] = 1.318116071652818,
  ["math.atan(1, 2)"] = 0.46364760900080609,
  ["math.atan(-1, -2)"] = -2.677945044588987,
  ["math.exp(1.5)"] = 4.4816890703380645,
  ["math.log(10)"] = 2.3025850929940459,
  ["math.log(10, 2)"] = 3.3219280948873622,
  ["math.log(50, 10)"] = 1.6989700043360187,
  ["math.log(10, 3)"] = 2.0959032742893848,
  ["1.5 ^ 2.5"] = 2.7556759606310752,
  ["math.sqrt(2)"] = 1.4142135623730951,
  ["math.fmod(-7.5, 2)"] = -1.5,
  ["math.floor(-1.5)"] = -2,
  ["math.ceil(-1.5)"] = -1,
  ['tonumber("0x1.8p4")'] = 24,
  ['tonumber("1.25e-3")'] = 0.00125,
}

local count = 0
for text, value in pairs(VALUES) do
  local found = load("return " .. text)()
  assert(math.abs(found - value) <= 1e-13 * math.abs(value),
    ("%s: %.17g, not %.17g"):format(text, found, value))
  count = count + 1
end
print(("mathematics: %d values"):format(count))
